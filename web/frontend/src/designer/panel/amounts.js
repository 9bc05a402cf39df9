/** How long: so many days of a kind, a number the county may change, or a formula; one after the other. */

import { h } from '../dom.js';
import { button, choice, field, text } from './fields.js';
import { _ } from '../../shared/words.js';

const UNITS = [['wd', _('个工作日')], ['cd', _('个自然日')], ['min', _('个办公分钟')]];
const COUNTED = /^(\d+)\s*(wd|cd|min)$/;
const POLICY = /^policy:(\S+)$/;

const durations = (choices) => choices.numbers.filter(({ type }) => type === 'duration');

function kindOf(written) {
  return COUNTED.test(written) ? 'count' : POLICY.test(written) ? 'policy' : written ? 'formula' : '';
}

/** One way of saying how long; `ways` are [kind, words]. */
function way(choices, written, ways, changed) {
  const kind = kindOf(written);
  const numbers = durations(choices);
  const fresh = { '': '', count: '5 wd', policy: `policy:${numbers[0]?.key ?? ''}`, formula: '= due' };
  const parts = [field(_('怎样写'), choice(kind, ways, (value) => changed(fresh[value])))];
  const [, count, unit] = COUNTED.exec(written) ?? [];
  if (kind === 'count') {
    parts.push(h('div', { class: 'bj-pair' },
      field(_('数'), text(count, (value) => changed(/^\d+$/.test(value) ? `${value} ${unit}` : written))),
      field(_('单位'), choice(unit, UNITS, (value) => changed(`${count} ${value}`)))));
  } else if (kind === 'policy') {
    const options = numbers.map((each) => [each.key, _('%(label)s(现为 %(value)s)', { label: each.label, value: [each.value, each.basis].filter(Boolean).join(',') })]);
    parts.push(field(_('参数'), choice(POLICY.exec(written)[1], options, (value) => changed(`policy:${value}`))));
  } else if (kind === 'formula') {
    const control = text(written, changed);
    control.classList.add('bj-feel');
    parts.push(field(_('公式'), control, { help: _('得到日期、时长;没有值时看下一种写法。如 = due。') }));
  }
  return parts;
}

const ways = (choices) => [
  ['count', _('直接写天数')],
  ...(durations(choices).length ? [['policy', _('用政策参数(县里可调)')]] : []),
  ['formula', _('按办件的内容算')],
];

/** One amount, which may be missing. */
export function amountFields(choices, value, changed, label) {
  return h('fieldset', { class: 'bj-item' }, h('legend', {}, label), way(choices, value ?? '', [['', _('没有')], ...ways(choices)], changed));
}

/** A limit: the first of its ways that has a value counts. */
export function limitFields(choices, value, changed, label) {
  const all = (value ?? '').split('|').map((part) => part.trim());
  const put = (at, ...parts) => changed([...all.slice(0, at), ...parts, ...all.slice(at + 1)].filter(Boolean).join('|'));
  const rows = all.map((written, at) => [
    at ? h('p', { class: 'bj-help' }, _('前面的没有值时:')) : '',
    way(choices, written, ways(choices), (next) => put(at, next)),
    all.length > 1 && button(_('去掉这种写法'), () => put(at), { class: 'button-quiet' }),
  ]);
  return h('fieldset', { class: 'bj-item' }, h('legend', {}, label), rows,
    button(_('没有值时再按……'), () => changed([...all, '5 wd'].join('|')), { class: 'button-quiet' }));
}
