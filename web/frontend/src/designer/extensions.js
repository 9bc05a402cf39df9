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

  /** Set attributes of one of ours; one that is empty in all its attributes is removed where `drop` says so. */
  set(element, item, attributes, drop = false) {
    const values = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, value || undefined]));
    const left = { ...plain(item), ...values };
    if (drop && Object.values(left).every((value) => !value)) {
      return this.remove(element, item);
    }
    return this.modeling.updateModdleProperties(element, item, values);
  }

  /** Set attributes of the only one called `name`, made if it is not there. */
  put(element, name, attributes, drop = true) {
    const object = subject(element);
    const item = first(object, name);
    if (item) {
      return this.set(element, item, attributes, drop);
    }
    if (drop && Object.values(attributes).every((value) => !value)) {
      return undefined;
    }
    return this.add(element, name, attributes);
  }

  /** Add one of ours. */
  add(element, name, attributes = {}) {
    const object = subject(element);
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
  remove(element, item) {
    const object = subject(element);
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

function plain(item) {
  return Object.fromEntries(item.$descriptor.properties.map(({ name }) => [name.replace(/^bj:/, ''), item.get(name)]));
}
