/** A form is sent once: a second click while the first is under way does nothing. */

const buttonsOf = (form) =>
  [...form.elements].filter((element) => element.type === 'submit');

/** Mark the form as being sent. The buttons are disabled only after the browser has read their values. */
export function lockForm(form) {
  form.dataset.submitting = '';
  form.setAttribute('aria-busy', 'true');
  setTimeout(() => {
    for (const button of buttonsOf(form)) {
      button.disabled = true;
    }
  });
}

/** Undo `lockForm`, for a page the browser brings back out of its history. */
export function unlockForm(form) {
  delete form.dataset.submitting;
  form.removeAttribute('aria-busy');
  for (const button of buttonsOf(form)) {
    button.disabled = false;
  }
}

/** Whether the form is under way to the server. */
export function isLocked(form) {
  return 'submitting' in form.dataset;
}
