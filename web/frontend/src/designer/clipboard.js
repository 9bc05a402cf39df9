/** Copying from one diagram into another: what is copied also lies in the browser's store for other pages. */

const STORE = 'bj-designer-clipboard';

/** What is copied, without parents and functions; references become ids where the other diagram has them. */
function stored(tree) {
  return JSON.stringify(tree, (key, value) => (key === '$parent' || key === 'bpmnElement' ? undefined : value));
}

/** Bring plain objects of moddle back to life. */
function revived(text, moddle) {
  const ids = {};
  return JSON.parse(text, (key, value) => {
    if (!value || typeof value !== 'object' || !value.$type) {
      return value;
    }
    const { $type, ...attributes } = value;
    if (attributes.id && ids[attributes.id]) {
      return ids[attributes.id];
    }
    delete attributes.id;
    const element = /^(bpmn|bpmndi|dc|di|bj|bioc|color):/.test($type)
      ? moddle.create($type, attributes)
      : moddle.createAny($type, 'urn:foreign', attributes);
    for (const child of Object.values(attributes).flat()) {
      if (child?.$type) {
        child.$parent = element;
      }
    }
    if (value.id) {
      ids[value.id] = element;
    }
    return element;
  });
}

class SharedClipboard {
  static $inject = ['eventBus', 'clipboard', 'moddle'];

  constructor(eventBus, clipboard, moddle) {
    eventBus.on('copyPaste.elementsCopied', ({ tree }) => {
      try {
        localStorage.setItem(STORE, stored(tree));
      } catch {
        // A full or forbidden store: copying within this diagram still works.
      }
    });
    window.addEventListener('storage', ({ key, newValue }) => {
      if (key === STORE && newValue) {
        clipboard.set(revived(newValue, moddle));
      }
    });
    const waiting = localStorage.getItem(STORE);
    if (waiting) {
      try {
        clipboard.set(revived(waiting, moddle));
      } catch {
        localStorage.removeItem(STORE);
      }
    }
  }
}

export default { __init__: ['bjClipboard'], bjClipboard: ['type', SharedClipboard] };
