/** A form as a list of its fields beside the form as staff will see it. What the list does not show is kept. */

import { h } from '../dom.js';
import { makeForm } from '../forms.js';
import { choice, field, text } from '../panel/fields.js';

const TYPES = [
  ['textfield', '一行文字'], ['textarea', '多行文字'], ['number', '数字'], ['datetime', '日期时间'], ['checkbox', '勾选'],
  ['radio', '单选'], ['select', '下拉选择'], ['checklist', '多选'], ['taglist', '多选(标签)'], ['filepicker', '附件'],
  ['text', '说明文字'], ['separator', '分隔线'], ['group', '分组'], ['expression', '自动算出'], ['dynamiclist', '列表(一行一组)'],
];
const CHOSEN = ['radio', 'select', 'checklist', 'taglist'];
const SILENT = ['text', 'separator', 'html', 'spacer', 'image'];
const PAUSE = 600;

/** Open the editor of the form at `path`. */
export async function openForm(files, path) {
  const schema = JSON.parse(await files.server.get(`files/${encodeURI(path)}`));
  const list = h('ol', { class: 'bj-fields' });
  const preview = h('div', { class: 'bj-preview' });
  let timer;
  const settle = (again = true) => {
    clearTimeout(timer);
    timer = setTimeout(() => files.keep(path, JSON.stringify(schema, null, 2)), PAUSE);
    if (again) {
      show();
    }
    draw(preview, schema);
  };
  const show = () => list.replaceChildren(...schema.components.map((each, at) => row(each, at, schema.components, settle)));
  const adder = choice('', [['', '加一个字段……'], ...TYPES.filter(([type]) => !['group', 'dynamiclist', 'expression'].includes(type))], (type) => {
    if (type) {
      schema.components.push(fresh(type, schema.components));
      adder.value = '';
      settle();
      list.lastElementChild.querySelector('details').open = true;
      list.lastElementChild.querySelector('input').focus();
    }
  });
  adder.setAttribute('aria-label', '加一个字段');
  files.open(`表单:${path.replace(/^forms\/|\.json$/g, '')}`,
    h('div', { class: 'bj-form-editor' }, h('div', {}, h('h3', {}, '字段'), list, adder), h('div', {}, h('h3', {}, '办理人看到的'), preview)));
  show();
  draw(preview, schema);
}

async function draw(preview, schema) {
  try {
    const form = await makeForm(structuredClone(schema), { units: ['住建局', '财政局'] });
    preview.replaceChildren(form.element);
  } catch {
    preview.replaceChildren(h('p', { class: 'bj-help' }, '还不能显示,请先把字段填完整。'));
  }
}

function fresh(type, others) {
  let at = others.length + 1;
  while (others.some(({ key }) => key === `field${at}`)) {
    at += 1;
  }
  const made = { type, id: `field${at}_${Date.now().toString(36)}` };
  if (type === 'text') {
    return { ...made, text: '说明' };
  }
  if (type === 'separator') {
    return made;
  }
  return {
    ...made, key: `field${at}`, label: '新字段',
    ...(CHOSEN.includes(type) ? { values: [{ label: '同意', value: 'approve' }, { label: '不同意', value: 'reject' }] } : {}),
    ...(type === 'datetime' ? { subtype: 'date', dateLabel: '新字段' } : {}),
  };
}

function row(component, at, all, settle) {
  const words = TYPES.find(([type]) => type === component.type)?.[1] ?? '其他';
  const move = (step) => () => {
    all.splice(at + step, 0, ...all.splice(at, 1));
    settle();
  };
  const act = (label, sign, work, disabled = false) => h('button', { type: 'button', class: 'button-quiet', 'aria-label': label, title: label, disabled, onclick: work }, sign);
  const box = h('details', {}, h('summary', {}, h('strong', {}, component.label || component.text || words), ` ${words}${component.validate?.required ? ' · 必填' : ''}`), ...details(component, settle));
  return h('li', {}, box, h('span', { class: 'bj-field-acts' },
    act('上移', '↑', move(-1), at === 0), act('下移', '↓', move(1), at === all.length - 1),
    act('删去这个字段', '✕', () => { all.splice(at, 1); settle(); })));
}

function details(component, settle) {
  const set = (key, again = false) => (value) => {
    if (value === '' || value === undefined) {
      delete component[key];
    } else {
      component[key] = value;
    }
    settle(again);
  };
  if (component.type === 'text') {
    return [field('文字', text(component.text, set('text'), { multiline: true }))];
  }
  if (SILENT.includes(component.type)) {
    return [];
  }
  const check = (key, number = false) => (value) => {
    component.validate = { ...component.validate, [key]: value === '' ? undefined : number ? Number(value) : value };
    settle(false);
  };
  const name = (value) => {
    component.label = value;
    if (component.type === 'datetime') {
      component.dateLabel = value;
    }
    settle(false);
  };
  const parts = [
    field('标签', text(component.label, name)),
    field('字段名', text(component.key ?? component.path, set(component.path === undefined ? 'key' : 'path')), { help: '公式和文书里用这个名字。' }),
    h('label', {}, h('input', { type: 'checkbox', checked: component.validate?.required === true, onchange: ({ target }) => check('required')(target.checked || '') }), ' 必填'),
    field('填写说明', text(component.description, set('description'))),
    field('什么时候不显示', text(component.conditional?.hide, (value) => {
      component.conditional = value ? { hide: value.startsWith('=') ? value : `= ${value}` } : undefined;
      settle(false);
    }), { help: '表达式,如 = decision = "approve"。' }),
  ];
  if (CHOSEN.includes(component.type)) {
    parts.push(options(component, settle));
  }
  if (component.type === 'number') {
    parts.push(field('最小', text(component.validate?.min, check('min', true))), field('最大', text(component.validate?.max, check('max', true))));
  }
  if (component.type.startsWith('text')) {
    parts.push(field('最多几个字', text(component.validate?.maxLength, check('maxLength', true))));
  }
  if (component.type === 'datetime') {
    parts.push(field('填什么', choice(component.subtype ?? 'date', [['date', '日期'], ['time', '时刻'], ['datetime', '日期和时刻']], set('subtype'))));
  }
  return parts;
}

function options(component, settle) {
  if (component.valuesKey || component.valuesExpression) {
    return field('选项来自', text(component.valuesKey ?? component.valuesExpression, (value) => {
      component[component.valuesKey ? 'valuesKey' : 'valuesExpression'] = value;
      settle(false);
    }), { help: 'units 是全部单位。' });
  }
  const written = (component.values ?? []).map(({ label, value }) => (label === value ? label : `${label}|${value}`)).join('\n');
  return field('选项', text(written, (value) => {
    component.values = value.split('\n').filter((line) => line.trim()).map((line) => {
      const [label, stored] = line.split('|').map((part) => part.trim());
      return { label, value: stored || label };
    });
    settle(false);
  }, { multiline: true }), { help: '一行一个;要存成别的值,写“文字|值”。' });
}
