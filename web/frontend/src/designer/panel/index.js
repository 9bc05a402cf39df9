/** The properties panel: the element that is selected, in the office's words. */

import { h } from '../dom.js';
import { Extensions } from '../extensions.js';
import { kindOf } from '../kinds.js';
import { sections } from './sections.js';
import { _, _n } from '../../shared/words.js';

/** Keeps the panel showing what is selected; typing in it is not disturbed by its own changes. */
export class Panel {
  constructor(modeler, server, choices, readonly) {
    this.modeler = modeler;
    this.server = server;
    this.choices = choices;
    this.readonly = readonly;
    this.element = h('div', { class: 'bj-pane', id: 'bj-pane-properties', role: 'tabpanel' });
    modeler.on(['selection.changed', 'commandStack.changed', 'import.done'], () => this.soon());
  }

  soon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.show());
  }

  show() {
    const selected = this.modeler.get('selection').get();
    const focus = this.focusPlace();
    const open = this.folds().map((each) => each.open);
    if (selected.length > 1) {
      this.element.replaceChildren(h('p', { class: 'bj-help' }, _n('选中了 %(n)s 个元素。选一个,就可以改它的内容。', selected.length)));
      return;
    }
    const element = selected[0] ?? whole(this.modeler.get('canvas').getRootElement());
    const same = this.shown === element.id;
    this.shown = element.id;
    this.element.replaceChildren(h('h2', {}, title(element)), ...this.sections(element));
    if (same) {
      const folds = this.folds();
      if (folds.length === open.length) {
        folds.forEach((each, at) => (each.open = open[at]));
      }
      this.restore(focus);
    }
    if (this.readonly) {
      this.element.querySelectorAll('input, select, textarea, .bj-group-body button').forEach((each) => (each.disabled = true));
    }
  }

  sections(element) {
    try {
      return sections({
        element,
        extensions: new Extensions(this.modeler),
        modeling: this.modeler.get('modeling'),
        choices: this.choices,
        server: this.server,
      });
    } catch (error) {
      console.warn(error);
      return [h('p', { class: 'bj-failure' }, _('这个元素的内容显示不出来,请在图上改名称,或告诉系统管理员。'))];
    }
  }

  folds() {
    return [...this.element.querySelectorAll('details')];
  }

  focusPlace() {
    const controls = [...this.element.querySelectorAll('input, select, textarea, button, summary')];
    return controls.indexOf(document.activeElement);
  }

  restore(place) {
    if (place >= 0) {
      this.element.querySelectorAll('input, select, textarea, button, summary')[place]?.focus();
    }
  }
}

/** What is asked where nothing is selected: of pools it is the one that runs. */
function whole(root) {
  const pools = (root.children ?? []).filter(({ businessObject }) => businessObject.processRef?.isExecutable);
  return pools.length === 1 ? pools[0] : root;
}

function title(element) {
  const { name } = element.businessObject;
  const kind = kindOf(element);
  return name ? _('%(where)s:%(said)s', { where: kind, said: name }) : kind;
}
