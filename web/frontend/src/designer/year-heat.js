/** The heat map: how long tasks wait, on the elements of the diagram, in colour and in words. */

import { h } from './dom.js';
import { lasting } from './year-seen.js';
import { _ } from '../shared/words.js';

const SHADES = ['bj-heat-1', 'bj-heat-2', 'bj-heat-3'];
const KIND = 'bj-heat';

/** Marks on the canvas for one edition's figures. */
export class Heat {
  constructor(modeler) {
    this.modeler = modeler;
    this.marked = [];
  }

  clear() {
    const [canvas, registry] = [this.modeler.get('canvas'), this.modeler.get('elementRegistry')];
    this.marked.forEach(([id, shade]) => registry.get(id) && canvas.removeMarker(id, shade));
    this.marked = [];
    this.modeler.get('overlays').remove({ type: KIND });
  }

  show({ figures }) {
    this.clear();
    const [canvas, overlays, registry] = [this.modeler.get('canvas'), this.modeler.get('overlays'), this.modeler.get('elementRegistry')];
    const done = Object.entries(figures.elements).filter(([id, each]) => registry.get(id) && each.done);
    const most = longest(figures);
    this.marked = done.map(([id, { average }]) => [id, SHADES[Math.min(2, Math.floor((average / most) * 3))]]);
    this.marked.forEach(([id, shade]) => canvas.addMarker(id, shade));
    done.forEach(([id, { average }]) => overlays.add(id, KIND, { position: { top: 3, left: 28 }, html: h('div', { class: 'bj-heat-time' }, lasting(average)) }));
  }

  /** What the colours mean. */
  legend({ name, figures }) {
    const third = longest(figures) / 3;
    const steps = [_('不到 %(third)s', { third: lasting(round(third)) }), _('长一些'), _('%(two)s 以上', { two: lasting(round(third * 2)) })];
    return h('p', { class: 'bj-heat-legend' }, _('图上写的是%(edition)s每个环节的平均:', { edition: name }),
      SHADES.map((shade, at) => h('span', { class: shade }, steps[at])));
  }
}

const longest = ({ elements }) => Math.max(...Object.values(elements).map(({ average }) => average), 0.1);
const round = (hours) => Math.round(hours * 10) / 10;
