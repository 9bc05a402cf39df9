"""Reads a BPMN file into the model of `engine.definitions.diagram`.

Tolerant on purpose: what is missing, doubled or dangling is read as far as it goes, so that the gate can
judge the whole file and the designer can show it. Only what cannot be parsed at all is refused here.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from engine.definitions.diagram import (
    BPMN,
    BPMNDI,
    NODE_TYPES,
    SUBPROCESS_TYPES,
    Diagram,
    Extension,
    Flow,
    Node,
    Participant,
    Process,
    Scope,
    Trigger,
)
from engine.definitions.names import (
    attribute,
    child,
    children,
    is_bpmn,
    is_ours,
    local,
    reference,
    text_of,
    truth,
)
from engine.definitions.parts import read_events, read_expression, read_loop, read_script
from engine.definitions.spelling import spell_alike
from engine.definitions.xml import UnreadableXml, parse_xml
from engine.words import words

_DATA = ("dataObject", "dataObjectReference", "dataStoreReference")
_TRIGGERS = {"message": None, "signal": None, "error": "errorCode", "escalation": "escalationCode"}


@lru_cache(maxsize=8)
def read_diagram(xml: bytes, file: str = "") -> Diagram:
    """The diagram in `xml`; `file` is the name that messages show. The same bytes again give the same diagram.

    Raises UnreadableXml (engine.definitions.xml) when the bytes are no XML that we read, or no BPMN 2.0.
    """
    root = parse_xml(xml)
    if root.tag != f"{{{BPMN}}}definitions":
        raise UnreadableXml(
            "not-bpmn",
            words("文件的根元素是 %(tag)s,不是 BPMN 2.0 的 definitions。", tag=root.tag),
            words(
                "请从支持 BPMN 2.0 的绘图工具导出(命名空间须为 http://www.omg.org/spec/BPMN/20100524/MODEL)。"
            ),
            _line(root),
        )
    spell_alike(root)
    return Diagram(
        file=file,
        digest=hashlib.sha256(xml).hexdigest(),
        id=attribute(root, "id") or "",
        target_namespace=attribute(root, "targetNamespace") or "",
        processes={process.id: process for process in map(_process, children(root, "process"))},
        participants=tuple(_participants(root)),
        triggers={trigger.id: trigger for trigger in _triggers(root)},
        expression_language=attribute(root, "expressionLanguage"),
        exporter=attribute(root, "exporter") or "",
        has_picture=root.find(f"{{{BPMNDI}}}BPMNDiagram") is not None,
    )


def diagram_of(root: etree._Element, xml: bytes, file: str) -> Diagram:
    """The diagram of an already parsed document; `xml` are the bytes it came from.

    The document itself comes to be spelled alike (engine.definitions.spelling).
    """
    diagram = read_diagram(xml, file)
    spell_alike(root)
    return diagram


def _line(element: etree._Element) -> int | None:
    line = element.sourceline
    return line if isinstance(line, int) else None


def element_id(element: etree._Element) -> str:
    """The element's id; one made of its line where it has none, so that a message can still point to it."""
    return attribute(element, "id") or words("第%(sourceline)s行", sourceline=element.sourceline)


def read_extensions(element: etree._Element) -> tuple[Extension, ...]:
    """Our extension elements of a BPMN element, in document order."""
    holder = child(element, "extensionElements")
    return () if holder is None else tuple(_extension(item) for item in holder if is_ours(item))


def _extension(element: etree._Element) -> Extension:
    return Extension(
        name=local(element),
        attributes={str(key): str(value) for key, value in element.attrib.items() if "}" not in str(key)},
        children=tuple(_extension(item) for item in element if is_ours(item)),
        text=text_of(element),
    )


def _participants(root: etree._Element) -> Iterator[Participant]:
    for collaboration in children(root, "collaboration"):
        for pool in children(collaboration, "participant"):
            yield Participant(
                id=element_id(pool),
                name=attribute(pool, "name") or "",
                process=reference(attribute(pool, "processRef")),
            )


def _triggers(root: etree._Element) -> Iterator[Trigger]:
    for element in children(root, *_TRIGGERS):
        kind = local(element)
        code = _TRIGGERS[kind]
        yield Trigger(
            id=element_id(element),
            kind=kind,
            name=attribute(element, "name") or "",
            code=attribute(element, code) if code else None,
            extensions=read_extensions(element),
        )


