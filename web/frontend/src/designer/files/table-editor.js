/** A decision table as a table: rules are rows, tried with a row of test data on the server. */

import { h } from '../dom.js';
import { choice, field } from '../panel/fields.js';

const HIT = [
  ['UNIQUE', '只能有一行符合'], ['FIRST', '取第一行符合的'], ['ANY', '几行符合须结果相同'], ['COLLECT', '符合的都取'],
  ['RULE ORDER', '符合的按行的次序取'], ['OUTPUT ORDER', '符合的按结果的次序取'], ['PRIORITY', '取结果优先的'],
];

/** Open the tables of the file at `path`. */
export async function openTable(files, path) {
  const dmn = new DOMParser().parseFromString(await files.server.get(`files/${encodeURI(path)}`), 'text/xml');
  const decisions = [...dmn.getElementsByTagName('*')].filter(({ localName }) => localName === 'decision');
  const save = () => files.keep(path, `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(dmn.documentElement)}\n`);
  const parts = decisions.map((decision) => {
    const table = child(decision, 'decisionTable');
    return table ? h('section', {}, h('h3', {}, decision.getAttribute('name')), ...editor(files, path, decision, table, save)) : h('p', {}, '这个决策不是表格,不能在这里改。');
  });
  files.open(`决策表:${path}`, parts);
}

const children = (element, name) => [...element.children].filter(({ localName }) => localName === name);
const child = (element, name) => children(element, name)[0];
const textOf = (element) => child(element, 'text')?.textContent ?? '';

function put(element, value) {
  let place = child(element, 'text');
  if (!place) {
    place = element.ownerDocument.createElementNS(element.namespaceURI, element.prefix ? `${element.prefix}:text` : 'text');
    element.prepend(place);
  }
  place.textContent = value;
}

function make(table, name, id) {
  const made = table.ownerDocument.createElementNS(table.namespaceURI, table.prefix ? `${table.prefix}:${name}` : name);
  made.setAttribute('id', `${id}_${Date.now().toString(36)}${Math.floor(Math.random() * 1e4)}`);
  return made;
}

function editor(files, path, decision, table, save) {
  const holder = h('div', { class: 'bj-table-scroll' });
  const show = () => holder.replaceChildren(grid(table, save, show));
  show();
  const policy = choice(table.getAttribute('hitPolicy') ?? 'UNIQUE', HIT, (value) => {
    table.setAttribute('hitPolicy', value);
    save();
  });
  const add = h('button', { type: 'button', class: 'button', onclick: () => { addRule(table); save(); show(); } }, '加一行');
  return [field('几行符合时', policy), holder, add, trial(files, path, decision, table)];
}

function grid(table, save, show) {
  const inputs = children(table, 'input');
  const outputs = children(table, 'output');
  const head = h('tr', {}, inputs.map((input) => h('th', { scope: 'col' }, input.getAttribute('label') || expression(input))),
    outputs.map((output) => h('th', { scope: 'col', class: 'bj-output' }, `→ ${output.getAttribute('label') || output.getAttribute('name')}`)), h('th', { scope: 'col' }, '说明'), h('td'));
  const rows = children(table, 'rule').map((rule, at) => {
    const cells = [...children(rule, 'inputEntry'), ...children(rule, 'outputEntry')].map((entry, column) =>
      h('td', {}, cell(textOf(entry), `第 ${at + 1} 行第 ${column + 1} 格`, (value) => { put(entry, value); save(); })));
    const note = cell(child(rule, 'description')?.textContent ?? '', `第 ${at + 1} 行的说明`, (value) => describe(rule, value, save));
    const drop = h('button', { type: 'button', class: 'button-quiet', 'aria-label': `删去第 ${at + 1} 行`, onclick: () => { rule.remove(); save(); show(); } }, '✕');
    return h('tr', {}, cells, h('td', {}, note), h('td', {}, drop));
  });
  return h('table', { class: 'bj-table' }, h('thead', {}, head), h('tbody', {}, rows));
}

function cell(value, label, changed) {
  const input = h('input', { 'aria-label': label, onchange: () => changed(input.value.trim()) });
  input.value = value;
  return input;
}

function describe(rule, value, save) {
  let place = child(rule, 'description');
  if (!place) {
    place = rule.ownerDocument.createElementNS(rule.namespaceURI, rule.prefix ? `${rule.prefix}:description` : 'description');
    rule.prepend(place);
  }
  place.textContent = value;
  save();
}

function addRule(table) {
  const rule = make(table, 'rule', 'rule');
  children(table, 'input').forEach(() => rule.append(entry(table, 'inputEntry', '-')));
  children(table, 'output').forEach(() => rule.append(entry(table, 'outputEntry', 'null')));
  const rules = children(table, 'rule');
  (rules.at(-1) ?? children(table, 'output').at(-1)).after(rule);
}

function entry(table, name, value) {
  const made = make(table, name, name);
  put(made, value);
  return made;
}

const expression = (input) => textOf(child(input, 'inputExpression') ?? input);

/** One row of test data: what each name the table reads is, and what comes out. */
function trial(files, path, decision, table) {
  const names = [...new Set(children(table, 'input').flatMap((input) => expression(input).match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []))];
  const inputs = names.map((name) => [name, h('input', { placeholder: '如 红、12、true' })]);
  const said = h('p', { class: 'bj-note', role: 'status' });
  const run = async () => {
    const data = Object.fromEntries(inputs.map(([name, input]) => [name, value(input.value.trim())]));
    try {
      said.classList.remove('bj-note-bad');
      said.textContent = `结果:${(await files.server.post('decide', { path, decision: decision.getAttribute('id'), data })).result}`;
    } catch (error) {
      said.classList.add('bj-note-bad');
      said.textContent = error.message;
    }
  };
  return h('fieldset', { class: 'bj-item' }, h('legend', {}, '试一行'), inputs.map(([name, input]) => field(name, input)),
    h('button', { type: 'button', class: 'button', onclick: run }, '看结果'), said);
}

function value(written) {
  if (written === '' || written === 'null') {
    return null;
  }
  if (written === 'true' || written === 'false') {
    return written === 'true';
  }
  return /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : written;
}
