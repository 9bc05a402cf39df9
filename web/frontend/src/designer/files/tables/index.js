/** The decisions of a file: their picture, their tables and formulas (dmn-js), each tried with a row of test data. */

import { h } from '../../dom.js';
import { pictured } from './picture.js';
import { Saving } from '../saving.js';
import { trial } from './trial.js';
import { _ } from '../../../shared/words.js';

/** Open the decisions of the file at `path`. */
export async function openTable(files, path) {
  const xml = await files.server.get(`files/${encodeURI(path)}`);
  const { makeDecisions } = await import('./modeler.js');
  const canvas = h('div', { class: 'bj-decisions' });
  const views = h('div', { class: 'bj-buttons', role: 'group', 'aria-label': _('看哪一部分') });
  const trying = h('div');
  // A press on a list would bring the focus to the page behind it, which closes the list before it is released.
  canvas.addEventListener('mousedown', (event) => event.target.closest('.dms-select-options') && event.preventDefault(), true);
  const box = files.open(_('决策表:%(path)s', { path }), views, canvas, trying);
  const modeler = makeDecisions(canvas);
  const decide = async (decision, data) => {
    await keeping.now();
    return (await files.server.post('decide', { path, decision, data })).result;
  };
  const keeping = new Saving(files, path, async () => (await modeler.saveXML({ format: true })).xml);
  const heard = new WeakSet();
  const listen = (viewer) => {
    if (viewer && !heard.has(viewer)) {
      heard.add(viewer);
      viewer.on('elements.changed', () => {
        keeping.touch();
        showTrial(modeler, trying, decide);
      });
    }
  };
  modeler.on('views.changed', () => {
    if (modeler.getActiveView()?.type === 'drd') {
      modeler.getActiveViewer().get('canvas').zoom('fit-viewport', 'auto');
    }
    listen(modeler.getActiveViewer());
    showViews(modeler, views);
    showTrial(modeler, trying, decide);
  });
  try {
    await modeler.importXML(pictured(xml));
    const table = modeler.getViews().filter(({ type }) => type !== 'drd');
    if (table.length === 1) {
      await modeler.open(table[0]);
    }
  } catch (error) {
    box.append(h('p', { class: 'bj-note bj-note-bad', role: 'alert' }, _('这个文件打不开:%(why)s', { why: error.message })));
  }
  box.bjDecisions = modeler;
}

function showViews(modeler, views) {
  const active = modeler.getActiveView();
  const name = ({ type, name: said, element }) => (type === 'drd' ? _('决策图') : said || element.id);
  views.replaceChildren(...modeler.getViews().map((view) =>
    h('button', { type: 'button', class: 'button', 'aria-pressed': String(view.element === active?.element), onclick: () => modeler.open(view) }, name(view))));
}

/** The box to try the open decision in; what was typed stays while the same things are asked. */
function showTrial(modeler, trying, decide) {
  const decisions = modeler.getDefinitions().drgElement.filter(({ $type }) => $type === 'dmn:Decision');
  const element = modeler.getActiveView()?.element;
  const made = element?.$type === 'dmn:Decision' ? trial(element, decisions, (data) => decide(element.id, data)) : h('div');
  if (made.dataset.asked !== trying.firstChild?.dataset.asked || !made.dataset.asked) {
    trying.replaceChildren(made);
  }
}
