/** 多久: the deadlines of an element, each with the day it would end if it began today. */

import { h } from '../dom.js';
import { all } from '../extensions.js';
import { button, group, note } from './fields.js';
import { fieldsOf } from './generic.js';
import { COUNTY } from '../county.js';
import { _ } from '../../shared/words.js';

/** The group of deadlines. */
export function deadlines(tools, open) {
  const { extensions, element, object } = tools;
  const items = all(object, 'Deadline');
  const name = items.length ? `${COUNTY.limit}${items.length + 1}` : COUNTY.limit;
  return group(
    object.$type === 'bpmn:Process' ? _('总时限') : _('多久'),
    open || items.length > 0,
    items.map((item) => deadline(tools, item)),
    button(_('加一个时限'), () => extensions.add(element, 'Deadline', { name, limit: '5 wd' }, object)),
  );
}

function deadline(tools, item) {
  const { extensions, element, object, server } = tools;
  const said = note();
  const ask = async () => said.show(await server.post('until', { limit: item.limit, close: item.close, roll: item.roll }));
  ask();
  const [name, limit, ...others] = fieldsOf(tools, 'Deadline', item, undefined, ask);
  return h('fieldset', { class: 'bj-item' }, h('legend', {}, item.name || _('时限')), name, limit, said.element, others,
    button(_('去掉这个时限'), () => extensions.remove(element, item, object), { class: 'button-quiet' }));
}
