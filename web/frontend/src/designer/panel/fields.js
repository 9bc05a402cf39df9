/** The fields of the properties panel. Each is a labelled control that calls back when its value is settled. */

import { h } from '../dom.js';

let count = 0;

/** A label with its control, a line of help, and a place for what the choice means. */
export function field(label, control, { help, note } = {}) {
  const id = `bj-field-${(count += 1)}`;
  control.id = id;
  const parts = [h('label', { for: id }, label), control];
  if (help) {
    const line = h('p', { class: 'bj-help', id: `${id}-help` }, help);
    control.setAttribute('aria-describedby', line.id);
    parts.push(line);
  }
  return h('div', { class: 'bj-field' }, parts, note);
}

/** One line of text; `suggestions` are offered while typing, as words or as {value, label}. */
export function text(value, changed, { suggestions, placeholder, multiline, readonly } = {}) {
  const control = h(multiline ? 'textarea' : 'input', {
    placeholder,
    rows: multiline ? 3 : undefined,
    autocomplete: 'off',
    disabled: readonly,
    onchange: () => changed(control.value.trim()),
  });
  control.value = value ?? '';
  if (suggestions) {
    const list = h('datalist', { id: `bj-list-${(count += 1)}` }, suggestions.map((each) => h('option', typeof each === 'string' ? { value: each } : each)));
    control.setAttribute('list', list.id);
    control.addEventListener('focus', () => control.after(list), { once: true });
  }
  return control;
}

/** A choice; `options` are [value, words] pairs. A value that is not among them is kept and shown as it is. */
export function choice(value, options, changed) {
  const known = options.some(([key]) => key === (value ?? ''));
  const all = known ? options : [...options, [value, value]];
  const control = h(
    'select',
    { onchange: () => changed(control.value) },
    all.map(([key, words]) => h('option', { value: key, selected: key === (value ?? '') }, words)),
  );
  return control;
}

/** Several of a list, as boxes to tick; `chosen` and the answer are lists of values. */
export function ticks(legend, chosen, options, changed) {
  const boxes = options.map(([key, words]) => {
    const box = h('input', { type: 'checkbox', value: key, checked: chosen.includes(key), onchange: () => changed(picked()) });
    return [box, h('label', {}, box, ` ${words}`)];
  });
  const picked = () => boxes.filter(([box]) => box.checked).map(([box]) => box.value);
  return h('fieldset', { class: 'bj-ticks' }, h('legend', {}, legend), boxes.map(([, label]) => label));
}

/** A group of fields under a heading that opens and closes. */
export function group(title, open, ...content) {
  return h('details', { class: 'bj-group', open }, h('summary', {}, title), h('div', { class: 'bj-group-body' }, content));
}

/** A small button. */
export function button(words, act, more = {}) {
  return h('button', { type: 'button', class: 'button', onclick: act, ...more }, words);
}

/** A place for what the server says about a choice. */
export function note() {
  const line = h('p', { class: 'bj-note', role: 'status' });
  return {
    element: line,
    show({ ok, text: said, lines = [] }) {
      line.classList.toggle('bj-note-bad', ok === false);
      line.textContent = said ?? '';
      line.title = lines.join('\n');
    },
  };
}
