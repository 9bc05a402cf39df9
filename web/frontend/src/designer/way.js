/** A way through the diagram shown on it: numbered, one step after another. */

import { h } from './dom.js';
import { called } from './kinds.js';
import { _, listed } from '../shared/words.js';

const [PASSED, NOW, LAYER] = ['bj-way', 'bj-way-now', 'bj-way'];
const PACE = 900;

/** Shows one way at a time; `element` holds its steps. */
export class Way {
  constructor(modeler) {
    this.modeler = modeler;
    this.element = h('div', { class: 'bj-way-steps' });
    this.marked = [];
    modeler.on('commandStack.changed', () => this.clear());
  }

  /** How an element of the diagram shown is called; undefined where it is drawn elsewhere. */
  called(id) {
    const shape = this.registry().get(id);
    return shape && called(shape);
  }

  /** Take the way away. */
  clear() {
    clearInterval(this.playing);
    const canvas = this.modeler.get('canvas');
    this.marked.forEach(([id, mark]) => this.registry().get(id) && canvas.removeMarker(id, mark));
    this.marked = [];
    this.modeler.get('overlays').remove({ type: LAYER });
    this.element.replaceChildren();
  }

  /** Show a way: `steps` are `{ id, name }` in order; what is drawn elsewhere is named and not marked. */
  show(steps) {
    this.clear();
    this.steps = steps;
    this.items = steps.map(({ name, id }, at) =>
      h('li', {}, h('button', { type: 'button', class: 'bj-problem-place', onclick: () => this.stop(at) }, this.called(id) ?? (name || id))));
    this.element.append(
      h('div', { class: 'bj-buttons' },
        h('button', { type: 'button', class: 'button', onclick: () => this.stop(this.at - 1) }, _('上一步')),
        h('button', { type: 'button', class: 'button', onclick: () => this.stop(this.at + 1) }, _('下一步')),
        h('button', { type: 'button', class: 'button', onclick: () => this.play() }, _('从头走一遍')),
        h('button', { type: 'button', class: 'button', onclick: () => this.clear() }, _('收起'))),
      h('ol', { class: 'bj-way-list' }, this.items),
    );
    this.go(steps.length - 1);
  }

  /** Stand at one step, and go on no further by oneself. */
  stop(at) {
    clearInterval(this.playing);
    this.go(Math.min(Math.max(at, 0), this.steps.length - 1));
  }

  play() {
    this.stop(0);
    this.playing = setInterval(() => {
      if (this.at >= this.steps.length - 1) {
        clearInterval(this.playing);
        return;
      }
      this.go(this.at + 1);
    }, PACE);
  }

  /** Mark the way up to a step. */
  go(at) {
    this.at = at;
    const canvas = this.modeler.get('canvas');
    const overlays = this.modeler.get('overlays');
    this.marked.forEach(([id, mark]) => this.registry().get(id) && canvas.removeMarker(id, mark));
    overlays.remove({ type: LAYER });
    const numbers = new Map();
    const passed = this.steps.slice(0, at + 1).map(({ id }) => this.registry().get(id));
    passed.forEach((element, place) => element && numbers.set(element.id, [...(numbers.get(element.id) ?? []), place + 1]));
    this.marked = [...numbers.keys(), ...this.flows(passed)].map((id) => [id, PASSED]);
    if (passed[at]) {
      this.marked.push([passed[at].id, NOW]);
      canvas.scrollToElement(passed[at], 120);
    }
    this.marked.forEach(([id, mark]) => canvas.addMarker(id, mark));
    numbers.forEach((places, id) =>
      overlays.add(id, LAYER, { position: { top: -14, left: -10 }, html: h('span', { class: 'bj-way-number' }, listed(places)) }));
    this.items.forEach((item, place) => item.toggleAttribute('aria-current', place === at));
  }

  /** Ids of the flows between steps: from what was passed to what came later. */
  flows(passed) {
    const seen = new Set();
    const found = [];
    for (const element of passed.filter(Boolean)) {
      const flow = (element.incoming ?? []).findLast(({ source }) => seen.has(source));
      if (flow) {
        found.push(flow.id);
      }
      seen.add(element);
      (element.attachers ?? []).forEach((attached) => seen.add(attached));
    }
    return found;
  }

  registry() {
    return this.modeler.get('elementRegistry');
  }
}
