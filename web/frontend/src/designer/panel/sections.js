/** What the panel shows for each kind of element, in the office's words. */

import { h } from '../dom.js';
import { all, first, subject } from '../extensions.js';
import { conditionFields } from './conditions.js';
import { button, choice, field, group, note, text, ticks } from './fields.js';

const MANUAL = ['bpmn:UserTask', 'bpmn:ManualTask'];
const ACTIVITY = (type) => /Task$|SubProcess$|Transaction$|CallActivity$/.test(type);
const UNITS = [['wd', '个工作日'], ['cd', '个自然日'], ['min', '个办公分钟']];

/** The groups for one element. `tools` is {extensions, modeling, choices, server, element}. */
export function sections(tools) {
  const { element } = tools;
  const object = subject(element);
  const type = object.$type;
  const parts = [general(tools, object)];
  if (type === 'bpmn:Process') {
    parts.push(caseGroup(tools, object), deadlines(tools, object), formGroup(tools, object, '发起时填的表单'));
  }
  if (MANUAL.includes(type)) {
    parts.push(who(tools, object), formGroup(tools, object, '填什么'), deadlines(tools, object), verbs(tools, object));
  } else if (ACTIVITY(type)) {
    parts.push(deadlines(tools, object));
  }
  if (ACTIVITY(type) && type !== 'bpmn:Transaction') {
    parts.push(countersign(tools, object));
  }
  if (type === 'bpmn:BusinessRuleTask') {
    parts.push(decision(tools, object));
  }
  if (type === 'bpmn:ScriptTask') {
    parts.push(script(tools, object));
  }
  if (['bpmn:ServiceTask', 'bpmn:SendTask'].includes(type)) {
    parts.push(service(tools, object));
  }
  if (type === 'bpmn:CallActivity') {
    parts.push(called(tools, object));
  }
  if (type === 'bpmn:SequenceFlow') {
    parts.push(condition(tools, object));
  }
  if (object.eventDefinitions?.length) {
    parts.push(event(tools, object));
  }
  if (ACTIVITY(type) || /Event$/.test(type)) {
    parts.push(papers(tools, object), notices(tools, object), liability(tools, object));
  }
  parts.push(rules(tools, object));
  return parts.filter(Boolean);
}

function general({ element, modeling }, object) {
  const label = object.$type === 'bpmn:TextAnnotation' ? 'text' : 'name';
  const isProcess = object.$type === 'bpmn:Process';
  const set = (value) =>
    isProcess
      ? modeling.updateModdleProperties(element, object, { name: value || undefined })
      : modeling.updateProperties(element, { [label]: value || undefined });
  return group(
    '名称',
    true,
    field(isProcess ? '流程名称' : '名称', text(object[label], set, { multiline: label === 'text' })),
    h('p', { class: 'bj-help' }, '编号 ', h('code', {}, object.id)),
  );
}

function caseGroup({ extensions, element, choices }, object) {
  const item = first(object, 'Case');
  const put = (key) => (value) => extensions.put(element, 'Case', { [key]: value });
  return group(
    '办件',
    true,
    field('办件标题', text(item?.title, put('title')), { help: '以 = 开头的是公式,如 = title。' }),
    field('主办单位', text(item?.unit, put('unit')), { help: '如 = unit。' }),
    field('办件编号', text(item?.number, put('number')), { help: '如 督办〔{year}〕{n}号。' }),
    field('公众可以查进度', choice(item?.public ?? '', [['', '不可以'], ['true', '可以']], put('public'))),
    ticks(
      '可以发起的岗位',
      (item?.start ?? '').split(/\s+/).filter(Boolean),
      [...new Set([...(item?.start ?? '').split(/\s+/).filter(Boolean), ...choices.posts])].map((post) => [post, post]),
      (picked) => put('start')(picked.join(' ')),
    ),
  );
}

