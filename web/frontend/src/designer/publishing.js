/** 用例与发布: the scenarios, what has changed since the version in force, and sending it to be published. */

import { h } from './dom.js';
import { _, _n, listed } from '../shared/words.js';

const CHANGES = { added: _('新增'), removed: _('删去'), changed: _('改动') };
const TAGS = { same: 'span', added: 'ins', removed: 'del' };
const MARKS = { added: 'bj-added', changed: 'bj-changed' };

/** Without where the file of the scenario says it. */
const IN_THE_FILE = /^((?:\d{4}-\d\d-\d\d \d\d:\d\d )?)(?:第 \d+ 行 |Line \d+ )(?:expect|steps|start)[^{:\uff1a]*(?:\{.*?\})?[:\uff1a]\s*/;

/** Keeps the lists; `keeping` is null where nothing may be changed. */
export class Publishing {
  constructor(modeler, server, keeping, file, actions) {
    Object.assign(this, { modeler, server, keeping, file, actions });
    this.scenarios = h('ul', { class: 'bj-scenarios' });
    this.changes = h('ul', { class: 'bj-changes' });
    this.base = h('h2', {}, _('改了什么'));
    this.marked = [];
    this.line = h('p', { class: 'bj-note', role: 'status' });
    this.offer = h('div', {});
    this.element = h(
      'div',
      { class: 'bj-pane', role: 'tabpanel' },
      h('h2', {}, _('演练用例')),
      h('p', { class: 'bj-help' }, _('全部通过才能发布。在“演练”里走一遍,可以存成用例。')),
      this.scenarios,
      h('button', { type: 'button', class: 'button', onclick: () => this.playAll() }, _('全部演练')),
      this.line,
      this.offer,
      this.base,
      this.changes,
      h('button', { type: 'button', class: 'button', onclick: () => this.refresh() }, _('再看一遍')),
      actions,
    );
  }

  /** Read both lists anew, one reading after the other. */
  refresh() {
    this.reading = (this.reading ?? Promise.resolve()).catch(() => {}).then(() => this.read());
    return this.reading;
  }

  async read() {
    await this.keeping?.now();
    this.show(await this.server.get('scenarios'));
    this.showChanges(await this.server.get('differences'));
  }

  show(list) {
    this.list = list;
    this.rows = new Map(list.map((each) => [each.path, h('li')]));
    this.scenarios.replaceChildren(...(list.length ? this.rows.values() : [h('li', {}, _('还没有用例。'))]));
    list.forEach((each) => this.row(each));
    this.offer.replaceChildren();
    if (list.some(({ passed }) => passed === null)) {
      // What was said of an earlier state is no longer true.
      this.line.textContent = '';
      this.line.classList.remove('bj-note-bad');
    }
  }

  row({ path, name, passed, failures, changes = [] }) {
    const mark = passed === null ? _('○ 没演练') : passed ? _('✓ 通过') : _('✗ 没通过');
    this.rows.get(path).replaceChildren(
      h('span', { class: passed ? 'bj-passed' : passed === false ? 'bj-failed' : 'bj-help' }, mark), ` ${name}`,
      failures.length ? h('ul', {}, failures.slice(0, 5).map((each) => h('li', {}, each.replace(IN_THE_FILE, '$1')))) : '',
      changes.length ? h('p', {}, _('照这次的改动更新就通过:%(changes)s。', { changes: listed(changes) })) : '',
      passed === false && this.keeping ? h('button', { type: 'button', class: 'button-quiet', 'aria-label': _('去掉用例 %(name)s', { name }), onclick: () => this.remove(path, name) }, _('去掉')) : '',
    );
  }

  async remove(path, name) {
    if (confirm(_('去掉用例“%(name)s”?它写的情形以后不再演练,可以重新走一遍再存。', { name }))) {
      await this.server.post('remove', { path });
      await this.refresh();
    }
  }

  /** Scenarios that say what was true before the change are brought up to it together. */
  offerRenewal(list) {
    const paths = list.filter(({ changes }) => changes?.length).map(({ path }) => path);
    const words = _n('照这次的改动更新 %(n)s 个用例,再演练', paths.length);
    this.offer.replaceChildren(paths.length && this.keeping ? h('button', { type: 'button', class: 'button', onclick: () => this.renew(paths) }, words) : '');
  }

  async renew(paths) {
    this.offer.replaceChildren();
    this.line.textContent = _('正在更新用例……');
    await this.server.post('scenarios/renew', { paths });
    await this.playAll();
  }

  async playAll() {
    // A list that is still being read would take the place of the one being played.
    await this.refresh();
    const list = this.list;
    let done = 0;
    for (const each of list) {
      this.line.textContent = _('正在演练 %(place)s/%(n)s:%(name)s', { place: done + 1, n: list.length, name: each.name });
      try {
        Object.assign(each, await this.server.post('scenarios/play', { path: each.path }));
      } catch (error) {
        Object.assign(each, { passed: false, failures: [error.message] });
      }
      this.row(each);
      done += 1;
    }
    const failed = list.filter(({ passed }) => !passed).length;
    // What did not pass stands first, also among many.
    this.scenarios.append(...[...list].sort((one, other) => Number(one.passed) - Number(other.passed)).map(({ path }) => this.rows.get(path)));
    this.line.textContent = failed ? _n('%(n)s 个用例,%(failed)s 个没有通过。', list.length, { failed }) : _n('%(n)s 个用例全部通过。', list.length);
    this.line.classList.toggle('bj-note-bad', failed > 0);
    this.offerRenewal(list);
  }

  showChanges({ base, differences }) {
    this.base.textContent = base ? _n('比第 %(base)s 版改了 %(n)s 处', differences.length, { base }) : _('这是新流程');
    const canvas = this.modeler.get('canvas');
    const registry = this.modeler.get('elementRegistry');
    this.marked.forEach(([id, mark]) => registry.get(id) && canvas.removeMarker(id, mark));
    this.marked = base
      ? differences.filter(({ file, element, kind }) => file === this.file && MARKS[kind] && registry.get(element)).map(({ element, kind }) => [element, MARKS[kind]])
      : [];
    this.marked.forEach(([id, mark]) => canvas.addMarker(id, mark));
    this.changes.replaceChildren(
      ...(base ? differences : []).map(({ kind, name, text, wording, element, file }) => {
        const here = file === this.file && registry.get(element);
        return h('li', {},
          h('span', { class: `bj-change bj-change-${kind}` }, CHANGES[kind]),
          h('button', { type: 'button', class: 'bj-problem-place', disabled: !here, onclick: () => this.goTo(here) }, ` ${name}`),
          h('p', {}, text),
          wording.length > 0 && h('p', { class: 'bj-wording' }, wording.map(([became, words]) => h(TAGS[became], {}, words))));
      }),
    );
  }

  goTo(element) {
    this.modeler.get('selection')?.select(element);
    this.modeler.get('canvas').scrollToElement(element, 120);
  }
}
