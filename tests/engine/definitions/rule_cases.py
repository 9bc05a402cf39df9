"""One tiny broken diagram a rule, each beside a twin that differs only in being right."""

from dataclasses import dataclass

from tests.engine.definitions.building import (
    END,
    START,
    chain,
    definitions,
    document,
    duration,
    event,
    flow,
    node,
    process,
)

AND, OR, XOR, EVENT = "parallelGateway", "inclusiveGateway", "exclusiveGateway", "eventBasedGateway"
MESSAGE = '<bpmn:message id="m" name="通知"/>'
SIGNAL = '<bpmn:signal id="sig" name="停电"/>'
ERROR = '<bpmn:error id="err" name="不合格" errorCode="E1"/>'
ESCALATION = '<bpmn:escalation id="esc" name="上报" escalationCode="C1"/>'
ROOTS = (MESSAGE, SIGNAL, ERROR, ESCALATION)


@dataclass(frozen=True)
class Case:
    """A rule's slug, a diagram that breaks it and one that does not."""

    rule: str
    broken: bytes
    right: bytes | None
    note: str = ""


def task(id: str = "a", *inner: str, **attributes: str) -> str:
    return node("userTask", id, *inner, **attributes)


def line(*parts: str, way: tuple[str, ...] = ("s", "a", "e")) -> bytes:
    """Start, the parts, end, joined along `way`."""
    return document(START, *parts, END, chain(*way), roots=ROOTS)


SIMPLE = line(task())


def caught(kind: str, inner: str = "", **attributes: str) -> bytes:
    """Start, an intermediate catch event, end."""
    return line(node("intermediateCatchEvent", "a", event(kind, inner, **attributes)))


def boundary(definition: str, host: str | None = None, extra: str = "", **attributes: str) -> bytes:
    """A task with a boundary event that leads to a second end."""
    attached = node("boundaryEvent", "b", definition, attachedToRef="a", **attributes)
    second = node("endEvent", "e2")
    return line(host or task(), attached, second, chain("b", "e2"), extra)


def inner(*parts: str, kind: str = "subProcess", **attributes: str) -> str:
    """A subprocess `a` with these parts."""
    return node(kind, "a", *parts, **attributes)


SUB = (node("startEvent", "is"), task("it"), node("endEvent", "ie"), chain("is", "it", "ie"))


def choice(**given: str) -> bytes:
    """An exclusive split and merge; keywords replace the two conditional flows."""
    first = given.get("first", flow("g", "a", "x = 1"))
    second = given.get("second", flow("g", "b", "x = 2"))
    gateway = given.get("gateway", node(XOR, "g"))
    parts = [START, gateway, task("a"), task("b"), node(XOR, "j"), END, chain("s", "g"), first, second]
    return document(*parts, chain("a", "j"), chain("b", "j"), chain("j", "e"), given.get("extra", ""))


def parallel(gateway: str = "", join: str = "", extra: str = "", first: str = "") -> bytes:
    """A parallel split and join."""
    parts = [START, gateway or node(AND, "g"), task("a"), task("b"), join or node(AND, "j"), END]
    ways = chain("s", "g") + (first or flow("g", "a")) + chain("g", "b", "j", "e") + chain("a", "j")
    return document(*parts, ways, extra)


def waiting(*after: str, gateway: str = "", extra: str = "", ways: str = "") -> bytes:
    """An event gateway with two followers `a` and `b`."""
    both = after or (
        node("intermediateCatchEvent", "a", event("message", messageRef="m")),
        node("intermediateCatchEvent", "b", duration('"P1D"')),
    )
    parts = [START, gateway or node(EVENT, "g"), *both, node(XOR, "j"), END]
    flows = ways or chain("s", "g", "a", "j", "e") + chain("g", "b", "j")
    return document(*parts, flows, extra, roots=ROOTS)


def pools(flows: str, first: str = "", second: str = "") -> bytes:
    """Two pools with a process each, joined by message flows."""
    collaboration = (
        '<bpmn:collaboration id="c"><bpmn:participant id="p1" name="甲" processRef="p"/>'
        f'<bpmn:participant id="p2" name="乙" processRef="q"/>{flows}</bpmn:collaboration>'
    )
    one = first or START + task() + END + chain("s", "a", "e")
    two = second or (
        node("startEvent", "s2", event("message", messageRef="m"))
        + node("receiveTask", "r2", messageRef="m")
        + node("endEvent", "e2")
        + chain("s2", "r2", "e2")
    )
    return definitions(*ROOTS, collaboration, process(one), process(two, id="q", executable="false"))


def message_flow(source: str, target: str) -> str:
    return f'<bpmn:messageFlow id="mf" sourceRef="{source}" targetRef="{target}"/>'


def loop(kind: str, inside: str = "", **attributes: str) -> bytes:
    """A task repeated."""
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return line(
        task("a", f"<bpmn:{kind}LoopCharacteristics{given}>{inside}</bpmn:{kind}LoopCharacteristics>")
    )


COUNT = "<bpmn:loopCardinality>3</bpmn:loopCardinality>"


def io(inputs: str = "", sets: str = "<bpmn:inputSet/><bpmn:outputSet/>") -> bytes:
    return line(task("a", f"<bpmn:ioSpecification>{inputs}{sets}</bpmn:ioSpecification>"))
