"""Pieces of diagrams for every kind of element, and running them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from tests.support.office import Office, diagram, flows, task

Publish = Callable[..., UUID]
"""Publishes a diagram's XML that the gate has accepted."""
START, END = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e" name="办结"/>'
ROOTS = (
    '<bpmn:message id="m" name="回函"/><bpmn:signal id="g" name="停工"/>'
    '<bpmn:error id="x1" name="退件" errorCode="E1"/><bpmn:error id="x2" name="缺件" errorCode="E2"/>'
    '<bpmn:escalation id="u1" name="上报" escalationCode="U1"/>'
)
FORMAL = 'xsi:type="bpmn:tFormalExpression" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def event(key: str, type_: str, definition: str, host: str = "", gentle: bool = False) -> str:
    """An event with its definition, attached to `host` where one is named."""
    attached = f' attachedToRef="{host}" cancelActivity="{str(not gentle).lower()}"' if host else ""
    return f'<bpmn:{type_} id="{key}"{attached}>{definition}</bpmn:{type_}>'


def on(host: str, key: str, definition: str, gentle: bool = False) -> str:
    """A boundary event that leads to a task `<key>-t` and an end of its own."""
    return (
        event(key, "boundaryEvent", definition, host, gentle)
        + task(f"{key}-t")
        + f'<bpmn:endEvent id="{key}-e"/>'
        + flows(f"{key}>{key}-t", f"{key}-t>{key}-e")
    )


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"


def condition(text: str) -> str:
    return f"<bpmn:conditionalEventDefinition><bpmn:condition {FORMAL}>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"


MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="g"/>'
ERROR = '<bpmn:errorEventDefinition errorRef="x1"/>'
ANY_ERROR = "<bpmn:errorEventDefinition/>"
OTHER_ERROR = '<bpmn:errorEventDefinition errorRef="x2"/>'
ESCALATION = '<bpmn:escalationEventDefinition escalationRef="u1"/>'


def script(key: str, text: str) -> str:
    return f'<bpmn:scriptTask id="{key}"><bpmn:script>{text}</bpmn:script></bpmn:scriptTask>'


def sub(key: str, body: str, type_: str = "subProcess") -> str:
    """A subprocess around a body that begins at `<key>-s`."""
    return f'<bpmn:{type_} id="{key}"><bpmn:startEvent id="{key}-s"/>{body}</bpmn:{type_}>'


def many(key: str, body: str) -> str:
    """A multi-instance subprocess, one branch a unit."""
    loop = (
        '<bpmn:extensionElements><bj:item in="= units" as="unit"/></bpmn:extensionElements>'
        "<bpmn:multiInstanceLoopCharacteristics/>"
    )
    begin = f'<bpmn:subProcess id="{key}">'
    return sub(key, body).replace(begin, begin + loop)


def run(
    made: Office, publish: Publish, body: str, data: dict[str, object] | None = None, **more: object
) -> UUID:
    """Start a case of a diagram around `body`."""
    publish(diagram(body, roots=ROOTS), **more)
    return made.start(data)


def ended(made: Office, case: UUID) -> bool:
    assert made.is_intact(case)
    return bool(made.case(case)["status"] == "completed")
