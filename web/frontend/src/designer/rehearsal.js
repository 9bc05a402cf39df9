/** 演练: playing the draft on the server's real engine, its clock in the designer's hand. */

import { h } from './dom.js';
import { makeForm } from './forms.js';
import { caseActs, taskActs } from './rehearsal-acts.js';
import { calendar, consequences, papers } from './rehearsal-seen.js';
import { _, _n } from '../shared/words.js';

const TOKEN = 'bj-token';
const AROUND = 'bj-token-around';
const WORDS = { running: _('办理中'), completed: _('办结'), cancelled: _('已撤销'), suspended: _('暂停办理') };

/** Keeps the walk so far and what the server saw after each of its steps. */
export class Rehearsal {
  constructor(modeler, server, keeping, kept) {
    Object.assign(this, { modeler, server, keeping, kept });
    this.element = h('div', { class: 'bj-pane', role: 'tabpanel' });
    this.marked = [];
    this.reset();
  }

  /** Before a walk. */
  reset() {
    this.walked = null;
    this.past = [];
    this.seen = null;
    this.mark({});
    this.element.replaceChildren(
      h('h2', {}, _('演练')),
      h('p', {}, _('在模拟时钟上把草稿真的办一遍:换人办、填表、等时限到、看出了什么文书。不碰任何正式办件。')),
      h('button', { type: 'button', class: 'button-primary', onclick: () => this.setUp() }, _('准备一次演练')),
    );
  }

  async setUp() {
    await this.busy(async () => {
      await this.keeping.now();
      const begin = await this.server.get('rehearse');
      this.starters = [...begin.starters, ...begin.units];
      const data = { units: begin.units, today: begin.today };
      const form = await makeForm(begin.form, data);
      const now = h('input', { type: 'datetime-local', value: `${begin.today}T09:00` });
      const by = h('select', {}, [...begin.starters, ...begin.units].map((each) => h('option', {}, each)));
      this.element.replaceChildren(
        h('h2', {}, _('演练从哪里开始')),
        h('label', { class: 'bj-field' }, _('模拟时钟从 '), now),
        h('label', { class: 'bj-field' }, _('谁发起 '), by),
        form.element,
        this.buttons(
          [_('开始演练'), () => {
            const filled = form.read();
            if (!filled) {
              return this.say(_('发起的表单还有必填项。'));
            }
            this.walked = { now: clock(now.value), start: { by: by.value, data: clean(filled, data) }, steps: [] };
            return this.go({ ...this.walked, until: clock(now.value) });
          }, true],
          [_('不演练了'), () => this.reset()],
        ),
        this.message(),
      );
    });
  }

  /** Let the server play the walk; what was before is kept to step back to. */
  async go(walked) {
    await this.busy(async () => {
      const seen = await this.server.post('rehearse', walked);
      const failures = seen.failures.slice(this.seen?.failures.length ?? 0);
      if (failures.length && walked.steps.length > (this.walked?.steps.length ?? 0)) {
        this.say(failures.join('\n'));
        return;
      }
      if (this.seen) {
        this.past.push([this.walked, this.seen]);
      }
      this.walked = walked;
      this.seen = seen;
      this.show();
      this.say(failures.join('\n'));
    });
  }

  back() {
    [this.walked, this.seen] = this.past.pop();
    this.show();
  }

  show() {
    const { now, cases, tasks, timers, events } = this.seen;
    this.mark(this.seen.tokens);
    const jump = h('input', { type: 'datetime-local', value: now.replace(' ', 'T'), 'aria-label': _('跳到哪一刻') });
    const next = timers.find(({ at }) => at > now) ?? timers[0];
    this.element.replaceChildren(
      h('p', { class: 'bj-clock' }, h('span', {}, _('模拟时钟')), h('strong', {}, now)),
      ...cases.map((each) => h('p', { class: 'bj-case' }, `${each.number} ${each.title} `, h('span', { class: 'status' }, each.outcome || WORDS[each.status] || each.status))),
      this.buttons(
        next && [_('等到 %(at)s:%(name)s', { at: next.at, name: next.name }), () => this.go({ ...this.walked, until: next.at })],
        this.past.length && [_('退一步'), () => this.back()],
        [_('重新开始'), () => this.reset()],
      ),
      this.days(),
      h('div', { class: 'bj-jump' }, jump, h('button', { type: 'button', class: 'button', onclick: () => this.jump(clock(jump.value)) }, _('跳到这一刻'))),
      this.message(),
      h('h2', {}, tasks.length ? _n('待办 %(n)s 项', tasks.length) : _('现在没有待办')),
      ...tasks.map((task) => this.task(task)),
      ...cases.filter(({ status }) => status !== 'completed').map((each) => caseActs(each, this.starters, (step) => this.act(step))),
      h('datalist', { id: 'bj-whoever' }, this.starters.map((each) => h('option', { value: each }))),
      papers(this.seen, (place) => this.openPaper(place)) || '',
      ...consequences(this.seen).filter(Boolean),
      h('h2', {}, _('发生了什么')),
      h('ol', { class: 'bj-events', reversed: true }, events.filter(({ event }) => !event.startsWith('element.')).map(({ said }) => h('li', {}, said)).reverse()),
      this.saving(),
    );
  }

  /** The calendar, open as it was left. */
  days() {
    const { now } = this.seen;
    const shown = calendar(this.seen, (day) => this.jump(`${day} 09:00` > now ? `${day} 09:00` : now));
    shown.open = Boolean(this.showsDays);
    shown.addEventListener('toggle', () => (this.showsDays = shown.open));
    return shown;
  }

