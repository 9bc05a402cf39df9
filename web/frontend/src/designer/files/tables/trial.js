/** One row of test data for a decision: what each name it looks at is, and what comes out on the server. */

import { h } from '../../dom.js';
import { field } from '../../panel/fields.js';
import { _ } from '../../../shared/words.js';

const NAME = /[\p{L}_][\p{L}\p{N}_]*/gu;
const WORDS = new Set(['and', 'or', 'not', 'if', 'then', 'else', 'null', 'true', 'false', 'in', 'between', 'for', 'return', 'some', 'every', 'satisfies']);

/** The names a decision looks at, those of the decisions it needs as well. */
export function asked(decision, decisions) {
  const needed = (decision.informationRequirement ?? [])
    .map(({ requiredDecision }) => decisions.find(({ id }) => `#${id}` === requiredDecision?.href)).filter(Boolean);
  const given = new Set(needed.flatMap(({ id, name, variable }) => [id, name, variable?.name]));
  const logic = decision.decisionLogic;
  const texts = logic?.input ? logic.input.map(({ inputExpression }) => inputExpression?.text ?? '') : [logic?.text ?? ''];
  const own = texts.flatMap((text) => text.replace(/"[^"]*"/g, '').replace(/\w[\w ]*\(/g, '(').match(NAME) ?? []);
  return [...new Set([...own.filter((name) => !given.has(name) && !WORDS.has(name)), ...needed.flatMap((each) => asked(each, decisions))])];
}

/** The box for `decision`; `decide(data)` answers what comes out. */
export function trial(decision, decisions, decide) {
  const inputs = asked(decision, decisions).map((name) => [name, h('input', { placeholder: _('如 红、12、true') })]);
  const said = h('p', { class: 'bj-note', role: 'status' });
  const run = async () => {
    try {
      said.textContent = _('结果:%(result)s', { result: await decide(Object.fromEntries(inputs.map(([name, input]) => [name, read(input.value.trim())]))) });
      said.classList.remove('bj-note-bad');
    } catch (error) {
      said.classList.add('bj-note-bad');
      said.textContent = error.message;
    }
  };
  return h('fieldset', { class: 'bj-item bj-trial', 'data-asked': [decision.id, ...inputs.map(([name]) => name)].join(' ') }, h('legend', {}, _('试一行:%(name)s', { name: decision.name ?? decision.id })),
    h('div', { class: 'bj-trial-row' }, inputs.map(([name, input]) => field(name, input)),
      h('button', { type: 'button', class: 'button', onclick: run }, _('看结果'))), said);
}

function read(written) {
  if (written === '' || written === 'null') {
    return null;
  }
  if (written === 'true' || written === 'false') {
    return written === 'true';
  }
  return /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : written;
}
