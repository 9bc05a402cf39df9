/** A condition built of field, comparison and value; the FEEL it makes is shown and may be written by hand. */

import { h } from '../dom.js';
import { choice, field, text } from './fields.js';
import { _ } from '../../shared/words.js';

const COMPARISONS = [
  ['=', _('等于')],
  ['!=', _('不等于')],
  ['>', _('大于')],
  ['>=', _('大于或等于')],
  ['<', _('小于')],
  ['<=', _('小于或等于')],
  ['null', _('没有填')],
  ['filled', _('已经填了')],
];
const SIMPLE = /^\s*=?\s*([\p{L}_][\p{L}\p{N}_]*)\s*(=|!=|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)\s*$/u;

/** The parts of a simple condition, or null for one only FEEL can say. */
export function parts(feel) {
  const found = SIMPLE.exec(feel ?? '');
  if (!found) {
    return null;
  }
  const [, key, sign, literal] = found;
  if (literal === 'null') {
    return sign === '=' || sign === '!=' ? { key, comparison: sign === '=' ? 'null' : 'filled', value: '' } : null;
  }
  return { key, comparison: sign, value: literal.startsWith('"') ? JSON.parse(literal) : literal, quoted: literal.startsWith('"') };
}

/** The FEEL of the parts; a value is text unless the field holds numbers or yes and no. */
export function feel({ key, comparison, value }, type) {
  if (!key) {
    return '';
  }
  if (comparison === 'null' || comparison === 'filled') {
    return `${key} ${comparison === 'null' ? '=' : '!='} null`;
  }
  const bare = ['number', 'checkbox'].includes(type) && /^(-?\d+(\.\d+)?|true|false)$/.test(value);
  return `${key} ${comparison} ${bare ? value : JSON.stringify(value)}`;
}

/** The builder for `value`; `changed(feel)` is called with each new condition. */
export function conditionFields(value, fields, changed) {
  const known = parts(value);
  const state = known ?? { key: '', comparison: '=', value: '' };
  const written = text(value, changed, { multiline: true });
  written.classList.add('bj-feel');
  const found = () => fields.find(({ key }) => key === state.key);
  const update = () => {
    const type = found()?.type ?? (state.quoted === false ? 'number' : '');
    written.value = feel(state, type);
    changed(written.value);
  };
  const names = [['', _('选择字段……')], ...fields.map(({ key, label }) => [key, `${label}(${key})`])];
  const set = (key) => (chosen) => {
    state[key] = chosen;
    if (key === 'key') {
      state.value = '';
    }
    if (state.key) {
      update();
    }
  };
  const options = (found()?.values ?? []).map((each) => [each.value, each.label]);
  const valueControl = options.length
    ? choice(state.value, [['', _('选择……')], ...options], set('value'))
    : text(state.value, set('value'));
  const builder = known || !value
    ? [
        field(_('字段'), choice(state.key, names, set('key'))),
        field(_('比较'), choice(state.comparison, COMPARISONS, set('comparison'))),
        ['null', 'filled'].includes(state.comparison) ? null : field(_('值'), valueControl),
      ]
    : [h('p', { class: 'bj-help' }, _('这个条件比较复杂,只能直接改表达式。'))];
  return [...builder, field(_('表达式(FEEL)'), written, { help: _('由上面的选择写成;也可以直接改。') })];
}
