/** Our extension elements for moddle, the words of engine/definitions/banjie.xsd. */

const ELEMENTS = {
  assignment: ['post', 'unit', 'user', 'deputies'],
  deadline: ['name', 'limit', 'warn', 'from', 'roll', 'basis', 'liability', 'close', 'owner'],
  form: ['ref'],
  rule: ['id'],
  verbs: ['allow', 'signers', 'return_to'],
  plain: [],
  item: ['in', 'as', 'result'],
  vote: ['mode', 'share', 'veto'],
  decision: ['ref', 'result'],
  document: ['kind', 'template', 'to', 'number', 'when'],
  notify: ['to', 'text', 'channel', 'when'],
  score: ['points', 'unit', 'rule', 'when'],
  liability: ['unit', 'reason', 'rule', 'post', 'when'],
  reverse: ['kind', 'number', 'since', 'reason', 'when'],
  extend: ['deadline', 'until', 'by', 'reason', 'when'],
  pause: ['deadline', 'reason', 'when'],
  resume: ['deadline', 'reason', 'when'],
  standstill: ['deadline', 'reason', 'when'],
  request: ['verb', 'by', 'when', 'refusal'],
  input: ['name', 'value'],
  output: ['name', 'value'],
  correlation: ['key'],
  keep: ['holder', 'papers', 'when'],
  matter: ['code', 'as'],
  case: ['title', 'unit', 'number', 'public', 'start'],
};

const capital = (word) => word[0].toUpperCase() + word.slice(1);
const attribute = (name) => ({ name, isAttr: true, type: 'String' });

function type(name, attributes) {
  return { name: capital(name), superClass: ['Element'], properties: attributes.map(attribute) };
}

const service = {
  ...type('service', ['operation']),
  properties: [
    attribute('operation'),
    { name: 'inputs', type: 'Input', isMany: true },
    { name: 'outputs', type: 'Output', isMany: true },
  ],
};

/** The moddle descriptor. */
export default {
  name: 'Banjie',
  uri: 'urn:banjie:bpmn:1',
  prefix: 'bj',
  xml: { tagAlias: 'lowerCase' },
  types: [...Object.entries(ELEMENTS).map(([name, attributes]) => type(name, attributes)), service],
};
