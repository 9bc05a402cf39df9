/** What is done at an element: the form, the table, the sum, the service, the procedure called. */

import { h } from '../dom.js';
import { all, first } from '../extensions.js';
import { button, field, group, text, ticks } from './fields.js';
import { box, fieldsOf } from './generic.js';
import { valueField } from './values.js';
import { CATALOGUE } from './catalogue.js';
import { COUNTY } from '../county.js';
import { _ } from '../../shared/words.js';

const MANUAL = ['bpmn:UserTask', 'bpmn:ManualTask'];

/** The form, and whether rehearsals may answer it as it is prefilled. */
export function form(tools, title = _('填什么')) {
  const { extensions, element, object } = tools;
  const plain = first(object, 'Plain');
  const whether = ticks(_('演练时'), plain ? ['plain'] : [], [['plain', _('没有答复就照预填的办')]], (picked) =>
    picked.length ? extensions.add(element, 'Plain', {}, object) : plain && extensions.remove(element, plain, object));
  whether.dataset.bj = 'plain';
  return group(title, true, fieldsOf(tools, 'Form', first(object, 'Form')), MANUAL.includes(object.$type) && whether);
}

/** The decision table. */
export function decision(tools) {
  return group(_('决策表'), true, fieldsOf(tools, 'Decision', first(tools.object, 'Decision')));
}

/** The lines of a script. */
export function script({ element, modeling, object }) {
  const control = text(object.script, (value) => modeling.updateProperties(element, { script: value || undefined }), { multiline: true });
  control.classList.add('bj-feel');
  return group(_('自动计算'), true, field(_('算式'), control, { help: _('一行一句:名称 = 表达式。') }));
}

/** Which process is called; its data come and go below. */
export function called({ element, modeling, object, choices }) {
  const suggestions = choices.processes.map(({ id, name }) => ({ value: id, label: name }));
  return group(_('调用的流程'), true,
    field(_('流程代号'), text(object.calledElement, (value) => modeling.updateProperties(element, { calledElement: value || undefined }), { suggestions })));
}

/** A service of the catalogue with what it asks for and what it answers. */
export function service(tools) {
  const { object, choices } = tools;
  const item = first(object, 'Service');
  const known = choices.services.find(({ name }) => name === item?.get('operation'));
  return group(_('服务'), true, fieldsOf(tools, 'Service', item),
    known && h('p', { class: 'bj-help' }, known.about),
    item && parameters(tools, item, 'inputs', _('送去'), known?.inputs ?? []),
    item && parameters(tools, item, 'outputs', _('取回'), known?.outputs ?? []));
}

/** How a parameter of the catalogue stands in the diagram: what is sent by its name, an answer by its formula. */
const STANDS = {
  inputs: { type: 'Input', is: (each, { name }) => each.name === name, value: (each) => each?.value, make: ({ name }, value) => ({ name, value }) },
  outputs: { type: 'Output', is: (each, { name }) => each.value === `= answer.${name}`, value: (each) => each?.name, make: ({ name }, value) => ({ name: value, value: `= answer.${name}` }) },
};

/** What the catalogue asks for has its field; what else stands there may be changed as it is. */
function parameters(tools, item, kind, words, known) {
  const { modeling, element, extensions } = tools;
  const stands = STANDS[kind];
  const held = item.get(kind);
  const put = (list) => modeling.updateModdleProperties(element, item, { [kind]: list });
  const make = (attributes) => {
    const made = extensions.moddle.create(`bj:${stands.type}`, attributes);
    made.$parent = item;
    return made;
  };
  const asked = known.map((parameter) => {
    const one = held.find((each) => stands.is(each, parameter));
    const others = held.filter((each) => each !== one);
    const asks = [parameter.type, parameter.required && _('必填')].filter(Boolean).join(',');
    const label = `${parameter.label}(${asks})`;
    const help = kind === 'outputs' ? _('存入哪个字段') : undefined;
    return valueField(tools, `service.${kind}.${parameter.name}`, [label, kind === 'outputs' ? 'field' : 'value', help], stands.value(one),
      (value) => put([...others, ...(value ? [make(stands.make(parameter, value))] : [])]));
  });
  const rest = held.filter((each) => !known.some((parameter) => stands.is(each, parameter))).map((each) =>
    h('div', { class: 'bj-pair' }, Object.entries(CATALOGUE[stands.type].fields).map(([key, field]) =>
      valueField(tools, `${stands.type.toLowerCase()}.${key}`, field, each.get(key), (value) => modeling.updateModdleProperties(element, each, { [key]: value })))));
  return h('fieldset', { class: 'bj-item' }, h('legend', {}, words), asked, rest,
    button(_('加一项'), () => put([...held, make({ name: COUNTY.name, value: COUNTY.value })])));
}

/** What is taken in, or given out, by name. */
export function payload(tools, name, title) {
  const items = all(tools.object, name);
  return group(title, items.length > 0, items.map((item) => box(tools, name, item, item.get('name'))),
    button(_('加一项'), () => tools.extensions.add(tools.element, name, CATALOGUE[name].fresh(tools.choices), tools.object)));
}