  jump(moment) {
    return moment < this.seen.now
      ? this.say(_('时钟只能往前走;要回到从前,请退一步。'))
      : this.go({ ...this.walked, until: moment });
  }

  task(task) {
    const box = h('details', { class: 'bj-task-form' }, h('summary', {}, _('填表办理')));
    const people = h('select', {}, task.people.map(({ login, name }) => h('option', { value: login }, name)));
    let form;
    box.addEventListener('toggle', async () => {
      if (box.open && !form) {
        form = await makeForm(task.form, task.data);
        box.append(
          form.element,
          this.buttons([_('办理'), () => {
            const filled = form.read();
            return filled ? this.complete(task, people.value, clean(filled, task.data)) : this.say(_('表单还有必填项没有填对。'));
          }, true]),
        );
      }
    });
    const quick = task.plain && this.buttons([_('照预填的办'), () => this.complete(task, people.value, {}, true)]);
    return h('div', { class: 'bj-task' },
      h('p', {}, h('strong', {}, task.name), task.unit && ` ${task.unit}`, task.due && [' ', _('%(moment)s 前', { moment: task.due })]),
      h('label', { class: 'bj-field' }, _('由谁办 '), people),
      quick, box, taskActs(task, people, (step) => this.act(step)));
  }

  /** One act more, at the moment the clock shows. */
  act(step) {
    return this.go({ ...this.walked, steps: [...this.walked.steps, { at: this.seen.now, ...step }], until: this.seen.now });
  }

  /** Show a paper as the Word file it would be. */
  openPaper(place) {
    return this.busy(async () => {
      const file = await this.server.file('rehearse/paper', { ...this.walked, place });
      const box = h('div', { class: 'bj-paper' });
      const close = h('button', { type: 'button', class: 'button', onclick: () => shown.remove() }, _('收起'));
      const shown = h('div', { class: 'bj-editor' }, close, box);
      this.element.closest('.bj-work').append(shown);
      const { showDocument } = await import('../documents/word.js');
      await showDocument(box, file);
    });
  }

  complete(task, by, data, plain = false) {
    const filled = plain ? onlyFields(task.form, task.data) : data;
    const step = { at: this.seen.now, do: 'complete', by, task: task.element, case: task.case, data: filled };
    if (task.item !== null && task.item !== undefined) {
      step.item = task.item;
    }
    return this.go({ ...this.walked, steps: [...this.walked.steps, step], until: this.seen.now });
  }

  saving() {
    const name = h('input', { placeholder: _('如:期内办结'), 'aria-label': _('用例的名称') });
    const done = h('p', { class: 'bj-note', role: 'status' });
    const save = () =>
      this.busy(async () => {
        done.textContent = '';
        await this.server.post('scenarios', { ...this.walked, name: name.value });
        this.kept();
        done.textContent = _('已存为用例“%(name)s”,见“发布”。', { name: name.value });
        done.scrollIntoView({ block: 'nearest' });
      });
    return h('div', { class: 'bj-save' }, h('h2', {}, _('存为用例')),
      h('p', { class: 'bj-help' }, _('以后每次改流程,都照这样再办一遍;结果不一样就不能发布。')), name, this.buttons([_('保存'), save]), done);
  }

  buttons(...all) {
    return h('div', { class: 'bj-buttons' }, all.filter(Boolean).map(([words, act, primary]) =>
      h('button', { type: 'button', class: primary ? 'button-primary' : 'button', onclick: act }, words)));
  }

  message() {
    this.line = h('p', { class: 'bj-note bj-note-bad', role: 'alert' });
    return this.line;
  }

  say(words) {
    if (!this.line?.isConnected) {
      this.element.prepend(this.message());
    }
    this.line.textContent = words;
    words && this.line.scrollIntoView({ block: 'nearest' });
  }

  async busy(work) {
    this.element.setAttribute('aria-busy', 'true');
    try {
      await work();
    } catch (error) {
      this.say(error.message);
    } finally {
      this.element.removeAttribute('aria-busy');
    }
  }

  /** The tab was opened, or left: the tokens belong to it. */
  opened() {
    this.mark(this.seen?.tokens ?? {});
  }

  left() {
    this.mark({});
  }

  /** Show where the tokens stand. */
  mark(tokens) {
    const canvas = this.modeler.get('canvas');
    const registry = this.modeler.get('elementRegistry');
    this.marked.forEach(([id, mark]) => registry.get(id) && canvas.removeMarker(id, mark));
    this.marked = Object.keys(tokens).map((id) => registry.get(id)).filter(Boolean).map((each) => [each.id, each.children?.length ? AROUND : TOKEN]);
    this.marked.forEach(([id, mark]) => canvas.addMarker(id, mark));
  }
}

const clock = (value) => value.replace('T', ' ').slice(0, 16);

/** What was filled in, without what the form only reads. */
function clean(filled, given) {
  return Object.fromEntries(Object.entries(filled).filter(([key, value]) => !(key in given && key === 'units') && key !== 'today' && value !== null && value !== ''));
}

/** The part of `data` that belongs to fields of the form. */
function onlyFields(schema, data) {
  const keys = new Set();
  const visit = (component) => {
    component.key && keys.add(component.key);
    (component.components ?? []).forEach(visit);
  };
  schema && visit(schema);
  return Object.fromEntries(Object.entries(data).filter(([key]) => keys.has(key)));
}
