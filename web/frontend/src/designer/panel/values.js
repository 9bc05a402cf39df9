/** The kinds of values our elements hold, each with the control that sets it: chosen where one can choose. */

import { h } from '../dom.js';
import { amountFields, limitFields } from './amounts.js';
import { conditionFields } from './conditions.js';
import { deadlineNames, messageNames, tasksOf } from './diagram.js';
import { first } from '../extensions.js';
import { choice, field, text, ticks } from './fields.js';
import { _ } from '../../shared/words.js';

const SIGNERS = [['before', _('前面(请人先看)')], ['beside', _('旁边(会签增加一家)')], ['after', _('后面(办完再请人签)')]];
const words = (value) => (value ?? '').split(/\s+/).filter(Boolean);
const formulas = ({ choices }) => choices.fields.map(({ key, label }) => ({ value: `= ${key}`, label }));

/** Several of a list, kept in one attribute apart by spaces. */
const several = (options) => (tools, value, changed, label) => {
  const chosen = words(value);
  const known = options(tools);
  const extra = chosen.filter((each) => !known.some(([key]) => key === each)).map((each) => [each, each]);
  return ticks(label, chosen, [...known, ...extra], (picked) => changed(picked.join(' ')));
};

const suggesting = (suggestions, more = {}) => (tools, value, changed) =>
  text(value, changed, { suggestions: suggestions(tools), ...more });

const WRITTEN = '\u0000';

/** One of `options`, or a formula for what is none of them. */
function chosenOrWritten(options) {
  return (tools, value, changed, label) => {
    const known = [['', _('选择……')], ...options(tools)];
    const own = Boolean(value) && !known.some(([key]) => key === value);
    const formula = feel(tools, own ? value : '', changed);
    formula.hidden = !own;
    formula.setAttribute('aria-label', _('%(label)s:公式', { label }));
    const which = choice(own ? WRITTEN : value ?? '', [...known, [WRITTEN, _('按公式……')]], (picked) => {
      formula.hidden = picked !== WRITTEN;
      if (picked === WRITTEN) {
        formula.focus();
      } else {
        changed(picked);
      }
    });
    return h('div', {}, field(label, which), formula);
  };
}

/** Fields that hold several. */
function lists({ choices }) {
  return choices.fields.filter(({ type }) => ['taglist', 'checklist'].includes(type)).map(({ key, label }) => [`= ${key}`, label]);
}

/** The unit of the case, that of a branch of a countersign, one of the county's, or the one a field names. */
function units({ choices, object }) {
  const item = first(object, 'Item')?.get('as');
  const own = item === 'unit' ? _('会签的这一家') : _('主办单位');
  const fields = choices.fields.filter(({ key, type }) => key !== 'unit' && ['textfield', 'select', 'radio'].includes(type));
  return [['= unit', own], ...(item && item !== 'unit' ? [[`= ${item}`, _('会签的这一家')]] : []),
    ...choices.units.map((unit) => [unit, unit]), ...fields.map(({ key, label }) => [`= ${key}`, _('表单里填的:%(label)s', { label })])];
}

const chosen = (options) => (tools, value, changed) => choice(value ?? '', options(tools), changed);

function feel(tools, value, changed) {
  const control = text(value, changed, { multiline: true });
  control.classList.add('bj-feel');
  return control;
}

/** A condition is out of the way until there is one. */
function when(tools, value, changed, label) {
  const said = value ? _('%(where)s:%(said)s', { where: label, said: value }) : _('%(label)s:总是', { label });
  return h('details', { class: 'bj-when' }, h('summary', {}, said), conditionFields(value, tools.choices, changed));
}

function roll({ choices }, value, changed) {
  const numbers = choices.numbers.filter(({ type }) => type === 'choice' || type === 'boolean');
  const fixed = [['', _('自然日顺延,明示的日期不顺延')], ['next_wd', _('顺延到下一工作日')], ['none', _('不顺延')]];
  return choice(value ?? '', [...fixed, ...numbers.map(({ key, label }) => [`policy:${key}`, _('由参数定:%(label)s', { label })])], changed);
}

function deputies({ choices }, value, changed) {
  const numbers = choices.numbers.filter(({ type }) => type === 'boolean');
  const set = numbers.map(({ key, label }) => [`= policy("${key}")`, _('由参数定:%(label)s', { label })]);
  return choice(value ?? '', [['', _('可以')], ['no', _('不可以,只由本人办')], ...set], changed);
}

/** Kind → (tools, value, changed, label) → control; one that is no single input brings its own label. */
const KINDS = {
  text: (tools, value, changed) => text(value, changed),
  long: (tools, value, changed) => text(value, changed, { multiline: true }),
  expression: feel,
  value: suggesting(formulas),
  list: chosenOrWritten(lists),
  field: suggesting(({ choices }) => choices.fields.map(({ key, label }) => ({ value: key, label }))),
  post: suggesting(({ choices }) => [...choices.relative, ...choices.posts]),
  unit: chosenOrWritten(units),
  person: suggesting((tools) => ['= initiator', ...formulas(tools)]),
  party: suggesting((tools) => ['= unit', '= initiator', ...tools.choices.units, ...tools.choices.posts, ...formulas(tools)]),
  rule: suggesting(({ choices }) => choices.rules.map(({ id, text: said }) => ({ value: id, label: said })), { placeholder: _('规则编号') }),
  process: suggesting(({ choices }) => choices.processes.map(({ id, name }) => ({ value: id, label: name }))),
  message: suggesting(({ element }) => messageNames(element)),
  operation: (tools, value, changed) => (tools.choices.services.length
    ? choice(value ?? '', [['', _('选择……')], ...tools.choices.services.map(({ name }) => [name, name])], changed)
    : text(value, changed)),
  deadline: chosen(({ element }) => [['', _('选择时限……')], ...deadlineNames(element).map((name) => [name, name])]),
  form: chosen(({ choices }) => [['', _('没有表单')], ...choices.forms.map((path) => [path, path.replace(/^forms\/|\.json$/g, '')])]),
  template: chosen(({ choices }) => choices.templates.map((path) => [path, path.replace(/^documents\//, '')])),
  decision: chosen(({ choices }) => [['', _('选择决策表……')], ...choices.decisions.map(({ id, name, file }) => [id, `${name}(${file})`])]),
  posts: several(({ choices }) => [...choices.posts, ...choices.units].map((post) => [post, post])),
  verbs: several(({ choices }) => Object.entries(choices.verbs)),
  signers: several(() => SIGNERS),
  returnable: several(({ element }) => tasksOf(element).filter(({ id }) => id !== element.id).map(({ id, name }) => [id, name || id])),
  parts: several(({ element, parts }) => parts(element)),
  when, roll, deputies,
  amount: (tools, value, changed, label) => amountFields(tools.choices, value, changed, label),
  limit: (tools, value, changed, label) => limitFields(tools.choices, value, changed, label),
};

/** The field of one attribute, marked with what it sets: `document.kind`. */
export function valueField(tools, of, [label, kind, help], value, changed) {
  const control = Array.isArray(kind) ? choice(value ?? '', kind, changed) : KINDS[kind](tools, value, changed, label);
  const single = control.matches('input, select, textarea');
  const box = single ? field(label, control, { help }) : h('div', { class: 'bj-field' }, control, help && h('p', { class: 'bj-help' }, help));
  box.dataset.bj = of;
  box.dataset.value = value ?? '';
  return box;
}
