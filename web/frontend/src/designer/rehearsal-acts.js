/** What else may be done in a rehearsal: acts on a task and on a case, as a scenario writes them. */

import { h } from './dom.js';

const REASON = ['reason', '理由', '演练'];
const TO = ['to', '给谁(岗位、单位或人)', ''];

/** On a task: `do` of the scenario, words, what is asked. The engine refuses what the diagram does not allow. */
const OF_TASK = [
  ['claim', '认领', []],
  ['return', '退回', [['to', '退到哪个环节(不填就是上一个)', ''], REASON]],
  ['transfer', '转交', [TO]],
  ['delegate', '委托', [TO]],
  ['add_signer', '加签', [TO]],
  ['remind', '催办', [['text', '说什么', '请抓紧办理']]],
];
/** On a case; what stands under `data` is what a request brings. */
const OF_CASE = [
  ['request_extension', '申请延期', [['data.until', '延到哪天', '', 'date'], ['data.progress', '进展', '已办一半'], ['data.reason', '理由', '演练']]],
  ['pause_clock', '暂停计时', [['name', '哪个时限', '办理'], REASON]],
  ['resume_clock', '恢复计时', [['name', '哪个时限', '办理'], REASON]],
  ['copy_to', '抄送', [TO]],
  ['suspend', '中止', [REASON]],
  ['resume', '恢复办理', [REASON]],
  ['cancel', '撤销', [REASON]],
  ['message', '收到消息', [['name', '消息的名称', '']]],
];

/** A folded list of acts on a task; `done(step)` is told what was chosen. */
export function taskActs(task, people, done) {
  const narrowed = { task: task.element, case: task.case };
  return acts('其他动作', OF_TASK, people, (step) => done({ ...step, ...narrowed, ...(task.item == null ? {} : { item: task.item }) }));
}

/** The same on a case; whoever acts is named. */
export function caseActs(each, starters, done) {
  const by = h('input', { list: 'bj-whoever', placeholder: '岗位、单位或人', 'aria-label': '由谁', value: starters[0] ?? '' });
  return acts('对整件办件', OF_CASE, by, (step) => done({ ...step, case: each.place }));
}

function acts(title, offered, by, done) {
  const asked = h('div');
  const choose = h('select', { 'aria-label': title, onchange: () => ask(choose.selectedIndex - 1) },
    h('option', {}, '选一个动作'), offered.map(([, words]) => h('option', {}, words)));
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
  return h('details', { class: 'bj-acts' }, h('summary', {}, title), h('label', { class: 'bj-field' }, '由谁 ', by.tagName === 'INPUT' ? by : '上面选的人'), choose, asked);
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
