"""Rules about events and activities."""

from tests.engine.definitions.building import (
    END,
    START,
    chain,
    definitions,
    document,
    duration,
    event,
    node,
    process,
)
from tests.engine.definitions.rule_cases import (
    COUNT,
    ERROR,
    ROOTS,
    SIMPLE,
    SUB,
    Case,
    boundary,
    caught,
    inner,
    line,
    loop,
    task,
)

MESSAGE_EVENT = event("message", messageRef="m")
FORMAL = '<bpmn:condition xsi:type="bpmn:tFormalExpression">{}</bpmn:condition>'
DATE = '<bpmn:timeDate xsi:type="bpmn:tFormalExpression">"2026-01-01T00:00:00Z"</bpmn:timeDate>'
LINK = event("link", name="跳")


def starting(definition: str) -> bytes:
    return document(node("startEvent", "s", definition), task(), END, chain("s", "a", "e"), roots=ROOTS)


def ending(definition: str) -> bytes:
    return document(START, task(), node("endEvent", "e", definition), chain("s", "a", "e"), roots=ROOTS)


def thrown(definition: str) -> bytes:
    return line(node("intermediateThrowEvent", "a", definition))


def inside(definition: str, kind: str = "subProcess", **attributes: str) -> bytes:
    """A subprocess whose start event has a definition."""
    start = node("startEvent", "is", definition)
    return line(
        inner(start, task("it"), node("endEvent", "ie"), chain("is", "it", "ie"), kind=kind, **attributes)
    )


def event_subprocess(*starts: str) -> bytes:
    parts = (*starts, node("endEvent", "ie"), *(chain(f"is{i}", "ie") for i, _ in enumerate(starts)))
    triggered = node("subProcess", "es", *parts, triggeredByEvent="true")
    return line(task(), triggered)


def links(thrown: str, caught: str) -> bytes:
    first = node("intermediateThrowEvent", "t", event("link", name=thrown) if thrown else LINK)
    second = node("intermediateCatchEvent", "c", event("link", name=caught))
    return document(START, first, second, END, chain("s", "t"), chain("c", "e"))


TRANSACTION = line(
    inner(
        node("startEvent", "is"),
        task("it"),
        node("endEvent", "ie", event("cancel")),
        chain("is", "it", "ie"),
        kind="transaction",
    ),
    node("boundaryEvent", "b", event("cancel"), attachedToRef="a"),
    node("endEvent", "e2"),
    chain("b", "e2"),
)