function who({ extensions, element, choices, server }, object) {
  const item = first(object, 'Assignment');
  const said = note();
  const ask = async () => {
    const now = first(object, 'Assignment');
    const lane = object.lanes?.[0]?.name ?? element.businessObject.$parent?.name ?? '';
    if (!now?.post && !now?.unit && !now?.user && !lane) {
      return said.show({ ok: false, text: '还没有写由谁办理。' });
    }
    if (now?.user) {
      return said.show({ ok: true, text: '办件进行到这里时按公式确定。' });
    }
    return said.show(await server.post('who', { post: now?.post ?? lane, unit: now?.unit ?? '' }));
  };
  const put = (key) => (value) => {
    extensions.put(element, 'Assignment', { [key]: value });
    ask();
  };
  ask();
  return group(
    '谁办',
    true,
    field('岗位', text(item?.post, put('post'), { suggestions: [...choices.relative, ...choices.posts] }), {
      help: '从名录里选。主要负责人、分管领导按办件的单位确定。不填时取所在泳道的名称。',
    }),
    field('单位', text(item?.unit, put('unit'), { suggestions: ['= unit', ...choices.units] }), {
      help: '不填就是办件的主办单位;= unit 也是它。',
    }),
    field('指定到人', text(item?.user, put('user'), { suggestions: ['= initiator'] }), { help: '如 = initiator(发起人)。' }),
    field('代理人可以办', choice(item?.deputies ?? '', [['', '可以'], ['no', '不可以,只由本人办']], put('deputies'))),
    said.element,
  );
}

function formGroup({ extensions, element, choices }, object, title) {
  const item = first(object, 'Form');
  const options = [['', '没有表单'], ...choices.forms.map((path) => [path, path.replace(/^forms\/|\.json$/g, '')])];
  const plain = first(object, 'Plain');
  return group(
    title,
    true,
    field('表单', choice(item?.ref ?? '', options, (value) => extensions.put(element, 'Form', { ref: value }))),
    MANUAL.includes(object.$type) &&
      ticks('演练时', plain ? ['plain'] : [], [['plain', '没有答复就照预填的办']], (picked) =>
        picked.length ? extensions.add(element, 'Plain') : plain && extensions.remove(element, plain),
      ),
  );
}

function deadlines(tools, object) {
  const { extensions, element } = tools;
  const items = all(object, 'Deadline');
  return group(
    object.$type === 'bpmn:Process' ? '总时限' : '多久',
    items.length > 0 || MANUAL.includes(object.$type),
    items.map((item) => deadline(tools, item)),
    button('加一个时限', () =>
      extensions.add(element, 'Deadline', { name: items.length ? `办理${items.length + 1}` : '办理', limit: '5 wd' }),
    ),
  );
}

function deadline({ extensions, element, choices, server }, item) {
  const said = note();
  const ask = async () => said.show(await server.post('until', { limit: item.limit, close: item.close, roll: item.roll }));
  const set = (key) => (value) => {
    extensions.set(element, item, { [key]: value });
    ask();
  };
  ask();
  const numbers = choices.numbers.filter(({ type }) => type === 'duration');
  const counted = /^(\d+)\s*(wd|cd|min)$/.exec(item.limit ?? '');
  const policy = /^policy:(\S+)$/.exec(item.limit ?? '');
  const kind = counted ? 'count' : policy ? 'policy' : 'other';
  const ways = [['count', '直接写天数'], ['policy', '用政策参数(县里可调)'], ['other', '别的写法']];
  const turn = (value) =>
    set('limit')(value === 'count' ? '5 wd' : value === 'policy' && numbers.length ? `policy:${numbers[0].key}` : '= due');
  return h(
    'fieldset',
    { class: 'bj-item' },
    h('legend', {}, item.name || '时限'),
    field('时限的名称', text(item.name, set('name'))),
    field('期限', choice(kind, ways, turn)),
    counted && h('div', { class: 'bj-pair' },
      field('数', text(counted[1], (value) => /^\d+$/.test(value) && set('limit')(`${value} ${counted[2]}`))),
      field('单位', choice(counted[2], UNITS, (value) => set('limit')(`${counted[1]} ${value}`)))),
    policy && field('参数', choice(policy[1], numbers.map((each) => [each.key, `${each.label}(现为 ${each.value},${each.basis})`]),
      (value) => set('limit')(`policy:${value}`))),
    kind === 'other' && field('写法', text(item.limit, set('limit')), {
      help: '几种写法用 | 分开,从左到右取第一个有值的,如 = due|policy:某参数。' }),
    said.element,
    field('几点截止', choice(item.close ?? '', [['', '当日下班'], ['day', '当日 24:00']], set('close'))),
    field('末日遇休息日', choice(item.roll ?? '', [['', '自然日顺延,明示的日期不顺延'], ['next_wd', '顺延到下一工作日'], ['none', '不顺延']], set('roll'))),
    field('提前提醒', text(item.warn, set('warn'), { placeholder: '如 1 wd' }), { help: '提前多久提醒,不记分。' }),
    field('到期开问责线索', text(item.liability, set('liability'), { suggestions: choices.rules.map(({ id }) => id) }), {
      help: '填规则编号;到期没办结时,给问责线索。' }),
    button('去掉这个时限', () => extensions.remove(element, item), { class: 'button-quiet' }),
  );
}