def _process(element: etree._Element) -> Process:
    lanes = dict(_lanes(element))
    scopes = {scope.id: scope for scope in _scopes(element, None, lanes)}
    executable = attribute(element, "isExecutable")
    return Process(
        id=element_id(element),
        name=attribute(element, "name") or "",
        executable=None if executable is None else truth(executable),
        scopes=scopes,
        extensions=read_extensions(element),
        documentation=_documentation(element),
    )


def _documentation(element: etree._Element) -> str:
    return "\n".join(filter(None, map(text_of, children(element, "documentation"))))


def _lanes(element: etree._Element, above: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(node id, lane names from the outside in); an inner lane comes after the one around it."""
    for lane_set in children(element, "laneSet", "childLaneSet"):
        for lane in children(lane_set, "lane"):
            names = (*above, attribute(lane, "name") or element_id(lane))
            for ref in children(lane, "flowNodeRef"):
                yield text_of(ref), names
            yield from _lanes(lane, names)


def _scopes(
    element: etree._Element, parent: str | None, lanes: dict[str, tuple[str, ...]]
) -> Iterator[Scope]:
    lanes = {**lanes, **dict(_lanes(element))}
    flows = {flow.id: flow for flow in map(_flow, children(element, "sequenceFlow"))}
    incoming, outgoing = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for flow in flows.values():
        outgoing[flow.source].append(flow.id)
        incoming[flow.target].append(flow.id)
    drawn = [item for item in element if is_bpmn(item) and local(item) in NODE_TYPES]
    attached = defaultdict[str, list[str]](list)
    for item in drawn:
        attached[reference(attribute(item, "attachedToRef")) or ""].append(element_id(item))
    nodes, defaults = {}, set()
    for item in drawn:
        key = element_id(item)
        nodes[key] = _node(item, element_id(element), lanes, incoming[key], outgoing[key], attached[key])
        defaults.add(nodes[key].default)
    yield Scope(
        id=element_id(element),
        type=local(element),
        name=attribute(element, "name") or "",
        parent=parent,
        nodes=nodes,
        flows={key: _with_default(flow) if key in defaults else flow for key, flow in flows.items()},
        data={
            element_id(item): attribute(item, "name") or element_id(item)
            for item in children(element, *_DATA)
        },
    )
    for item in drawn:
        if local(item) in SUBPROCESS_TYPES:
            inner = nodes[element_id(item)].lanes
            below = {element_id(node): inner for node in item if is_bpmn(node)} if inner else {}
            yield from _scopes(item, element_id(element), {**below, **lanes})


def _with_default(flow: Flow) -> Flow:
    return Flow(flow.id, flow.source, flow.target, flow.name, flow.condition, True, flow.extensions)


def _flow(element: etree._Element) -> Flow:
    return Flow(
        id=element_id(element),
        source=attribute(element, "sourceRef") or "",
        target=attribute(element, "targetRef") or "",
        name=attribute(element, "name") or "",
        condition=read_expression(child(element, "conditionExpression")),
        extensions=read_extensions(element),
    )


def _node(
    element: etree._Element,
    scope: str,
    lanes: dict[str, tuple[str, ...]],
    incoming: list[str],
    outgoing: list[str],
    attached: list[str],
) -> Node:
    key = element_id(element)
    return Node(
        id=key,
        type=local(element),
        scope=scope,
        name=(attribute(element, "name") or "").strip(),
        incoming=tuple(incoming),
        outgoing=tuple(outgoing),
        default=attribute(element, "default"),
        lanes=lanes.get(key, ()),
        events=tuple(read_events(element)),
        attached_to=reference(attribute(element, "attachedToRef")),
        interrupting=truth(attribute(element, "cancelActivity"), True)
        and truth(attribute(element, "isInterrupting"), True),
        boundary=tuple(attached),
        loop=read_loop(element),
        called=reference(attribute(element, "calledElement")),
        script=read_script(element),
        attributes={str(k): str(v) for k, v in element.attrib.items() if "}" not in str(k)},
        extensions=read_extensions(element),
        documentation=_documentation(element),
    )
