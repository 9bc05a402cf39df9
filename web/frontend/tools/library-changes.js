/**
 * What libraries do that our pages cannot have, done otherwise: a few places, changed while they are bundled. The
 * build stops if one is no longer where it was.
 *
 * - CodeMirror's style-mod makes <style> elements. It knows adopted style sheets and uses them within shadow
 *   roots; here it uses them everywhere.
 * - domify reads HTML with style attributes, which the policy drops. Here each is set by script, which the
 *   policy allows. The mark of bpmn.io, whose code must not be changed, has its looks and its place this way.
 * - bpmn-js draws the icons of aligning with style attributes; here they are attributes of SVG.
 * - form-js asks URL.canParse, and diagram-js mixes colours in its style sheets, which the lowest Chromium we name
 *   does neither of; here an address is tried, and the colours are mixed.
 * - dmn-js shows a chosen type by its name in the file; here by its words.
 */

const STYLED = `
export default function domify(html, document = globalThis.document) {
  const made = parsed(typeof html === 'string' ? html.replace(/ style="/g, ' data-style="') : html, document);
  const inner = made.querySelectorAll ? [...made.querySelectorAll('[data-style]')] : [];
  for (const each of [made, ...inner]) {
    if (each.dataset?.style) {
      each.style.cssText = each.dataset.style;
      delete each.dataset.style;
    }
  }
  return made;
}
`;

const CAN_PARSE = `
function canParse(address) {
  try {
    return Boolean(new URL(address));
  } catch {
    return false;
  }
}
`;

const CHANGES = [
  [/form-js-viewer\/dist\/index\.es\.js$/, 'URL.canParse(', 'canParse(', CAN_PARSE],
  [/style-mod\/src\/style-mod\.js$/, '!root.head && root.adoptedStyleSheets', 'root.adoptedStyleSheets', ''],
  [/domify\/index\.js$/, 'export default function domify(', 'function parsed(', STYLED],
  [/dmn-js-shared\/lib\/components\/InputSelect\.js$/, '[noInput ? createVNode', '[noInput || option ? createVNode', ''],
];

const ICONS = /bpmn-js\/lib\/features\/(align|distribute)-elements\/\w+Icons\.js$/;

/** SVG that says by attributes what it said by styles. */
function unstyled(source) {
  return source.replace(/ style="([^"]*)"/g, (whole, styles) =>
    styles.split(';').filter(Boolean).map((each) => ` ${each.replace(':', '="')}"`).join(''));
}

const SHEETS = /\/diagram-js(-minimap)?\.css$/;
const MIXED = /color-mix\(in srgb, var\(--bio-([\w-]+)\) (\d+)%, transparent\)/g;
const COLOURS = { 'canvas-accent': '0 119 204', surface: '255 255 255' };

/** A style sheet whose colours are mixed. */
function mixed(source) {
  return source.replace(MIXED, (whole, name, part) => {
    if (!COLOURS[name]) {
      throw new Error(`no colour is known for ${whole}`);
    }
    return `rgb(${COLOURS[name]} / ${part}%)`;
  });
}

/** The source of the module `id` as it is bundled, null for one that stays; throws where a place is gone. */
export function allowed(source, id) {
  if (ICONS.test(id.split('?')[0])) {
    return unstyled(source);
  }
  if (SHEETS.test(id.split('?')[0])) {
    return mixed(source);
  }
  const change = CHANGES.find(([file]) => file.test(id.split('?')[0]));
  if (!change) {
    return null;
  }
  const [, fragment, instead, more] = change;
  if (!source.includes(fragment)) {
    throw new Error(`${id} no longer contains: ${fragment}`);
  }
  return source.replace(fragment, () => instead) + more;
}

/** The Vite plugin. */
export function libraryChanges() {
  return {
    name: 'banjie:library-changes',
    transform(source, id) {
      const code = allowed(source, id);
      return code === null ? null : { code, map: null };
    },
  };
}
