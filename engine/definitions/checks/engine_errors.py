"""Errors nobody catches, which the engine would treat as if nothing had happened."""

from collections.abc import Iterator

from engine.definitions.diagram import EventDefinition, Node, Process, Scope
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.words import words


def uncaught_errors(subject: Subject) -> Iterator[Problem]:
    """An error that nothing catches leaves its subprocess by the normal way, as if nothing had happened."""
    for process in subject.runnable:
        for scope in process.scopes.values():
            for node in scope.nodes.values():
                thrown = node.event if node.type == "endEvent" else None
                if thrown is None or thrown.kind != "error" or _caught(subject, process, scope, thrown):
                    continue
                inner = scope.id != process.id
                if inner or _is_concurrent(scope):
                    yield subject.problem(
                        "engine-uncaught-error",
                        node,
                        words(
                            "错误结束事件%(node)s抛出的错误没有边界事件捕获,%(said)s。",
                            node=quoted(node),
                            said=words("外层会当作正常完成继续") if inner else words("其他分支会继续走下去"),
                        ),
                        words("请在外层子流程边上画错误边界事件,或改用终止结束事件。"),
                    )


def _caught(subject: Subject, process: Process, scope: Scope, thrown: EventDefinition) -> bool:
    """Whether a boundary event around the scope, in this process or in a caller's, catches the error."""
    inside: str | None = scope.id
    while inside is not None and inside != process.id:
        host = process.nodes.get(inside)
        if host is None:
            return False
        if _catches(subject, process, host, thrown):
            return True
        inside = host.scope
    callers = [
        (other, node)
        for other in subject.runnable
        for node in other.nodes.values()
        if node.type == "callActivity" and node.called == process.id
    ]
    return bool(callers) and all(_catches(subject, other, node, thrown) for other, node in callers)


def _catches(subject: Subject, process: Process, host: Node, thrown: EventDefinition) -> bool:
    code = _code(subject, thrown.ref)
    for key in host.boundary:
        for event in process.nodes[key].events:
            if event.kind == "error" and (not event.ref or _code(subject, event.ref) == code):
                return True
    return False


def _code(subject: Subject, ref: str | None) -> str | None:
    trigger = subject.diagram.triggers.get(ref or "")
    return trigger.code or trigger.name if trigger else None


def _is_concurrent(scope: Scope) -> bool:
    """Whether more than one token may be under way in a scope."""
    return any(
        node.type in ("parallelGateway", "inclusiveGateway")
        or (node.type == "boundaryEvent" and not node.interrupting)
        or (len(node.outgoing) > 1 and not node.type.endswith("Gateway"))
        for node in scope.nodes.values()
    )


CHECKS: tuple[Check, ...] = (uncaught_errors,)
