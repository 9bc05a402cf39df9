/** The list of a form's components, those of groups and lists below them; each opens to what is asked of it. */

import { h } from '../../dom.js';
import { choice } from '../../panel/fields.js';
import { SILENT, TYPES } from './catalogue.js';
import { askField } from './asks.js';
import { COUNTY } from '../../county.js';
import { _ } from '../../../shared/words.js';

const HOLDERS = ['group', 'dynamiclist'];
/** What is asked first; the rest waits behind a fold. */
const COMMON = ['label', 'dateLabel', 'key', 'path', 'text', 'description', 'validate.required', 'options', 'subtype', 'expression', 'conditional.hide',
  'readonly', 'validate.min', 'validate.max', 'decimalDigits', 'validate.maxLength', 'multiple', 'accept', 'properties.unit', 'properties.rule'];

const name = (component) => component.label || component.dateLabel || component.text?.slice(0, 20) || wordsOf(component);
const wordsOf = ({ type }) => TYPES[type]?.words ?? _('其他');

/** The list of `components`; `tools` are {schema, rules, settle}. Lists hold no lists. */
export function rows(tools, components, within = []) {
  return [
    h('ol', { class: 'bj-fields' }, components.map((each, at) => row(tools, components, at, within))),
    adder(tools, components, within),
  ];
}

function row(tools, components, at, within) {
  const component = components[at];
  const { settle } = tools;
  const move = (step) => () => {
    components.splice(at + step, 0, ...components.splice(at, 1));
    settle(true);
  };
  const act = (label, sign, work, disabled = false) =>
    h('button', { type: 'button', class: 'button-quiet', 'aria-label': `${label}:${name(component)}`, title: label, disabled, onclick: work }, sign);
  const box = h('details', { class: 'bj-component', 'data-id': component.id, open: tools.open.has(component.id) },
    h('summary', {}, h('strong', {}, name(component)), ` ${wordsOf(component)}`, component.validate?.required && [' · ', _('必填')]),
    asks(tools, component),
    HOLDERS.includes(component.type) && h('div', { class: 'bj-inner' }, rows(tools, component.components, [...within, component.type])));
  box.addEventListener('toggle', () => (box.open ? tools.open.add(component.id) : tools.open.delete(component.id)));
  return h('li', {}, box, h('span', { class: 'bj-field-acts' },
    act(_('上移'), '↑', move(-1), at === 0), act(_('下移'), '↓', move(1), at === components.length - 1),
    act(_('删去'), '✕', () => { components.splice(at, 1); settle(true); })));
}

function asks({ rules, settle }, component) {
  const { asks: all = [], behind = [] } = TYPES[component.type] ?? {};
  const common = ([path]) => COMMON.includes(path) && !behind.includes(path);
  const [first, rest] = [all.filter(common), all.filter((ask) => !common(ask))];
  const fields = (list) => list.map((ask) => askField(component, ask, rules, settle));
  return [fields(first), rest.length ? h('details', { class: 'bj-when' }, h('summary', {}, _('更多')), fields(rest)) : ''];
}

function adder(tools, components, within) {
  const offered = Object.entries(TYPES).filter(([type]) => !(within.includes('dynamiclist') && type === 'dynamiclist'));
  const words = within.length ? within.at(-1) === 'group' ? _('加到“分组”里') : _('加到“列表”里') : _('加一个字段');
  const control = choice('', [['', `${words}……`], ...offered.map(([type, { words: said }]) => [type, said])], (type) => {
    if (type) {
      const made = fresh(type, tools.schema);
      components.push(made);
      tools.open.add(made.id);
      tools.settle(true);
    }
  });
  control.setAttribute('aria-label', words);
  return control;
}

function fresh(type, schema) {
  const taken = new Set(keys(schema));
  let at = taken.size + 1;
  while (taken.has(`field${at}`)) {
    at += 1;
  }
  const label = COUNTY.field;
  const named = type === 'dynamiclist' ? { path: `field${at}` } : type === 'group' || SILENT.includes(type) ? {} : { key: `field${at}` };
  return {
    type, id: `field${at}_${Date.now().toString(36)}`, ...named,
    ...(SILENT.includes(type) ? {} : { label }), ...TYPES[type].fresh?.(label),
  };
}

function* keys(component) {
  yield component.key ?? component.path;
  for (const inner of component.components ?? []) {
    yield* keys(inner);
  }
}
