/** Keys for elements that declare them with `aria-keyshortcuts`, as ARIA 1.2 spells them. */

import { matches } from './keys.js';

const TYPED_INTO = 'input, textarea, select, [contenteditable]';

/**
 * Press a key: its element gets the focus if one types into it, otherwise a click. Where each line of a list has
 * the key, it is that of the line in which the focus stands, else of the first.
 */
export function followShortcuts() {
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.(TYPED_INTO);
    if (document.querySelector('dialog[open]') || event.isComposing || (typing && !event.altKey && !event.ctrlKey && !event.metaKey)) {
      return;
    }
    const found = [...document.querySelectorAll('[aria-keyshortcuts]')].filter(
      (candidate) => !candidate.disabled && matches(candidate.getAttribute('aria-keyshortcuts'), event),
    );
    const line = event.target.closest?.('li');
    const element = found.find((candidate) => line?.contains(candidate)) ?? found[0];
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
