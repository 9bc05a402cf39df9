/** 一年模拟: how a procedure bears a year's cases, and what another limit would change. */

import { h } from './dom.js';
import { _, _n } from '../shared/words.js';

const HEAT = ['bj-heat-1', 'bj-heat-2', 'bj-heat-3'];

/** Keeps the last figures of the draft and of the version in force. */
export class YearSimulation {
  constructor(modeler, server, keeping, hasVersion) {
    Object.assign(this, { modeler, server, keeping });
    this.marked = [];
    const number = (words, value, step) => h('label', { class: 'bj-field' }, words, h('input', { type: 'number', value, step, min: step }));
    this.cases = number(_('一共多少件'), '100', '1');
    this.perDay = number(_('每个工作日来几件(平均)'), '1', '0.1');
    this.hours = number(_('每个环节要花几小时(平均)'), '2', '0.5');
    this.each = h('details', { hidden: true }, h('summary', {}, _('各环节几小时')));
    this.bar = h('progress', { hidden: true, 'aria-label': _('模拟的进度') });
    this.line = h('p', { class: 'bj-note', role: 'status' });
    this.result = h('div');
    this.element = h('section', { class: 'bj-year' },
      h('h2', {}, _('一年模拟')),
      h('p', { class: 'bj-help' }, _('照用例轮流来办件,每个岗位按先来后到办,同时办几件看有几个人。时限、自动任务都是真的。')),
      this.cases, this.perDay, this.hours,
      h('div', { class: 'bj-buttons' }, h('button', { type: 'button', class: 'button', onclick: () => this.fromHistory() }, _('照过去一年的办件填'))),
      this.each,
      h('div', { class: 'bj-buttons' },
        h('button', { type: 'button', class: 'button', onclick: () => this.run(false) }, _('模拟这份草稿')),
        hasVersion && h('button', { type: 'button', class: 'button', onclick: () => this.run(true) }, _('模拟现行版本,好比较'))),
      this.bar, this.line, this.result);
    this.figures = {};
  }

  /** Take arrivals and handling times from the real cases of the last year; each can be changed. */
  async fromHistory() {
    const found = await this.server.get('year/history');
    if (!found.cases) {
      this.tell(_('过去一年没有办过这个流程的办件。请自己填。'), true);
      return;
    }
    this.cases.querySelector('input').value = Math.min(found.cases, 1000);
    this.perDay.querySelector('input').value = found.per_day;
    const registry = this.modeler.get('elementRegistry');
    const rows = Object.entries(found.hours).map(([id, hours]) =>
      h('label', { class: 'bj-field' }, registry.get(id)?.businessObject.name || id, h('input', { type: 'number', step: '0.1', min: '0.1', value: hours, 'data-element': id })));
    this.each.replaceChildren(h('summary', {}, _n('各环节几小时(%(n)s 个,从收到到办完的中位数)', rows.length)), ...rows);
    this.each.hidden = false;
    this.tell(_('过去一年 %(cases)s 件,每个工作日 %(per_day)s 件。', { cases: found.cases, per_day: found.per_day }));
  }

  async run(version) {
    await this.keeping.now();
    const value = (field) => Number(field.querySelector('input').value);
    const asked = { cases: value(this.cases), per_day: value(this.perDay), hours: value(this.hours), version };
    asked.each = Object.fromEntries([...this.each.querySelectorAll('input')].map((input) => [input.dataset.element, Number(input.value)]));
    this.bar.hidden = false;
    this.bar.max = asked.cases;
    this.bar.value = 0;
    this.tell(_('正在模拟……'));
    try {
      await this.server.stream('year', asked, (told) => this.hear(told, version));
    } catch (error) {
      this.tell(error.message, true);
    } finally {
      this.bar.hidden = true;
    }
  }

  hear({ done, figures, message }, version) {
    if (message) {
      this.tell(message, true);
    } else if (figures) {
      this.figures[version ? 'version' : 'draft'] = figures;
      this.tell(_('模拟完了。颜色越深,等得越久。'));
      this.show(figures);
    } else {
      this.bar.value = done;
      this.tell(_('正在模拟……来了 %(done)s 件,共 %(all)s 件', { done, all: this.bar.max }));
    }
  }

