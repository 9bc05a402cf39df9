/** What simulated years came to: figures in words and tables, of one edition or of two, and charts drawn by the server. */

import { h } from './dom.js';
import { _, _n } from '../shared/words.js';

const ARROW = ' → ';

/** The parts of the result; `editions` are the version in force and the draft, in this order, or one of them; `legend` explains the colours. */
export function yearSeen(editions, differences, charts, legend) {
  return [
    h('h3', {}, _('结果')),
    ...warnings(editions),
    editions.length > 1 && h('p', { class: 'bj-year-verdict' }, verdict(...editions)),
    summary(editions),
    editions.length > 1 && limits(differences),
    h('h3', {}, _('每个环节从收到到办完')),
    legend,
    h('p', { class: 'bj-help' }, editions.length > 1
      ? _('箭头左边是现行,右边是草稿;没有箭头的两版一样。夜里和休息日也算在时间里。')
      : _('夜里和休息日也算在时间里。')),
    h('div', { class: 'bj-table-scroll' }, waits(editions)),
    ...editions.flatMap((each) => unfinished(each, editions.length > 1)),
    ...charts.map(({ title, svg }) => h('figure', {}, h('figcaption', {}, title), parse(svg, title))),
  ].filter(Boolean);
}

/** A chart, named for those who do not see it; its figures stand in the tables as well. */
function parse(svg, title) {
  const chart = document.importNode(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement, true);
  chart.setAttribute('aria-label', title);
  return chart;
}

/** How long, in hours below two days. */
export const lasting = (hours) => (hours >= 48 ? _n('%(n)s 天', (hours / 24).toFixed(1)) : _n('%(n)s 小时', hours));

function warnings(editions) {
  const asked = new Set(editions.map((each) => JSON.stringify(each.asked)));
  return [
    editions.some(({ changed }) => changed) && _('草稿在模拟之后又改过,下面是改以前的。请再模拟一次。'),
    asked.size > 1 && _('两次填的件数、时间不一样,不好比。请用同样的数再模拟一次。'),
  ].filter(Boolean).map((words) => h('p', { class: 'bj-note bj-note-bad' }, words));
}

function verdict(before, after) {
  const [was, is] = [before.figures, after.figures];
  return _('比%(version)s:按时率 %(was)s → %(is)s,有逾期的 %(late_was)s 件 → %(late_is)s 件。', { version: before.name, was: `${was.on_time}%`, is: `${is.on_time}%`, late_was: was.late, late_is: is.late });
}

function summary(editions) {
  const row = (words, read) => h('tr', {}, h('th', { scope: 'row' }, words), editions.map(({ figures, asked }) => h('td', {}, read(figures, asked))));
  return h('table', { class: 'bj-table' },
    h('thead', {}, h('tr', {}, h('td'), editions.map(({ name }) => h('th', { scope: 'col' }, name)))),
    h('tbody', {},
      row(_('按时率'), (found) => h('strong', {}, `${found.on_time}%`)),
      row(_('有逾期的'), (found) => _n('%(n)s 件', found.late)),
      row(_('来的 / 办结的'), (found) => `${found.started} / ${found.ended}`),
      row(_('平均用时'), (found) => _n('%(n)s 天', found.average_days)),
      row(_('最慢'), (found) => _n('%(n)s 天', found.slowest_days)),
      row(_('怎样来的'), (found, asked) => _('每个工作日 %(per_day)s 件,每个环节 %(hours)s 小时', asked))));
}

/** What was changed between the two that bears on time: limits and numbers, each as it was and as it would be. */
function limits(differences) {
  const timed = [_('时限'), _('默认值')];
  const found = differences.flatMap(({ name, text }) =>
    text.split(/; ?/).filter((each) => timed.some((word) => each.startsWith(word))).map((each) => `${name}:${each}`));
  return h('div', {}, h('h3', {}, _('两版的时限')),
    found.length ? h('ul', {}, found.map((each) => h('li', {}, each))) : h('p', { class: 'bj-help' }, _('两版的时限和参数一样。')));
}

function waits(editions) {
  const latest = editions.at(-1).figures.elements;
  const ids = [...new Set([...editions].reverse().flatMap(({ figures }) => Object.keys(figures.elements)))];
  const average = (id) => Math.max(...editions.map(({ figures }) => figures.elements[id]?.average ?? 0));
  ids.sort((one, other) => average(other) - average(one));
  const each = (id, read) => [...new Set(editions.map(({ figures }) => (figures.elements[id] ? read(figures.elements[id]) : _('没有'))))].join(ARROW);
  return h('table', { class: 'bj-table' },
    h('thead', {}, h('tr', {}, [_('环节'), _('平均'), _('最久'), _('最长的队')].map((words) => h('th', { scope: 'col' }, words)))),
    h('tbody', {}, ids.map((id) => {
      const { name, post } = latest[id] ?? editions[0].figures.elements[id];
      return h('tr', {},
        h('th', { scope: 'row' }, name, h('small', {}, post)),
        [(e) => lasting(e.average), (e) => lasting(e.longest), (e) => _n('%(n)s 件', e.queue)].map((read) => h('td', {}, each(id, read))));
    })));
}

/** What could not be brought on, and where cases stood when the year was over. */
function unfinished({ name, figures }, named) {
  const title = (words) => h('h3', {}, named ? _('%(what)s(%(edition)s)', { what: words, edition: name }) : words);
  const open = Object.entries(figures.open);
  return [
    figures.stuck.length > 0 && h('div', {}, title(_('办不下去的')), h('ul', {}, figures.stuck.map(([why, count]) => h('li', {}, _n('%(n)s 次:%(why)s', count, { why }))))),
    open.length > 0 && h('div', {}, title(_('到最后还没办结的')), h('ul', {}, open.map(([where, count]) => h('li', {}, _n('%(n)s 件停在“%(where)s”', count, { where }))))),
  ].filter(Boolean);
}
