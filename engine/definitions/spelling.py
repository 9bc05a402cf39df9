"""One spelling for what BPMN lets be written in several ways, so that nobody downstream has to know them all.

References to this file's own elements lose their prefix (`tns:order` becomes `order`), booleans are written
`true` and `false`, and a message, signal, error or escalation without a name bears its id, so that the two
ends that refer to it know each other. Nothing that a diagram says is changed.
"""

from typing import Final

from lxml import etree

from engine.definitions.diagram import BPMN
from engine.definitions.names import local
from engine.definitions.reference_types import REFERENCES

_BOOLEANS: Final = frozenset(
    {
        "cancelActivity",
        "cancelRemainingInstances",
        "instantiate",
        "isClosed",
        "isCollection",
        "isExecutable",
        "isForCompensation",
        "isInterrupting",
        "isSequential",
        "parallelMultiple",
        "testBefore",
        "triggeredByEvent",
        "waitForCompletion",
    }
)
_NAMED: Final = frozenset({"message", "signal", "error", "escalation"})
_WRITTEN: Final = {"1": "true", "0": "false"}


def spell_alike(root: etree._Element) -> None:
    """Rewrite a document in place."""
    namespace = root.get("targetNamespace")
    for element in root.iter(f"{{{BPMN}}}*"):
        for name, value in element.attrib.items():
            if name in _BOOLEANS and value.strip() in _WRITTEN:
                element.set(name, _WRITTEN[str(value).strip()])
            elif ":" in value and name in REFERENCES.get(local(element), ()):
                element.set(name, _own(element, str(value), namespace))
        if local(element) in _NAMED and not element.get("name"):
            element.set("name", element.get("id") or "")
        above = element.getparent()
        if (
            above is not None
            and ":" in (element.text or "")
            and local(element) in REFERENCES.get(local(above), ())
        ):
            element.text = _own(element, element.text or "", namespace)


def _own(element: etree._Element, value: str, namespace: str | None) -> str:
    """The reference without its prefix, where the prefix stands for this file's own namespace."""
    prefix, _, key = value.strip().rpartition(":")
    return key if namespace is not None and element.nsmap.get(prefix) == namespace else value
