/** The controls of one component: each ask of the catalogue with what the form says now. */

import { h } from '../../dom.js';
import { choice, field, text } from '../../panel/fields.js';
import { at, put } from './catalogue.js';
import { _ } from '../../../shared/words.js';

const feelOf = (value) => (value && !value.startsWith('=') ? `= ${value}` : value);

function mono(value, changed) {
  const control = text(value, changed);
  control.classList.add('bj-feel');
  return control;
}

/** A check that stands for true, written as the house writes it. */
const tick = (yes) => (value, changed) => {
  const box = h('input', { type: 'checkbox', checked: value === true || value === 'true', onchange: () => changed(box.checked ? yes : undefined) });
  return box;
};

const numeric = (value, changed) => text(value, (said) => changed(/^-?\d+(\.\d+)?$/.test(said) ? Number(said) : undefined));

/** What a field may be: written, only read, or by a condition. */
function readonly(value, changed) {
  const way = value === true ? 'yes' : typeof value === 'string' ? 'feel' : '';
  const ways = [['', _('可以填')], ['yes', _('只看')], ['feel', _('看条件')]];
  const chosen = choice(way, ways, (next) => changed({ '': undefined, yes: true, feel: '= false' }[next], true));
  return way === 'feel' ? h('div', {}, chosen, mono(value, (said) => changed(feelOf(said) || undefined))) : chosen;
}

/** What stands there before anybody fills it in: text, a number, yes or no, as the component needs. */
function start(value, changed, component) {
  if (component.type === 'checkbox') {
    return tick(true)(value, changed);
  }
  return text(value, (said) => changed(said === '' ? undefined : component.type === 'number' && /^-?\d+(\.\d+)?$/.test(said) ? Number(said) : said));
}

const SOURCES = [['values', _('写在这里')], ['valuesKey', _('办件里的一个列表')], ['valuesExpression', _('按公式')]];

/** Where the choices come from, and what they are. */
function options(value, changed, component) {
  const source = SOURCES.map(([key]) => key).find((key) => component[key] !== undefined) ?? 'values';
  const turn = (next) => {
    SOURCES.forEach(([key]) => delete component[key]);
    component[next] = { values: [], valuesKey: 'units', valuesExpression: '= units' }[next];
    changed(undefined, true);
  };
  const written = source === 'values' ? writtenHere(component, changed) : mono(component[source], (said) => {
    component[source] = said;
    changed();
  });
  return h('div', { class: 'bj-options' }, field(_('选项来自'), choice(source, SOURCES, turn)), field(_('选项'), written, {
    help: source === 'values' ? _('一行一个;要存成别的值,写“文字|值”。') : _('units 是全部单位,catalogue 是能申请的事项。') }));
}

function writtenHere(component, changed) {
  const lines = (component.values ?? []).map(({ label, value }) => (label === value ? label : `${label}|${value}`));
  return text(lines.join('\n'), (said) => {
    component.values = said.split('\n').filter((line) => line.trim()).map((line) => {
      const [label, value] = line.split('|').map((part) => part.trim());
      return { label, value: value || label };
    });
    changed();
  }, { multiline: true });
}

const KINDS = {
  text: (value, changed) => text(value, (said) => changed(said || undefined)),
  long: (value, changed) => text(value, (said) => changed(said || undefined), { multiline: true }),
  feel: (value, changed) => mono(value, (said) => changed(feelOf(said) || undefined)),
  bound: (value, changed) => mono(value, (said) => changed(/^-?\d+(\.\d+)?$/.test(said) ? Number(said) : feelOf(said) || undefined)),
  number: numeric,
  count: numeric,
  yes: tick(true),
  flag: tick('true'),
  readonly, start, options,
};

/** The control for one ask; `settle(again)` is called after a change, `again` where other asks come or go. */
export function askField(component, [path, label, kind, help], rules, settle) {
  const value = at(component, path);
  const changed = (next, again = false) => {
    if (kind !== 'options') {
      put(component, path, next);
    }
    settle(again || path === 'label');
  };
  const control = Array.isArray(kind) ? choice(value ?? '', kind, (said) => changed(said || undefined))
    : kind === 'rule' ? text(value, (said) => changed(said || undefined), { suggestions: rules })
      : KINDS[kind](value, changed, component);
  const box = kind === 'options' ? control : control.matches('input, select, textarea') ? field(label, control, { help })
    : h('div', { class: 'bj-field' }, h('span', { class: 'bj-help' }, label), control);
  if (control.type === 'checkbox') {
    box.classList.add('bj-check');
  }
  box.dataset.ask = path;
  return box;
}
