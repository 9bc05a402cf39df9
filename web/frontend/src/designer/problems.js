/** The list of what the server finds wrong, each with its element, its reason and a mend. */

import { h } from './dom.js';
import { called, told } from './kinds.js';
import { mendFor } from './mends/index.js';
import { Soundness } from './soundness.js';
import { Way } from './way.js';
import { _ } from '../shared/words.js';

const MARK = { error: 'bj-has-error', warning: 'bj-has-warning' };

/** Without what only somebody who reads the file's XML would want. */
const FILES = / ?[(（](?:(?:bj:|scenarios|\.|README)[^)）]*|[a-z]+[A-Z][A-Za-z]*)[)）](?:,如 policy:[^。]*|, such as policy:[^.]*)?/g;
const plain = (said) => said.replace(FILES, '');

/** Keeps the list and the marks on the canvas; `hands` is what mends need beside the canvas, null where nothing may change. */
export class Problems {
  constructor(modeler, server, file, hands) {
    Object.assign(this, { modeler, server, file, hands });
    this.way = new Way(modeler);
    this.soundness = new Soundness(server, this.way);
    this.list = h('ul', { class: 'bj-problems' });
    this.count = h('span', { class: 'bj-tab-count' });
    this.marked = [];
    this.element = h('div', { class: 'bj-pane', id: 'bj-pane-problems', role: 'tabpanel', 'aria-live': 'polite' },
      this.soundness.element, this.way.element, h('h2', {}, _('须改和提醒')), this.list);
  }

  /** Show these problems in place of those before. */
  show(problems) {
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    this.count.textContent = problems.length ? String(problems.length) : '';
    this.count.classList.toggle('bj-tab-count-error', errors > 0);
    this.count.setAttribute('aria-label', _('%(errors)s 处须改,%(warnings)s 处提醒', { errors, warnings: problems.length - errors }));
    this.list.replaceChildren(...(problems.length ? problems.map((each) => this.row(each)) : [this.none()]));
    this.mark(problems);
    this.stale = true;
    if (!this.element.hidden) {
      this.opened();
    }
  }

  /** The list is looked at: what takes long is asked only now. */
  opened() {
    if (this.stale) {
      this.stale = false;
      this.soundness.refresh();
    }
  }

  none() {
    return h('li', { class: 'bj-fine' }, _('没有发现问题。'));
  }

  row(problem) {
    const here = problem.file === this.file && this.shown(problem.element_id);
    const name = problem.element_name || (here ? called(here) : problem.file) || _('整个流程');
    const said = (text) => told(plain(text), this.registry());
    const kind = problem.severity === 'error' ? _('须改') : _('提醒');
    const mend = this.mendFor(problem, here);
    return h(
      'li',
      { class: `bj-problem bj-problem-${problem.severity}`, 'data-rule': problem.rule },
      h(
        'button',
        { type: 'button', class: 'bj-problem-place', onclick: () => here && this.goTo(here), disabled: !here },
        h('span', { class: 'bj-problem-kind' }, kind),
        ` ${name}`,
      ),
      h('p', {}, said(problem.message)),
      h('p', { class: 'bj-problem-remedy' }, said(problem.remedy)),
      problem.file !== this.file && problem.file.endsWith('.bpmn') && h('a', { class: 'button', href: `?${new URLSearchParams({ diagram: problem.file })}` }, _('打开这张图')),
      here && problem.path?.length && h('button', { type: 'button', class: 'button', onclick: () => this.way.show(problem.path.map((id) => ({ id }))) }, _('在图上看这种走法')),
      mend && h('button', { type: 'button', class: 'button', onclick: () => this.mend(mend, here) }, _('一键修复:%(mend)s', { mend: mend.text })),
    );
  }

  /** What is wrong with the folder or with the file as a whole is mended at the process. */
  mendFor(problem, here) {
    if (!this.hands || (problem.file && problem.file !== this.file)) {
      return undefined;
    }
    const element = here || (problem.element_id ? undefined : this.modeler.get('canvas').getRootElement());
    return mendFor(problem, { ...this.hands, modeler: this.modeler, server: this.server, element });
  }

  goTo(element) {
    this.modeler.get('selection').select(element);
    this.modeler.get('canvas').scrollToElement(element, 120);
    this.modeler.get('canvas').focus?.();
  }

  async mend(mend, here) {
    if (here) {
      this.goTo(here);
    }
    try {
      await mend.act();
    } catch (error) {
      this.list.prepend(h('li', { class: 'bj-note bj-note-bad', role: 'alert' }, error.message));
    }
  }

  mark(problems) {
    const canvas = this.modeler.get('canvas');
    for (const [id, name] of this.marked) {
      if (this.registry().get(id)) {
        canvas.removeMarker(id, name);
      }
    }
    this.marked = problems
      .filter(({ file, element_id: id }) => file === this.file && this.shown(id))
      .map(({ element_id: id, severity }) => [this.shown(id).id, MARK[severity]]);
    for (const [id, name] of this.marked) {
      canvas.addMarker(id, name);
    }
  }

  /** What is drawn of an element: of a process in a pool it is the pool. */
  shown(id) {
    return this.registry().get(id) ?? this.registry().find(({ businessObject }) => id && businessObject.processRef?.id === id);
  }

  registry() {
    return this.modeler.get('elementRegistry');
  }
}
