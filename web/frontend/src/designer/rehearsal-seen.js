/** What a rehearsal has to show besides its tasks: the calendar, the papers, scores and messages. */

import { h } from './dom.js';
import { _, _n } from '../shared/words.js';

const DAYS = [_('一'), _('二'), _('三'), _('四'), _('五'), _('六'), _('日')];
const KINDS = [['score.recorded', _('记分')], ['notification.sent', _('通知')], ['liability.opened', _('问责线索')]];

/** Six weeks around now; `jump(day)` is told which day was chosen. */
export function calendar({ days, now }, jump) {
  const today = now.slice(0, 10);
  const cell = ({ day, works, name, ends }) => h('td', { class: works ? '' : 'bj-off' },
    h('button', {
      type: 'button', class: `bj-day${ends.length ? ' bj-day-ends' : ''}`, disabled: day < today,
      'aria-current': day === today ? 'date' : null, title: [name, ...ends].filter(Boolean).join(';') || (works ? _('工作日') : _('休息日')),
      onclick: () => jump(day),
    }, String(Number(day.slice(8))), name && !works ? h('small', {}, name) : '', ends.length ? h('small', {}, _n('%(n)s 项到期', ends.length)) : ''));
  const weeks = Array.from({ length: days.length / 7 }, (_, at) => days.slice(at * 7, at * 7 + 7));
  return h('details', { class: 'bj-calendar' },
    h('summary', {}, _('日历')),
    h('table', {}, h('caption', {}, _('%(day)s 起六周;点一天就跳到那天上班时', { day: days[0].day })),
      h('thead', {}, h('tr', {}, DAYS.map((day) => h('th', { scope: 'col' }, day)))),
      h('tbody', {}, weeks.map((week) => h('tr', {}, week.map(cell))))));
}

/** The papers issued; `open(place)` shows one. */
export function papers({ papers: issued }, open) {
  return issued.length > 0 && h('div', { class: 'bj-papers' }, h('h2', {}, _n('文书 %(n)s 份', issued.length)),
    h('ul', {}, issued.map(({ kind, number, at }, place) =>
      h('li', {}, `${at} ${kind} ${number ?? ''} `, h('button', { type: 'button', class: 'button', onclick: () => open(place) }, _('看'))))));
}

/** Scores, messages and liabilities, each kind under its heading. */
export function consequences({ events }) {
  return KINDS.map(([name, words]) => {
    const found = events.filter(({ event, said }) => event === name && said);
    return found.length > 0 && h('div', {}, h('h2', {}, _('%(words)s %(n)s 项', { words, n: found.length })), h('ul', {}, found.map(({ said }) => h('li', {}, said))));
  });
}
