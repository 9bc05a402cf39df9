/** A condition built of field, comparison and value, of several where wanted; the FEEL it makes is shown and may be written by hand. */

import { h } from '../dom.js';
import { feel, parts } from './condition-parts.js';
import { button, choice, field, text } from './fields.js';
import { _ } from '../../shared/words.js';

const EQUAL = [['=', _('等于')], ['!=', _('不等于')]];
const ORDER = [['>', _('大于')], ['>=', _('大于或等于')], ['<', _('小于')], ['<=', _('小于或等于')]];
const DAYS = [['=', _('是')], ['!=', _('不是')], ['>', _('晚于')], ['>=', _('不早于')], ['<', _('早于')], ['<=', _('不晚于')]];
const FILLED = [['null', _('没有填')], ['filled', _('已经填了')]];
const CONTAINS = [['contains', _('选了')]];
const HOLDS = ['holds', _('成立')];
const WITHOUT_VALUE = ['null', 'filled', 'holds'];
const LISTS = ['checklist', 'taglist'];
const COUNTS = ['integer', 'decimal', 'money'];

/** The builder for `value`; `changed(feel)` is called with each new condition. */
export function conditionFields(value, choices, changed) {
  const written = text(value, changed, { multiline: true });
  written.classList.add('bj-feel');
  const state = value ? parts(value) : { joiner: 'and', terms: [fresh()] };
  const update = () => {
    written.value = feel(state);
    changed(written.value);
  };
  const builder = state ? rows(state, choices, update) : h('p', { class: 'bj-help' }, _('这个条件比较复杂,只能直接改表达式。'));
  return [builder, field(_('表达式(FEEL)'), written, { help: _('由上面的选择写成;也可以直接改。') })];
}

const fresh = () => ({ key: '', comparison: '=', value: '' });

/** One box a term, what joins them, and a way to one more. */
function rows(state, choices, update) {
  const box = h('div', { class: 'bj-terms' });
  const many = () => state.terms.length > 1;
  const show = () => box.replaceChildren(
    ...(many() ? [field(_('几个条件'), choice(state.joiner, [['and', _('都要符合(并且)')], ['or', _('符合一个就行(或者)')]], (joiner) => {
      state.joiner = joiner;
      update();
    }))] : []),
    ...state.terms.map((term) => h('div', { class: many() ? 'bj-item' : '' }, row(term, choices, update),
      many() && button(_('去掉这个条件'), () => {
        state.terms.splice(state.terms.indexOf(term), 1);
        show();
        update();
      }, { class: 'button-quiet' }))),
    ...(state.terms.every(({ key }) => key) ? [button(_('再加一个条件'), () => {
      state.terms.push(fresh());
      show();
      box.querySelectorAll('select')[box.querySelectorAll('select').length - 2].focus();
    })] : []),
  );
  show();
  return box;
}

function row(term, choices, update) {
  const names = [['', _('选择字段……')], ...choices.fields.map(({ key, label }) => [key, `${label}(${key})`])];
  const found = choices.fields.find(({ key }) => key === term.key);
  const kind = kindOf(found, term);
  const put = (name) => (chosen) => {
    term[name] = chosen;
    if (name === 'key') {
      Object.assign(term, begun(choices.fields.find(({ key }) => key === chosen)));
    }
    if (term.key) {
      update();
    }
  };
  return [
    field(_('字段'), choice(term.key, names, put('key'))),
    field(_('比较'), choice(term.comparison, comparisons(kind, term), put('comparison'))),
    WITHOUT_VALUE.includes(term.comparison) ? null : valueFields(kind, found, term, choices, put('value')),
  ];
}

/** What sort of answer a field holds; of one no form asks, what it is compared with tells. */
function kindOf(found, { value, comparison }) {
  if (found) {
    return LISTS.includes(found.type) ? 'list' : found.type === 'datetime' ? found.subtype : found.type;
  }
  if (comparison === 'contains') {
    return 'list';
  }
  return /^(date\(|today$)/.test(value) ? 'date' : value === 'now' ? 'datetime' : /^(true|false)$/.test(value) ? 'checkbox' : /^(-?\d|policy\()/.test(value) ? 'number' : '';
}

function comparisons(kind, { comparison }) {
  const own = {
    list: [...CONTAINS, ...FILLED], checkbox: [...EQUAL, ...FILLED], date: [...DAYS, ...FILLED], datetime: [...DAYS, ...FILLED],
    select: [...EQUAL, ...FILLED], radio: [...EQUAL, ...FILLED],
  }[kind] ?? [...EQUAL, ...ORDER, ...FILLED];
  return comparison === 'holds' ? [HOLDS, ...own] : own;
}

/** A comparison and a value that suit a field just chosen. */
function begun(found) {
  const kind = kindOf(found, fresh());
  return {
    list: { comparison: 'contains', value: '""' }, checkbox: { comparison: '=', value: 'true' }, number: { comparison: '=', value: '0' },
    date: { comparison: '=', value: 'today' }, datetime: { comparison: '<=', value: 'now' },
  }[kind] ?? { comparison: '=', value: '""' };
}

function valueFields(kind, found, term, choices, put) {
  if (kind === 'checkbox') {
    return field(_('值'), choice(term.value, [['true', _('是')], ['false', _('否')]], put));
  }
  if (kind === 'date') {
    return dayFields(term, put);
  }
  if (kind === 'datetime') {
    return field(_('值'), choice(term.value, [['now', _('此刻')]], put));
  }
  if (kind === 'number') {
    return numberFields(term, choices, put);
  }
  const value = term.value.startsWith('"') ? JSON.parse(term.value) : term.value;
  const quoted = (said) => put(/^policy\(/.test(said) ? said : JSON.stringify(said));
  const options = (found?.values ?? []).map((each) => [each.value, each.label]);
  return field(_('值'), options.length ? choice(value, [['', _('选择……')], ...options], quoted) : text(value, quoted));
}

/** The day a case is worked on, or one of the calendar. */
function dayFields(term, put) {
  const day = /^date\("(.*)"\)$/.exec(term.value)?.[1];
  const picked = h('input', { type: 'date', 'aria-label': _('哪一天'), onchange: () => picked.value && put(`date("${picked.value}")`) });
  picked.value = day ?? '';
  picked.hidden = day === undefined;
  const which = choice(day === undefined ? 'today' : 'date', [['today', _('办到这里的当天')], ['date', _('定好的一天')]], (chosen) => {
    picked.hidden = chosen === 'today';
    if (chosen === 'today') {
      put('today');
    } else {
      picked.focus();
    }
  });
  return [field(_('值'), which), picked];
}

/** A number as it is written, or one that the county sets. */
function numberFields(term, choices, put) {
  const numbers = choices.numbers.filter(({ type }) => COUNTS.includes(type)).map(({ key, label }) => [`policy("${key}")`, _('参数:%(label)s', { label })]);
  const own = !term.value.startsWith('policy(');
  const count = text(own ? term.value : '', (said) => /^-?\d+(\.\d+)?$/.test(said) && put(said));
  count.inputMode = 'decimal';
  if (!numbers.length) {
    return field(_('值'), count);
  }
  count.setAttribute('aria-label', _('多少'));
  count.hidden = !own;
  const which = choice(own ? '' : term.value, [['', _('写一个数')], ...numbers], (chosen) => {
    count.hidden = Boolean(chosen);
    if (chosen) {
      put(chosen);
    } else {
      count.focus();
    }
  });
  return [field(_('值'), which), count];
}
