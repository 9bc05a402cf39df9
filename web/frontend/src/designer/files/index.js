/** 表单与文件: the draft's other files, each with an editor that opens over the canvas. */

import { h } from '../dom.js';
import { openForm } from './forms/index.js';
import { openTable } from './tables/index.js';
import { openTemplate } from './template.js';
import { openNumbers } from './numbers.js';
import { _ } from '../../shared/words.js';

const GROUPS = [
  [_('表单'), /^forms\/(.+)\.json$/, openForm],
  [_('决策表'), /^([^/]+)\.dmn$/, openTable],
  [_('文书模板'), /^documents\/(.+)\.docx$/, openTemplate],
];
const KEY = /^[a-z0-9][a-z0-9_-]{0,59}$/;
const EMPTY_FORM = { type: 'default', schemaVersion: 19, components: [] };

const NAME = /^[\p{L}][\p{L}\p{N}_]{0,59}$/u;

/** A table that looks at one field, with one row to begin with. */
const firstTable = (key, input, output) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${key}_file" name="${key}" namespace="urn:banjie:processes">
  <decision id="${key}" name="${key}">
    <decisionTable id="${key}_table" hitPolicy="UNIQUE">
      <input id="${key}_input" label="${input}"><inputExpression id="${key}_expression"><text>${input}</text></inputExpression></input>
      <output id="${key}_output" label="${output}" name="${output}"/>
      <rule id="${key}_rule"><inputEntry id="${key}_in"><text>-</text></inputEntry><outputEntry id="${key}_out"><text>null</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
`;

/** Keeps the list; `changed()` is called when a file has been kept. */
export class Files {
  constructor(server, work, changed) {
    Object.assign(this, { server, work, changed });
    this.list = h('div');
    this.line = h('p', { class: 'bj-note bj-note-bad', role: 'alert' });
    this.element = h('div', { class: 'bj-pane', role: 'tabpanel' }, this.line, this.list);
  }

  /** Read the list anew; what has been typed beside it meanwhile stays. */
  async refresh() {
    const files = await this.server.get('folder');
    const typed = new Map(this.inputs().map((input) => [input.ariaLabel, input.value]));
    const at = document.activeElement?.ariaLabel;
    this.list.replaceChildren(
      ...GROUPS.map(([words, pattern, open]) => this.group(words, files.filter(({ path }) => pattern.test(path)), pattern, open)),
      h('section', {}, h('h2', {}, _('政策参数')), this.button(_('看和改默认值'), () => openNumbers(this))),
    );
    for (const input of this.inputs().filter(({ ariaLabel }) => typed.get(ariaLabel))) {
      input.value = typed.get(input.ariaLabel);
    }
    this.inputs().find(({ ariaLabel }) => ariaLabel === at)?.focus();
  }

  inputs() {
    return [...this.list.querySelectorAll('input:not([type=file])')];
  }

  group(words, files, pattern, open) {
    const rows = files.map(({ path }) => {
      const name = pattern.exec(path)[1];
      return h('li', {}, this.button(name, () => open(this, path)),
        h('button', { type: 'button', class: 'button-quiet', 'aria-label': _('删去%(words)s %(name)s', { words, name }), onclick: () => this.remove(path) }, _('删去')));
    });
    return h('section', {}, h('h2', {}, words), h('ul', { class: 'bj-files' }, rows.length ? rows : h('li', { class: 'bj-help' }, _('还没有。'))), this.adder(words));
  }

  adder(words) {
    if (words === _('文书模板')) {
      const input = h('input', { type: 'file', accept: '.docx', 'aria-label': _('上传 Word 模板'), onchange: () => this.upload(input.files[0]) });
      return h('label', { class: 'bj-field' }, _('上传 Word 模板(.docx) '), input);
    }
    if (words === _('决策表')) {
      return this.tableAdder();
    }
    const name = h('input', { placeholder: _('如 review'), 'aria-label': _('新表单的代号') });
    return h('div', { class: 'bj-jump' }, name, this.button(_('新建表单'), () => {
      if (!KEY.test(name.value)) {
        return this.say(_('代号只用小写字母、数字、下划线和短横。'));
      }
      const key = name.value;
      name.value = '';
      return this.keep(`forms/${key}.json`, JSON.stringify({ ...EMPTY_FORM, id: key }, null, 2)).then(() => openForm(this, `forms/${key}.json`));
    }));
  }

  tableAdder() {
    const part = (words) => h('input', { placeholder: words, 'aria-label': words });
    const [key, input, output] = [_('新表的代号,如 fee'), _('看哪个字段,如 amount'), _('结果存成什么,如 level')].map(part);
    return h('div', { class: 'bj-jump' }, key, input, output, this.button(_('新建决策表'), async () => {
      if (![key, input, output].every(({ value }) => NAME.test(value))) {
        return this.say(_('代号和字段名用字母、汉字、数字、下划线,不以数字开头。'));
      }
      const made = [key, input, output].map(({ value }) => value);
      [key, input, output].forEach((each) => { each.value = ''; });
      await this.keep(`${made[0]}.dmn`, firstTable(...made));
      return openTable(this, `${made[0]}.dmn`);
    }));
  }

  async upload(file) {
    const path = `documents/${file.name}`;
    await this.keep(path, file, 'application/octet-stream');
    await openTemplate(this, path);
  }

  async remove(path) {
    if (confirm(_('删去 %(path)s?用到它的环节会列在“问题”里。', { path }))) {
      await this.attempt(() => this.server.post('remove', { path }));
      this.changed();
    }
  }

  /** Keep a file; what is wrong with the whole is told to the page. */
  async keep(path, content, type = 'text/plain') {
    await this.attempt(async () => this.changed((await this.server.post(`files/${encodeURI(path)}`, content, type)).problems));
  }

  async attempt(work) {
    this.say('');
    try {
      await work();
      await this.refresh();
    } catch (error) {
      this.say(error.message);
    }
  }

  /** Show an editor over the canvas, in place of one that is open. */
  open(title, ...content) {
    this.work.querySelector('.bj-editor')?.remove();
    const close = () => {
      box.remove();
      this.refresh();
    };
    const box = h('section', { class: 'bj-editor', 'aria-label': title },
      h('div', { class: 'bj-editor-head' }, h('h2', {}, title), this.button(_('关闭'), close)), content);
    this.work.prepend(box);
    box.querySelector('input, select, textarea')?.focus();
    return box;
  }

  button(words, act) {
    return h('button', { type: 'button', class: 'button', onclick: act }, words);
  }

  say(words) {
    this.line.textContent = words;
  }
}
