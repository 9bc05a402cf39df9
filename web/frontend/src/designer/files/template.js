/** A Word template: what it asks for, whether a case will know it, and how it looks filled in. */

import { h } from '../dom.js';
import { _ } from '../../shared/words.js';

/** Open what there is to know of the template at `path`. */
export async function openTemplate(files, path) {
  const name = path.replace(/^documents\//, '');
  const paper = h('div', { class: 'bj-paper' });
  let asked;
  try {
    asked = await files.server.post('template', { path });
  } catch (error) {
    files.open(_('文书模板:%(name)s', { name }), h('p', { class: 'bj-note bj-note-bad', role: 'alert' }, error.message));
    return;
  }
  const list = h('ul', {}, asked.asked.map((each) =>
    h('li', {}, h('code', {}, each), asked.unknown.includes(each) ? _(' —— 表单里没有这个字段;要由“自动计算”给出,否则出具时会报故障') : '')));
  files.open(_('文书模板:%(name)s', { name }),
    h('p', {}, asked.unknown.length ? _('模板要填 %(n)s 项,其中 %(unknown)s 项请核对:', { n: asked.asked.length, unknown: asked.unknown.length }) : _('模板要填 %(n)s 项,都有来处:', { n: asked.asked.length })), list,
    h('p', {}, h('a', { href: `${location.pathname}/files/${encodeURI(path)}`, download: name }, _('下载模板,在 WPS 里改好再上传'))),
    h('h3', {}, _('用示例数据填好的样子')), paper);
  await show(files, path, paper);
}

async function show(files, path, paper) {
  const response = await fetch(`${files.server.url}/preview/${encodeURI(path)}`, { credentials: 'same-origin' });
  if (!response.ok) {
    const { message } = await response.json();
    paper.replaceChildren(h('p', { class: 'bj-note bj-note-bad', role: 'alert' }, message));
    return;
  }
  const { showDocument } = await import('../../documents/word.js');
  paper.dataset.url = response.url;
  await showDocument(paper);
}
