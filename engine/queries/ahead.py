"""What an element of a diagram leads to, read from the drawing alone: the papers on the way to the next pause.

The way goes through everything the engine passes by itself and ends where somebody or some moment must come.
"""

from collections.abc import Iterator

from engine.definitions.diagram import SUBPROCESS_TYPES, Node, Process, Scope
from engine.runtime.program import Program

_PAUSES = frozenset(
    {"userTask", "manualTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway", "callActivity"}
)


def node_of(program: Program, element: str) -> Node | None:
    """The node of this id in any process of a program."""
    found = (process.nodes[element] for process in program.processes.values() if element in process.nodes)
    return next(found, None)


def papers_after(program: Program, node: Node) -> list[Node]:
    """The elements behind a node that issue a numbered paper (`bj:document`) before anybody is asked again.

    A paper without a number is a receipt or a draft, which nobody waits for.
    """
    return [each for each in _way(program, node) if bears_number(each)]


def bears_number(node: Node, kind: str | None = None) -> bool:
    """Whether an element issues a numbered paper, of this kind if one is named."""
    return any(paper.get("number") and kind in (None, paper.get("kind")) for paper in node.all("document"))


def is_slip(node: Node) -> bool:
    """Whether an element issues a numbered paper that takes or gives points (`bj:score`), as a 督办单 does."""
    return bears_number(node) and node.extension("score") is not None


def papers_through_tasks(program: Program, node: Node) -> list[Node]:
    """Like `papers_after`, and also the papers that wait only for the next task, for example for a signature."""
    way = list(_way(program, node))
    tasks = (each for each in way if each.type == "userTask")
    found = [each for each in way if bears_number(each)]
    return [*found, *(paper for task in tasks for paper in papers_after(program, task))]


def _way(program: Program, start: Node) -> Iterator[Node]:
    """The nodes behind `start` up to and including those at which the engine pauses."""
    process = next(p for p in program.processes.values() if start.id in p.nodes)
    pending, seen = _following(process, start), {start.id}
    while pending:
        node = pending.pop(0)
        if node.id in seen:
            continue
        seen.add(node.id)
        yield node
        if node.type not in _PAUSES:
            pending += _entered(process, node) or _following(process, node)


def _following(process: Process, node: Node) -> list[Node]:
    """What comes next; behind the end of a subprocess, what comes behind the subprocess."""
    scope: Scope | None = process.scopes[node.scope]
    following = list(scope.targets(node)) if scope is not None else []
    if following or node.type != "endEvent" or node.scope not in process.nodes:
        return following
    return _following(process, process.nodes[node.scope])


def _entered(process: Process, node: Node) -> list[Node]:
    if node.type not in SUBPROCESS_TYPES:
        return []
    return [inner for inner in process.scopes[node.id].nodes.values() if inner.type == "startEvent"]
