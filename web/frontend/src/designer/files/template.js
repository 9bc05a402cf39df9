/** A Word template: what it asks for, whether a case will know it, and how it looks filled in. */

import { h } from '../dom.js';

/** Open what there is to know of the template at `path`. */
export async function openTemplate(files, path) {
  const name = path.replace(/^documents\//, '');
  const paper = h('div', { class: 'bj-paper' });
  let asked;
  try {
    asked = await files.server.post('template', { path });
  } catch (error) {
    files.open(`文书模板:${name}`, h('p', { class: 'bj-note bj-note-bad', role: 'alert' }, error.message));
    return;
  }
  const list = h('ul', {}, asked.asked.map((each) =>
    h('li', {}, h('code', {}, each), asked.unknown.includes(each) ? ' —— 表单里没有这个字段;要由“自动计算”给出,否则出具时会报故障' : '')));
  files.open(`文书模板:${name}`,
    h('p', {}, asked.unknown.length ? `模板要填 ${asked.asked.length} 项,其中 ${asked.unknown.length} 项请核对:` : `模板要填 ${asked.asked.length} 项,都有来处:`), list,
    h('p', {}, h('a', { href: `${location.pathname}/files/${encodeURI(path)}`, download: name }, '下载模板,在 WPS 里改好再上传')),
    h('h3', {}, '用示例数据填好的样子'), paper);
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
