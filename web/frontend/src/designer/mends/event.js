/** Mends of what events wait for or throw. */

import { Extensions } from '../extensions.js';
import { _ } from '../../shared/words.js';
import { definitionsOf } from '../panel/diagram.js';

/** Kind of definition → the attribute that refers to a root, that root's type. */
const ROOTS = {
  'bpmn:MessageEventDefinition': ['messageRef', 'bpmn:Message'],
  'bpmn:SignalEventDefinition': ['signalRef', 'bpmn:Signal'],
  'bpmn:ErrorEventDefinition': ['errorRef', 'bpmn:Error'],
  'bpmn:EscalationEventDefinition': ['escalationRef', 'bpmn:Escalation'],
};

const definition = ({ element }) => element.businessObject.eventDefinitions?.[0];

function timer({ modeler, element }) {
  const extensions = new Extensions(modeler);
  const made = definition({ element });
  const modeling = modeler.get('modeling');
  if (made) {
    return modeling.updateModdleProperties(element, made, { timeDate: extensions.expression(made, 'workdays(3)') });
  }
  const fresh = modeler.get('moddle').create('bpmn:TimerEventDefinition');
  fresh.$parent = element.businessObject;
  fresh.timeDate = extensions.expression(fresh, 'workdays(3)');
  return modeling.updateProperties(element, { eventDefinitions: [fresh] });
}

export const EVENT = {
  'timer-without-time': { text: _('填 3 个工作日后'), act: timer },
  'missing-event-definition': { text: _('改为等 3 个工作日'), act: timer },
  'missing-trigger-ref': {
    text: _('照这里的名称登记一个'),
    fits: (context) => definition(context)?.$type in ROOTS,
    act: ({ modeler, element }) => {
      const [key, type] = ROOTS[definition({ element }).$type];
      const moddle = modeler.get('moddle');
      const definitions = definitionsOf(element);
      const root = moddle.create(type, { name: element.businessObject.name || element.id });
      root.id = moddle.ids.nextPrefixed(`${type.slice(5)}_`, root);
      root.$parent = definitions;
      const modeling = modeler.get('modeling');
      modeling.updateModdleProperties(element, definitions, { rootElements: [root, ...definitions.rootElements] });
      modeling.updateModdleProperties(element, definition({ element }), { [key]: root });
    },
  },
  'missing-code': {
    text: _('用它的名称作代码'),
    act: ({ modeler, element }) => {
      const made = definition({ element });
      const [key] = ROOTS[made.$type];
      const root = made[key];
      modeler.get('modeling').updateModdleProperties(element, root, { [key.replace('Ref', 'Code')]: root.name || root.id });
    },
  },
};
