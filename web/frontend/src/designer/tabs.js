/** Tabs: one pane is shown at a time. */

import { h } from './dom.js';
import { _ } from '../shared/words.js';

/** `panes` are [words, element, extra child of the tab]; `opened(element)` is told. Arrow keys move between tabs. */
export function makeTabs(panes, opened = () => {}) {
  const tabs = panes.map(([words, pane, extra], at) => {
    pane.id ||= `bj-pane-${at}`;
    return h('button', { type: 'button', role: 'tab', 'aria-controls': pane.id, onclick: () => (select(at), opened(pane)) }, words, extra);
  });
  const select = (chosen) => {
    tabs.forEach((tab, at) => {
      tab.setAttribute('aria-selected', String(at === chosen));
      tab.tabIndex = at === chosen ? 0 : -1;
      panes[at][1].hidden = at !== chosen;
    });
  };
  const list = h('div', { class: 'bj-tabs', role: 'tablist', 'aria-label': _('设计') }, tabs);
  list.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step) {
      const at = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
      select(at);
      tabs[at].focus();
      opened(panes[at][1]);
    }
  });
  select(0);
  /** Open the tab of these words, as if it were pressed. */
  const open = (words) => tabs[panes.findIndex(([each]) => each === words)]?.click();
  return { open, element: h('div', { class: 'bj-side' }, list, panes.map(([, pane]) => pane)), select };
}
