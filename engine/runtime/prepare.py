"""Makes a diagram's XML ready for SpiffWorkflow's parser.

What Banjie decides itself is taken out, so that the library cannot decide otherwise: data associations and
input/output sets (case data is the case's own record) and the collections of multi-instance activities (the
act hands out the items). What BPMN allows and the library does not read is rewritten into what it reads.
"""

from collections.abc import Container

from lxml import etree

from engine.definitions.diagram import BPMN, BPMNDI, Diagram, Node

_PREFIX = f"{{{BPMN}}}"
_DATA = frozenset(
    _PREFIX + name
    for name in [
        "ioSpecification",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataObject",
        "dataObjectReference",
        "dataStore",
        "dataStoreReference",
        "property",
    ]
)
_COLLECTION = frozenset(
    _PREFIX + name for name in ["loopDataInputRef", "inputDataItem", "loopDataOutputRef", "outputDataItem"]
)
_LOOP = _PREFIX + "multiInstanceLoopCharacteristics"
_PLACEHOLDER = "0"


_TAKEN = frozenset({"Root", "Start", "End", "StartEventSplit", "StartEventJoin"})
"""Names the library gives to tasks of its own."""
_DRAWN = " (drawn)"
_REFERENCES = ("id", "sourceRef", "targetRef", "attachedToRef")


def spec_name(node_id: str, names: Container[str]) -> str:
    """The name under which the library knows a node: among `names`, its id or what it had to be called instead."""
    return f"{node_id}{_DRAWN}" if f"{node_id}{_DRAWN}" in names else node_id


def drawn_id(name: str) -> str:
    """The id in the diagram of what `prepare` had to call otherwise."""
    return name.removesuffix(_DRAWN)


def prepare(root: etree._Element, diagram: Diagram) -> None:
    """Rewrite the tree in place.

    The picture goes: the library would try the ways out of a gateway from the top of the picture downwards,
    and a diagram drawn anew would run otherwise. Without it they are tried in the order they are written.
    """
    _give_way(root, diagram)
    for picture in root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
        root.remove(picture)
    for element in list(root.iter(*_DATA)):
        _remove(element)
    for process in root.iter(_PREFIX + "process"):
        process.set("isExecutable", "true")
    for loop in list(root.iter(_LOOP)):
        _let_the_act_hand_out_items(loop)
    nodes = {node.id: node for process in diagram.processes.values() for node in process.nodes.values()}
    for element in list(root.iter(etree.Element)):
        node = nodes.get(drawn_id(element.get("id") or ""))
        if node is not None and len(node.outgoing) > 1 and not node.type.endswith("Gateway"):
            _split_openly(element, node, root)


def _give_way(root: etree._Element, diagram: Diagram) -> None:
    """Call nodes otherwise whose ids are names of the library's own tasks."""
    ids = {node for process in diagram.processes.values() for node in process.nodes} & _TAKEN
    if not ids:
        return
    for element in root.iter(f"{_PREFIX}*"):
        for attribute in _REFERENCES:
            if element.get(attribute) in ids:
                element.set(attribute, f"{element.get(attribute)}{_DRAWN}")


def split_name(node_id: str) -> str:
    """The id of the gateway put behind a node that several flows leave."""
    return f"{node_id}.split"


def _decide_openly(gateway: etree._Element, flows: list[etree._Element], default: str | None) -> None:
    """Flows without a condition are always taken, the default one where no condition of the others holds."""
    conditions = {flow.get("id"): flow.find(_PREFIX + "conditionExpression") for flow in flows}
    written = [str(each.text or "").strip() for each in conditions.values() if each is not None]
    always = [flow for flow in flows if conditions[flow.get("id")] is None and flow.get("id") != default]
    for flow in always:
        etree.SubElement(flow, _PREFIX + "conditionExpression").text = "true"
    if default and not always:
        gateway.set("default", default)
    for flow in flows:
        if always and flow.get("id") == default:
            # Beside one that is always taken the library would never take the default.
            said = " or ".join(f"({text})" for text in written)
            etree.SubElement(flow, _PREFIX + "conditionExpression").text = f"if {said} then false else true"


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _let_the_act_hand_out_items(loop: etree._Element) -> None:
    for element in list(loop.iter(*_COLLECTION)):
        _remove(element)
    cardinality = loop.find(_PREFIX + "loopCardinality")
    if cardinality is None:
        cardinality = etree.SubElement(loop, _PREFIX + "loopCardinality")
    cardinality.text = _PLACEHOLDER
    condition = loop.find(_PREFIX + "completionCondition")
    if condition is None:
        condition = etree.SubElement(loop, _PREFIX + "completionCondition")
        condition.text = _PLACEHOLDER


def _split_openly(element: etree._Element, node: Node, root: etree._Element) -> None:
    """Several flows leaving an activity or event are a split; the library wants it drawn as a gateway."""
    name = element.get("id") or node.id
    flows = [f for f in root.iter(_PREFIX + "sequenceFlow") if f.get("sourceRef") == name]
    has_conditions = any(f.find(_PREFIX + "conditionExpression") is not None for f in flows)
    parent = element.getparent()
    if parent is None:
        return
    gateway = etree.SubElement(
        parent, _PREFIX + ("inclusiveGateway" if has_conditions else "parallelGateway")
    )
    gateway.set("id", split_name(name))
    for flow in flows:
        flow.set("sourceRef", split_name(name))
    if has_conditions:
        _decide_openly(gateway, flows, node.default)
    link = etree.SubElement(parent, _PREFIX + "sequenceFlow")
    link.set("id", f"{name}.to.split")
    link.set("sourceRef", name)
    link.set("targetRef", split_name(name))
