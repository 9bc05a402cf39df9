/**
 * Bring parts of a page to life: those in it at load, and those htmx puts into it later.
 */

/**
 * Call `start(element)` once for every element that matches `selector`, now and after each htmx swap.
 * An error in one element is shown there in Chinese and does not stop the others.
 */
export function mount(selector, start, failure) {
  const started = new WeakSet();
  const startWithin = (root) => {
    const inside = root.querySelectorAll(selector);
    const elements = root.matches?.(selector) ? [root, ...inside] : inside;
    for (const element of elements) {
      if (!started.has(element)) {
        started.add(element);
        Promise.resolve(element).then(start).catch((error) => showFailure(element, failure, error));
      }
    }
  };
  startWithin(document);
  document.addEventListener('htmx:load', (event) => startWithin(event.detail.elt));
}

/** Put a message that says what did not work and what to do in front of `element`'s content. */
export function showFailure(element, message, error) {
  console.warn(message, error);
  const note = document.createElement('p');
  note.className = 'bj-failure';
  note.setAttribute('role', 'alert');
  note.textContent = message;
  element.prepend(note);
}
