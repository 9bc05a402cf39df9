/** 一年模拟: how a procedure bears a year's cases, and what another limit would change. */

import { h } from './dom.js';
import { Heat } from './year-heat.js';
import { yearSeen } from './year-seen.js';
import { _, _n } from '../shared/words.js';

const PAUSE = 1000;

/** Begins years on the server, follows them while they run, and shows what they came to; one may leave and come back. */
export class YearSimulation {
  constructor(modeler, server, keeping, hasVersion) {
    Object.assign(this, { modeler, server, keeping });
    this.heat = new Heat(modeler);
    const number = (words, value, step) => h('label', { class: 'bj-field' }, words, h('input', { type: 'number', value, step, min: step }));
    this.cases = number(_('一共多少件'), '100', '1');
    this.perDay = number(_('每个工作日来几件(平均)'), '1', '0.1');
    this.hours = number(_('每个环节要花几小时(平均)'), '2', '0.5');
    this.each = h('details', { hidden: true }, h('summary', {}, _('各环节几小时')));
    this.bar = h('progress', { 'aria-label': _('模拟的进度') });
    this.under = h('div', { class: 'bj-year-under', hidden: true }, this.bar, this.button(_('停下'), () => this.stop()));
    this.line = h('p', { class: 'bj-note', role: 'status' });
    this.result = h('div');
    this.element = h('div', { class: 'bj-pane bj-year', role: 'tabpanel' },
      h('h2', {}, _('一年模拟')),
      h('p', { class: 'bj-help' }, _('照用例轮流来办件,每个岗位按先来后到办,同时办几件看有几个人。时限、自动任务都是真的,不碰任何正式办件。')),
      this.cases, this.perDay, this.hours,
      h('div', { class: 'bj-buttons' }, this.button(_('照过去一年的办件填'), () => this.fromHistory())),
      this.each,
      h('div', { class: 'bj-buttons' },
        this.button(_('模拟这份草稿'), () => this.run(false), 'button-primary'),
        hasVersion && this.button(_('模拟现行版本,好比较'), () => this.run(true))),
      this.under, this.line, this.result);
  }

  button(words, act, kind = 'button') {
    return h('button', { type: 'button', class: kind, onclick: act }, words);
  }

  /** The tab was opened: show what is known, and follow what is under way. */
  opened() {
    this.isOpen = true;
    return this.look();
  }

  /** The tab was left; years go on without it. */
  left() {
    this.isOpen = false;
    clearTimeout(this.timer);
    this.heat.clear();
  }

  /** Take arrivals and handling times from the real cases of the last year; each can be changed. */
  async fromHistory() {
    const found = await this.server.get('year/history');
    if (!found.cases) {
      this.tell(_('过去一年没有办过这个流程的办件。请自己填。'), true);
      return;
    }
    this.fill({ cases: Math.min(found.cases, 1000), per_day: found.per_day, each: found.hours });
    this.tell(_('过去一年 %(cases)s 件,每个工作日 %(per_day)s 件。', { cases: found.cases, per_day: found.per_day }));
  }

  fill({ cases, per_day, hours, each }) {
    const put = (field, value) => value !== undefined && (field.querySelector('input').value = value);
    put(this.cases, cases);
    put(this.perDay, per_day);
    put(this.hours, hours);
    const registry = this.modeler.get('elementRegistry');
    const rows = Object.entries(each).map(([id, value]) =>
      h('label', { class: 'bj-field' }, registry.get(id)?.businessObject.name || id, h('input', { type: 'number', step: '0.1', min: '0.1', value, 'data-element': id })));
    this.each.replaceChildren(h('summary', {}, _n('各环节几小时(%(n)s 个,从收到到办完的中位数)', rows.length)), ...rows);
    this.each.hidden = rows.length === 0;
  }

  async run(version) {
    const value = (field) => Number(field.querySelector('input').value);
    const each = Object.fromEntries([...this.each.querySelectorAll('input')].map((input) => [input.dataset.element, Number(input.value)]));
    await this.asking(async () => {
      await this.keeping.now();
      this.show(await this.server.post('year', { cases: value(this.cases), per_day: value(this.perDay), hours: value(this.hours), each, version }));
    });
  }

  stop() {
    return this.asking(async () => this.show(await this.server.post('year/stop', {})));
  }

  look() {
    return this.asking(async () => this.show(await this.server.get('year')));
  }

  async asking(work) {
    try {
      await work();
    } catch (error) {
      this.tell(error.message, true);
    }
  }

  /** What stands on the server: one is under way, or the last words about those that were. */
  show({ years, version }) {
    clearTimeout(this.timer);
    const going = Object.values(years).filter(({ state }) => state === 'running');
    this.under.hidden = going.length === 0;
    if (!this.filled && Object.keys(years).length) {
      this.fill(Object.values(years)[0].asked);
    }
    this.filled = true;
    if (going.length) {
      this.follow(going);
      return;
    }
    const bad = Object.values(years).find(({ state }) => state === 'failed');
    const stopped = Object.values(years).some(({ state }) => state === 'stopped');
    this.tell(bad ? bad.message : stopped ? _('停下了,没有结果。') : '', Boolean(bad));
    this.tellResult(years, version);
  }

  follow(going) {
    const now = going.find(({ started }) => started !== null);
    this.bar.max = going[0].asked.cases * 2;
    if (now) {
      Object.assign(this.bar, { max: now.asked.cases * 2, value: Math.min(now.started, now.asked.cases) + now.ended });
      this.tell(_('正在模拟:来了 %(started)s 件,办完 %(ended)s 件,共 %(all)s 件。可以离开这一页,回来再看。', { started: now.started, ended: now.ended, all: now.asked.cases }));
    } else {
      this.bar.removeAttribute('value');
      this.tell(_('排队等着模拟……可以离开这一页,回来再看。'));
    }
    if (this.isOpen) {
      this.timer = setTimeout(() => this.look(), PAUSE);
    }
  }

  tell(words, bad = false) {
    this.line.textContent = words;
    this.line.classList.toggle('bj-note-bad', bad);
  }

  async tellResult(years, version) {
    const editions = [['version', version], ['draft', _('草稿')]]
      .filter(([key]) => years[key]?.figures)
      .map(([key, name]) => ({ key, name, asked: years[key].asked, figures: years[key].figures, changed: years[key].changed }));
    if (!editions.length) {
      this.result.replaceChildren();
      this.heat.clear();
      return;
    }
    const [charts, { differences }] = [await this.server.get('year/charts'), editions.length > 1 ? await this.server.get('differences') : { differences: [] }];
    const shown = editions.at(-1);
    this.result.replaceChildren(...yearSeen(editions, differences, charts, this.heat.legend(shown)));
    if (this.isOpen) {
      this.heat.show(shown);
    }
  }
}
