/** Tell what must be mended before the form can be sent. */

import { flatten } from './errors.js';
import { _, _n } from '../shared/words.js';

/** The problems in form-js's `errors`, each with the label `labelOf(id)` of its field. */
export function listProblems(errors, labelOf) {
  return flatten(errors).map((problem) => ({ ...problem, label: labelOf(problem.id) }));
}

/** Show the problems above the fields, each a button that leads to its field, and go there. */
export function showProblems(host, problems) {
  const heading = document.createElement('p');
  heading.textContent = _n('还不能提交，有 %(n)s 处要改：', problems.length);
  const list = document.createElement('ul');
  list.append(...problems.map((problem) => item(host, problem)));
  putBox(host, [heading, list]);
}

/** Show what the server says above the fields: each entry is a text or the nodes of an alert; and go there. */
export function showTold(host, told) {
  const paragraphs = told.flatMap((each) => {
    if (typeof each !== 'string') {
      return each.map((node) => document.importNode(node, true));
    }
    return Object.assign(document.createElement('p'), { textContent: each });
  });
  putBox(host, paragraphs);
}

function putBox(host, nodes) {
  clearProblems(host);
  const box = document.createElement('div');
  box.className = 'bj-problems';
  box.setAttribute('role', 'alert');
  box.tabIndex = -1;
  box.append(...nodes);
  host.querySelector('[data-fields]').before(box);
  box.focus();
}

/** Take the list of problems away. */
export function clearProblems(host) {
  host.querySelector('.bj-problems')?.remove();
}

function item(host, { id, label, message }) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = _('%(label)s：%(message)s', { label, message });
  button.addEventListener('click', () => fieldOf(host, id)?.focus());
  const entry = document.createElement('li');
  entry.append(button);
  return entry;
}

/** The input of field `id`: form-js names it `fjs-form-<form>-<id>`, with a suffix for its parts. */
function fieldOf(host, id) {
  const name = new RegExp(`^fjs-form-[^-]+-${RegExp.escape ? RegExp.escape(id) : id}(\\W|_|$)`);
  return [...host.querySelectorAll('[data-fields] :is(input, textarea, select)')].find(
    (element) => name.test(element.id) && element.type !== 'hidden',
  );
}
