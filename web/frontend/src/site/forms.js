/** Forms of the page: ask before what cannot be undone, and send once. */

import { isLocked, lockForm, unlockForm } from '../shared/submitting.js';

/**
 * Ask the question in `data-confirm` of the button pressed, or of its form, before sending; a form of
 * the entry `form` is checked first.
 */
export function confirmFirst() {
  document.addEventListener(
    'submit',
    (event) => {
      if (event.target.dataset.bj === 'form' && !('checked' in event.target.dataset)) {
        return;
      }
      const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
      if (question && !window.confirm(question)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
}

/** Send every `<form method="post">` once; those of the entries `form` and htmx look after themselves. */
export function sendOnce() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || form.dataset.bj === 'form') {
      return;
    }
    if (isLocked(form)) {
      event.preventDefault();
    } else {
      lockForm(form);
    }
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) {
      document.querySelectorAll('form[data-submitting]').forEach(unlockForm);
    }
  });
}
