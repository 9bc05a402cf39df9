/**
 * Words in the reader's language: Chinese as they stand in these files; on a page in another language as the
 * catalogue says that came with the page (`<script type="application/json" data-words>`, web/script_words.py).
 */

const page = globalThis.document;
const carried = page?.querySelector('script[data-words]');
const catalogue = carried ? JSON.parse(carried.textContent) : {};

/** Whether the page is in Chinese, the language of these files. */
export const inChinese = (page?.documentElement.lang || 'zh').startsWith('zh');

const filled = (words, values) => words.replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);

/** The words in the reader's language, with their `%(name)s` places filled in. */
export function _(words, values = {}) {
  return filled(catalogue[words] ?? words, values);
}

/** The words in one of the meanings they have: `pgettext('图', '撤销')`. */
export const pgettext = (meaning, words) => catalogue[`${meaning}\u0004${words}`] ?? words;

/** The words for `n` of something, filled in as `%(n)s`; other languages tell one from many. */
export function _n(words, n, values = {}) {
  const [one, many] = catalogue[words] ?? [words, words];
  return filled(n === 1 ? one : many, { n, ...values });
}

/** What stands in `element` is the county's: Chinese, whatever language the page is in. */
export function ofTheCounty(element) {
  if (!inChinese) {
    element.setAttribute('lang', 'zh-CN');
  }
  return element;
}

/** Several things as the reader's language sets them side by side. */
export const listed = (things) => things.join(_('、'));