function verbs({ extensions, element, choices }, object) {
  const item = first(object, 'Verbs');
  const allowed = (item?.allow ?? '').split(/\s+/).filter(Boolean);
  return group(
    '还可以做什么',
    allowed.length > 0,
    ticks('除办理、认领、放回以外', allowed, Object.entries(choices.verbs), (picked) =>
      extensions.put(element, 'Verbs', { allow: picked.join(' ') })),
  );
}

function countersign({ extensions, element, modeling }, object) {
  const loop = object.loopCharacteristics;
  const multiple = loop?.$type === 'bpmn:MultiInstanceLoopCharacteristics';
  const way = !loop ? '' : !multiple ? 'loop' : loop.isSequential ? 'sequential' : 'parallel';
  const item = first(object, 'Item');
  const vote = first(object, 'Vote');
  const turn = (value) => {
    if (!value || value === 'loop') {
      return modeling.updateProperties(element, { loopCharacteristics: undefined });
    }
    if (multiple) {
      return modeling.updateModdleProperties(element, loop, { isSequential: value === 'sequential' });
    }
    const made = extensions.moddle.create('bpmn:MultiInstanceLoopCharacteristics', { isSequential: value === 'sequential' });
    made.$parent = object;
    return modeling.updateProperties(element, { loopCharacteristics: made });
  };
  const put = (name, key) => (value) => extensions.put(element, name, { [key]: value });
  return group(
    '会签',
    multiple,
    field('会签方式', choice(way, [['', '一个人(一次)'], ['parallel', '同时会签'], ['sequential', '依次会签'],
      ...(way === 'loop' ? [['loop', '循环']] : [])], turn)),
    multiple && [
      field('分给谁(名单)', text(item?.in, put('Item', 'in')), { help: '一个列表,如 = cooperating(配合单位)。' }),
      field('每一份里叫什么', text(item?.as, put('Item', 'as')), { help: '如 unit;谁办里的单位写 = unit。' }),
      field('结果汇成', text(item?.result, put('Item', 'result'))),
      field('怎样算通过', choice(vote?.mode ?? '', [['', '都办完'], ['all', '全员同意'], ['any', '任一人即可'], ['share', '达到比例']],
        (value) => extensions.put(element, 'Vote', { mode: value, share: value === 'share' ? vote?.share ?? '2/3' : '' }))),
      vote?.mode === 'share' && field('比例', text(vote.share, put('Vote', 'share')), { help: '如 2/3;弃权计入分母。' }),
      vote && field('一票否决', choice(vote.veto ?? '', [['', '没有'], ['reject', '有人不同意即否决']], put('Vote', 'veto'))),
    ],
  );
}

function decision({ extensions, element, choices }, object) {
  const item = first(object, 'Decision');
  const options = [['', '选择决策表……'], ...choices.decisions.map(({ id, file }) => [id, `${id}(${file})`])];
  return group(
    '决策表',
    true,
    field('用哪张表', choice(item?.ref ?? '', options, (ref) => extensions.put(element, 'Decision', { ref }))),
    field('结果存入字段', text(item?.result, (result) => extensions.put(element, 'Decision', { result }))),
  );
}

function script({ element, modeling }, object) {
  return group(
    '自动计算',
    true,
    field('算式', text(object.script, (value) => modeling.updateProperties(element, { script: value || undefined }), { multiline: true }), {
      help: '一行一句:名称 = 表达式。' }),
    timeChanges(element, object),
  );
}

