/** The properties panel: the element that is selected, in the office's words. */

import { h } from '../dom.js';
import { Extensions } from '../extensions.js';
import { sections } from './sections.js';

const WORDS = {
  Process: '流程', Participant: '单位(泳池)', Lane: '岗位(泳道)', UserTask: '人办的环节', ManualTask: '线下办的环节',
  ServiceTask: '调用服务', ScriptTask: '自动计算', BusinessRuleTask: '决策表', SendTask: '发出消息', ReceiveTask: '等待消息',
  Task: '环节(未定类型)', CallActivity: '调用另一个流程', SubProcess: '子流程', StartEvent: '开始', EndEvent: '结束',
  IntermediateCatchEvent: '等待', IntermediateThrowEvent: '中间事件', BoundaryEvent: '边界事件', ExclusiveGateway: '选一条路',
  ParallelGateway: '同时走', InclusiveGateway: '选几条路', EventBasedGateway: '等哪件事先来', SequenceFlow: '连线',
  TextAnnotation: '说明文字', Group: '分组框', DataObjectReference: '数据', DataStoreReference: '数据存储',
  MessageFlow: '消息流', Association: '虚线', Collaboration: '整张图', Transaction: '事务', AdHocSubProcess: '临时子流程',
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
      this.element.replaceChildren(h('p', { class: 'bj-help' }, `选中了 ${selected.length} 个元素。选一个,就可以改它的内容。`));
      return;
    }
    const element = selected[0] ?? this.modeler.get('canvas').getRootElement();
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
      return [h('p', { class: 'bj-failure' }, '这个元素的内容显示不出来,请在图上改名称,或告诉系统管理员。')];
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

function title(element) {
  const { $type, name } = element.businessObject;
  const kind = WORDS[$type.replace('bpmn:', '')] ?? '元素';
  return name ? `${kind}:${name}` : kind;
}
