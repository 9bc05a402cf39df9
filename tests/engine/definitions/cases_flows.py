"""Rules about sequence flows, gateways and the ways through a diagram."""

from tests.engine.definitions.building import (
    END,
    START,
    chain,
    definitions,
    document,
    event,
    flow,
    node,
    process,
)
from tests.engine.definitions.rule_cases import (
    AND,
    EVENT,
    SIMPLE,
    SUB,
    XOR,
    Case,
    choice,
    inner,
    line,
    parallel,
    task,
    waiting,
)

SUBPROCESS = line(inner(*SUB))


def direction(given: str) -> bytes:
    return parallel(gateway=node(AND, "g", gatewayDirection=given))


FLOWS = [
    Case("flow-crosses-border", line(inner(*SUB), chain("it", "e")), SUBPROCESS, "out of a subprocess"),
    Case(
        "flow-crosses-border",
        definitions(
            process(START, task(), END, chain("s", "a", "e"), chain("a", "b")),
            process(
                node("startEvent", "s2"), task("b"), node("endEvent", "e2"), chain("s2", "b", "e2"), id="q"
            ),
        ),
        None,
        "into another process",
    ),
    Case(
        "event-subprocess-connected",
        line(inner(*SUB, triggeredByEvent="true")),
        SUBPROCESS,
    ),
    Case("duplicate-flow", line(task(), flow("s", "a", id="again")), SIMPLE),
    Case("condition-on-parallel-flow", parallel(first=flow("g", "a", "x = 1")), parallel()),
    Case(
        "condition-on-event-flow",
        document(START, task(), END, flow("s", "a", "x = 1"), chain("a", "e")),
        SIMPLE,
    ),
    Case(
        "lone-conditional-flow",
        document(START, task(), END, chain("s", "a"), flow("a", "e", "x = 1")),
        SIMPLE,
    ),
    Case(
        "condition-on-default-flow",
        choice(gateway=node(XOR, "g", default="g_b")),
        choice(gateway=node(XOR, "g", default="g_b"), second=flow("g", "b")),
    ),
    Case("empty-condition", choice(first=flow("g", "a", "")), choice()),
    Case("missing-condition", choice(second=flow("g", "b")), choice()),
    Case("foreign-default", choice(gateway=node(XOR, "g", default="a_j")), choice()),
    Case(
        "not-immediate",
        SIMPLE.replace(b'id="s_a"', b'id="s_a" isImmediate="false"'),
        SIMPLE.replace(b'id="s_a"', b'id="s_a" isImmediate="true"'),
    ),
    Case(
        "association-to-itself",
        line(task(), '<bpmn:association id="as" sourceRef="a" targetRef="a"/>'),
        SIMPLE,
    ),
    Case(
        "informal-condition",
        choice().replace(b'xsi:type="bpmn:tFormalExpression">x = 1', b'xsi:type="bpmn:tExpression">x = 1'),
        choice(),
    ),
    Case("gateway-direction", direction("Converging"), direction("Diverging")),
    Case("gateway-direction", direction("Mixed"), direction("Unspecified"), "mixed"),
    Case("superfluous-gateway", line(node(XOR, "a")), SIMPLE),
    Case(
        "event-gateway-ways",
        line(
            node(EVENT, "a"),
            node("intermediateCatchEvent", "c", event("message", messageRef="m")),
            way=("s", "a", "c", "e"),
        ),
        waiting(),
    ),
    Case("event-gateway-target", waiting(task("a"), task("b")), waiting()),
    Case(
        "event-gateway-target",
        waiting(
            node("intermediateThrowEvent", "a", event("message", messageRef="m")),
            node("intermediateCatchEvent", "b", event("signal", signalRef="sig")),
        ),
        None,
        "a throw event",
    ),
    Case(
        "event-gateway-target-shared",
        waiting(
            ways=chain("s", "h", "g", "a", "j", "e") + chain("h", "a") + chain("g", "b", "j"),
            extra=node(AND, "h"),
        ),
        None,
    ),
    Case(
        "event-gateway-mixed",
        waiting(
            node("receiveTask", "a", messageRef="m"),
            node("intermediateCatchEvent", "b", event("message", messageRef="m")),
        ),
        waiting(
            node("receiveTask", "a", messageRef="m"),
            node("intermediateCatchEvent", "b", event("signal", signalRef="sig")),
        ),
    ),
    Case(
        "event-gateway-target-boundary",
        waiting(
            node("receiveTask", "a", messageRef="m"),
            node("intermediateCatchEvent", "b", event("signal", signalRef="sig")),
            extra=node("boundaryEvent", "x", event("error", errorRef="err"), attachedToRef="a")
            + node("endEvent", "e2")
            + chain("x", "e2"),
        ),
        None,
    ),
    Case("instantiating-gateway-incoming", waiting(gateway=node(EVENT, "g", instantiate="true")), waiting()),
    Case(
        "parallel-event-gateway",
        waiting(gateway=node(EVENT, "g", eventGatewayType="Parallel")),
        waiting(gateway=node(EVENT, "g", eventGatewayType="Exclusive")),
    ),
    Case(
        "instantiating-task-incoming",
        line(node("receiveTask", "a", messageRef="m", instantiate="true")),
        line(node("receiveTask", "a", messageRef="m", instantiate="false")),
    ),
    Case(
        "condition-on-parallel-flow",
        waiting(ways=chain("s", "g", "a", "j", "e") + flow("g", "b", "x = 1") + chain("b", "j")),
        waiting(),
        "event gateway",
    ),
    Case("no-incoming", line(task(), task("b"), chain("b", "e")), SIMPLE),
    Case(
        "no-outgoing",
        line(task(), task("b"), node(AND, "g"), way=("s", "g", "a", "e")).replace(
            b"</bpmn:process>", chain("g", "b").encode() + b"</bpmn:process>"
        ),
        SIMPLE,
    ),
    Case("unreachable", line(task(), task("b"), task("c"), chain("b", "c", "b"), chain("c", "e")), SIMPLE),
    Case(
        "no-way-to-end",
        document(
            START,
            node(AND, "g"),
            task("a"),
            task("b"),
            task("c"),
            END,
            chain("s", "g", "a", "e"),
            chain("g", "b", "c", "b"),
        ),
        SIMPLE,
    ),
]
