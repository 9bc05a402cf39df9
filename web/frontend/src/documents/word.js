/** Draw a .docx into its element, without any style sheet the page's security policy would refuse. */

import { defaultOptions, parseAsync, renderDocument } from 'docx-preview';
import { missingFonts } from './fonts.js';
import { listed, ofTheCounty } from '../shared/words.js';

const OPTIONS = {
  className: 'docx',
  inWrapper: true,
  // Fonts come from the reader's computer, embedded ones and foreign HTML are not loaded.
  ignoreFonts: true,
  renderAltChunks: false,
  useBase64URL: true,
  h: createNode,
};

/** Show the pages of a file: the one given, or the one named by `data-url`. Rejects if it cannot be had or read. */
export async function showDocument(host, file = null) {
  const parsed = await parseAsync(file ?? (await fetched(host.dataset.url)), OPTIONS);
  const nodes = await renderDocument(parsed, OPTIONS);
  const isStyle = (node) => node.nodeName === 'STYLE';
  adoptStyles(nodes.filter(isStyle).map((node) => node.textContent));
  const pages = document.createElement('div');
  pages.className = 'bj-document-pages';
  ofTheCounty(pages);
  pages.append(...nodes.filter((node) => !isStyle(node) && node.nodeName !== '#comment'));
  host.append(pages);
  adoptStyles([pageRule(pages)]);
  host.querySelector('[data-fallback]')?.remove();
  tellFonts(pages);
  host.dataset.ready = '';
}

async function fetched(url) {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  return response.blob();
}

/** Say which fonts are replaced on this computer, in the element the page keeps for it. */
function tellFonts(pages) {
  const place = document.querySelector('[data-bj-fonts]');
  const missing = missingFonts(pages);
  if (place && missing.length) {
    place.querySelector('[data-names]').textContent = listed(missing.map((name) => `“${name}”`));
    place.hidden = false;
  }
}

/** docx-preview's node, with a style given as text set in the way the policy allows. */
function createNode(description) {
  if (typeof description?.style !== 'string' || description instanceof Node) {
    return defaultOptions.h(description);
  }
  const { style, ...rest } = description;
  const node = defaultOptions.h(rest);
  node.style.cssText = style;
  return node;
}

function adoptStyles(texts) {
  const sheets = texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
}

/** Paper of the size and direction of the first page; its margins are part of the page itself. */
function pageRule(pages) {
  const { width, minHeight } = pages.querySelector('section')?.style ?? {};
  const size = width && minHeight ? `${width} ${minHeight}` : 'A4';
  return `@page { size: ${size}; margin: 0; }`;
}
