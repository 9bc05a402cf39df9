/** Mends of what the house asks: who, what, how long, by which rule. */

import { all, Extensions, first, subject } from '../extensions.js';
import { COUNTY } from '../county.js';
import { _ } from '../../shared/words.js';

const ANSWER = { type: 'textarea', id: 'result', key: 'result', label: COUNTY.result, validate: { required: true } };
const formOf = (name, components = [ANSWER]) => JSON.stringify({ type: 'default', schemaVersion: 19, id: name, components }, null, 2);

const runnable = {
  text: _('标为可运行'),
  act: ({ modeler, element }) => modeler.get('modeling').updateModdleProperties(element, subject(element), { isExecutable: true }),
};

/** The element's first step that somebody does, as `单位/岗位`; empty where the case decides. */
function firstPost(modeler) {
  const steps = modeler.get('elementRegistry').filter(({ type }) => type === 'bpmn:UserTask');
  const given = steps.map(({ businessObject }) => first(businessObject, 'Assignment')).find((each) => each?.post && !each.post.startsWith('='));
  const unit = given?.unit && !given.unit.startsWith('=') ? `${given.unit}/` : '';
  return given ? unit + given.post : '';
}

export const OFFICE = {
  'house-not-executable': runnable,
  'not-executable': runnable,
  'house-nobody-starts': {
    text: _('让第一个环节的岗位发起'),
    fits: ({ modeler }) => Boolean(firstPost(modeler)),
    act: ({ modeler, element }) => new Extensions(modeler).put(element, 'Case', { start: firstPost(modeler) }),
  },
  'house-no-post': {
    text: _('由发起人办理'),
    act: ({ modeler, element }) => new Extensions(modeler).put(element, 'Assignment', { user: '= initiator' }),
  },
  'house-no-limit': {
    text: _('填 5 个工作日'),
    act: ({ modeler, element }) => new Extensions(modeler).add(element, 'Deadline', { name: COUNTY.limit, limit: '5 wd' }),
  },
  'house-no-form': {
    text: _('建一张写办理结果的表单'),
    act: async ({ modeler, element, server }) => {
      const name = element.id.toLowerCase().replace(/[^a-z0-9_-]/g, '-');
      await server.post(`files/forms/${name}.json`, formOf(name), 'text/plain');
      new Extensions(modeler).put(element, 'Form', { ref: `forms/${name}.json` });
    },
  },
  'house-missing-file': {
    text: _('建这张表单'),
    fits: ({ problem }) => Boolean(missing(problem)),
    act: async ({ problem, server, again }) => {
      const path = missing(problem);
      await server.post(`files/${path}`, formOf(path.slice(6, -5)), 'text/plain');
      await again();
    },
  },
  'house-unnamed': {
    text: _('填名称'),
    act: ({ modeler, element, process }) => {
      if (element.businessObject.$instanceOf('bpmn:FlowNode')) {
        modeler.get('directEditing').activate(element);
      } else {
        modeler.get('modeling').updateModdleProperties(element, subject(element), { name: process });
      }
    },
  },
  'house-same-deadline': {
    text: _('给后面的改名'),
    act: ({ modeler, element }) => {
      const seen = new Set();
      all(subject(element), 'Deadline').forEach((item, at) => {
        if (seen.has(item.name)) {
          modeler.get('modeling').updateModdleProperties(element, item, { name: `${item.name}${at + 1}` });
        }
        seen.add(item.name);
      });
    },
  },
  'house-misplaced-extension': {
    text: _('删去不起作用的内容'),
    act: ({ modeler, element, problem }) => {
      const name = /bj:(\w+)/.exec(problem.message)?.[1];
      drop(modeler, element, ({ $type }) => $type.toLowerCase() === `bj:${name}`);
    },
  },
  'house-unknown-rule': {
    text: _('删去不存在的规则'),
    act: ({ modeler, element, problem }) => {
      const named = problem.message.split(/[^A-Za-z0-9-]+/);
      drop(modeler, element, (item) => item.$type === 'bj:Rule' && named.includes(item.get('id')));
    },
  },
  'house-unknown-policy': {
    text: _('登记这个参数,先写 5 个工作日'),
    act: async ({ problem, server, again }) => {
      const key = /[A-Za-z_]\w*(?:\.\w+)+/.exec(problem.message.replace('policy.yaml', ''))[0];
      await server.post('numbers', { key, label: key, type: 'duration', unit: 'wd', default: '5 wd' });
      await again();
    },
  },
  'house-no-readme': {
    text: _('建一份说明'),
    act: async ({ server, again, process }) => {
      await server.post('files/README.md', `# ${process}\n\n${COUNTY.readme}\n`, 'text/plain');
      await again();
    },
  },
  'house-no-scenario': { text: _('去演练一遍'), act: ({ open }) => open(_('演练')) },
};

const missing = (problem) => /forms\/[^\s,,。]+\.json/.exec(problem.message)?.[0] ?? '';

function drop(modeler, element, unwanted) {
  const extensions = new Extensions(modeler);
  for (const item of [...(subject(element).extensionElements?.values ?? [])].filter(unwanted)) {
    extensions.remove(element, item);
  }
}
