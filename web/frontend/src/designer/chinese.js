/** What the drawing tools say, in the office's words: the list of bpmn-js-i18n, ours before it. */

import theirs from 'bpmn-js-i18n/translations/zn.js';
import words from './words.js';

const missing = new Set();

/** The Chinese of `template` with its places filled in. What has none is remembered for the tests. */
export function translate(template, places = {}) {
  const known = words[template] ?? theirs[template];
  if (known === undefined && /[A-Za-z]{3}/.test(template)) {
    missing.add(template);
    document.documentElement.dataset.untranslated = [...missing].join('|');
  }
  return (known ?? template).replace(/{([^}]+)}/g, (whole, name) => places[name] ?? whole);
}

export default { translate: ['value', translate] };
