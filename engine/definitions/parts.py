"""Reads the parts of a node: expressions, event definitions, repetition, scripts."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.diagram import EventDefinition, Expression, Loop
from engine.definitions.names import attribute, child, children, local, reference, text_of, truth

_KINDS = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "conditionalEventDefinition": "conditional",
    "linkEventDefinition": "link",
    "terminateEventDefinition": "terminate",
    "cancelEventDefinition": "cancel",
    "compensateEventDefinition": "compensate",
}
_REFS = {
    "message": "messageRef",
    "signal": "signalRef",
    "error": "errorRef",
    "escalation": "escalationRef",
    "compensate": "activityRef",
}
_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def read_expression(element: etree._Element | None) -> Expression | None:
    """The expression an element holds; None where the element is absent, an empty text where it is empty."""
    if element is None:
        return None
    return Expression(
        text=text_of(element),
        language=attribute(element, "language"),
        type_ref=attribute(element, "evaluatesToTypeRef"),
    )


def read_events(element: etree._Element) -> Iterator[EventDefinition]:
    """The event definitions of an event, those given by reference included."""
    for item in children(element, *_KINDS):
        yield _event(item)
    by_reference = children(element, "eventDefinitionRef")
    if by_reference:
        roots = {attribute(root, "id"): root for root in element.getroottree().getroot() if root.get("id")}
        for item in by_reference:
            found = roots.get(reference(text_of(item)))
            if found is not None and local(found) in _KINDS:
                yield _event(found)


def _event(element: etree._Element) -> EventDefinition:
    kind = _KINDS[local(element)]
    timer = next(iter(children(element, *_TIMERS)), None)
    held = timer if timer is not None else child(element, "condition")
    return EventDefinition(
        kind=kind,
        id=attribute(element, "id"),
        ref=reference(attribute(element, _REFS[kind])) if kind in _REFS else None,
        expression=read_expression(held),
        timer=None if timer is None else _TIMERS[local(timer)],
        link=attribute(element, "name") if kind == "link" else None,
    )


def read_loop(element: etree._Element) -> Loop | None:
    """How often an activity repeats, or None."""
    standard = child(element, "standardLoopCharacteristics")
    if standard is not None:
        return Loop(
            multiple=False,
            condition=read_expression(child(standard, "loopCondition")),
            maximum=attribute(standard, "loopMaximum"),
            test_before=truth(attribute(standard, "testBefore")),
        )
    multi = child(element, "multiInstanceLoopCharacteristics")
    return None if multi is None else _multi_instance(multi)


def _multi_instance(element: etree._Element) -> Loop:
    return Loop(
        multiple=True,
        sequential=truth(attribute(element, "isSequential")),
        cardinality=read_expression(child(element, "loopCardinality")),
        collection=_named(element, "loopDataInputRef"),
        item=_declared(element, "inputDataItem"),
        results=_named(element, "loopDataOutputRef"),
        result=_declared(element, "outputDataItem"),
        completion=read_expression(child(element, "completionCondition")),
        behavior=attribute(element, "behavior") or "All",
    )


def _named(element: etree._Element, name: str) -> str | None:
    found = child(element, name)
    return None if found is None else reference(text_of(found))


def _declared(element: etree._Element, name: str) -> str | None:
    """The name of a declared data item, as a person reads it; its id where it has no name."""
    found = child(element, name)
    return None if found is None else attribute(found, "name") or attribute(found, "id")


def read_script(element: etree._Element) -> Expression | None:
    """The script of a script task with its format as language, or None."""
    found = child(element, "script")
    return None if found is None else Expression(text_of(found), attribute(element, "scriptFormat"))
