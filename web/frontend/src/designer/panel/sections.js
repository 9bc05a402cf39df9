/** Which groups the panel shows for an element, in the office's words. */

import { h } from '../dom.js';
import { all, first, subject } from '../extensions.js';
import { CATALOGUE } from './catalogue.js';
import { button, field, group, text, ticks } from './fields.js';
import { fieldsOf, mixed, several, single } from './generic.js';
import { condition, event, message } from './paths.js';
import { countersign, verbs, who } from './people.js';
import { deadlines } from './time.js';
import { called, decision, form, payload, script, service } from './work.js';
import { _ } from '../../shared/words.js';

const MANUAL = ['bpmn:UserTask', 'bpmn:ManualTask'];
const SENDING = ['bpmn:SendTask', 'bpmn:ServiceTask'];
const STANDING = [...MANUAL, 'bpmn:SubProcess', 'bpmn:CallActivity', 'bpmn:ReceiveTask'];
const OTHERS = ['Score', 'Liability', 'Reverse', 'Extend', 'Pause', 'Resume', 'Keep', 'Register'];
const isActivity = (type) => /Task$|SubProcess$|Transaction$|CallActivity$/.test(type);

/** The groups for one element. `given` is {extensions, modeling, choices, server, element}. */
export function sections(given) {
  const object = subject(given.element);
  const tools = { ...given, object, parts: () => partsOf(object) };
  const type = object.$type;
  const makers = [
    [true, general],
    [type === 'bpmn:Process', ofProcess],
    [MANUAL.includes(type), (each) => [who(each), form(each), deadlines(each, true), verbs(each), open(each, _('公众'), _('申请人查进度时看得到这一步'))]],
    [isActivity(type) && !MANUAL.includes(type), (each) => deadlines(each, false)],
    [isActivity(type) && type !== 'bpmn:Transaction', countersign],
    [type === 'bpmn:BusinessRuleTask', decision],
    [type === 'bpmn:ScriptTask', script],
    [SENDING.includes(type), service],
    [['bpmn:SendTask', 'bpmn:ReceiveTask'].includes(type), message],
    [type === 'bpmn:CallActivity', (each) => [called(each), payload(each, 'Input', _('带进去的')), payload(each, 'Output', _('带出来的'))]],
    [type === 'bpmn:SequenceFlow', condition],
    [object.eventDefinitions?.length, event],
    [isWaiting(object), asked],
    [isThrowing(object) || type === 'bpmn:SendTask', (each) => payload(each, 'Input', _('随之送出的'))],
    [isActivity(type) || /Event$/.test(type), effects],
    ['extensionElements' in object || object.$descriptor?.propertiesByName?.extensionElements, rules],
  ];
  return makers.filter(([applies]) => applies).flatMap(([, make]) => make(tools)).filter(Boolean);
}

const defined = (object, kind) => (object.eventDefinitions ?? []).some(({ $type }) => $type === `bpmn:${kind}EventDefinition`);
const isWaiting = (object) => ['bpmn:BoundaryEvent', 'bpmn:IntermediateCatchEvent'].includes(object.$type) && defined(object, 'Message');
const isThrowing = (object) => ['bpmn:IntermediateThrowEvent', 'bpmn:EndEvent'].includes(object.$type) &&
  ['Message', 'Signal', 'Escalation'].some((kind) => defined(object, kind));

function general({ element, modeling, extensions, object }) {
  const label = object.$type === 'bpmn:TextAnnotation' ? 'text' : 'name';
  const isProcess = object.$type === 'bpmn:Process';
  const set = (value) =>
    isProcess
      ? modeling.updateModdleProperties(element, object, { name: value || undefined })
      : modeling.updateProperties(element, { [label]: value || undefined });
  const explain = (value) => {
    const made = extensions.moddle.create('bpmn:Documentation', { text: value });
    made.$parent = object;
    const kept = (object.documentation ?? []).slice(1);
    modeling.updateModdleProperties(element, object, { documentation: value ? [made, ...kept] : kept });
  };
  return group(
    _('名称'),
    true,
    field(isProcess ? _('流程名称') : _('名称'), text(object[label], set, { multiline: label === 'text' })),
    field(_('说明'), text(object.documentation?.[0]?.text, explain, { multiline: true }), { help: _('写给别的设计人看,不影响办理。') }),
    isProcess && ticks('', object.isExecutable ? ['yes'] : [], [['yes', _('可以运行')]], (picked) =>
      modeling.updateModdleProperties(element, object, { isExecutable: picked.length > 0 })),
    h('p', { class: 'bj-help' }, _('编号 '), h('code', {}, object.id)),
  );
}

