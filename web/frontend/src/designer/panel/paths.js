/** What lets a path go on: conditions of flows, and the events a case waits for or sends. */

import { first } from '../extensions.js';
import { conditionFields } from './conditions.js';
import { definitionsOf, roots } from './diagram.js';
import { choice, field, group, text, ticks } from './fields.js';
import { fieldsOf } from './generic.js';
import { momentFields } from './moments.js';
import { _ } from '../../shared/words.js';

/** When a flow is taken. */
export function condition({ extensions, element, choices, modeling, object }) {
  const source = object.sourceRef;
  const isDefault = source?.default === object;
  const gateway = /Gateway$/.test(source?.$type ?? '');
  const turn = (picked) => {
    if (picked.length && object.conditionExpression) {
      modeling.updateProperties(element, { conditionExpression: undefined });
    }
    modeling.updateProperties(element.source, { default: picked.length ? object : undefined });
  };
  return group(
    _('什么时候走这条路'),
    true,
    gateway && ticks('', isDefault ? ['default'] : [], [['default', _('别的路都不走时走这条(默认路)')]], turn),
    !isDefault &&
      conditionFields(object.conditionExpression?.body, choices, (feel) =>
        modeling.updateProperties(element, { conditionExpression: extensions.expression(object, feel) })),
  );
}

/** Definition → [its words, the attribute that refers to a root, that root's type, the attribute of its code]. */
const REFERRING = {
  'bpmn:MessageEventDefinition': [_('消息'), 'messageRef', 'bpmn:Message'],
  'bpmn:SignalEventDefinition': [_('信号'), 'signalRef', 'bpmn:Signal'],
  'bpmn:ErrorEventDefinition': [_('错误'), 'errorRef', 'bpmn:Error', 'errorCode'],
  'bpmn:EscalationEventDefinition': [_('升级'), 'escalationRef', 'bpmn:Escalation', 'escalationCode'],
};

/** The event's own group, undefined where there is nothing to be said of it. */
export function event(tools) {
  const { object, element, modeling } = tools;
  const definition = object.eventDefinitions[0];
  const made = REFERRING[definition.$type] ? referring(tools, definition)
    : definition.$type === 'bpmn:TimerEventDefinition' ? [_('时间'), timer(tools, definition)]
      : definition.$type === 'bpmn:ConditionalEventDefinition' ? [_('条件'), whenTrue(tools, definition)] : null;
  if (!made && object.$type !== 'bpmn:BoundaryEvent') {
    return undefined;
  }
  const [words, fields] = made ?? [_('到这里时'), []];
  const interrupting = [['true', _('中断这个环节')], ['false', _('环节继续办(不中断)')]];
  return group(words, true, fields, object.$type === 'bpmn:BoundaryEvent' &&
    field(_('到时'), choice(object.cancelActivity === false ? 'false' : 'true', interrupting,
      (value) => modeling.updateProperties(element, { cancelActivity: value === 'true' }))));
}

/** A task that sends or waits for a message. */
export function message(tools) {
  const [words, fields] = referring(tools, tools.object, REFERRING['bpmn:MessageEventDefinition']);
  return group(words, true, fields);
}

function timer({ extensions, element, modeling }, definition) {
  const kinds = [['timeDate', _('到某一刻')], ['timeDuration', _('过多久')], ['timeCycle', _('定期')]];
  const kind = kinds.map(([key]) => key).find((key) => definition[key]) ?? 'timeDate';
  const body = definition[kind]?.body?.trim() ?? '';
  const put = (key, value) =>
    modeling.updateModdleProperties(element, definition, {
      timeDate: undefined, timeDuration: undefined, timeCycle: undefined,
      [key]: extensions.expression(definition, value || ' '),
    });
  return [field(_('怎样的时间'), choice(kind, kinds, (value) => put(value, body))), momentFields(element, body, (value) => put(kind, value))];
}

function whenTrue({ extensions, element, modeling, choices }, definition) {
  return conditionFields(definition.condition?.body, choices, (feel) =>
    modeling.updateModdleProperties(element, definition, { condition: extensions.expression(definition, feel) }));
}

function referring(tools, definition, [words, key, type, code] = REFERRING[definition.$type]) {
  const { element, modeling } = tools;
  const root = definition[key];
  const names = roots(element, type).map(({ name }) => name).filter(Boolean);
  const fields = [
    field(_('%(words)s名称', { words }), text(root?.name, (value) => refer(tools, definition, key, type, value), { suggestions: names }), {
      help: _('从图里已有的选,或写一个新的;收发双方写同一个名称。') }),
    code && root && field(_('代码'), text(root[code], (value) => modeling.updateModdleProperties(element, root, { [code]: value || undefined }))),
    type === 'bpmn:Message' && root && fieldsOf({ ...tools, object: root }, 'Correlation', first(root, 'Correlation')),
  ];
  return [words, fields];
}

/** Let an event refer to the message of this name, made if there is none. */
function refer({ extensions, element, modeling }, definition, key, type, name) {
  if (!name) {
    return modeling.updateModdleProperties(element, definition, { [key]: undefined });
  }
  let root = roots(element, type).find((each) => each.name === name);
  if (!root) {
    const definitions = definitionsOf(element);
    root = extensions.moddle.create(type, { name });
    root.id = extensions.moddle.ids.nextPrefixed(`${type.slice(5)}_`, root);
    root.$parent = definitions;
    modeling.updateModdleProperties(element, definitions, { rootElements: [root, ...definitions.rootElements] });
  }
  return modeling.updateModdleProperties(element, definition, { [key]: root });
}
