/** Reading and writing our extension elements, each change one step to be undone. */

/** Where `element` keeps what we say about it: of a pool and of the empty canvas it is the process. */
export function subject(element) {
  const object = element.businessObject;
  return object.$type === 'bpmn:Participant' ? object.processRef ?? object : object;
}

/** All of our elements called `name` (`Deadline`) on `object`. */
export function all(object, name) {
  return (object.extensionElements?.values ?? []).filter(({ $type }) => $type === `bj:${name}`);
}

/** The first of them, or undefined. */
export function first(object, name) {
  return all(object, name)[0];
}

/** Changes elements of ours. */
export class Extensions {
  constructor(modeler) {
    this.modeling = modeler.get('modeling');
    this.moddle = modeler.get('moddle');
  }

  /** Set attributes of `item`, the one called `name`; made where there is none, gone where nothing is left of it. */
  put(element, name, attributes, { object = subject(element), item = first(object, name) } = {}) {
    const values = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, value || undefined]));
    const left = Object.values(item ? { ...plain(item), ...values } : values).some(filled);
    if (!item) {
      return left ? this.add(element, name, values, object) : undefined;
    }
    return left ? this.modeling.updateModdleProperties(element, item, values) : this.remove(element, item, object);
  }

  /** Add one of ours. */
  add(element, name, attributes = {}, object = subject(element)) {
    const values = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value));
    const item = this.moddle.create(`bj:${name}`, values);
    const holder = object.extensionElements;
    if (!holder) {
      const made = this.moddle.create('bpmn:ExtensionElements', { values: [item] });
      made.$parent = object;
      item.$parent = made;
      this.modeling.updateModdleProperties(element, object, { extensionElements: made });
    } else {
      item.$parent = holder;
      this.modeling.updateModdleProperties(element, holder, { values: [...holder.get('values'), item] });
    }
    return item;
  }

  /** Take one of ours away, and the empty holder with it. */
  remove(element, item, object = subject(element)) {
    const left = object.extensionElements.get('values').filter((each) => each !== item);
    if (left.length) {
      this.modeling.updateModdleProperties(element, object.extensionElements, { values: left });
    } else {
      this.modeling.updateModdleProperties(element, object, { extensionElements: undefined });
    }
  }

  /** An expression of BPMN with this text, or undefined for none. */
  expression(parent, text) {
    if (!text) {
      return undefined;
    }
    const made = this.moddle.create('bpmn:FormalExpression', { body: text });
    made.$parent = parent;
    return made;
  }
}

const filled = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function plain(item) {
  return Object.fromEntries(item.$descriptor.properties.map(({ name }) => [name.replace(/^bj:/, ''), item.get(name)]));
}
