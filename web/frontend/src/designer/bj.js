/** Our extension elements for moddle, from the catalogue of the panel: the words of engine/definitions/banjie.xsd. */

import { CATALOGUE } from './panel/catalogue.js';

const attribute = (name) => ({ name, isAttr: true, type: 'String' });
const CHILDREN = {
  Service: [
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
  types: Object.entries(CATALOGUE).map(([name, { fields }]) => ({
    name,
    superClass: ['Element'],
    properties: [...Object.keys(fields).map(attribute), ...(CHILDREN[name] ?? [])],
  })),
};
