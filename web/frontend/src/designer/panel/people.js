/** 谁办、还可以做什么、会签: what the panel asks of a step that people do. */

import { first } from '../extensions.js';
import { choice, field, group, note } from './fields.js';
import { fieldsOf } from './generic.js';
import { _ } from '../../shared/words.js';

/** 谁办, with whom that is today. */
export function who(tools) {
  const { object, element, server } = tools;
  const said = note();
  const lane = object.lanes?.[0]?.name ?? element.parent?.businessObject.name ?? '';
  const ask = async () => {
    const now = first(object, 'Assignment');
    if (!now?.post && !now?.unit && !now?.user && !lane) {
      return said.show({ ok: false, text: _('还没有写由谁办理。') });
    }
    if (now?.user) {
      return said.show({ ok: true, text: _('办件进行到这里时按公式确定。') });
    }
    return said.show(await server.post('who', { post: now?.post ?? lane, unit: now?.unit ?? '' }));
  };
  ask();
  const [post, unit, ...others] = fieldsOf(tools, 'Assignment', first(object, 'Assignment'), undefined, ask);
  return group(_('谁办'), true, post, unit, said.element, others);
}

/** 还可以做什么: the verbs, and what is asked of some of them. */
export function verbs(tools) {
  const item = first(tools.object, 'Verbs');
  const allowed = (item?.allow ?? '').split(/\s+/);
  const only = [
    'allow',
    ...(allowed.includes('return') || item?.return_to ? ['return_to'] : []),
    ...(allowed.includes('add_signer') || item?.signers ? ['signers'] : []),
    'oral',
  ];
  return group(_('还可以做什么'), Boolean(item), fieldsOf(tools, 'Verbs', item, only));
}

const WAYS = [['', _('一个人(一次)')], ['parallel', _('同时会签')], ['sequential', _('依次会签')]];

/** 会签方式: one after the other or at once, for whom, and when it is decided. */
export function countersign(tools) {
  const { object, element, modeling, extensions } = tools;
  const loop = object.loopCharacteristics;
  const multiple = loop?.$type === 'bpmn:MultiInstanceLoopCharacteristics';
  const way = !loop ? '' : !multiple ? 'loop' : loop.isSequential ? 'sequential' : 'parallel';
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
  const [item, vote] = [first(object, 'Item'), first(object, 'Vote')];
  const asked = ['mode', ...(vote?.mode === 'share' || vote?.share ? ['share'] : []), ...(vote ? ['veto'] : [])];
  return group(_('会签'), Boolean(loop || item || vote),
    field(_('会签方式'), choice(way, [...WAYS, ...(way === 'loop' ? [['loop', _('循环')]] : [])], turn)),
    (multiple || item) && fieldsOf(tools, 'Item', item),
    (multiple || vote) && fieldsOf(tools, 'Vote', vote, asked));
}
