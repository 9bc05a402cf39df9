/** 政策参数: the numbers this procedure declares; their defaults are changed here, the county's values elsewhere. */

import { h } from '../dom.js';
import { choice, field, text } from '../panel/fields.js';
import { _ } from '../../shared/words.js';

const TYPES = [['duration', _('时长')], ['integer', _('整数')], ['decimal', _('小数')], ['money', _('金额')], ['choice', _('几种做法选一种')], ['boolean', _('是否')], ['date', _('日期')], ['text', _('文字')]];
const UNITS = [['', _('(不用单位)')], ['wd', _('工作日')], ['cd', _('自然日')], ['min', _('办公分钟')]];

/** Open the list of numbers. */
export async function openNumbers(files) {
  const { numbers } = await files.server.get('choices');
  const rows = numbers.map((each) => {
    const input = control(each, (value) => keep(files, { key: each.key, default: value }));
    return h('tr', {}, h('td', {}, each.label, h('br'), h('code', {}, each.key)), h('td', {}, input), h('td', {}, each.value), h('td', {}, each.basis));
  });
  files.open(_('政策参数'),
    h('p', { class: 'bj-help' }, _('这里改的是默认值,发布以后才用。县里日常调整请在“政策参数”页面。')),
    h('div', { class: 'bj-table-scroll' }, h('table', { class: 'bj-table' },
      h('thead', {}, h('tr', {}, [_('参数'), _('默认值'), _('读作'), _('依据')].map((words) => h('th', { scope: 'col' }, words)))), h('tbody', {}, rows))),
    adder(files));
}

/** What a number's default is chosen with: a choice by its words, a duration by its number and unit. */
function control(number, changed) {
  const label = _('%(label)s的默认值', { label: number.label });
  if (number.type === 'duration') {
    const [amount, unit] = number.written.split(' ');
    const count = text(amount, () => changed(`${count.value.trim()} ${kind.value}`));
    const kind = choice(unit, UNITS.slice(1), () => changed(`${count.value.trim()} ${kind.value}`));
    count.inputMode = 'numeric';
    count.setAttribute('aria-label', label);
    kind.setAttribute('aria-label', _('%(label)s的单位', { label: number.label }));
    return h('div', { class: 'bj-amount' }, count, kind);
  }
  const input = number.choices.length ? choice(number.written, number.choices, changed) : text(number.written, changed);
  input.setAttribute('aria-label', label);
  return input;
}

async function keep(files, sent) {
  await files.attempt(() => files.server.post('numbers', sent));
  files.changed();
  if (!files.line.textContent) {
    await openNumbers(files);
  }
}

function adder(files) {
  const made = { type: 'duration', unit: 'wd' };
  const set = (key) => (value) => (made[key] = value);
  return h('fieldset', { class: 'bj-item' }, h('legend', {}, _('加一个参数')),
    field(_('名称'), text('', set('label'), { placeholder: _('如:答复来信人的期限') })),
    field(_('代号'), text('', set('key'), { placeholder: 'letter_reply.within' })),
    field(_('类型'), choice(made.type, TYPES, set('type'))), field(_('单位'), choice(made.unit, UNITS, set('unit'))),
    field(_('选项'), text('', set('choices'), { multiline: true, placeholder: _('几种做法选一种的才写,一行一种:说法|代号') })),
    field(_('默认值'), text('', set('default'), { placeholder: _('如 5;几种做法选一种的写代号') })),
    field(_('依据的规则'), text('', set('basis'), { placeholder: _('规则编号;不写即产品默认') })),
    h('button', { type: 'button', class: 'button', onclick: () => keep(files, { ...made, unit: made.type === 'duration' ? made.unit : '' }) }, _('加上')));
}
