"""Mends of the file itself, for what a drawing tool cannot reach: ids, references, pictures of nothing."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import count
from typing import Final

from lxml import etree

from engine.definitions.diagram import BPMN, NODE_TYPES
from engine.definitions.layout import lay_out, missing
from engine.definitions.names import attribute, is_bpmn, is_ours, local
from engine.definitions.reader import element_id
from engine.definitions.reference_types import REFERENCES
from engine.definitions.schema import singletons
from engine.definitions.xml import parse_xml

_DI: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_MODEL: Final = "{http://www.omg.org/spec/"
Mend = Callable[[etree._Element, str], None]


def mended(xml: bytes, rule: str, element: str) -> bytes:
    """The file without what `rule` finds wrong at the element of this id, whatever is undrawn laid out.

    Raises KeyError where the rule has no such mend, UnreadableXml where the bytes are no diagram we read.
    """
    mend = MENDS[rule]
    root = parse_xml(xml)
    mend(root, element)
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    # Two elements of one id share a shape or a line as well, so that the picture is of neither.
    return lay_out(written) if rule == "duplicate-id" or missing(written) else written


def distinct(xml: bytes) -> bytes:
    """The file with every id given once, laid out where ids had to change; drawing tools drop a second one.

    Raises UnreadableXml where the bytes are no diagram we read.
    """
    root = parse_xml(xml)
    ids = Counter(attribute(each, "id") for each in _elements(root))
    repeated = {key for key, count in ids.items() if key and count > 1}
    if not repeated:
        return xml
    _renumber_each(root, repeated)
    return lay_out(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _renumber(root: etree._Element, key: str) -> None:
    _renumber_each(root, {key})


def _renumber_each(root: etree._Element, keys: Collection[str]) -> None:
    """The first element keeps the id; each later one gets its own, and so does the shape that shows it."""
    same, shapes = _by_attribute(_elements(root), "id"), _by_attribute(root.iter(f"{_DI}*"), "bpmnElement")
    free = _free_ids(root)
    for key in keys:
        shown = shapes.get(key, [])
        for place, element in enumerate(same.get(key, [])[1:], 1):
            element.set("id", next(free))
            if place < len(shown) and not str(element.tag).startswith(_DI):
                shown[place].set("bpmnElement", element.get("id", ""))


def _by_attribute(elements: Iterable[etree._Element], name: str) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for element in elements:
        found.setdefault(attribute(element, name) or "", []).append(element)
    return found


def _name_ids(root: etree._Element, _key: str) -> None:
    free = _free_ids(root)
    for element in root.iter(f"{{{BPMN}}}*"):
        if not attribute(element, "id") and local(element) in (
            *NODE_TYPES,
            "sequenceFlow",
            "process",
            "message",
        ):
            element.set("id", next(free))


def _drop_shape(root: etree._Element, key: str) -> None:
    for shape in [each for each in root.iter(f"{_DI}*") if element_id(each) == key]:
        parent = shape.getparent()
        if parent is not None:
            parent.remove(shape)


def _list_flows(root: etree._Element, _key: str) -> None:
    """`incoming` and `outgoing` of every node as the flows really run, where BPMN's order puts them."""
    flows = list(root.iter(f"{{{BPMN}}}sequenceFlow"))
    for node in [each for each in root.iter(f"{{{BPMN}}}*") if local(each) in NODE_TYPES]:
        for entry in [each for each in node if is_bpmn(each) and local(each) in ("incoming", "outgoing")]:
            node.remove(entry)
        place = sum(
            1 for each in node if is_bpmn(each) and local(each) in ("documentation", "extensionElements")
        )
        for side, end in (("outgoing", "sourceRef"), ("incoming", "targetRef")):
            for flow in reversed([each for each in flows if attribute(each, end) == attribute(node, "id")]):
                entry = etree.Element(f"{{{BPMN}}}{side}")
                entry.text = attribute(flow, "id")
                node.insert(place, entry)


def _drop_references(root: etree._Element, key: str) -> None:
    """References of one element that name nothing: its attributes, and its children that hold nothing else."""
    known = {attribute(each, "id") for each in _elements(root)}
    for element in [each for each in root.iter(f"{{{BPMN}}}*") if element_id(each) == key]:
        names = REFERENCES.get(local(element), {})
        for name in names:
            if (value := attribute(element, name)) is not None and value.rpartition(":")[2] not in known:
                del element.attrib[name]
        for child in [each for each in element if is_bpmn(each) and local(each) in names]:
            if (child.text or "").strip().rpartition(":")[2] not in known:
                element.remove(child)


def _keep_the_first(root: etree._Element, key: str) -> None:
    """Of extension elements that stand on an element once at most, the first, which is the one that is run."""
    for holder in root.iter(f"{{{BPMN}}}extensionElements"):
        owner, seen = holder.getparent(), set[str]()
        for item in [each for each in holder if is_ours(each) and local(each) in singletons()]:
            if owner is not None and element_id(owner) == key and local(item) in seen:
                holder.remove(item)
            seen.add(local(item))


def _elements(root: etree._Element) -> Iterable[etree._Element]:
    return (each for each in root.iter("{*}*") if str(each.tag).startswith(_MODEL))


def _free_ids(root: etree._Element) -> Iterator[str]:
    taken = {each.get("id") for each in root.iter("{*}*")}
    return (key for number in count(1) if (key := f"element_{number}") not in taken)


MENDS: Final[Mapping[str, Mend]] = {
    "duplicate-id": _renumber,
    "missing-id": _name_ids,
    "dangling-shape": _drop_shape,
    "wrong-shape": _drop_shape,
    "unlisted-flow": _list_flows,
    "contradicting-flow": _list_flows,
    "dangling-reference": _drop_references,
    "empty-reference": _drop_references,
    "unknown-prefix": _drop_references,
    "extension-twice": _keep_the_first,
}
"""What is done about it, by the rule of the check."""
