/** The picture of decisions, for a file that has none: those that need nothing below, what needs them above. */

const DI = 'https://www.omg.org/spec/DMN/20191111/DMNDI/';
const DC = 'http://www.omg.org/spec/DMN/20180521/DC/';
const LINE = 'http://www.omg.org/spec/DMN/20180521/DI/';
const [WIDTH, HEIGHT, ACROSS, DOWN] = [180, 80, 240, 160];

const named = (parent, name) => [...parent.children].filter(({ localName }) => localName === name);

/** The XML with a picture of every decision; unchanged where it has one. */
export function pictured(xml) {
  const file = new DOMParser().parseFromString(xml, 'text/xml');
  const root = file.documentElement;
  if (root.localName !== 'definitions' || named(root, 'DMNDI').length) {
    return xml;
  }
  const decisions = named(root, 'decision');
  const needs = new Map(decisions.map((each) => [each.id, named(each, 'informationRequirement')
    .map((need) => [need.id, named(need, 'requiredDecision')[0]?.getAttribute('href')?.slice(1)])]));
  const diagram = place(root, DI, 'dmndi:DMNDI').appendChild(place(null, DI, 'dmndi:DMNDiagram', {}, file));
  root.lastElementChild.append(diagram);
  const at = positions(decisions.map(({ id }) => id), needs);
  for (const [id, { x, y }] of at) {
    const shape = place(diagram, DI, 'dmndi:DMNShape', { dmnElementRef: id });
    place(shape, DC, 'dc:Bounds', { x, y, width: WIDTH, height: HEIGHT });
  }
  for (const [id, list] of needs) {
    list.filter(([, from]) => at.has(from)).forEach(([need, from]) => edge(diagram, need, at.get(from), at.get(id)));
  }
  return new XMLSerializer().serializeToString(file);
}

function place(parent, space, name, attributes = {}, file = parent.ownerDocument) {
  const made = file.createElementNS(space, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  parent?.append(made);
  return made;
}

function edge(diagram, need, from, to) {
  const line = place(diagram, DI, 'dmndi:DMNEdge', { dmnElementRef: need });
  place(line, LINE, 'di:waypoint', { x: from.x + WIDTH / 2, y: from.y });
  place(line, LINE, 'di:waypoint', { x: to.x + WIDTH / 2, y: to.y + HEIGHT });
}

/** Rows by how much must be decided before; a circle, which the gate refuses, ends at the number of decisions. */
function positions(ids, needs) {
  const depth = (id, seen = 0) =>
    seen > ids.length ? seen : Math.max(0, ...(needs.get(id) ?? []).map(([, from]) => 1 + depth(from, seen + 1)));
  const rows = [];
  for (const id of ids) {
    (rows[depth(id)] ??= []).push(id);
  }
  return new Map(rows.flatMap((list, row) =>
    list.map((id, column) => [id, { x: 160 + column * ACROSS, y: 80 + (rows.length - 1 - row) * DOWN }])));
}
