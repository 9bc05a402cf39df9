/** What can be mended with one click, by the rule of the server's check. */

import { Extensions, subject } from './extensions.js';
import { COUNTY } from './county.js';
import { _ } from '../shared/words.js';

const MENDS = {
  'house-not-executable': {
    text: _('标为可运行'),
    act: (modeler, element) =>
      modeler.get('modeling').updateModdleProperties(element, subject(element), { isExecutable: true }),
  },
  'house-misplaced-extension': {
    text: _('删去不起作用的内容'),
    act: (modeler, element, problem) => {
      const name = /bj:(\w+)/.exec(problem.message)?.[1];
      const item = (subject(element).extensionElements?.values ?? []).find(
        ({ $type }) => $type.toLowerCase() === `bj:${name}`,
      );
      if (item) {
        new Extensions(modeler).remove(element, item);
      }
    },
  },
  'house-unknown-rule': {
    text: _('删去不存在的规则'),
    act: (modeler, element, problem) => {
      const named = problem.message.split(/[^A-Za-z0-9-]+/);
      const extensions = new Extensions(modeler);
      for (const item of [...(subject(element).extensionElements?.values ?? [])]) {
        if (item.$type === 'bj:Rule' && named.includes(item.get('id'))) {
          extensions.remove(element, item);
        }
      }
    },
  },
  'house-no-limit': {
    text: _('填 5 个工作日'),
    act: (modeler, element) => new Extensions(modeler).add(element, 'Deadline', { name: COUNTY.limit, limit: '5 wd' }),
  },
};

const dropCondition = {
  text: _('删去条件'),
  act: (modeler, element) => modeler.get('modeling').updateProperties(element, { conditionExpression: undefined }),
};
for (const rule of ['condition-on-default-flow', 'condition-on-parallel-flow', 'condition-on-event-flow']) {
  MENDS[rule] = dropCondition;
}
for (const rule of ['useless-default', 'foreign-default']) {
  MENDS[rule] = {
    text: _('取消默认路'),
    act: (modeler, element) => modeler.get('modeling').updateProperties(element, { default: undefined }),
  };
}

/** The mend of a problem: what it does in words, and `act(modeler, element)`. Undefined where there is none. */
export function mendFor(problem) {
  const mend = MENDS[problem.rule];
  return mend && { text: mend.text, act: (modeler, element) => mend.act(modeler, element, problem) };
}
