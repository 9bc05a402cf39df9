/** The buttons above the canvas. */

import { h } from './dom.js';
import { download, png } from './exports.js';
import { _, pgettext } from '../shared/words.js';

const STATES = { saved: _('已保存'), changed: _('有改动,马上保存……'), saving: _('正在保存……'), failed: _('没有保存') };

/** The toolbar; `acts` are {layout, fit, readonly, name}. */
export function makeToolbar(modeler, acts) {
  const state = h('span', { class: 'bj-state', role: 'status' }, acts.readonly ? _('只看,不能改') : STATES.saved);
  const stack = acts.readonly ? null : modeler.get('commandStack');
  const undo = tool(pgettext('图', '撤销'), 'Ctrl+Z', () => stack.undo());
  const redo = tool(_('重做'), 'Ctrl+Y', () => stack.redo());
  if (stack) {
    const update = () => {
      undo.disabled = !stack.canUndo();
      redo.disabled = !stack.canRedo();
    };
    modeler.on('commandStack.changed', update);
    update();
  }
  const bar = h(
    'div',
    { class: 'bj-toolbar', role: 'toolbar', 'aria-label': _('画图工具') },
    stack && [undo, redo, tool(_('自动排版'), '', acts.layout)],
    tool(_('全图'), '', acts.fit),
    tool(_('放大'), '', () => modeler.get('zoomScroll').stepZoom(1)),
    tool(_('缩小'), '', () => modeler.get('zoomScroll').stepZoom(-1)),
    stack && tool(_('查找'), 'Ctrl+F', () => setTimeout(() => modeler.get('searchPad').toggle())),
    exportMenu(modeler, acts.name),
    state,
  );
  return {
    element: bar,
    told(word, message = '') {
      state.textContent = message ? _('%(where)s:%(said)s', { where: STATES[word], said: message }) : STATES[word];
      state.dataset.state = word;
    },
  };
}

function tool(words, keys, act) {
  return h('button', { type: 'button', class: 'bj-tool', title: keys ? `${words}(${keys})` : words, onclick: act }, words);
}

function exportMenu(modeler, name) {
  const menu = h('details', { class: 'bj-menu' }, h('summary', { class: 'bj-tool' }, _('导出')));
  const item = (words, act) =>
    tool(words, '', async () => {
      menu.open = false;
      await act();
    });
  menu.append(
    h(
      'div',
      { class: 'bj-menu-items' },
      item(_('BPMN 文件'), async () => download(`${name}.bpmn`, (await modeler.saveXML({ format: true })).xml, 'application/xml')),
      item(_('SVG 图片'), async () => download(`${name}.svg`, (await modeler.saveSVG()).svg, 'image/svg+xml')),
      item(_('PNG 图片'), async () => download(`${name}.png`, await png((await modeler.saveSVG()).svg))),
      h('a', { class: 'bj-tool', href: `${location.pathname}/folder.zip` }, _('整个流程文件夹')),
      h('a', { class: 'bj-tool', href: `${location.pathname}/handbook.docx` }, _('办理手册(Word)')),
    ),
  );
  return menu;
}