function ofProcess(tools) {
  return [
    single(tools, 'Case', _('办件'), { open: true }),
    form(tools, _('发起时填的表单')),
    deadlines(tools, false),
    single(tools, 'Matter', _('办什么事项')),
    single(tools, 'Release', _('发布须经批准')),
    single(tools, 'Roster', _('排班')),
    open(tools, _('公众'), _('群众、企业不用账号也可以发起')),
  ];
}

/** Whether the public may: an element that may stand without an attribute. */
function open({ extensions, element, object }, title, words) {
  const item = first(object, 'Public');
  const whether = ticks('', item ? ['yes'] : [], [['yes', words]], (picked) =>
    picked.length ? extensions.add(element, 'Public', {}, object) : item && extensions.remove(element, item, object));
  whether.dataset.bj = 'public';
  const shown = MANUAL.includes(object.$type) || item?.get('shows');
  const explained = object.$type === 'bpmn:Process' || item?.get('stays');
  const keys = ['name', shown && 'shows', explained && 'stays'].filter(Boolean);
  return group(title, Boolean(item), whether, item && keys.map((key) => told(extensions, element, item, key)));
}

/** A field of what the public is told; emptied, it leaves the element standing. */
function told({ modeling }, element, item, key) {
  const [label, , help] = CATALOGUE.Public.fields[key];
  const set = (value) => modeling.updateModdleProperties(element, item, { [key]: value || undefined });
  const made = field(label, text(item.get(key), set), { help });
  Object.assign(made.dataset, { bj: `public.${key}`, value: item.get(key) ?? '' });
  return made;
}

/** What may be asked of a case while it waits here, by staff or by the public. */
function asked(tools) {
  return [
    single(tools, 'Request', _('有关人员可以提出的申请'), { open: Boolean(first(tools.object, 'Request')) }),
    form(tools, _('要填的表')),
    open(tools, _('公众'), _('申请人凭编号和查询码可以提交')),
  ];
}

function effects(tools) {
  const { object } = tools;
  return [
    several(tools, 'Document', _('出具文书'), _('加一份文书')),
    several(tools, 'Notify', _('通知'), _('加一个通知')),
    (STANDING.includes(object.$type) || first(object, 'Standstill')) && several(tools, 'Standstill', _('办理期间停表'), _('加一个停表的时限')),
    mixed(tools, OTHERS, _('记分、问责、时限、材料')),
  ];
}

/** What of an element a rule may be about: ours by name, and the calendar. */
function partsOf(object) {
  const names = [...new Set((object.extensionElements?.values ?? []).map(({ $type }) => $type))]
    .map(($type) => $type.replace(/^bj:/, '')).filter((name) => CATALOGUE[name] && name !== 'Rule');
  return [...names.map((name) => [name.toLowerCase(), CATALOGUE[name].words]), ['calendar', _('按工作日历计算')]];
}

function rules(tools) {
  const { extensions, element, choices, object } = tools;
  const items = all(object, 'Rule');
  const known = new Map(choices.rules.map((rule) => [rule.id, rule.text]));
  const suggestions = choices.rules.map(({ id, text: said }) => ({ value: id, label: said }));
  return group(
    _('依据哪条规则'),
    items.length > 0 || MANUAL.includes(object.$type),
    items.map((item) => rule(tools, item, known.get(item.id) ?? _('(规则簿里没有)'))),
    field(_('加一条'), text('', (value) => known.has(value) && extensions.add(element, 'Rule', { id: value }, object), {
      suggestions, placeholder: _('规则编号,如 SD-04') })),
  );
}

function rule(tools, item, said) {
  const { extensions, element, object } = tools;
  const drop = button(_('去掉'), () => extensions.remove(element, item, object), { class: 'button-quiet', 'aria-label': _('去掉 %(id)s', { id: item.id }) });
  const name = h('p', { 'data-bj': 'rule.id', 'data-value': item.id }, h('strong', {}, item.id), ` ${said} `, drop);
  const part = h('details', { class: 'bj-when', open: Boolean(item.get('of')) }, h('summary', {}, _('只管其中一部分')),
    fieldsOf(tools, 'Rule', item, ['of']));
  return h('div', { class: 'bj-rule' }, name, part);
}
