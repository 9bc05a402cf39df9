"""Keeping a diagram whole after something was taken out: what cannot be reached any more goes too."""

from collections import Counter, defaultdict
from typing import Final

from lxml import etree

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_PICTURE = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"
_NOT_NODES = {
    BPMN + name
    for name in (
        "extensionElements", "documentation", "laneSet", "sequenceFlow", "association", "textAnnotation", "group",
        "dataObject", "dataObjectReference", "dataStoreReference", "ioSpecification", "property",
        "incoming", "outgoing", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics",
    )
}  # fmt: skip


def drop(element: etree._Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def prune(root: etree._Element) -> None:
    """Take out flows that lead nowhere, nodes nothing leads to, and every mention of either."""
    scopes = [*root.iter(BPMN + "process"), *root.iter(BPMN + "subProcess"), *root.iter(BPMN + "transaction")]
    for scope in scopes:
        _prune_scope(scope)
        _end(scope)
        _prune_scope(scope)
    _forget(root)
    for picture in root.findall(_PICTURE):
        root.remove(picture)


def _prune_scope(scope: etree._Element) -> None:
    while _prune_once(scope):
        pass


def _prune_once(scope: etree._Element) -> bool:
    nodes = {
        each.get("id"): each for each in scope if isinstance(each.tag, str) and each.tag not in _NOT_NODES
    }
    flows = scope.findall(BPMN + "sequenceFlow")
    gone = [flow for flow in flows if not {flow.get("sourceRef"), flow.get("targetRef")} <= set(nodes)]
    left = {flow.get("sourceRef") for flow in flows if flow not in gone}
    gone += [each for key, each in nodes.items() if each.tag == BPMN + "boundaryEvent" and key not in left]
    reached = _reached(nodes, [flow for flow in flows if flow not in gone])
    gone += [node for key, node in nodes.items() if key not in reached and node not in gone]
    for each in gone:
        drop(each)
    for node in scope:
        if str(node.tag).endswith("Gateway"):
            _open(node, scope.findall(BPMN + "sequenceFlow"))
    return bool(gone)


def _end(scope: etree._Element) -> None:
    """Let every way in a scope come to an end: where nothing leads on it ends, and what only goes round is cut."""
    start = scope.find(BPMN + "startEvent")
    if start is None:
        return
    place = scope.index(start) + 1
    end = etree.Element(BPMN + "endEvent", {"id": f"{scope.get('id')}.end"})
    flows = scope.findall(BPMN + "sequenceFlow")
    ways = Counter(flow.get("sourceRef") for flow in flows)
    if scope.find(BPMN + "endEvent") is None:
        last = [each for each in scope if each.tag not in _NOT_NODES and not ways[each.get("id")]]
        for node in last:
            said = {
                "id": f"{node.get('id')}.ends",
                "sourceRef": node.get("id", ""),
                "targetRef": end.get("id", ""),
            }
            scope.insert(place, etree.Element(BPMN + "sequenceFlow", said))
        if last:
            scope.insert(place, end)
    passed = {each.get("id") for each in scope.findall(BPMN + "task")}
    while trapped := _trapped(scope):
        round_about = [
            flow
            for flow in scope.findall(BPMN + "sequenceFlow")
            if flow.get("sourceRef") in trapped & passed and ways[flow.get("sourceRef")] == 1
        ]
        if not round_about:
            return
        if end.getparent() is None:
            scope.insert(place, end)
        round_about[-1].set("targetRef", end.get("id", ""))


def _trapped(scope: etree._Element) -> set[str | None]:
    """Ids of the nodes from which no way leads to an end."""
    nodes = {
        each.get("id"): each for each in scope if isinstance(each.tag, str) and each.tag not in _NOT_NODES
    }
    comes: dict[str | None, set[str | None]] = defaultdict(set)
    leads = set()
    for flow in scope.findall(BPMN + "sequenceFlow"):
        comes[flow.get("targetRef")].add(flow.get("sourceRef"))
        leads.add(flow.get("sourceRef"))
    for key, node in nodes.items():
        if node.tag == BPMN + "boundaryEvent":
            comes[key].add(node.get("attachedToRef"))
    pending = [key for key in nodes if key not in leads]
    free: set[str | None] = set()
    while pending:
        key = pending.pop()
        if key not in free:
            free.add(key)
            pending.extend(comes[key])
    return {key for key, node in nodes.items() if key not in free and node.get("triggeredByEvent") != "true"}


def _open(gateway: etree._Element, flows: list[etree._Element]) -> None:
    """Let a gateway at which nothing meets and nothing parts be passed."""
    ways = [flow for flow in flows if flow.get("sourceRef") == gateway.get("id")]
    comes = [flow for flow in flows if flow.get("targetRef") == gateway.get("id")]
    if len(ways) > 1:
        return
    for condition in [each for flow in ways for each in flow.findall(BPMN + "conditionExpression")]:
        drop(condition)
    if len(comes) > 1 and gateway.tag != BPMN + "eventBasedGateway":
        return
    gateway.tag = BPMN + "task"
    for name in set(map(str, gateway.attrib)) - {"id", "name"}:
        del gateway.attrib[name]


def _reached(nodes: dict[str | None, etree._Element], flows: list[etree._Element]) -> set[str | None]:
    """Ids of the nodes a token can come to; where nothing is drawn as the beginning, of all."""
    leads: dict[str | None, set[str | None]] = defaultdict(set)
    for flow in flows:
        leads[flow.get("sourceRef")].add(flow.get("targetRef"))
    for key, node in nodes.items():
        if node.tag == BPMN + "boundaryEvent":
            leads[node.get("attachedToRef")].add(key)
    pending = [key for key, node in nodes.items() if _begins(node)]
    if not pending:
        return set(nodes)
    reached: set[str | None] = set()
    while pending:
        key = pending.pop()
        if key not in reached:
            reached.add(key)
            pending.extend(leads[key])
    return reached


def _begins(node: etree._Element) -> bool:
    """Whether a node needs nothing that leads to it."""
    return (
        node.tag == BPMN + "startEvent"
        or node.get("triggeredByEvent") == "true"
        or node.get("isForCompensation") == "true"
    )


def _forget(root: etree._Element) -> None:
    known = {each.get("id") for each in root.iter() if isinstance(each.tag, str)}
    for mention in list(root.iter(BPMN + "incoming", BPMN + "outgoing")):
        drop(mention)
    for mention in list(root.iter(BPMN + "flowNodeRef")):
        if (mention.text or "").strip().rpartition(":")[2] not in known:
            drop(mention)
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("default") not in (None, *known):
            del element.attrib["default"]
    for association in list(root.iter(BPMN + "association")):
        if not {association.get("sourceRef"), association.get("targetRef")} <= known:
            drop(association)
