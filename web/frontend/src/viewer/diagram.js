/** Draw one diagram into its element and keep its marks as the page says. */

import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { readJsonScript } from '../shared/json.js';
import { addControls } from './controls.js';
import { showBadges, showStates } from './marks.js';
import chinese from './chinese.js';
import { _, inChinese, ofTheCounty } from '../shared/words.js';

const NOW = ['overdue', 'incident', 'running'];
const READABLE = 0.7;
const ROOM = 60;
const MARKS = ['data-states', 'data-badges'];

/** Show the diagram of `host`. Rejects if its XML cannot be had or read. */
export async function showDiagram(host) {
  const xml = await readXml(host);
  const canvasBox = document.createElement('div');
  canvasBox.className = 'bj-viewer-canvas';
  ofTheCounty(canvasBox);
  host.append(canvasBox);
  const viewer = new NavigatedViewer({
    container: canvasBox,
    // The wheel scrolls the page; the diagram is moved by dragging, keys and buttons.
    zoomScroll: { enabled: false },
    additionalModules: inChinese ? [chinese] : [],
  });
  await viewer.importXML(xml);
  describe(host, canvasBox);
  fit(viewer);
  comeClose(host, viewer);
  new ResizeObserver(() => viewer.get('canvas').resized()).observe(canvasBox);
  addControls(host, viewer, () => fit(viewer));
  keepMarks(host, viewer);
  printWhole(host, viewer);
  announceClicks(host, viewer);
  host.querySelector('[data-fallback]')?.remove();
  host.dataset.ready = '';
}

async function readXml(host) {
  const url = host.dataset.xmlUrl;
  if (!url) {
    return readJsonScript(host, '');
  }
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  return response.text();
}

function describe(host, canvasBox) {
  const drawing = canvasBox.querySelector('.djs-container > svg');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', host.dataset.label || _('流程图，按住 Ctrl 和方向键移动'));
}

/** Show the whole diagram with a little room around it, never larger than it was drawn. */
function fit(viewer) {
  const canvas = viewer.get('canvas');
  canvas.zoom('fit-viewport', 'auto');
  canvas.zoom(Math.min(1, canvas.zoom() * 0.95), 'auto');
}

/** A large diagram opens near what is under way, at a size that can be read; 全图 shows the whole. */
function comeClose(host, viewer) {
  const canvas = viewer.get('canvas');
  const states = JSON.parse(host.dataset.states || '{}');
  const shown = (id) => viewer.get('elementRegistry').get(id);
  const current = NOW.map((now) => Object.keys(states).find((id) => states[id] === now && shown(id))).find(Boolean);
  if (!current || canvas.zoom() >= READABLE) {
    return;
  }
  canvas.zoom(READABLE, 'auto');
  canvas.scrollToElement(shown(current), ROOM);
}

/** On paper stands the whole diagram; on the screen it is then as it was before. */
function printWhole(host, viewer) {
  const canvas = viewer.get('canvas');
  let before;
  window.addEventListener('beforeprint', () => {
    before ??= canvas.viewbox();
    host.classList.add('is-printed');
    canvas.resized();
    fit(viewer);
  });
  window.addEventListener('afterprint', () => {
    host.classList.remove('is-printed');
    canvas.resized();
    canvas.viewbox(before);
    before = undefined;
  });
}

function keepMarks(host, viewer) {
  const update = () => {
    showStates(viewer, JSON.parse(host.dataset.states || '{}'));
    showBadges(viewer, JSON.parse(host.dataset.badges || '{}'));
  };
  update();
  new MutationObserver(update).observe(host, { attributeFilter: MARKS });
}

function announceClicks(host, viewer) {
  viewer.on('element.click', ({ element }) => {
    const { id, name } = element.businessObject;
    host.dispatchEvent(new CustomEvent('bj:element', { bubbles: true, detail: { id, name } }));
  });
}