function timeChanges(element, object) {
  const names = { Extend: '延长', Pause: '暂停', Resume: '恢复' };
  const found = Object.keys(names).flatMap((name) => all(object, name).map((item) => `${names[name]}时限“${item.get('deadline')}”`));
  return found.length ? h('p', { class: 'bj-help' }, `执行到这里:${found.join(';')}。`) : null;
}

function service({ extensions, element, modeling }, object) {
  const item = first(object, 'Service');
  const rows = (name, words) =>
    h('fieldset', { class: 'bj-item' }, h('legend', {}, words), (item?.get(name) ?? []).map((each) =>
      h('div', { class: 'bj-pair' },
        field('名称', text(each.name, (value) => modeling.updateModdleProperties(element, each, { name: value }))),
        field('值', text(each.value, (value) => modeling.updateModdleProperties(element, each, { value }))))),
    button('加一项', () => {
      const made = extensions.moddle.create(name === 'inputs' ? 'bj:Input' : 'bj:Output', { name: '名称', value: '= 值' });
      made.$parent = item;
      modeling.updateModdleProperties(element, item, { [name]: [...item.get(name), made] });
    }));
  return group(
    '服务',
    true,
    field('服务名称', text(item?.operation, (value) => extensions.put(element, 'Service', { operation: value }, !value)), {
      help: '服务目录里的名称;任务停下来等回音。' }),
    item && rows('inputs', '送去'),
    item && rows('outputs', '取回'),
    timeChanges(element, object),
  );
}

function called({ element, modeling }, object) {
  return group('调用的流程', true, field('流程代号', text(object.calledElement, (value) => modeling.updateProperties(element, { calledElement: value || undefined }))));
}

function condition({ extensions, element, choices, modeling }, object) {
  const source = object.sourceRef;
  const isDefault = source?.default === object;
  const gateway = /Gateway$/.test(source?.$type ?? '');
  const other = element.source;
  return group(
    '什么时候走这条路',
    true,
    gateway && ticks('', isDefault ? ['default'] : [], [['default', '别的路都不走时走这条(默认路)']], (picked) => {
      if (picked.length && object.conditionExpression) {
        modeling.updateProperties(element, { conditionExpression: undefined });
      }
      modeling.updateProperties(other, { default: picked.length ? object : undefined });
    }),
    !isDefault &&
      conditionFields(object.conditionExpression?.body, choices.fields, (feel) =>
        modeling.updateProperties(element, { conditionExpression: extensions.expression(object, feel) }),
      ),
  );
}

const EVENT_WORDS = {
  'bpmn:TimerEventDefinition': '时间', 'bpmn:MessageEventDefinition': '消息', 'bpmn:SignalEventDefinition': '信号',
  'bpmn:ErrorEventDefinition': '错误', 'bpmn:EscalationEventDefinition': '升级', 'bpmn:ConditionalEventDefinition': '条件',
};

function event({ extensions, element, modeling, choices }, object) {
  const definition = object.eventDefinitions[0];
  const words = EVENT_WORDS[definition.$type];
  if (!words) {
    return null;
  }
  const fields = [];
  if (definition.$type === 'bpmn:TimerEventDefinition') {
    const kinds = [['timeDate', '到某一刻'], ['timeDuration', '过多久'], ['timeCycle', '定期']];
    const kind = kinds.map(([key]) => key).find((key) => definition[key]) ?? 'timeDate';
    const body = definition[kind]?.body ?? '';
    const put = (key, value) =>
      modeling.updateModdleProperties(element, definition, {
        timeDate: undefined, timeDuration: undefined, timeCycle: undefined,
        [key]: extensions.expression(definition, value || ' '),
      });
    fields.push(
      field('怎样的时间', choice(kind, kinds, (value) => put(value, body))),
      field('时间', text(body, (value) => put(kind, value)), { help: '如 due("办理")、workdays(3)、P7D。' }),
    );
  } else if (definition.$type === 'bpmn:ConditionalEventDefinition') {
    fields.push(...conditionFields(definition.condition?.body, choices.fields, (feel) =>
      modeling.updateModdleProperties(element, definition, { condition: extensions.expression(definition, feel) })));
  } else {
    const key = { 消息: 'messageRef', 信号: 'signalRef', 错误: 'errorRef', 升级: 'escalationRef' }[words];
    const type = { 消息: 'bpmn:Message', 信号: 'bpmn:Signal', 错误: 'bpmn:Error', 升级: 'bpmn:Escalation' }[words];
    fields.push(field(`${words}名称`, text(definition[key]?.name, (value) => refer({ extensions, element, modeling }, definition, key, type, value), {
      suggestions: roots(element, type).map(({ name }) => name).filter(Boolean) })));
  }
  if (object.$type === 'bpmn:BoundaryEvent') {
    fields.push(field('到时', choice(object.cancelActivity === false ? 'false' : 'true', [['true', '中断这个环节'], ['false', '环节继续办(不中断)']],
      (value) => modeling.updateProperties(element, { cancelActivity: value === 'true' }))));
  }
  return group(words, true, fields);
}

