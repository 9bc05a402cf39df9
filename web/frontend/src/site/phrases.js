/** 常用语: buttons that write into the text field of their form. */

import { mount } from '../shared/mount.js';
import { _ } from '../shared/words.js';

/**
 * Show the buttons of every `[data-bj="phrases"]` in place of its plain choice. One writes into the text
 * field used last, at first into the one whose id ends with `data-target`, else the first of the form.
 */
export function offerPhrases() {
  mount('[data-bj="phrases"]', offer, _('常用语没有显示出来。请刷新页面再试。'));
}

function offer(box) {
  const form = box.closest('form');
  let last = null;
  form.addEventListener('focusin', ({ target }) => (last = target.matches('textarea') ? target : last));
  box.querySelector('[data-plain]')?.remove();
  for (const button of box.querySelectorAll('[data-phrase]')) {
    button.hidden = false;
    button.addEventListener('click', () => write(field(form, last, box.dataset.target), button.textContent));
  }
}

function field(form, last, target) {
  const named = target ? form.querySelector(`textarea[id$="-${CSS.escape(target)}"]`) : null;
  return last?.isConnected ? last : (named ?? form.querySelector('textarea'));
}

function write(textarea, words) {
  if (!textarea || textarea.disabled || textarea.readOnly) {
    return;
  }
  textarea.focus();
  textarea.setRangeText(words, textarea.selectionStart, textarea.selectionEnd, 'end');
  textarea.dispatchEvent(new Event('input', { bubbles: true }));
}
