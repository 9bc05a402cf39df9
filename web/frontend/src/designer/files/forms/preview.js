/** The form as staff will see it, drawn by form-js; what is tried in it is judged by the server as real answers are. */

import { h } from '../../dom.js';
import { makeForm } from '../../forms.js';
import { _, listed } from '../../../shared/words.js';

/** The box with the form; `show(schema)` draws it, `judge(data)` answers {ok, problems: [[field, sentence]…]}. */
export function makePreview(units, judge) {
  const place = h('div', { class: 'bj-preview' });
  const said = h('div', { class: 'bj-note', role: 'status' });
  let form;
  const button = h('button', { type: 'button', class: 'button', onclick: () => tryIt() }, _('试着提交'));
  async function tryIt() {
    const { ok, problems, left } = await judge(form?.written() ?? {});
    said.classList.toggle('bj-note-bad', !ok);
    const open = left.length ? _('(%(fields)s还要看办件的内容,这里不核对。)', { fields: listed(left) }) : '';
    said.replaceChildren(ok ? _('服务器收下:填写没有问题。') + open : h('ul', {}, problems.map(([field, sentence]) => h('li', {}, field ? _('%(where)s:%(said)s', { where: field, said: sentence }) : sentence))));
  }
  return {
    element: h('div', {}, place, button, said),
    async show(schema) {
      try {
        form = await makeForm(structuredClone(schema), { units, today: new Date().toISOString().slice(0, 10) });
        place.replaceChildren(form.element);
      } catch {
        form = null;
        place.replaceChildren(h('p', { class: 'bj-help' }, _('还不能显示,请先把字段填完整。')));
      }
    },
  };
}
