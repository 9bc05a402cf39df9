/** What else stands in the diagram an element is of: its messages, deadlines, steps. */

import { all } from '../extensions.js';

/** The root object of the file. */
export function definitionsOf(element) {
  let object = element.businessObject;
  while (object.$parent) {
    object = object.$parent;
  }
  return object;
}

/** Root elements of one type, as `bpmn:Message`. */
export function roots(element, type) {
  return (definitionsOf(element).rootElements ?? []).filter(({ $type }) => $type === type);
}

/** The names of messages the file knows. */
export function messageNames(element) {
  return roots(element, 'bpmn:Message').map(({ name }) => name).filter(Boolean);
}

function* inside(object) {
  yield object;
  for (const inner of object.flowElements ?? []) {
    yield* inside(inner);
  }
}

const everything = (element) => roots(element, 'bpmn:Process').flatMap((process) => [...inside(process)]);

/** The names of all deadlines of the file. */
export function deadlineNames(element) {
  return [...new Set(everything(element).flatMap((object) => all(object, 'Deadline').map((each) => each.get('name'))))];
}

/** The steps people do. */
export function tasksOf(element) {
  return everything(element).filter(({ $type }) => ['bpmn:UserTask', 'bpmn:ManualTask'].includes($type));
}
