/** Keys for elements that declare them with `aria-keyshortcuts`, as ARIA 1.2 spells them. */

import { matches } from './keys.js';

const TYPED_INTO = 'input, textarea, select, [contenteditable]';

/** Press a key: its element gets the focus if one types into it, otherwise a click. */
export function followShortcuts() {
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.(TYPED_INTO);
    if (document.querySelector('dialog[open]') || event.isComposing || (typing && !event.altKey && !event.ctrlKey && !event.metaKey)) {
      return;
    }
    const element = [...document.querySelectorAll('[aria-keyshortcuts]')].find(
      (candidate) => !candidate.disabled && matches(candidate.getAttribute('aria-keyshortcuts'), event),
    );
    if (element) {
      event.preventDefault();
      press(element);
    }
  });
}

function press(element) {
  element.focus();
  if (!element.matches(TYPED_INTO)) {
    element.click();
  }
}
