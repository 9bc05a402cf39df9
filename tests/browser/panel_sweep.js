async (xml) => {
  const { bjModeler: modeler, bjPanel: panel } = document.querySelector('[data-bj=designer]');
  panel.server = { post: async () => ({ ok: true, text: '' }) };
  panel.show = () => {};
  await modeler.importXML(xml);
  const missing = [];
  let seen = 0;

  const subjectOf = ({ businessObject: object }) => (object.$type === 'bpmn:Participant' ? object.processRef ?? object : object);
  const attributesOf = (item) => item.$descriptor.properties
    .filter(({ isAttr, name }) => isAttr && item.get(name) !== undefined).map(({ name }) => [name.replace(/^\w+:/, ''), item.get(name)]);

  /** Ours on an object, as [what marks its field, its value]; an element without attributes by its name alone. */
  function* ours(object) {
    for (const item of object.extensionElements?.values ?? []) {
      if (!item.$type.startsWith('bj:')) continue;
      const name = item.$type.slice(3).toLowerCase();
      if (!item.$descriptor.properties) {
        missing.push(`${object.id}: ${item.$type}`);
        continue;
      }
      const unknown = Object.keys(item.$attrs ?? {}).filter((key) => !key.startsWith('xmlns'));
      unknown.forEach((key) => missing.push(`${object.id}: ${name}.${key}`));
      const known = attributesOf(item);
      if (!known.length) yield [name, undefined];
      for (const [key, value] of known) yield [`${name}.${key}`, value];
      if (name === 'service') {
        for (const each of item.inputs) yield [`service.inputs.${each.name}`, each.value, 'input.value'];
        for (const each of item.outputs) yield [`service.outputs.${each.value.replace('= answer.', '')}`, each.name, 'output.name'];
      }
    }
  }

  /** What BPMN itself says of an object in words, each of which some control must hold. */
  function* words(object) {
    const definition = object.eventDefinitions?.[0] ?? {};
    const root = definition.messageRef ?? definition.escalationRef ?? definition.errorRef ?? definition.signalRef;
    yield* [object.name, object.text, object.script, object.calledElement, object.conditionExpression?.body,
      object.documentation?.[0]?.text, definition.timeDate?.body, definition.timeCycle?.body, definition.timeDuration?.body,
      definition.condition?.body, root?.name, root?.escalationCode, root?.errorCode].filter(Boolean);
  }

  for (const element of modeler.get('elementRegistry').filter(({ labelTarget }) => !labelTarget)) {
    const object = subjectOf(element);
    const box = document.createElement('div');
    box.append(...panel.sections(element));
    const held = [...box.querySelectorAll('input, select, textarea')].map(({ value }) => value.trim());
    const fields = [...box.querySelectorAll('[data-bj]')];
    const message = object.eventDefinitions?.[0]?.messageRef;
    for (const [of, value, otherwise] of [...ours(object), ...(message ? ours(message) : [])]) {
      seen += 1;
      const there = fields.some(({ dataset }) => [of, otherwise].includes(dataset.bj) && (value === undefined || dataset.value === String(value)) || (of === 'public' && dataset.bj === 'public'));
      if (!there) missing.push(`${object.id}: ${of} = ${value}`);
    }
    for (const said of words(object)) {
      seen += 1;
      if (!held.some((value) => value.replaceAll(/\s+/g, ' ') === said.trim().replaceAll(/\s+/g, ' '))) missing.push(`${object.id}: ${said}`);
    }
  }
  return { missing, seen };
}
