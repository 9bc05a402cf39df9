"""Events that belong to something else: boundary events to an activity, cancel to a transaction, link to link."""

from collections import defaultdict
from collections.abc import Iterator

from engine.definitions.diagram import Node, Scope
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word


def boundaries(subject: Subject) -> Iterator[Problem]:
    """A boundary event sits on an activity of its own level, with a way out only (BPMN 2.0, 10.4.4)."""
    for scope, node in _boundary(subject):
        where = f"边界事件{quoted(node)}"
        host = scope.nodes.get(node.attached_to or "")
        if node.attached_to and host is None and subject.element(node.attached_to) is not None:
            yield subject.problem(
                "boundary-elsewhere",
                node,
                f"{where}附着的元素 {node.attached_to} 不在同一范围里,或不是活动。",
                "请附到同一流程(子流程)里的活动上。",
            )
        if host is not None and host.is_event_subprocess:
            yield subject.problem(
                "boundary-on-event-subprocess",
                node,
                f"{where}附着在事件子流程{quoted(host)}上。",
                "事件子流程不能有边界事件,请删去。",
            )
        if node.incoming:
            yield subject.problem("boundary-incoming", node, f"{where}不能有入线。", "请删去连到它的顺序流。")
        kinds = {event.kind for event in node.events}
        if "compensate" in kinds and node.outgoing:
            yield subject.problem(
                "compensation-outgoing",
                node,
                f"补偿{where}不能有出线。",
                "请改用关联(association)连到补偿活动。",
            )
        if "cancel" in kinds and (host is None or host.type != "transaction"):
            yield subject.problem(
                "cancel-outside-transaction",
                node,
                f"取消{where}只能附着在事务子流程上。",
                "请改附到事务子流程,或换一种事件。",
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
                f"取消结束事件{quoted(node)}只能放在事务子流程里。",
                "请改为普通结束事件,或放进事务子流程。",
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
                        f"边界事件{quoted(node)}与{quoted(seen[key])}捕获同一个{word(event.kind)}。",
                        "请删去一个,或改为不同的错误。",
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
                    f"链接事件{quoted(node)}没有链接名。",
                    "请填写两端相同的链接名。",
                )
    for name in sorted({*thrown, *caught} - {""}):
        missing = "捕获" if name not in caught else "抛出" if name not in thrown else ""
        if missing:
            node = (thrown.get(name) or caught.get(name) or [])[0]
            yield subject.problem(
                "unpaired-link",
                node,
                f"链接“{name}”在这一层没有对应的{missing}事件。",
                "请在同一层补上同名的另一端;链接不能跨子流程。",
            )
        for node in caught.get(name, [])[1:]:
            yield subject.problem(
                "doubled-link", node, f"链接“{name}”有多个捕获事件。", "每个链接名只能有一个捕获事件。"
            )


CHECKS: tuple[Check, ...] = (boundaries, cancel_ends, same_boundary, links)
