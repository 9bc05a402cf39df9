/** The properties panel: the element that is selected, in the office's words. */

import { h } from '../dom.js';
import { Extensions } from '../extensions.js';
import { sections } from './sections.js';
import { _, _n } from '../../shared/words.js';

const WORDS = {
  Process: _('流程'), Participant: _('单位(泳池)'), Lane: _('岗位(泳道)'), UserTask: _('人办的环节'), ManualTask: _('线下办的环节'),
  ServiceTask: _('调用服务'), ScriptTask: _('自动计算'), BusinessRuleTask: _('决策表'), SendTask: _('发出消息'), ReceiveTask: _('等待消息'),
  Task: _('环节(未定类型)'), CallActivity: _('调用另一个流程'), SubProcess: _('子流程'), StartEvent: _('开始'), EndEvent: _('结束'),
  IntermediateCatchEvent: _('等待'), IntermediateThrowEvent: _('中间事件'), BoundaryEvent: _('边界事件'), ExclusiveGateway: _('选一条路'),
  ParallelGateway: _('同时走'), InclusiveGateway: _('选几条路'), EventBasedGateway: _('等哪件事先来'), SequenceFlow: _('连线'),
  TextAnnotation: _('说明文字'), Group: _('分组框'), DataObjectReference: _('数据'), DataStoreReference: _('数据存储'),
  MessageFlow: _('消息流'), Association: _('虚线'), Collaboration: _('整张图'), Transaction: _('事务'), AdHocSubProcess: _('临时子流程'),
};

/** Keeps the panel showing what is selected; typing in it is not disturbed by its own changes. */
export class Panel {
  constructor(modeler, server, choices, readonly) {
    this.modeler = modeler;
    this.server = server;
    this.choices = choices;
    this.readonly = readonly;
    this.element = h('div', { class: 'bj-pane', id: 'bj-pane-properties', role: 'tabpanel' });
    modeler.on(['selection.changed', 'commandStack.changed', 'import.done'], () => this.soon());
  }

  soon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.show());
  }

  show() {
    const selected = this.modeler.get('selection').get();
    const focus = this.focusPlace();
    const open = this.folds().map((each) => each.open);
    if (selected.length > 1) {
      this.element.replaceChildren(h('p', { class: 'bj-help' }, _n('选中了 %(n)s 个元素。选一个,就可以改它的内容。', selected.length)));
      return;
    }
    const element = selected[0] ?? whole(this.modeler.get('canvas').getRootElement());
    const same = this.shown === element.id;
    this.shown = element.id;
    this.element.replaceChildren(h('h2', {}, title(element)), ...this.sections(element));
    if (same) {
      const folds = this.folds();
      if (folds.length === open.length) {
        folds.forEach((each, at) => (each.open = open[at]));
      }
      this.restore(focus);
    }
    if (this.readonly) {
      this.element.querySelectorAll('input, select, textarea, .bj-group-body button').forEach((each) => (each.disabled = true));
    }
  }

  sections(element) {
    try {
      return sections({
        element,
        extensions: new Extensions(this.modeler),
        modeling: this.modeler.get('modeling'),
        choices: this.choices,
        server: this.server,
      });
    } catch (error) {
      console.warn(error);
      return [h('p', { class: 'bj-failure' }, _('这个元素的内容显示不出来,请在图上改名称,或告诉系统管理员。'))];
    }
  }

  folds() {
    return [...this.element.querySelectorAll('details')];
  }

  focusPlace() {
    const controls = [...this.element.querySelectorAll('input, select, textarea, button, summary')];
    return controls.indexOf(document.activeElement);
  }

  restore(place) {
    if (place >= 0) {
      this.element.querySelectorAll('input, select, textarea, button, summary')[place]?.focus();
    }
  }
}

/** What is asked where nothing is selected: of pools it is the one that runs. */
function whole(root) {
  const pools = (root.children ?? []).filter(({ businessObject }) => businessObject.processRef?.isExecutable);
  return pools.length === 1 ? pools[0] : root;
}

function title(element) {
  const { $type, name } = element.businessObject;
  const kind = WORDS[$type.replace('bpmn:', '')] ?? _('元素');
  return name ? _('%(where)s:%(said)s', { where: kind, said: name }) : kind;
}
