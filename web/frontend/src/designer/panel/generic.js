/** Groups made from the catalogue: one of an element there may be once, and those there may be several of. */

import { h } from '../dom.js';
import { all, first } from '../extensions.js';
import { CATALOGUE } from './catalogue.js';
import { button, choice, field, group } from './fields.js';
import { valueField } from './values.js';
import { _ } from '../../shared/words.js';

const mark = (name, key) => `${name[0].toLowerCase()}${name.slice(1)}.${key}`;

/** The fields of `item`, one called `name`; `only` names some of them. `changed` is told after each change. */
export function fieldsOf(tools, name, item, only = Object.keys(CATALOGUE[name].fields), changed = () => {}) {
  return only.map((key) =>
    valueField(tools, mark(name, key), CATALOGUE[name].fields[key], item?.get(key), (value) => {
      const begun = item || !value ? {} : CATALOGUE[name].begun;
      tools.extensions.put(tools.element, name, { ...begun, [key]: value }, { item, object: tools.object });
      changed();
    }));
}

/** A group of the only one called `name`; it is made with the first value and goes with the last. */
export function single(tools, name, title, { open, only, more } = {}) {
  const item = first(tools.object, name);
  return group(title, open ?? Boolean(item), fieldsOf(tools, name, item, only), more);
}

/** One of several as a box with its name and a way to take it out. */
export function box(tools, name, item, legend = CATALOGUE[name].words, ...more) {
  return h('fieldset', { class: 'bj-item' }, h('legend', {}, legend), fieldsOf(tools, name, item), more,
    button(_('去掉'), () => tools.extensions.remove(tools.element, item, tools.object), { class: 'button-quiet', 'aria-label': _('去掉%(legend)s', { legend }) }));
}

/** A group of all called `name`, with a button for one more. */
export function several(tools, name, title, more) {
  const items = all(tools.object, name);
  return group(title, items.length > 0, items.map((item) => box(tools, name, item)),
    button(more, () => tools.extensions.add(tools.element, name, CATALOGUE[name].fresh(tools.choices), tools.object)));
}

/** A group of things of several kinds; which one comes next is chosen. */
export function mixed(tools, names, title) {
  const items = names.flatMap((name) => all(tools.object, name).map((item) => [name, item]));
  const offer = choice('', [['', _('加一件……')], ...names.map((name) => [name, CATALOGUE[name].words])], (name) =>
    name && tools.extensions.add(tools.element, name, CATALOGUE[name].fresh(tools.choices), tools.object));
  return group(title, items.length > 0, items.map(([name, item]) => box(tools, name, item)), field(_('再加'), offer));
}
