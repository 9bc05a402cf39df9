/** What else may be done in a rehearsal: acts on a task and on a case, as a scenario writes them. */

import { h } from './dom.js';
import { COUNTY } from './county.js';
import { _ } from '../shared/words.js';

const REASON = ['reason', _('理由'), _('演练')];
const TO = ['to', _('给谁(岗位、单位或人)'), ''];

/** On a task: `do` of the scenario, words, what is asked. The engine refuses what the diagram does not allow. */
const OF_TASK = [
  ['claim', _('认领'), []],
  ['return', _('退回'), [['to', _('退到哪个环节(不填就是上一个)'), ''], REASON]],
  ['transfer', _('转交'), [TO]],
  ['delegate', _('委托'), [TO]],
  ['add_signer', _('加签'), [TO]],
  ['remind', _('催办'), [['text', _('说什么'), _('请抓紧办理')]]],
];
/** On a case; what stands under `data` is what a request brings. */
const OF_CASE = [
  ['request_extension', _('申请延期'), [['data.until', _('延到哪天'), '', 'date'], ['data.progress', _('进展'), _('已办一半')], ['data.reason', _('理由'), _('演练')]]],
  ['pause_clock', _('暂停计时'), [['name', _('哪个时限'), COUNTY.limit], REASON]],
  ['resume_clock', _('恢复计时'), [['name', _('哪个时限'), COUNTY.limit], REASON]],
  ['copy_to', _('抄送'), [TO]],
  ['suspend', _('中止'), [REASON]],
  ['resume', _('恢复办理'), [REASON]],
  ['cancel', _('撤销'), [REASON]],
  ['message', _('收到消息'), [['name', _('消息的名称'), '']]],
];

/** A folded list of acts on a task; `done(step)` is told what was chosen. */
export function taskActs(task, people, done) {
  const narrowed = { task: task.element, case: task.case };
  return acts(_('其他动作'), OF_TASK, people, (step) => done({ ...step, ...narrowed, ...(task.item == null ? {} : { item: task.item }) }));
}

/** The same on a case; whoever acts is named. */
export function caseActs(each, starters, done) {
  const by = h('input', { list: 'bj-whoever', placeholder: _('岗位、单位或人'), 'aria-label': _('由谁'), value: starters[0] ?? '' });
  return acts(_('对整件办件'), OF_CASE, by, (step) => done({ ...step, case: each.place }));
}

function acts(title, offered, by, done) {
  const asked = h('div');
  const choose = h('select', { 'aria-label': title, onchange: () => ask(choose.selectedIndex - 1) },
    h('option', {}, _('选一个动作')), offered.map(([, words]) => h('option', {}, words)));
  const ask = (at) => {
    if (at < 0) {
      asked.replaceChildren();
      return;
    }
    const [verb, words, fields] = offered[at];
    const inputs = fields.map(([, label, value, type = 'text']) => h('input', { type, value, 'aria-label': label }));
    asked.replaceChildren(
      ...fields.map(([, label], place) => h('label', { class: 'bj-field' }, `${label} `, inputs[place])),
      h('button', { type: 'button', class: 'button', onclick: () => done(step(verb, by.value, fields, inputs)) }, words),
    );
  };
  return h('details', { class: 'bj-acts' }, h('summary', {}, title), by.tagName === 'INPUT' ? h('label', { class: 'bj-field' }, _('由谁 '), by) : '', choose, asked);
}

function step(verb, by, fields, inputs) {
  const found = { do: verb, by };
  fields.forEach(([key], at) => {
    const { value } = inputs[at];
    if (value && key.startsWith('data.')) {
      found.data = { ...found.data, [key.slice('data.'.length)]: value };
    } else if (value) {
      found[key] = value;
    }
  });
  return found;
}
