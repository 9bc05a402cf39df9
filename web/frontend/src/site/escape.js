/** Escape closes what was opened last around the focus, and gives the focus back to what opened it. */

const TYPED_INTO = 'input, textarea, select, [contenteditable]';

/** Close the open `<details>` around the focus; a key pressed while typing, or in a dialog, is not for us. */
export function closeByEscape() {
  document.addEventListener('keydown', (event) => {
    const details = event.target.closest?.('details[open]');
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !details) {
      return;
    }
    if (!event.target.closest(TYPED_INTO) && !document.querySelector('dialog[open]')) {
      details.open = false;
      details.querySelector('summary').focus();
    }
  });
}
