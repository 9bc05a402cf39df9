"""Small BPMN documents for tests, written in one line an element."""

from collections.abc import Iterable
from itertools import pairwise

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:bj="urn:banjie:bpmn:1" xmlns:tns="urn:test" id="definitions" targetNamespace="urn:test">'
)


def definitions(*roots: str) -> bytes:
    """A whole document with these root elements."""
    return (_HEAD + "".join(roots) + "</bpmn:definitions>").encode()


def process(*parts: str, id: str = "p", executable: str = "true") -> str:
    """A process with these flow elements."""
    return f'<bpmn:process id="{id}" isExecutable="{executable}">{"".join(parts)}</bpmn:process>'


def document(*parts: str, roots: Iterable[str] = ()) -> bytes:
    """A document with one process of these flow elements, and other root elements before it."""
    return definitions(*roots, process(*parts))


def node(type: str, id: str, *inner: str, **attributes: str) -> str:
    """A flow node, named like its id; `inner` goes inside it."""
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<bpmn:{type} id="{id}" name="{id}"{given}>{"".join(inner)}</bpmn:{type}>'


def flow(source: str, target: str, condition: str | None = None, id: str = "") -> str:
    """A sequence flow; its id is made of its ends."""
    key = id or f"{source}_{target}"
    inner = ""
    if condition is not None:
        text = condition.replace("&", "&amp;").replace("<", "&lt;")
        inner = (
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{text}</bpmn:conditionExpression>'
        )
    return (
        f'<bpmn:sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'
    )


def chain(*ids: str) -> str:
    """Sequence flows from each node to the next."""
    return "".join(flow(a, b) for a, b in pairwise(ids))


def event(kind: str, inner: str = "", **attributes: str) -> str:
    """An event definition."""
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<bpmn:{kind}EventDefinition{given}>{inner}</bpmn:{kind}EventDefinition>"


def duration(text: str) -> str:
    """A timer event definition with a duration."""
    return event("timer", f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{text}</bpmn:timeDuration>')


def extension(*elements: str) -> str:
    """Extension elements."""
    return f"<bpmn:extensionElements>{''.join(elements)}</bpmn:extensionElements>"


START, END = node("startEvent", "s"), node("endEvent", "e")
