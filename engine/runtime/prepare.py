"""Makes a diagram's XML ready for SpiffWorkflow's parser.

What Banjie decides itself is taken out, so that the library cannot decide otherwise: data associations and
input/output sets (case data is the case's own record) and the collections of multi-instance activities (the
act hands out the items). What BPMN allows and the library does not read is rewritten into what it reads.
"""

from lxml import etree

from engine.definitions.diagram import BPMN, Diagram, Node

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


def prepare(root: etree._Element, diagram: Diagram) -> None:
    """Rewrite the tree in place."""
    for element in list(root.iter(*_DATA)):
        _remove(element)
    for process in root.iter(_PREFIX + "process"):
        process.set("isExecutable", "true")
    for loop in list(root.iter(_LOOP)):
        _let_the_act_hand_out_items(loop)
    nodes = {node.id: node for process in diagram.processes.values() for node in process.nodes.values()}
    for element in list(root.iter(etree.Element)):
        node = nodes.get(element.get("id") or "")
        if node is not None and len(node.outgoing) > 1 and not node.type.endswith("Gateway"):
            _split_openly(element, node, root)


def split_name(node_id: str) -> str:
    """The id of the gateway put behind a node that several flows leave."""
    return f"{node_id}.split"


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
    flows = [f for f in root.iter(_PREFIX + "sequenceFlow") if f.get("sourceRef") == node.id]
    has_conditions = any(f.find(_PREFIX + "conditionExpression") is not None for f in flows)
    parent = element.getparent()
    if parent is None:
        return
    gateway = etree.SubElement(
        parent, _PREFIX + ("inclusiveGateway" if has_conditions else "parallelGateway")
    )
    gateway.set("id", split_name(node.id))
    if node.default and has_conditions:
        gateway.set("default", node.default)
    for flow in flows:
        flow.set("sourceRef", split_name(node.id))
        if (
            has_conditions
            and flow.find(_PREFIX + "conditionExpression") is None
            and flow.get("id") != node.default
        ):
            etree.SubElement(flow, _PREFIX + "conditionExpression").text = "true"
    link = etree.SubElement(parent, _PREFIX + "sequenceFlow")
    link.set("id", f"{node.id}.to.split")
    link.set("sourceRef", node.id)
    link.set("targetRef", split_name(node.id))
