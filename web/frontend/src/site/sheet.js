/** 快捷键: what keys the page has, in a dialog. */

import { _ } from '../shared/words.js';

/** Let `[data-bj="shortcuts"]` show the keys of the page; a second press, with the dialog open, opens its own page. */
export function offerSheet() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-bj="shortcuts"]');
    if (link && !event.ctrlKey && !event.metaKey && !link.closest('dialog')) {
      event.preventDefault();
      show(link);
    }
  });
}

function show(link) {
  const dialog = document.createElement('dialog');
  dialog.className = 'bj-sheet';
  dialog.setAttribute('aria-labelledby', 'bj-sheet-title');
  dialog.append(
    made('h2', _('这一页的快捷键'), { id: 'bj-sheet-title' }),
    list(),
    actions(link.href, () => dialog.close()),
  );
  const before = document.activeElement;
  dialog.addEventListener('close', () => {
    dialog.remove();
    before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function list() {
  const rows = made('dl', '', { className: 'facts' });
  const named = new Set();
  for (const element of document.querySelectorAll('[aria-keyshortcuts]')) {
    const keys = element.getAttribute('aria-keyshortcuts');
    if (!named.has(keys) && !element.disabled && element.checkVisibility?.() !== false) {
      named.add(keys);
      const term = made('dt', '');
      term.append(made('kbd', inWords(keys)));
      const row = made('div', '');
      row.append(term, made('dd', nameOf(element)));
      rows.append(row);
    }
  }
  return rows;
}

/** The first of the keys that do the same. */
function inWords(declared) {
  return declared.trim().split(/\s+/)[0].replaceAll('+', ' + ');
}

function nameOf(element) {
  const name = element.getAttribute('aria-label') || element.labels?.[0]?.textContent || element.innerText;
  return name.replace(/\s+/g, ' ').trim();
}

function actions(href, close) {
  const row = made('p', '', { className: 'toolbar-inline' });
  const button = made('button', _('关闭'), { type: 'button', className: 'button' });
  button.addEventListener('click', close);
  row.append(button, made('a', _('全部快捷键'), { href }));
  return row;
}

function made(tag, text, properties = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...properties });
}
