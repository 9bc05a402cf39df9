"""Every reference names an existing element of the right kind, and ids are unique."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from engine.definitions.diagram import NODE_TYPES
from engine.definitions.names import attribute, is_bpmn, local, text_of
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.reader import element_id
from engine.definitions.reference_types import REFERENCES, Target
from engine.definitions.words import word
from engine.words import side_by_side, words

_XML_SCHEMA: Final = "http://www.w3.org/2001/XMLSchema"
_SHAPE_REFERENCES: Final = (
    "bpmnElement",
    "sourceElement",
    "targetElement",
    "labelStyle",
    "choreographyActivityShape",
)
_LINES: Final = frozenset(
    {
        "sequenceFlow",
        "messageFlow",
        "association",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataAssociation",
        "conversationLink",
    }
)
_NEEDS_ID: Final = (
    *sorted(NODE_TYPES),
    "process",
    "sequenceFlow",
    "participant",
    "messageFlow",
    "message",
    "signal",
    "error",
    "escalation",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
)


def unique_ids(subject: Subject) -> Iterator[Problem]:
    """An id names one element (BPMN 2.0, 8.2.1)."""
    for key, elements in subject.ids.items():
        for element in elements[1:]:
            yield subject.problem(
                "duplicate-id",
                element,
                words("id “%(key)s”重复:%(n)s 个元素用了同一个 id。", key=key, n=len(elements)),
                words("请给后出现的元素换一个 id。"),
            )


def present_ids(subject: Subject) -> Iterator[Problem]:
    """What can be referred to has an id (BPMN 2.0, 8.2.1)."""
    for element in subject.elements(*_NEEDS_ID):
        if not attribute(element, "id"):
            yield subject.problem(
                "missing-id",
                element,
                words(
                    "第 %(sourceline)s 行的%(type)s没有 id。",
                    sourceline=element.sourceline,
                    type=word(local(element)),
                ),
                words("请补上唯一的 id。"),
            )


def resolved(subject: Subject) -> Iterator[Problem]:
    """References point to elements that exist and are of the kind BPMN asks for."""
    for owner, targets in REFERENCES.items():
        for element in subject.elements(owner):
            for name, value in _references_of(element, targets):
                problem = _judge(subject, element, name, value, targets[name])
                if problem:
                    yield problem


def _references_of(element: etree._Element, targets: Mapping[str, Target]) -> Iterator[tuple[str, str]]:
    """(attribute or element name, value) for every reference an element holds."""
    for name in targets:
        value = attribute(element, name)
        if value is not None:
            yield name, value
    for held in element:
        name = local(held)
        if name in targets and is_bpmn(held):
            yield name, text_of(held)


def _judge(
    subject: Subject, element: etree._Element, name: str, value: str, target: Target
) -> Problem | None:
    if not value:
        return subject.problem(
            "empty-reference",
            element,
            words("%(element)s的 %(name)s 是空的。", element=_where(element), name=name),
            words("请填写 %(name)s,或删去它。", name=name),
        )
    prefix, _, key = value.rpartition(":")
    if prefix:
        namespace = element.nsmap.get(prefix)
        if namespace is None:
            return subject.problem(
                "unknown-prefix",
                element,
                words(
                    "%(element)s的 %(name)s 用了没有声明的前缀:%(value)s。",
                    element=_where(element),
                    name=name,
                    value=value,
                ),
                words("请改为本文件中元素的 id。"),
            )
        if namespace != subject.diagram.target_namespace and _is_imported(subject, namespace):
            return None
    return _resolve(subject, element, name, key, target)


def _where(element: etree._Element) -> str:
    return words("%(type)s%(element)s", type=word(local(element)), element=quoted(element))


def _is_imported(subject: Subject, namespace: str) -> bool:
    return namespace == _XML_SCHEMA or any(
        attribute(item, "namespace") == namespace for item in subject.elements("import")
    )


def _resolve(
    subject: Subject, element: etree._Element, name: str, key: str, target: Target
) -> Problem | None:
    kinds = {local(found) for found in subject.ids.get(key, ()) if is_bpmn(found)}
    if key in subject.neighbours:
        kinds.add(subject.neighbours[key])
    if not kinds:
        if name == "calledElement":
            return None
        return subject.problem(
            "dangling-reference",
            element,
            words(
                "%(element)s的 %(name)s 指向不存在的元素 %(key)s。",
                element=_where(element),
                name=name,
                key=key,
            ),
            words(
                "请补上 id 为 %(key)s 的%(words)s,或改正 %(name)s。", key=key, words=target.words, name=name
            ),
            # What a signal's data are made of is a remark: case data is the case's own record.
            "warning" if name == "structureRef" else "error",
        )
    if target.types and not kinds & target.types:
        found = side_by_side(sorted(word(kind) for kind in kinds))
        return subject.problem(
            "wrong-reference-type",
            element,
            words(
                "%(element)s的 %(name)s 应指向%(words)s,实际指向%(found)s %(key)s。",
                element=_where(element),
                name=name,
                words=target.words,
                found=found,
                key=key,
            ),
            words("请改为%(words)s的 id。", words=target.words),
        )
    return None


def pictured(subject: Subject) -> Iterator[Problem]:
    """Shapes and edges of the picture belong to elements of the model (BPMN 2.0, 12.2.3)."""
    for shape in subject.root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}*"):
        named = [attribute(shape, name) for name in _SHAPE_REFERENCES]
        for plain in (key.rpartition(":")[2] for key in named if key is not None):
            if plain in subject.ids or plain in subject.neighbours:
                continue
            yield subject.problem(
                "dangling-shape",
                shape,
                words("图形 %(shape)s 属于不存在的元素 %(plain)s。", shape=element_id(shape), plain=plain),
                words("请删去这个图形,或补上它所表示的元素。"),
            )


def drawn_alike(subject: Subject) -> Iterator[Problem]:
    """Lines of the picture show connections, shapes show everything else (BPMN 2.0, 12.2.3)."""
    for kind in ("BPMNEdge", "BPMNShape"):
        for shape in subject.root.iter(f"{{http://www.omg.org/spec/BPMN/20100524/DI}}{kind}"):
            element = subject.element((attribute(shape, "bpmnElement") or "").rpartition(":")[2])
            if element is None or not is_bpmn(element):
                continue
            if (local(element) in _LINES) != (kind == "BPMNEdge"):
                yield subject.problem(
                    "wrong-shape",
                    shape,
                    words(
                        "图形 %(shape)s 把%(type)s%(element)s画成了%(said)s。",
                        shape=element_id(shape),
                        type=word(local(element)),
                        element=quoted(element),
                        said=words("连线") if kind == "BPMNEdge" else words("图框"),
                    ),
                    words("请在绘图工具中重新绘制这个元素。"),
                )


def listed_flows(subject: Subject) -> Iterator[Problem]:
    """`incoming` and `outgoing` of a node agree with the sequence flows (BPMN 2.0, 8.3.13).

    A file that lists them nowhere leaves them out as a whole, which the schema allows.
    """
    listing = any(True for _ in subject.elements("incoming", "outgoing"))
    if not listing:
        return
    for flow in subject.elements("sequenceFlow"):
        key = element_id(flow)
        for end, side in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            node = subject.element(attribute(flow, end))
            if node is not None and local(node) in NODE_TYPES and key not in _listed(node, side):
                yield subject.problem(
                    "unlisted-flow",
                    node,
                    words(
                        "%(type)s%(node)s没有在 %(side)s 中列出顺序流 %(key)s。",
                        type=word(local(node)),
                        node=quoted(node),
                        side=side,
                        key=key,
                    ),
                    words("请在该元素中补上 <%(side)s>%(key)s</%(side)s>,或重新连线。", side=side, key=key),
                )
    for side, end in (("outgoing", "sourceRef"), ("incoming", "targetRef")):
        for entry in subject.elements(side):
            node, key = entry.getparent(), text_of(entry).rpartition(":")[2]
            listed = subject.element(key)
            if node is None or listed is None or local(listed) != "sequenceFlow":
                continue
            if attribute(listed, end) != attribute(node, "id"):
                yield subject.problem(
                    "contradicting-flow",
                    node,
                    words(
                        "%(type)s%(node)s列出的 %(side)s %(key)s 并不连在它上面。",
                        type=word(local(node)),
                        node=quoted(node),
                        side=side,
                        key=key,
                    ),
                    words("请删去这一条 %(side)s,或改正顺序流 %(key)s 的端点。", side=side, key=key),
                )


def _listed(node: etree._Element, side: str) -> set[str]:
    entries = (item for item in node if is_bpmn(item) and local(item) == side)
    return {text_of(item).rpartition(":")[2] for item in entries}


CHECKS: tuple[Check, ...] = (unique_ids, present_ids, resolved, pictured, drawn_alike, listed_flows)
