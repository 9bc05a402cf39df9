"""Events that belong to something else: boundary events to an activity, cancel to a transaction, link to link."""

from collections import defaultdict
from collections.abc import Iterator

from engine.definitions.diagram import Node, Scope
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import words


def boundaries(subject: Subject) -> Iterator[Problem]:
    """A boundary event sits on an activity of its own level, with a way out only (BPMN 2.0, 10.4.4)."""
    for scope, node in _boundary(subject):
        where = words("边界事件%(node)s", node=quoted(node))
        host = scope.nodes.get(node.attached_to or "")
        if node.attached_to and host is None and subject.element(node.attached_to) is not None:
            yield subject.problem(
                "boundary-elsewhere",
                node,
                words(
                    "%(where)s附着的元素 %(attached_to)s 不在同一范围里,或不是活动。",
                    where=where,
                    attached_to=node.attached_to,
                ),
                words("请附到同一流程(子流程)里的活动上。"),
            )
        if host is not None and host.is_event_subprocess:
            yield subject.problem(
                "boundary-on-event-subprocess",
                node,
                words("%(where)s附着在事件子流程%(host)s上。", where=where, host=quoted(host)),
                words("事件子流程不能有边界事件,请删去。"),
            )
        if node.incoming:
            yield subject.problem(
                "boundary-incoming",
                node,
                words("%(where)s不能有入线。", where=where),
                words("请删去连到它的顺序流。"),
            )
        kinds = {event.kind for event in node.events}
        if "compensate" in kinds and node.outgoing:
            yield subject.problem(
                "compensation-outgoing",
                node,
                words("补偿%(where)s不能有出线。", where=where),
                words("请改用关联(association)连到补偿活动。"),
            )
        if "cancel" in kinds and (host is None or host.type != "transaction"):
            yield subject.problem(
                "cancel-outside-transaction",
                node,
                words("取消%(where)s只能附着在事务子流程上。", where=where),
                words("请改附到事务子流程,或换一种事件。"),
            )


def cancel_ends(subject: Subject) -> Iterator[Problem]:
    """A cancel end event stands in a transaction (BPMN 2.0, 10.4.3)."""
    for node in subject.nodes:
        if node.type != "endEvent" or all(event.kind != "cancel" for event in node.events):
            continue
        home = subject.node_by_id.get(node.scope)
        while home is not None and home.type != "transaction":
            home = subject.node_by_id.get(home.scope)
        if home is None:
            yield subject.problem(
                "cancel-outside-transaction",
                node,
                words("取消结束事件%(node)s只能放在事务子流程里。", node=quoted(node)),
                words("请改为普通结束事件,或放进事务子流程。"),
            )


def same_boundary(subject: Subject) -> Iterator[Problem]:
    """Two interrupting boundary events that catch the same thing leave it open which of them does."""
    seen: dict[tuple[str | None, str, str], Node] = {}
    for _, node in _boundary(subject):
        for event in node.events:
            if event.kind in ("error", "cancel", "compensate"):
                key = (node.attached_to, event.kind, event.ref or "")
                if key in seen:
                    yield subject.problem(
                        "same-boundary",
                        node,
                        words(
                            "边界事件%(node)s与%(seen)s捕获同一个%(kind)s。",
                            node=quoted(node),
                            seen=quoted(seen[key]),
                            kind=word(event.kind),
                        ),
                        words("请删去一个,或改为不同的错误。"),
                        "warning",
                    )
                seen.setdefault(key, node)


def _boundary(subject: Subject) -> Iterator[tuple[Scope, Node]]:
    for scope in subject.scopes:
        for node in scope.nodes.values():
            if node.type == "boundaryEvent":
                yield scope, node


def links(subject: Subject) -> Iterator[Problem]:
    """Each link thrown is caught once on the same level, and the other way round (BPMN 2.0, 10.4.5)."""
    for scope in subject.scopes:
        ends: dict[str, dict[str, list[Node]]] = {"throw": defaultdict(list), "catch": defaultdict(list)}
        for node in scope.nodes.values():
            side = {"intermediateThrowEvent": "throw", "intermediateCatchEvent": "catch"}.get(node.type)
            for event in node.events if side else ():
                if event.kind == "link" and side:
                    ends[side][(event.link or "").strip()].append(node)
        yield from _unpaired(subject, ends["throw"], ends["catch"])


def _unpaired(
    subject: Subject, thrown: dict[str, list[Node]], caught: dict[str, list[Node]]
) -> Iterator[Problem]:
    for name, nodes in [*thrown.items(), *caught.items()]:
        if not name:
            for node in nodes:
                yield subject.problem(
                    "link-without-name",
                    node,
                    words("链接事件%(node)s没有链接名。", node=quoted(node)),
                    words("请填写两端相同的链接名。"),
                )
    for name in sorted({*thrown, *caught} - {""}):
        missing = words("捕获") if name not in caught else words("抛出") if name not in thrown else ""
        if missing:
            node = (thrown.get(name) or caught.get(name) or [])[0]
            yield subject.problem(
                "unpaired-link",
                node,
                words("链接“%(name)s”在这一层没有对应的%(missing)s事件。", name=name, missing=missing),
                words("请在同一层补上同名的另一端;链接不能跨子流程。"),
            )
        for node in caught.get(name, [])[1:]:
            yield subject.problem(
                "doubled-link",
                node,
                words("链接“%(name)s”有多个捕获事件。", name=name),
                words("每个链接名只能有一个捕获事件。"),
            )


CHECKS: tuple[Check, ...] = (boundaries, cancel_ends, same_boundary, links)