  tell(words, bad = false) {
    this.line.textContent = words;
    this.line.classList.toggle('bj-note-bad', bad);
  }

  show(last) {
    const columns = [[_('草稿'), this.figures.draft], [_('现行'), this.figures.version]].filter(([, found]) => found);
    const row = (words, read) => h('tr', {}, h('th', { scope: 'row' }, words), columns.map(([, found]) => h('td', {}, read(found))));
    const summary = h('table', { class: 'bj-table' },
      h('thead', {}, h('tr', {}, h('td'), columns.map(([words]) => h('th', { scope: 'col' }, words)))),
      h('tbody', {}, row(_('按时率'), (f) => `${f.on_time}%`), row(_('来的 / 办结的'), (f) => `${f.started} / ${f.ended}`),
        row(_('有逾期的'), (f) => _n('%(n)s 件', f.late)), row(_('平均用时'), (f) => _n('%(n)s 天', f.average_days)), row(_('最慢'), (f) => _n('%(n)s 天', f.slowest_days))));
    this.changed = h('div');
    const elements = Object.entries(last.elements).sort(([, a], [, b]) => b.average - a.average);
    const waits = h('table', { class: 'bj-table' },
      h('thead', {}, h('tr', {}, [_('环节'), _('岗位'), _('办了'), _('平均等'), _('最久'), _('最长的队')].map((words) => h('th', { scope: 'col' }, words)))),
      h('tbody', {}, elements.map(([, e]) => h('tr', {}, [e.name, e.post, _n('%(n)s 次', e.done), time(e.average), time(e.longest), _n('%(n)s 件', e.queue)].map((words) => h('td', {}, words))))));
    const stuck = Object.entries(last.stuck).map(([why, count]) => h('li', {}, _n('%(n)s 次:%(why)s', count, { why })));
    this.result.replaceChildren(summary, this.changed, h('h3', {}, _('等在哪里')), h('div', { class: 'bj-table-scroll' }, waits),
      stuck.length ? h('div', {}, h('h3', {}, _('办不下去的')), h('ul', {}, stuck)) : '');
    this.heat(elements);
    this.draw(columns.map(([name, figures]) => ({ name, figures })));
    if (columns.length > 1) {
      this.tellChanged();
    }
  }

  /** What was changed between the two that bears on time: limits and numbers, each as it was and as it would be. */
  async tellChanged() {
    const { differences } = await this.server.get('differences');
    const timed = [_('时限'), _('默认值')];
    const limits = differences.flatMap(({ name, text }) =>
      text.split(/; ?/).filter((each) => timed.some((word) => each.startsWith(`${word}:`))).map((each) => `${name}:${each}`));
    this.changed.replaceChildren(
      h('h3', {}, _('两版的时限')),
      limits.length ? h('ul', {}, limits.map((each) => h('li', {}, each))) : h('p', { class: 'bj-help' }, _('两版的时限和参数一样。')));
  }

  /** The charts, drawn by the server. */
  async draw(editions) {
    const drawn = await this.server.post('year/charts', { editions });
    const parse = (svg) => document.importNode(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement, true);
    this.result.append(...drawn.map(({ title, svg }) => h('figure', {}, h('figcaption', {}, title), parse(svg))));
  }

  /** Colour the elements by how long tasks wait at them. */
  heat(elements) {
    const canvas = this.modeler.get('canvas');
    const registry = this.modeler.get('elementRegistry');
    this.marked.forEach(([id, mark]) => registry.get(id) && canvas.removeMarker(id, mark));
    const most = Math.max(...elements.map(([, { average }]) => average), 0.1);
    this.marked = elements
      .filter(([id, { done }]) => registry.get(id) && done)
      .map(([id, { average }]) => [id, HEAT[Math.min(2, Math.floor((average / most) * 3))]]);
    this.marked.forEach(([id, mark]) => canvas.addMarker(id, mark));
  }
}

const time = (hours) => (hours >= 48 ? _n('%(n)s 天', (hours / 24).toFixed(1)) : _n('%(n)s 小时', hours));
