"""Whether every case of a scope can finish and nothing is left behind, by playing all token games.

Conditions are taken to be free: any way out of a choice may be taken. Non-interrupting boundary events may
fire once. The answer is exact for what it explores; a budget bounds the exploring.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from engine.definitions.diagram import Node, Scope
from engine.definitions.inclusive import InclusiveJoins
from engine.definitions.outcomes import outcomes

Marking = frozenset[str]
"""The flows that bear a token."""

BUDGET: Final = 3_000
"""Most markings looked at in one scope, unless another budget is given."""
_FATAL: Final = frozenset({"terminate", "error", "cancel"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found.

    `kind` is sound, blocked (a token waits for ever), doubled (a second token comes to where one waits
    already) or undecided (the budget is spent). `path` are the ids of the nodes passed on the way there, in
    order; `element` is the node where it shows. `never` are elements no run reaches, where that was asked.
    `positions` is how many were looked at, where that was counted.
    """

    kind: Literal["sound", "blocked", "doubled", "undecided"]
    path: tuple[str, ...] = ()
    element: str = ""
    never: tuple[str, ...] = ()
    positions: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class _Step:
    node: str
    after: Marking
    doubled: str = ""


def soundness(scope: Scope, budget: int = BUDGET) -> Verdict:
    """The verdict on one scope; subprocesses in it count as single steps."""
    return _Game(scope).play(budget)


class _Game:
    """All token games of one scope, breadth first, so that the first trouble found has a shortest path."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._joins = InclusiveJoins(scope)

    def play(self, budget: int) -> Verdict:
        first = self._first()
        came: dict[Marking, tuple[Marking, str] | None] = {first: None}
        waiting = deque([first])
        while waiting:
            marking = waiting.popleft()
            steps = list(self._steps(marking))
            if marking and not steps:
                return Verdict("blocked", _path(came, marking), self._blocked_at(marking))
            for step in steps:
                if step.doubled:
                    target = self.scope.flows[step.doubled].target
                    return Verdict("doubled", (*_path(came, marking), step.node), target)
                if step.after not in came:
                    came[step.after] = (marking, step.node)
                    waiting.append(step.after)
            if len(came) > budget:
                return Verdict("undecided")
        return Verdict("sound")

    def _first(self) -> Marking:
        starts = [node for node in self.scope.nodes.values() if node.type == "startEvent"]
        return frozenset(starts[0].outgoing) if starts else frozenset()

    def _blocked_at(self, marking: Marking) -> str:
        return self.scope.flows[min(marking)].target

    def _steps(self, marking: Marking) -> Iterator[_Step]:
        for key in sorted({self.scope.flows[flow].target for flow in marking}):
            node = self.scope.nodes.get(key)
            if node is None:
                continue
            for taken in self._taken(node, marking):
                rest = marking - taken
                if node.type == "endEvent":
                    fatal = any(event.kind in _FATAL for event in node.events)
                    yield _Step(key, frozenset() if fatal else rest)
                    continue
                for given in self._given(node):
                    doubled = next((flow for flow in given if flow in rest), "")
                    yield _Step(key, rest | given, doubled)

    def _taken(self, node: Node, marking: Marking) -> Iterator[Marking]:
        """What a node may consume now."""
        here = marking & frozenset(node.incoming)
        if node.type == "parallelGateway":
            if len(here) == len(node.incoming):
                yield here
        elif node.type == "inclusiveGateway" and len(node.incoming) > 1:
            if not self._joins.awaits_more(node, here, marking):
                yield here
        else:
            yield from (frozenset({flow}) for flow in sorted(here))

    def _given(self, node: Node) -> Iterator[Marking]:
        """What a node may produce, each possible choice."""
        yield from outcomes(self.scope, node)
        sides = [self.scope.nodes[key] for key in node.boundary if key in self.scope.nodes]
        for side in sides:
            if side.interrupting:
                yield frozenset(side.outgoing)
            else:
                for given in outcomes(self.scope, node):
                    yield given | frozenset(side.outgoing)


def _path(came: dict[Marking, tuple[Marking, str] | None], marking: Marking) -> tuple[str, ...]:
    path: list[str] = []
    before = came[marking]
    while before is not None:
        marking, node = before
        path.append(node)
        before = came[marking]
    return tuple(reversed(path))
