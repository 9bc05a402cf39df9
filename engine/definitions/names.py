"""Small readers of XML names and values that the reader and the checks share."""

from lxml import etree

from engine.definitions.diagram import BJ, BPMN

_PREFIX = f"{{{BPMN}}}"


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_bpmn(element: etree._Element) -> bool:
    """Whether the element belongs to BPMN's own namespace."""
    return str(element.tag).startswith(_PREFIX)


def is_ours(element: etree._Element) -> bool:
    """Whether the element is one of our extensions."""
    return str(element.tag).startswith(f"{{{BJ}}}")


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """The BPMN children of `element` that bear one of `names`, in document order."""
    wanted = {_PREFIX + name for name in names}
    return [child for child in element if child.tag in wanted]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first BPMN child called `name`, or None."""
    return element.find(_PREFIX + name)


def attribute(element: etree._Element, name: str) -> str | None:
    """The attribute's text without surrounding space, or None where it is absent."""
    value = element.get(name)
    return None if value is None else str(value).strip()


def truth(value: str | None, default: bool = False) -> bool:
    """An XSD boolean; anything else counts as `default`, which the schema check reports."""
    return {"true": True, "1": True, "false": False, "0": False}.get((value or "").strip(), default)


def reference(value: str | None) -> str | None:
    """The local part of a reference written as QName (`tns:order` refers to `order`); None where empty."""
    text = (value or "").strip()
    return text.rpartition(":")[2] or None


def text_of(element: etree._Element) -> str:
    """The element's own text without surrounding space."""
    return "".join(part for part in (element.text, *(node.tail for node in element)) if part).strip()
