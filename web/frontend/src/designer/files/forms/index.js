/** A form: its components as a list beside the form as staff will see it. What the list does not know is kept. */

import { h } from '../../dom.js';
import { Saving } from '../saving.js';
import { makePreview } from './preview.js';
import { rows } from './rows.js';
import { _ } from '../../../shared/words.js';

/** Open the editor of the form at `path`. */
export async function openForm(files, path) {
  const schema = JSON.parse(await files.server.get(`files/${encodeURI(path)}`));
  const { units, rules } = await files.server.get('choices');
  const list = h('div');
  const keeping = new Saving(files, path, async () => JSON.stringify(schema, null, 2));
  const preview = makePreview(units, async (data) => {
    await keeping.now();
    return files.server.post('try-form', { path, data });
  });
  const tools = {
    schema,
    rules: rules.map(({ id, text }) => ({ value: id, label: text })),
    open: new Set(),
    settle(again) {
      keeping.touch();
      if (again) {
        show();
      }
      preview.show(schema);
    },
  };
  const show = () => list.replaceChildren(...rows(tools, schema.components));
  files.open(_('表单:%(name)s', { name: path.replace(/^forms\/|\.json$/g, '') }),
    h('div', { class: 'bj-form-editor' }, h('div', {}, h('h3', {}, _('字段')), list), h('div', {}, h('h3', {}, _('办理人看到的')), preview.element)));
  show();
  preview.show(schema);
}
