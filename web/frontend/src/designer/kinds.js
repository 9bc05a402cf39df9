/** What an element is in the office's words, and how it is called where it has no name. */

import { _ } from '../shared/words.js';

const WORDS = {
  Process: _('流程'), Participant: _('单位(泳池)'), Lane: _('岗位(泳道)'), UserTask: _('人办的环节'), ManualTask: _('线下办的环节'),
  ServiceTask: _('调用服务'), ScriptTask: _('自动计算'), BusinessRuleTask: _('决策表'), SendTask: _('发出消息'), ReceiveTask: _('等待消息'),
  Task: _('环节(未定类型)'), CallActivity: _('调用另一个流程'), SubProcess: _('子流程'), StartEvent: _('开始'), EndEvent: _('结束'),
  IntermediateCatchEvent: _('等待'), IntermediateThrowEvent: _('中间事件'), BoundaryEvent: _('边界事件'), ExclusiveGateway: _('选一条路'),
  ParallelGateway: _('同时走'), InclusiveGateway: _('选几条路'), EventBasedGateway: _('等哪件事先来'), SequenceFlow: _('连线'),
  TextAnnotation: _('说明文字'), Group: _('分组框'), DataObjectReference: _('数据'), DataStoreReference: _('数据存储'),
  MessageFlow: _('消息流'), Association: _('虚线'), Collaboration: _('整张图'), Transaction: _('事务'), AdHocSubProcess: _('临时子流程'),
};

export const kindOf = (element) => WORDS[element.businessObject.$type.replace('bpmn:', '')] ?? _('元素');

/** Its name; else of a line what it joins, of a shape its kind. */
export function called(element) {
  const { name } = element.businessObject;
  return name || (element.waypoints ? `${called(element.source)} → ${called(element.target)}` : kindOf(element));
}

/** A text with elements that have no name told by what they are instead of by their id. */
export const told = (text, registry) =>
  text.replace(/\u201c([^\u201c\u201d]+)\u201d/g, (whole, id) => (registry.get(id) ? `\u201c${called(registry.get(id))}\u201d` : whole));
