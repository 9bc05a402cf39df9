/** What a rehearsal has to show besides its tasks: the calendar, the papers, scores and messages. */

import { h } from './dom.js';

const DAYS = ['一', '二', '三', '四', '五', '六', '日'];
const KINDS = [['score.recorded', '记分'], ['notification.sent', '通知'], ['liability.opened', '问责线索']];

/** Six weeks around now; `jump(day)` is told which day was chosen. */
export function calendar({ days, now }, jump) {
  const today = now.slice(0, 10);
  const cell = ({ day, works, name, ends }) => h('td', { class: works ? '' : 'bj-off' },
    h('button', {
      type: 'button', class: `bj-day${ends.length ? ' bj-day-ends' : ''}`, disabled: day < today,
      'aria-current': day === today ? 'date' : null, title: [name, ...ends].filter(Boolean).join(';') || (works ? '工作日' : '休息日'),
      onclick: () => jump(day),
    }, String(Number(day.slice(8))), name && !works ? h('small', {}, name) : '', ends.length ? h('small', {}, `${ends.length} 项到期`) : ''));
  const weeks = Array.from({ length: days.length / 7 }, (_, at) => days.slice(at * 7, at * 7 + 7));
  return h('details', { class: 'bj-calendar' },
    h('summary', {}, '日历'),
    h('table', {}, h('caption', {}, `${days[0].day} 起六周;点一天就跳到那天上班时`),
      h('thead', {}, h('tr', {}, DAYS.map((day) => h('th', { scope: 'col' }, day)))),
      h('tbody', {}, weeks.map((week) => h('tr', {}, week.map(cell))))));
}

/** The papers issued; `open(place)` shows one. */
export function papers({ papers: issued }, open) {
  return issued.length > 0 && h('div', { class: 'bj-papers' }, h('h2', {}, `文书 ${issued.length} 份`),
    h('ul', {}, issued.map(({ kind, number, at }, place) =>
      h('li', {}, `${at} ${kind} ${number ?? ''} `, h('button', { type: 'button', class: 'button', onclick: () => open(place) }, '看')))));
}

/** Scores, messages and liabilities, each kind under its heading. */
export function consequences({ events }) {
  return KINDS.map(([name, words]) => {
    const found = events.filter(({ event, said }) => event === name && said);
    return found.length > 0 && h('div', {}, h('h2', {}, `${words} ${found.length} 项`), h('ul', {}, found.map(({ said }) => h('li', {}, said))));
  });
}
