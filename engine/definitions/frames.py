"""A process laid out: every subprocess and called process where it is used, under the path of its hosts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.definitions.diagram import Diagram, Node, Process, Scope, Trigger
from engine.definitions.inclusive import InclusiveJoins

MOST_FRAMES: Final = 200
DEEPEST: Final = 12


class TooLarge(Exception):
    """A process that calls itself, or lies too deep to be laid out."""


@dataclass(eq=False)
class Frame:
    """A scope as it lies on the board under `path`; `host` is the activity of `outer` that it belongs to."""

    path: str
    scope: Scope
    triggers: Mapping[str, Trigger]
    outer: "Frame | None" = None
    host: Node | None = None
    inner: dict[str, "Frame"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.joins = InclusiveJoins(self.scope)

    def flow(self, key: str) -> str:
        """The place of a sequence flow."""
        return self.path + key

    def active(self, node: Node) -> str:
        """The place of a token inside an activity."""
        return f"{self.path}!{node.id}"

    def armed(self, key: str) -> str:
        """The place that says that a non-interrupting boundary event may still happen."""
        return f"{self.path}?{key}"

    def sides(self, node: Node) -> list[Node]:
        """The boundary events of an activity."""
        return [self.scope.nodes[key] for key in node.boundary if key in self.scope.nodes]


def laid_out(process: Process, diagrams: Iterable[Diagram]) -> list[Frame]:
    """The frames of a process, its own first; calls are looked for among the diagrams. Raises TooLarge."""
    known = {p.id: (p, d.triggers) for d in reversed(list(diagrams)) for p in d.processes.values()}
    _, triggers = known.get(process.id, (process, {}))
    frames: list[Frame] = []
    _lay_out(Frame("", process.scope, triggers), process, known, frames)
    return frames


def _lay_out(
    frame: Frame,
    owner: Process,
    known: Mapping[str, tuple[Process, Mapping[str, Trigger]]],
    frames: list[Frame],
) -> None:
    if len(frames) >= MOST_FRAMES or frame.path.count("/") > DEEPEST:
        raise TooLarge
    frames.append(frame)
    for node in frame.scope.nodes.values():
        path = f"{frame.path}{node.id}/"
        if node.id in owner.scopes and not node.is_event_subprocess:
            inner, whose = Frame(path, owner.scopes[node.id], frame.triggers, frame, node), owner
        elif node.type == "callActivity" and (node.called or "") in known:
            whose, theirs = known[node.called or ""]
            inner = Frame(path, whose.scope, theirs, frame, node)
        else:
            continue
        frame.inner[node.id] = inner
        _lay_out(inner, whose, known, frames)


def side_places(frames: Iterable[Frame]) -> frozenset[str]:
    """The places only a non-interrupting boundary event leads to: what happens there does not hold up the rest."""
    found: set[str] = set()
    aside: set[str] = set()
    for frame in frames:
        scope, nodes = frame.scope, frame.scope.nodes
        reached = set() if frame.path in aside else _reached(frame)
        for node in nodes.values():
            if node.id not in reached:
                aside.add(f"{frame.path}{node.id}/")
                found |= {frame.active(node), frame.armed(node.id)}
        found |= {frame.flow(flow.id) for flow in scope.flows.values() if flow.source not in reached}
    return frozenset(found)


def _reached(frame: Frame) -> set[str]:
    """Ids of the nodes the way from the start leads to, interrupting events included."""
    waiting = [node for node in frame.scope.nodes.values() if node.type == "startEvent"]
    reached: set[str] = set()
    while waiting:
        node = waiting.pop()
        if node.id not in reached:
            reached.add(node.id)
            waiting += frame.scope.targets(node)
            waiting += [side for side in frame.sides(node) if side.interrupting]
    return reached
