"""BPMN's own XML schema, and ours, applied to a document.

The OMG schema comes with the installed SpiffWorkflow distribution; it is found by path, no code of the
library is imported.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from lxml import etree

_OMG = "SpiffWorkflow/bpmn/parser/schema"
_XSD = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a document breaks its schema; `kind` is libxml2's name of the rule broken."""

    element: etree._Element
    kind: str
    text: str


def _schema_folder() -> Path:
    return Path(str(metadata.distribution("SpiffWorkflow").locate_file(_OMG)))


@cache
def _omg_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_schema_folder() / "BPMN20.xsd")))


@cache
def _our_tree() -> etree._Element:
    return etree.fromstring(resources.files("engine.definitions").joinpath("banjie.xsd").read_bytes())


@cache
def _our_schema() -> etree.XMLSchema:
    return etree.XMLSchema(_our_tree())


@cache
def singletons() -> frozenset[str]:
    """Extension elements of ours that an element has once at most, by the schema's `maxOccurs`."""
    listed = _our_tree().iterfind(f"{_XSD}group[@name='extensions']/{_XSD}sequence/{_XSD}element")
    return frozenset(str(each.get("ref")) for each in listed if each.get("maxOccurs", "1") == "1")


def bpmn_violations(root: etree._Element) -> Iterator[Violation]:
    """Where the document breaks BPMN 2.0's schema, in document order."""
    yield from _violations(_omg_schema(), root)


def extension_violations(element: etree._Element) -> Iterator[Violation]:
    """Where one extension element of ours breaks docs/notation.md."""
    for violation in _violations(_our_schema(), deepcopy(element)):
        yield Violation(element, violation.kind, violation.text)


def _violations(schema: etree.XMLSchema, root: etree._Element) -> Iterator[Violation]:
    if schema.validate(root):
        return
    log: Any = schema.error_log
    for entry in log:
        yield Violation(_place(root, entry.path), entry.type_name, entry.message)


def _place(root: etree._Element, path: str | None) -> etree._Element:
    """The element a libxml2 path points to; the root where it cannot be followed."""
    namespaces = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(path or ".", namespaces=namespaces)
    except etree.XPathError:
        return root
    first = found[0] if isinstance(found, list) and found else root
    return first if isinstance(first, etree._Element) else root


@cache
def schema_elements() -> dict[str, tuple[str, ...]]:
    """Every element the schema lets stand in a diagram, with its attributes; ids left out."""
    root = etree.parse(str(_schema_folder() / "Semantic.xsd")).getroot()
    types = {str(item.get("name")): item for item in root.iter(f"{_XSD}complexType")}
    found = {}
    for element in root.findall(f"{_XSD}element"):
        kind = types[str(element.get("type"))]
        if kind.get("abstract") != "true":
            names = dict.fromkeys(name for name in _attributes(kind, types) if name != "id")
            found[str(element.get("name"))] = tuple(names)
    return dict(sorted(found.items()))


def _attributes(kind: etree._Element, types: dict[str, etree._Element]) -> Iterator[str]:
    extension = kind.find(f".//{_XSD}extension")
    if extension is not None and extension.get("base") in types:
        yield from _attributes(types[str(extension.get("base"))], types)
    yield from (str(item.get("name")) for item in kind.iter(f"{_XSD}attribute"))
