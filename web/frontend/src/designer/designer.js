/** The designer's page: canvas, properties, problems; everything kept as one goes. */

import { readJsonScript } from '../shared/json.js';
import { h } from './dom.js';
import { Files } from './files/index.js';
import { Keeping } from './keeping.js';
import { makeModeler } from './modeler.js';
import { Panel } from './panel/index.js';
import { Problems } from './problems.js';
import { Publishing } from './publishing.js';
import { Rehearsal } from './rehearsal.js';
import { Server } from './server.js';
import { makeTabs } from './tabs.js';
import { makeToolbar } from './toolbar.js';
import { YearSimulation } from './year.js';
import { _ } from '../shared/words.js';

const PALETTE = 150;
const MARGIN = 24;
const TOO_SMALL = 0.05;
const READABLE = 0.4;
/** Where a diagram is read and approved, and not drawn. */
const NARROW = '(max-width: 899px)';

/** Bring the designer in `host` to life. Rejects where the diagram cannot be shown. */
export async function startDesigner(host) {
  const narrow = matchMedia(NARROW);
  const readonly = narrow.matches || 'readonly' in host.dataset;
  const server = new Server(host.dataset.url);
  const [offered, found] = [readonly ? null : server.get('choices'), server.get('problems')];
  const canvasBox = h('div', { class: 'bj-canvas', tabindex: 0, 'aria-label': _('画布') });
  const work = h('div', { class: 'bj-work' });
  host.append(work);
  work.append(canvasBox);
  const modeler = makeModeler(canvasBox, readonly);
  const hands = readonly ? null : {
    process: host.dataset.process,
    open: (words) => tabs.open(words),
    rewrite: (path) => rewrite(modeler, server, path),
    again: async () => problems.show((await server.get('problems')).problems),
  };
  const problems = new Problems(modeler, server, host.dataset.main, hands);
  const panel = readonly ? null : new Panel(modeler, server, await offered, readonly);
  const { warnings } = await modeler.importXML(readJsonScript(host, ''));
  host.prepend(lost(warnings));
  const keeping = readonly ? null : keep(modeler, server, host.dataset.main, problems, (...words) => toolbar.told(...words));
  const publishing = new Publishing(modeler, server, keeping, host.dataset.main, host.querySelector('[data-actions]'));
  const rehearsal = keeping && new Rehearsal(modeler, server, keeping, async () => {
    publishing.refresh();
    problems.show((await server.get('problems')).problems);
  });
  const year = keeping && new YearSimulation(modeler, server, keeping, 'version' in host.dataset);
  const files = keeping && new Files(server, work, async (found) => {
    problems.show(found ?? (await server.get('problems')).problems);
    panel.choices = await server.get('choices');
    panel.show();
  });
  const tabs = makeTabs([
    ...(panel ? [[_('内容'), panel.element]] : []),
    [_('问题'), problems.element, problems.count],
    ...(files ? [[_('表单等'), files.element]] : []),
    ...(rehearsal ? [[_('演练'), rehearsal.element], [_('模拟'), year.element]] : []),
    [_('发布'), publishing.element],
  ], (pane) => {
    work.querySelector('.bj-editor')?.remove();
    if (pane === problems.element) {
      problems.opened();
    } else {
      problems.way.clear();
    }
    [year, rehearsal].forEach((each) => (pane === each?.element ? each.opened() : each?.left()));
    if (pane === publishing.element) {
      publishing.refresh();
    } else if (pane === files?.element) {
      files.refresh();
    }
    if ([publishing.element, rehearsal?.element, year?.element].includes(pane)) {
      modeler.get('selection').select(null);
    }
  });
  work.append(tabs.element);
  modeler.get('canvas').resized();
  fit(modeler);
  panel?.show();
  const toolbar = makeToolbar(modeler, {
    readonly,
    name: host.dataset.process,
    layout: () => rewrite(modeler, server, 'layout'),
    fit: () => fit(modeler),
  });
  host.insertBefore(toolbar.element, work);
  showName(host, modeler);
  problems.show((await found).problems);
  new ResizeObserver(() => modeler.get('canvas').resized()).observe(canvasBox);
  if (narrow.matches) {
    narrow.addEventListener('change', () => location.reload());
  }
  host.querySelector('[data-fallback]')?.remove();
  Object.assign(host, { bjModeler: modeler, bjPanel: panel });
  host.dataset.ready = '';
}

/** What the drawing tools could not read and would drop, said before anything is changed; nothing where there is nothing. */
function lost(warnings) {
  const unread = warnings.filter(({ message }) => message.startsWith('unparsable content'));
  return unread.length ? h('p', { class: 'bj-note bj-note-bad', role: 'alert' }, _('这个文件有 %(n)s 处不是 BPMN 2.0 的写法,画图工具读不出来。一改动就会保存成没有这些内容的样子;要保留,请先在原来的工具里改正再导入。', { n: unread.length }),
    ` ${[...new Set(unread.map(({ message }) => /<[^>]+>/.exec(message)?.[0]))].slice(0, 5).join(' ')}`) : '';
}

/** Show the whole diagram beside the palette where there is one, never larger than it was drawn; of one that would be too small to see its beginning. */
export function fit(modeler) {
  const canvas = modeler.get('canvas');
  const palette = modeler.get('palette', false) ? PALETTE : 0;
  canvas.zoom('fit-viewport', 'auto');
  const { inner, outer } = canvas.viewbox();
  if (canvas.zoom() < TOO_SMALL) {
    const [width, height] = [outer.width / READABLE, outer.height / READABLE];
    canvas.viewbox({ x: inner.x - (palette + MARGIN) / READABLE, y: inner.y + inner.height / 2 - height / 2, width, height });
    return;
  }
  const room = 1 - (palette + 2 * MARGIN) / outer.width;
  canvas.zoom(Math.min(1, canvas.zoom() * room), 'auto');
  canvas.scroll({ dx: palette / 2, dy: 0 });
}

function keep(modeler, server, path, problems, told) {
  const save = async () => {
    const { xml } = await modeler.saveXML({ format: true });
    modeler.get('commandStack').kept(xml);
    problems.show((await server.post(`files/${path}`, xml, 'application/xml')).problems);
  };
  const keeping = new Keeping(save, told);
  modeler.on('commandStack.changed', () => keeping.touch());
  return keeping;
}

/** Let the server change the file as a whole; one step to be undone. */
async function rewrite(modeler, server, path) {
  await modeler.get('commandStack').replace((xml) => server.post(path, xml, 'application/xml'));
  fit(modeler);
}

function showName(host, modeler) {
  const place = host.querySelector('[data-process-name]');
  const update = () => {
    const root = modeler.get('canvas').getRootElement().businessObject;
    const process = root.$type === 'bpmn:Process' ? root : root.participants?.[0]?.processRef;
    place.textContent = process?.name || host.dataset.process;
  };
  modeler.on('commandStack.changed', update);
  update();
}
