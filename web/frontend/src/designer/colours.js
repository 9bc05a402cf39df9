/** Colours for shapes: the papers' blue, yellow and red, green for what is done, and none. */

import { _ } from '../shared/words.js';

const COLOURS = [
  { id: 'none', label: _('默认') },
  { id: 'blue', label: _('蓝'), fill: '#dbe9fb', stroke: '#1b4f8a' },
  { id: 'yellow', label: _('黄'), fill: '#fff3c4', stroke: '#7a4d00' },
  { id: 'red', label: _('红'), fill: '#fcdcd9', stroke: '#a8201a' },
  { id: 'green', label: _('绿'), fill: '#dff1e3', stroke: '#1d6534' },
  { id: 'grey', label: _('灰'), fill: '#e6e9ee', stroke: '#3d4956' },
];

const swatch = ({ fill = '#fff', stroke = '#22242a' }) =>
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 25 25" height="100%" width="100%">' +
  `<rect rx="2" x="1" y="1" width="22" height="22" fill="${fill}" stroke="${stroke}" stroke-width="2"/></svg>`;

class ColourMenu {
  static $inject = ['popupMenu', 'modeling', 'contextPad', 'canvas'];

  constructor(popupMenu, modeling, contextPad, canvas) {
    Object.assign(this, { popupMenu, modeling, contextPad, canvas });
    popupMenu.registerProvider('bj-colours', { getPopupMenuEntries: (target) => this.entries(target) });
    contextPad.registerProvider(this);
  }

  getContextPadEntries(element) {
    return this.padEntry([element]);
  }

  getMultiElementContextPadEntries(elements) {
    return this.padEntry(elements);
  }

  padEntry(elements) {
    const open = (event) => {
      const at = this.contextPad._getPosition?.(elements) ?? { x: event.x, y: event.y };
      const position = { x: event.x ?? at.x, y: event.y ?? at.y, cursor: { x: event.x, y: event.y } };
      this.popupMenu.open(elements, 'bj-colours', position, { title: _('颜色'), width: 160 });
    };
    return {
      'bj-colours': { group: 'edit', className: 'bj-colour-entry', title: _('颜色'), action: { click: open } },
    };
  }

  entries(target) {
    const elements = [target].flat();
    return Object.fromEntries(
      COLOURS.map((colour) => [
        colour.id,
        {
          label: colour.label,
          imageHtml: swatch(colour),
          action: () => this.modeling.setColor(elements, { fill: colour.fill, stroke: colour.stroke }),
        },
      ]),
    );
  }
}

export default { __init__: ['bjColours'], bjColours: ['type', ColourMenu] };
