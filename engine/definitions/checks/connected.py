"""Every node lies on a way from a beginning to an end."""

from collections.abc import Iterator

from engine.definitions.diagram import Node, Scope
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import words

_FATAL = frozenset({"terminate", "error", "cancel"})


def _is_handler(node: Node) -> bool:
    return node.attributes.get("isForCompensation") in ("true", "1")


def _is_link(node: Node) -> bool:
    return node.event is not None and node.event.kind == "link"


def _may_begin(node: Node) -> bool:
    """Whether a node needs no way in: it starts something, or something other than a flow leads to it."""
    instantiates = node.attributes.get("instantiate") in ("true", "1")
    return (
        node.type in ("startEvent", "boundaryEvent")
        or node.is_event_subprocess
        or _is_handler(node)
        or instantiates
        or (node.type == "intermediateCatchEvent" and _is_link(node))
    )


def _may_end(node: Node) -> bool:
    compensating = node.type == "boundaryEvent" and any(e.kind == "compensate" for e in node.events)
    return (
        node.type == "endEvent"
        or node.is_event_subprocess
        or _is_handler(node)
        or compensating
        or (node.type == "intermediateThrowEvent" and _is_link(node))
    )


def ways_in_and_out(subject: Subject) -> Iterator[Problem]:
    """With start and end events, every other node has a way in and a way out (BPMN 2.0, 10.4.2, 10.4.3)."""
    for scope in subject.scopes:
        if scope.type == "adHocSubProcess":
            continue
        types = {node.type for node in scope.nodes.values()}
        for node in scope.nodes.values():
            where = words("%(type)s%(element)s", type=word(node.type), element=quoted(node))
            if "startEvent" in types and not node.incoming and not _may_begin(node):
                yield subject.problem(
                    "no-incoming",
                    node,
                    words("%(where)s没有入线,永远不会执行。", where=where),
                    words("请从前一步连线到它,或删去它。"),
                )
            if "endEvent" in types and not node.outgoing and not _may_end(node):
                yield subject.problem(
                    "no-outgoing",
                    node,
                    words("%(where)s没有出线,走到这里就断了。", where=where),
                    words("请连线到下一步或结束事件。"),
                )


def reachable(subject: Subject) -> Iterator[Problem]:
    """A node with ways in is also reached from a beginning."""
    for scope in subject.scopes:
        if scope.type == "adHocSubProcess":
            continue
        explicit = any(node.type == "startEvent" for node in scope.nodes.values())
        begin = [n for n in scope.nodes.values() if _may_begin(n) or not (explicit or n.incoming)]
        reached = _reach(scope, begin)
        for node in scope.nodes.values():
            if node.incoming and node.id not in reached:
                yield subject.problem(
                    "unreachable",
                    node,
                    words("从开始事件走不到%(type)s%(node)s。", type=word(node.type), node=quoted(node)),
                    words("请从前一步连线过来,或删去这一段。"),
                )


def _reach(scope: Scope, begin: list[Node]) -> set[str]:
    seen = {node.id for node in begin}
    waiting = list(begin)
    while waiting:
        for node in scope.targets(waiting.pop()):
            if node.id not in seen:
                seen.add(node.id)
                waiting.append(node)
    return seen


def _before(scope: Scope, node: Node) -> Iterator[Node]:
    """Whence a token comes to a node: over its flows, or by the event that interrupts its activity."""
    yield from scope.sources(node)
    host = scope.nodes.get(node.attached_to or "")
    if node.interrupting and host is not None:
        yield host


def ending(subject: Subject) -> Iterator[Problem]:
    """From every node an end is within reach, or something else ends the circle."""
    for scope in subject.scopes:
        seen = {node.id for node in scope.nodes.values() if _may_end(node) or not node.outgoing}
        waiting = list(seen)
        while waiting:
            for node in scope.sources(scope.nodes[waiting.pop()]):
                if node.id not in seen:
                    seen.add(node.id)
                    waiting.append(node.id)
        stuck = [node for node in scope.nodes.values() if node.id not in seen]
        if stuck and not _is_ended_otherwise(subject, scope):
            for node in stuck:
                yield subject.problem(
                    "no-way-to-end",
                    node,
                    words(
                        "从%(type)s%(node)s走不到任何结束事件,会一直循环。",
                        type=word(node.type),
                        node=quoted(node),
                    ),
                    words("请给循环画一条出口,或让终止结束事件、外层的中断边界事件结束它。"),
                )


def _is_ended_otherwise(subject: Subject, scope: Scope) -> bool:
    """Whether a terminate end or an interrupting boundary event around it may end what circles in a scope."""
    scopes = {other.id: other for other in subject.scopes}
    inside: Scope | None = scope
    while inside is not None:
        if any(
            event.kind in _FATAL for node in inside.nodes.values() for event in node.events if _ends(node)
        ):
            return True
        host = subject.node_by_id.get(inside.id)
        if host and any(subject.node_by_id[key].interrupting for key in host.boundary):
            return True
        inside = scopes.get(inside.parent or "")
    return False


def _ends(node: Node) -> bool:
    return node.type == "endEvent"


CHECKS: tuple[Check, ...] = (ways_in_and_out, reachable, ending)
