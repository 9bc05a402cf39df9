/** A form-js form on its own, for rehearsals: loaded when the first one is needed. */

import { h } from './dom.js';
import { ofTheCounty } from '../shared/words.js';

/** Show `schema` with `data` in a box; answers {element, read, written}: read() gives the data, or null if it is wrong. */
export async function makeForm(schema, data) {
  const element = ofTheCounty(h('div', { class: 'bj-form' }));
  if (!schema) {
    return { element, read: () => ({}), written: () => ({}) };
  }
  const { createForm } = await import('./form-viewer.js');
  const form = await createForm({ container: element, schema, data, debounce: false });
  return {
    element,
    /** What is written, right or wrong. */
    written: () => form.submit().data,
    read() {
      element.contains(document.activeElement) && document.activeElement.blur();
      const { data: filled, errors } = form.submit();
      return Object.keys(errors).length ? null : filled;
    },
  };
}
