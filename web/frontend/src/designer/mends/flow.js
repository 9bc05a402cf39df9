/** Mends of what is drawn: lines, gateways, starts and ends. Each is one step that Ctrl+Z takes back. */

import { Extensions } from '../extensions.js';
import { COUNTY } from '../county.js';
import { _ } from '../../shared/words.js';

const shapes = (element, modeler) =>
  (element.type === 'bpmn:Participant' || element.children?.length ? element : modeler.get('canvas').getRootElement()).children
    .filter(({ type, labelTarget, businessObject }) => !labelTarget && businessObject.$instanceOf('bpmn:FlowNode') && type !== 'bpmn:BoundaryEvent');

const properties = (modeler, element, values) => modeler.get('modeling').updateProperties(element, values);

const dropCondition = {
  text: _('删去条件'),
  act: ({ modeler, element }) => properties(modeler, element, { conditionExpression: undefined }),
};

const formal = {
  text: _('改为可以计算的条件'),
  act: ({ modeler, element }) => {
    const body = element.businessObject.conditionExpression.body;
    properties(modeler, element, { conditionExpression: new Extensions(modeler).expression(element.businessObject, body) });
  },
};

const remove = (text) => ({ text, act: ({ modeler, element }) => modeler.get('modeling').removeElements([element]) });

const noDefault = { text: _('取消默认路'), act: ({ modeler, element }) => properties(modeler, element, { default: undefined }) };

const begins = {
  text: _('画上开始'),
  act: ({ modeler, element }) => {
    const first = shapes(element, modeler).find(({ incoming }) => !incoming.length);
    if (!first) {
      return;
    }
    const start = modeler.get('modeling').createShape(
      { type: 'bpmn:StartEvent' }, { x: first.x - 70, y: first.y + first.height / 2 }, first.parent);
    properties(modeler, start, { name: COUNTY.begun });
    modeler.get('modeling').connect(start, first);
  },
};

const ends = {
  text: _('画上结束'),
  act: ({ modeler, element }) => shapes(element, modeler)
    .filter(({ outgoing, type }) => !outgoing.length && type !== 'bpmn:EndEvent')
    .forEach((last) => toEnd(modeler, last)),
};

function toEnd(modeler, last) {
  const end = modeler.get('elementFactory').createShape({ type: 'bpmn:EndEvent' });
  end.businessObject.name = COUNTY.ended;
  modeler.get('autoPlace').append(last, end);
}

export const FLOW = {
  'condition-on-default-flow': dropCondition,
  'condition-on-parallel-flow': dropCondition,
  'condition-on-event-flow': dropCondition,
  'lone-conditional-flow': dropCondition,
  'empty-condition': dropCondition,
  'informal-condition': formal,
  'structured-condition': formal,
  'useless-default': noDefault,
  'foreign-default': noDefault,
  'missing-condition': {
    text: _('设为默认路'),
    fits: ({ element }) => !element.source.businessObject.default,
    act: ({ modeler, element }) => properties(modeler, element.source, { default: element.businessObject }),
  },
  'duplicate-flow': remove(_('删去这条线')),
  unreachable: remove(_('删去走不到的这一步')),
  'superfluous-gateway': remove(_('删去这个网关')),
  'gateway-direction': {
    text: _('不写方向'),
    act: ({ modeler, element }) => properties(modeler, element, { gatewayDirection: 'Unspecified' }),
  },
  'engine-no-start': begins,
  'missing-start-event': begins,
  'engine-no-end': ends,
  'missing-end-event': ends,
  'no-incoming': remove(_('删去走不到的这一步')),
  'empty-pool': {
    text: _('改为空的单位(泳池)'),
    act: ({ modeler, element }) => modeler.get('bpmnReplace').replaceElement(element, { type: 'bpmn:Participant', isExpanded: false }),
  },
  'no-outgoing': { text: _('接上结束'), act: ({ modeler, element }) => toEnd(modeler, element) },
};