function definitionsOf(element) {
  let object = element.businessObject;
  while (object.$parent) {
    object = object.$parent;
  }
  return object;
}

function roots(element, type) {
  return (definitionsOf(element).rootElements ?? []).filter(({ $type }) => $type === type);
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
    modeling.updateModdleProperties(element, definitions, { rootElements: [...definitions.rootElements, root] });
  }
  return modeling.updateModdleProperties(element, definition, { [key]: root });
}

/** A group of things of one kind, each with the same fields. */
function several(title, name, make, fields) {
  return (tools, object) => {
    const { extensions, element } = tools;
    const items = all(object, name);
    return group(
      title,
      items.length > 0,
      items.map((item) =>
        h('fieldset', { class: 'bj-item' },
          fields(tools).map(([label, key, kind, help]) => field(label, kind(item[key], (value) => extensions.set(element, item, { [key]: value })), { help })),
          button('去掉', () => extensions.remove(element, item), { class: 'button-quiet' }))),
      button('加一项', () => extensions.add(element, name, make(tools))),
    );
  };
}

const papers = several('出具文书', 'Document', ({ choices }) => ({ kind: '文书', template: choices.templates[0], to: '= unit' }), ({ choices }) => [
  ['文书名', 'kind', text],
  ['Word 模板', 'template', (value, changed) => choice(value, choices.templates.map((path) => [path, path.replace(/^documents\//, '')]), changed)],
  ['送达', 'to', text, '单位或人,如 = unit。'],
  ['字号', 'number', text, '如 督办〔{year}〕{n}号;不写则不编号。'],
  ['什么时候才出具', 'when', text, '表达式;不写就总是出具。'],
]);

const notices = several('通知', 'Notify', () => ({ to: '= unit', text: '请办理' }), () => [
  ['通知谁', 'to', text, '单位、岗位,或 = unit。'],
  ['内容', 'text', text, '可以写 {字段}。'],
  ['方式', 'channel', (value, changed) => choice(value ?? '', [['', '站内'], ['sms', '短信']], changed)],
  ['什么时候才通知', 'when', text],
]);

const liability = several('问责线索', 'Liability', () => ({ unit: '= unit', reason: '逾期' }), ({ choices }) => [
  ['单位', 'unit', text],
  ['事由', 'reason', text],
  ['规则', 'rule', (value, changed) => text(value, changed, { suggestions: choices.rules.map(({ id }) => id) })],
  ['什么时候才开', 'when', text],
]);

function rules({ extensions, element, choices }, object) {
  if (!object.$descriptor?.propertiesByName?.extensionElements && !('extensionElements' in object)) {
    return null;
  }
  const items = all(object, 'Rule');
  const known = new Map(choices.rules.map((rule) => [rule.id, rule.text]));
  return group(
    '依据哪条规则',
    items.length > 0,
    items.map((item) =>
      h('div', { class: 'bj-rule' },
        h('strong', {}, item.id), ' ', known.get(item.id) ?? '(规则簿里没有)',
        button('去掉', () => extensions.remove(element, item), { class: 'button-quiet', 'aria-label': `去掉 ${item.id}` }))),
    field('加一条', text('', (value) => known.has(value) && extensions.add(element, 'Rule', { id: value }), {
      suggestions: choices.rules.map(({ id }) => id), placeholder: '规则编号,如 SD-04' })),
  );
}