EVENTS = [
    Case("event-kind", starting(event("error", errorRef="err")), starting(MESSAGE_EVENT), "error start"),
    Case("event-kind", starting(event("escalation", escalationRef="esc")), None, "escalation start"),
    Case("event-kind", starting(event("cancel")), None, "cancel start"),
    Case("event-kind", starting(event("terminate")), None, "terminate start"),
    Case("event-kind", starting(event("compensate")), None, "compensation start"),
    Case("event-kind", starting(LINK), None, "link start"),
    Case("event-kind", inside(MESSAGE_EVENT), line(inner(*SUB)), "message start of a plain subprocess"),
    Case("event-kind", inside(duration('"P1D"'), kind="transaction"), None, "timer start of a transaction"),
    Case("event-kind", ending(duration('"P1D"')), ending(event("terminate")), "timer end"),
    Case("event-kind", ending(event("conditional", FORMAL.format("true"))), None, "conditional end"),
    Case("event-kind", ending(LINK), None, "link end"),
    Case("event-kind", caught("error", errorRef="err"), caught("message", messageRef="m"), "error catch"),
    Case("event-kind", caught("compensate"), None, "compensation catch"),
    Case("event-kind", caught("escalation", escalationRef="esc"), None, "escalation catch"),
    Case("event-kind", caught("terminate"), None, "terminate catch"),
    Case("event-kind", caught("cancel"), None, "cancel catch"),
    Case("event-kind", thrown(event("error", errorRef="err")), thrown(MESSAGE_EVENT), "error throw"),
    Case("event-kind", thrown(duration('"P1D"')), None, "timer throw"),
    Case("event-kind", thrown(event("terminate")), None, "terminate throw"),
    Case("event-kind", thrown(event("conditional", FORMAL.format("true"))), None, "conditional throw"),
    Case("event-kind", boundary(event("terminate")), boundary(MESSAGE_EVENT), "terminate boundary"),
    Case("event-kind", boundary(LINK), None, "link boundary"),
    Case(
        "event-kind",
        boundary(event("error", errorRef="err"), cancelActivity="false"),
        boundary(event("error", errorRef="err")),
        "an error always interrupts",
    ),
    Case("missing-event-definition", boundary(""), boundary(MESSAGE_EVENT)),
    Case("missing-event-definition", line(node("intermediateCatchEvent", "a")), None, "catch"),
    Case("missing-event-definition", event_subprocess(node("startEvent", "is0")), None, "event subprocess"),
    Case("event-not-alone", ending(event("terminate") + MESSAGE_EVENT), ending(event("terminate"))),
    Case(
        "parallel-multiple",
        line(node("intermediateCatchEvent", "a", MESSAGE_EVENT, parallelMultiple="true")),
        line(node("intermediateCatchEvent", "a", MESSAGE_EVENT, parallelMultiple="false")),
    ),
    Case(
        "boundary-elsewhere",
        boundary(MESSAGE_EVENT, host=inner(*SUB)).replace(b'attachedToRef="a"', b'attachedToRef="it"'),
        boundary(MESSAGE_EVENT, host=inner(*SUB)),
    ),
    Case("boundary-incoming", boundary(MESSAGE_EVENT, extra=chain("s", "b")), boundary(MESSAGE_EVENT)),
    Case(
        "no-outgoing",
        line(task(), node("boundaryEvent", "b", MESSAGE_EVENT, attachedToRef="a")),
        boundary(MESSAGE_EVENT),
        "boundary",
    ),
    Case("compensation-outgoing", boundary(event("compensate")), None),
    Case("cancel-outside-transaction", boundary(event("cancel")), TRANSACTION, "boundary"),
    Case("cancel-outside-transaction", ending(event("cancel")), TRANSACTION, "end"),
    Case("start-incoming", line(task(), chain("a", "s")), SIMPLE),
    Case("end-outgoing", line(task(), chain("e", "a")), SIMPLE),
    Case("unpaired-link", links("甲", "乙"), None),
    Case("timer-without-time", caught("timer"), caught("timer", DATE)),
    Case("timer-without-time", caught("timer", "<bpmn:timeDate/>"), caught("timer", DATE), "empty"),
    Case(
        "timer-with-several",
        caught("timer", DATE + DATE.replace("timeDate", "timeDuration")),
        caught("timer", DATE),
    ),
    Case("condition-missing", caught("conditional"), caught("conditional", FORMAL.format("x = 1"))),
    Case(
        "condition-not-formal",
        caught("conditional", "<bpmn:condition>x = 1</bpmn:condition>"),
        caught("conditional", FORMAL.format("x = 1")),
    ),
    Case("missing-trigger-ref", caught("message"), caught("message", messageRef="m"), "message"),
    Case("missing-trigger-ref", caught("signal"), caught("signal", signalRef="sig"), "signal"),
    Case("missing-trigger-ref", ending(event("error")), None, "error end"),
    Case(
        "missing-trigger-ref", thrown(event("escalation")), thrown(event("escalation", escalationRef="esc"))
    ),
    Case(
        "missing-code",
        ending(event("error", errorRef="err")).replace(b'errorCode="E1"', b""),
        ending(event("error", errorRef="err")),
    ),
    Case("quantity", line(task("a", startQuantity="0")), line(task("a", startQuantity="1"))),
    Case("quantity", line(task("a", completionQuantity="-1")), SIMPLE, "completion"),
    Case(
        "event-subprocess-start",
        event_subprocess(node("startEvent", "is0", MESSAGE_EVENT), node("startEvent", "is1", MESSAGE_EVENT)),
        None,
    ),
    Case(
        "several-blank-starts",
        line(task(), node("startEvent", "s2"), chain("s2", "a")),
        SIMPLE,
    ),
    Case(
        "several-blank-starts",
        line(inner(*SUB, node("startEvent", "is2"), chain("is2", "it"))),
        line(inner(*SUB)),
        "subprocess",
    ),
    Case(
        "called-without-blank-start",
        definitions(
            *ROOTS,
            process(START, node("callActivity", "a", calledElement="q"), END, chain("s", "a", "e")),
            process(
                node("startEvent", "s2", MESSAGE_EVENT),
                task("b"),
                node("endEvent", "e2"),
                chain("s2", "b", "e2"),
                id="q",
            ),
        ),
        definitions(
            process(START, node("callActivity", "a", calledElement="q"), END, chain("s", "a", "e")),
            process(
                node("startEvent", "s2"), task("b"), node("endEvent", "e2"), chain("s2", "b", "e2"), id="q"
            ),
        ),
    ),
    Case("ad-hoc-empty", line(inner(kind="adHocSubProcess")), None),
    Case("ad-hoc-events", line(inner(*SUB, kind="adHocSubProcess")), None),
    Case("loop-maximum", loop("standard", loopMaximum="0"), loop("standard", loopMaximum="2")),
    Case("loop-without-end", loop("standard"), loop("standard", loopMaximum="2")),
    Case("multi-instance-without-count", loop("multiInstance"), loop("multiInstance", COUNT)),
    Case(
        "multi-instance-with-both",
        line(
            task(
                "a",
                '<bpmn:extensionElements><bj:item in="= units" as="unit"/></bpmn:extensionElements>',
                f"<bpmn:multiInstanceLoopCharacteristics>{COUNT}</bpmn:multiInstanceLoopCharacteristics>",
            )
        ),
        line(
            task(
                "a",
                '<bpmn:extensionElements><bj:item in="= units" as="unit"/></bpmn:extensionElements>',
                "<bpmn:multiInstanceLoopCharacteristics/>",
            )
        ),
    ),
    Case("multi-instance-behaviour", loop("multiInstance", COUNT, behavior="None"), None),
    Case("multi-instance-behaviour", loop("multiInstance", COUNT, behavior="Complex"), None, "complex"),
    Case(
        "script-missing",
        line(node("scriptTask", "a")),
        line(node("scriptTask", "a", "<bpmn:script>x = 1</bpmn:script>")),
    ),
    Case("handler-in-flow", line(task("a", isForCompensation="true")), SIMPLE),
    Case("handler-alone", line(task(), task("h", isForCompensation="true")), SIMPLE),
    Case(
        "compensation-without-handler",
        line(task(), node("boundaryEvent", "b", event("compensate"), attachedToRef="a")),
        SIMPLE,
    ),
    Case("call-without-target", line(node("callActivity", "a")), None),
    Case("call-circle", line(node("callActivity", "a", calledElement="p")), None),
    Case(
        "borrowed-event-definition",
        definitions(
            ERROR,
            process(
                START,
                node("endEvent", "e", '<bpmn:terminateEventDefinition id="te"/>'),
                node("endEvent", "e2", "<bpmn:eventDefinitionRef>te</bpmn:eventDefinitionRef>"),
                node("parallelGateway", "g"),
                chain("s", "g", "e"),
                chain("g", "e2"),
            ),
        ),
        None,
    ),
]
