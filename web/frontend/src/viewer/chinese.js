/** What bpmn-js itself says in a viewer, in Chinese. */

const WORDS = { 'Open {element}': '打开 {element}' };

/** The Chinese of `template` with its `{place}`s filled in; unknown templates stay as they are. */
export function translate(template, places = {}) {
  return (WORDS[template] ?? template).replace(/{([^}]+)}/g, (whole, name) => places[name] ?? whole);
}

export default { translate: ['value', translate] };
