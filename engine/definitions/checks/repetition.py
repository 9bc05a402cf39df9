"""Repeated and compensating activities."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.diagram import ACTIVITY_TYPES, Node
from engine.definitions.names import attribute, child, children, reference
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.words import words


def loops(subject: Subject) -> Iterator[Problem]:
    """A repeated activity says how often (BPMN 2.0, 10.3.8)."""
    for element in subject.elements("standardLoopCharacteristics"):
        maximum = attribute(element, "loopMaximum")
        place = _owner(element)
        if maximum is not None and maximum.lstrip("+-").isdigit() and int(maximum) < 1:
            yield subject.problem(
                "loop-maximum",
                place,
                words("%(place)s的循环上限是 %(maximum)s。", place=quoted(place), maximum=maximum),
                words("请填大于 0 的整数。"),
            )
        if maximum is None and child(element, "loopCondition") is None and subject.is_run(element):
            yield subject.problem(
                "loop-without-end",
                place,
                words("%(place)s标为循环,却没有写循环条件或上限。", place=quoted(place)),
                words("请写明循环的条件(loopCondition)或最多几次(loopMaximum)。"),
            )


def multi_instances(subject: Subject) -> Iterator[Problem]:
    """Multi-instance has a number or a collection, and what its behaviour needs (BPMN 2.0, table 10.29)."""
    for element in subject.elements("multiInstanceLoopCharacteristics"):
        place = _owner(element)
        counted = child(element, "loopCardinality") is not None
        listed = child(element, "loopDataInputRef") is not None
        node = subject.node_by_id.get(attribute(place, "id") or "")
        ours = node is not None and node.extension("item") is not None
        if subject.is_run(element) and not (counted or listed or ours or _foreign_collection(element)):
            yield subject.problem(
                "multi-instance-without-count",
                place,
                words("多实例%(place)s没有写份数或列表。", place=quoted(place)),
                words("请选定分给谁(bj:item),或写明几份(loopCardinality)。"),
            )
        if counted and (listed or ours):
            yield subject.problem(
                "multi-instance-with-both",
                place,
                words("多实例%(place)s同时写了份数和列表。", place=quoted(place)),
                words("份数(loopCardinality)和列表只能写一个。"),
            )
        for item, data in (("inputDataItem", "loopDataInputRef"), ("outputDataItem", "loopDataOutputRef")):
            if child(element, item) is not None and child(element, data) is None:
                yield subject.problem(
                    "multi-instance-item",
                    place,
                    words(
                        "多实例%(place)s写了 %(item)s,却没有写 %(data)s。",
                        place=quoted(place),
                        item=item,
                        data=data,
                    ),
                    words("请补上 %(data)s,或删去 %(item)s。", data=data, item=item),
                )
        yield from _behaviour(subject, element, place)


def _foreign_collection(element: etree._Element) -> bool:
    """Whether another tool keeps the collection in its own attribute or extension."""
    return any("}" in str(key) for key in element.attrib) or child(element, "extensionElements") is not None


def _behaviour(subject: Subject, element: etree._Element, place: etree._Element) -> Iterator[Problem]:
    needs = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}
    behaviour = attribute(element, "behavior") or "All"
    wanted = needs.get(behaviour)
    if wanted and attribute(element, wanted) is None:
        yield subject.problem(
            "multi-instance-behaviour",
            place,
            words(
                "多实例%(place)s的 behavior 是 %(behaviour)s,却没有写 %(wanted)s。",
                place=quoted(place),
                behaviour=behaviour,
                wanted=wanted,
            ),
            words('请补上 %(wanted)s,或改为 behavior="All"。', wanted=wanted),
        )
    complex_parts = children(element, "complexBehaviorDefinition")
    if behaviour == "Complex" and not complex_parts:
        yield subject.problem(
            "multi-instance-behaviour",
            place,
            words(
                "多实例%(place)s的 behavior 是 Complex,却没有 complexBehaviorDefinition。",
                place=quoted(place),
            ),
            words('请补上,或改为 behavior="All"。'),
        )


def compensation(subject: Subject) -> Iterator[Problem]:
    """A compensation handler stands outside the flow, joined to one boundary event (BPMN 2.0, 10.7.2)."""
    joined = {
        reference(attribute(item, end)): item
        for item in subject.elements("association")
        for end in ("sourceRef", "targetRef")
    }
    for node in subject.nodes:
        if not _compensates(node):
            continue
        if node.incoming or node.outgoing:
            yield subject.problem(
                "handler-in-flow",
                node,
                words("补偿活动%(node)s不能有进出的顺序流。", node=quoted(node)),
                words("请删去连线,用关联(association)与补偿边界事件相连。"),
            )
        if node.id not in joined and not node.is_event_subprocess:
            yield subject.problem(
                "handler-alone",
                node,
                words("补偿活动%(node)s没有与补偿边界事件相连。", node=quoted(node)),
                words("请从补偿边界事件画一条关联到它。"),
            )
    for node in subject.nodes:
        compensating = node.type == "boundaryEvent" and any(e.kind == "compensate" for e in node.events)
        if compensating and not _handlers(subject, node):
            yield subject.problem(
                "compensation-without-handler",
                node,
                words("补偿边界事件%(node)s没有补偿活动。", node=quoted(node)),
                words("请画一条关联到标为补偿(isForCompensation)的活动。"),
            )


def _handlers(subject: Subject, node: Node) -> list[Node]:
    ends = {
        (reference(attribute(item, "sourceRef")), reference(attribute(item, "targetRef")))
        for item in subject.elements("association")
    }
    others = {b if a == node.id else a for a, b in ends if node.id in (a, b)}
    found = (subject.node_by_id.get(key or "") for key in others)
    return [other for other in found if other is not None and _compensates(other)]


def _compensates(node: Node) -> bool:
    return node.type in ACTIVITY_TYPES and node.attributes.get("isForCompensation") in ("true", "1")


def _owner(element: etree._Element) -> etree._Element:
    above = element.getparent()
    return element if above is None else above


CHECKS: tuple[Check, ...] = (loops, multi_instances, compensation)
