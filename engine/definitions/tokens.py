"""The board on which `engine.definitions.statespace` plays: the places tokens can stand and the moves they can make.

Every subprocess and called process lies on the board where it is used, under the path of its hosts. A place is
a sequence flow, `!` and an activity under way, or `?` and a non-interrupting boundary event that may still
happen. The rules of single nodes are those of BPMN 2.0, chapter 13.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from engine.definitions.diagram import Diagram, EventDefinition, Node, Process, Scope
from engine.definitions.frames import Frame, laid_out
from engine.definitions.soundness import outcomes

Marking = frozenset[tuple[str, int]]
"""How many tokens stand at each place that has any."""

_MOST_TOKENS: Final = 3
"""Tokens at one place beyond which they are taken to pile up without end."""
_UPWARDS: Final = frozenset({"error", "escalation", "cancel"})


@dataclass(frozen=True, slots=True)
class Move:
    """A step: the element that takes it, what stands afterwards, and others that happened with it.

    `crowded` is the element before which tokens pile up; then nothing stands afterwards.
    """

    element: str
    after: Marking
    also: tuple[str, ...] = ()
    crowded: str = ""


def board_of(process: Process, diagrams: Iterable[Diagram]) -> "Board":
    """Lay out a process with everything it contains and calls. Raises TooLarge."""
    return Board(laid_out(process, diagrams))


class Board:
    """The moves of a laid-out process."""

    def __init__(self, frames: list[Frame]) -> None:
        self.top = frames[0]
        self._at: dict[str, tuple[Frame, Node]] = {}
        for frame in frames:
            for flow in frame.scope.flows.values():
                target = frame.scope.nodes.get(flow.target)
                if target is not None:
                    self._at[frame.flow(flow.id)] = frame, target
            for node in frame.scope.nodes.values():
                self._at[frame.active(node)] = frame, node
        self.elements = frozenset(
            node.id for frame in frames for node in frame.scope.nodes.values() if not node.is_event_subprocess
        )
        self.starts = frozenset(node.id for frame in frames for node in _starts(frame.scope))
        self._behind: dict[tuple[str, str], frozenset[str]] = {}

    def first(self) -> list[Marking]:
        """How a case may begin: at one of its start events."""
        return [_marking(Counter(self._begun(self.top, start))) for start in _starts(self.top.scope)]

    def waits_at(self, marking: Marking) -> str:
        """The element at which a case that cannot finish waits: a join if there is one."""
        found = [self._at[place] for place, _ in sorted(marking) if place in self._at]
        joins = [node for _, node in found if _is_join(node)]
        return (joins or [node for _, node in found])[0].id if found else ""

    def moves(self, marking: Marking) -> Iterator[Move]:
        """Every step that may be taken."""
        tokens = Counter(dict(marking))
        for place in sorted(tokens):
            if place not in self._at:
                continue
            frame, node = self._at[place]
            if place == frame.active(node):
                yield from self._inside(frame, node, tokens)
            elif _is_join(node):
                yield from self._join(frame, node, place, tokens)
            else:
                yield from self._enter(frame, node, _without(tokens, [place]))

    # --- entering -----------------------------------------------------------------------------------------
    def _join(self, frame: Frame, node: Node, place: str, tokens: Counter[str]) -> Iterator[Move]:
        here = [frame.flow(key) for key in node.incoming if tokens[frame.flow(key)]]
        if place != here[0]:
            return
        if node.type == "parallelGateway":
            ready = len(here) == len(node.incoming)
        else:
            ready = not self._awaits_more(frame, node, here, tokens)
        if ready:
            yield from self._leave(frame, node, _without(tokens, here))

    def _enter(self, frame: Frame, node: Node, rest: Counter[str]) -> Iterator[Move]:
        inner = frame.inner.get(node.id)
        if node.type == "endEvent":
            yield from self._end(frame, node, rest)
        elif node.type == "intermediateThrowEvent" and _upward(node):
            yield from self._thrown(frame, node, rest, goes_on=True)
        elif inner is None and not node.boundary:
            yield from self._leave(frame, node, rest)
        elif rest[frame.active(node)] and inner is not None:
            yield Move(node.id, frozenset(), crowded=node.id)
        else:
            armed = [frame.armed(side.id) for side in frame.sides(node) if not side.interrupting]
            begun = [self._begun(inner, start) for start in _starts(inner.scope)[:1]] if inner else []
            given = [frame.active(node), *armed, *(place for places in begun for place in places)]
            yield self._move(node, rest, given)

    def _begun(self, frame: Frame, start: Node) -> list[str]:
        return [frame.flow(key) for key in start.outgoing]

    # --- inside an activity -------------------------------------------------------------------------------
    def _inside(self, frame: Frame, node: Node, tokens: Counter[str]) -> Iterator[Move]:
        inner = frame.inner.get(node.id)
        if inner is None or not any(place.startswith(inner.path) for place in tokens):
            yield from self._leave(frame, node, self._left(frame, node, tokens))
        for side in frame.sides(node):
            if inner is not None and _upward(side):
                continue
            if side.interrupting:
                rest = self._left(frame, node, tokens, everything=True)
                yield self._move(side, rest, [frame.flow(key) for key in side.outgoing])
            elif tokens[frame.armed(side.id)]:
                rest = _without(tokens, [frame.armed(side.id)])
                yield self._move(side, rest, [frame.flow(key) for key in side.outgoing])

    def _left(self, frame: Frame, node: Node, tokens: Counter[str], everything: bool = False) -> Counter[str]:
        """What stays when an activity is left: without what waits on it; of one left by force, without what is inside."""
        gone = (
            {frame.armed(side.id) for side in frame.sides(node)} if tokens[frame.active(node)] == 1 else set()
        )
        rest = _without(tokens, [frame.active(node)])
        inner = frame.inner.get(node.id)
        kept = {
            place: count
            for place, count in rest.items()
            if place not in gone and not (everything and inner is not None and place.startswith(inner.path))
        }
        return Counter(kept)

    # --- ends and what they throw -------------------------------------------------------------------------
    def _end(self, frame: Frame, node: Node, rest: Counter[str]) -> Iterator[Move]:
        if any(event.kind == "terminate" for event in node.events):
            kept = {place: count for place, count in rest.items() if not place.startswith(frame.path)}
            yield self._move(node, Counter(kept), [])
        elif _upward(node):
            yield from self._thrown(frame, node, rest, goes_on=False)
        else:
            yield self._move(node, rest, [])

    def _thrown(self, frame: Frame, node: Node, rest: Counter[str], goes_on: bool) -> Iterator[Move]:
        event = _upward(node)
        assert event is not None
        caught = self._catching(frame, event)
        if caught is None:
            # An error nobody catches ends the case at the top; the gate refuses it further in.
            fatal = event.kind == "error" and not goes_on
            yield from (
                [self._move(node, Counter(), [])] if fatal else self._leave_or_end(frame, node, rest, goes_on)
            )
            return
        around, host, side = caught
        ways = [around.flow(key) for key in side.outgoing]
        if side.interrupting:
            yield self._move(node, self._left(around, host, rest, everything=True), ways, (side.id,))
        elif rest[around.armed(side.id)]:
            fresh = Counter(_without(rest, [around.armed(side.id)]))
            fresh.update(ways)
            yield from self._leave_or_end(frame, node, fresh, goes_on, (side.id,))
        else:
            yield from self._leave_or_end(frame, node, rest, goes_on)

    def _leave_or_end(
        self, frame: Frame, node: Node, rest: Counter[str], goes_on: bool, also: tuple[str, ...] = ()
    ) -> Iterator[Move]:
        if goes_on:
            yield from self._leave(frame, node, rest, also)
        else:
            yield self._move(node, rest, [], also)

    def _catching(self, frame: Frame, event: EventDefinition) -> tuple[Frame, Node, Node] | None:
        """The nearest boundary event around that catches what is thrown, with its activity."""
        code = _code(frame, event.ref)
        inside: Frame = frame
        while inside.outer is not None and inside.host is not None:
            around, host = inside.outer, inside.host
            fitting = [
                side
                for side in around.sides(host)
                if side.event is not None
                and side.event.kind == event.kind
                and (not side.event.ref or _code(around, side.event.ref) == code)
            ]
            if fitting:
                return around, host, max(fitting, key=lambda side: bool(side.event and side.event.ref))
            inside = around
        return None

    # --- leaving ------------------------------------------------------------------------------------------
    def _leave(
        self, frame: Frame, node: Node, rest: Counter[str], also: tuple[str, ...] = ()
    ) -> Iterator[Move]:
        for given in outcomes(frame.scope, node):
            yield self._move(node, rest, [frame.flow(key) for key in given], also)

    def _move(self, node: Node, rest: Counter[str], given: list[str], also: tuple[str, ...] = ()) -> Move:
        after = Counter(rest)
        after.update(given)
        crowded = next((place for place in given if after[place] > _MOST_TOKENS), None)
        if crowded is not None:
            place = self._at.get(crowded)
            return Move(node.id, frozenset(), also, place[1].id if place else node.id)
        return Move(node.id, _marking(after), also)

    # --- OR joins -----------------------------------------------------------------------------------------
    def _awaits_more(self, frame: Frame, node: Node, here: list[str], tokens: Counter[str]) -> bool:
        """Whether an OR join waits: another token can come to an empty way in, and to none that is full (table 13.3)."""
        full = frozenset[str]().union(
            *(self._before(frame, key, node.id) for key in node.incoming if frame.flow(key) in here)
        )
        standing = self._standing(frame, tokens) - {place.removeprefix(frame.path) for place in here} - full
        empty = [key for key in node.incoming if frame.flow(key) not in here]
        return any(standing & self._before(frame, key, node.id) for key in empty)

    def _standing(self, frame: Frame, tokens: Counter[str]) -> frozenset[str]:
        """The flows of a scope that bear tokens; one inside an activity counts for the ways into it."""
        found: set[str] = set()
        for place in tokens:
            if not place.startswith(frame.path):
                continue
            key = place.removeprefix(frame.path)
            if key in frame.scope.flows:
                found.add(key)
            elif key.startswith("!"):
                found |= set(frame.scope.nodes[key[1:]].incoming)
        return frozenset(found)

    def _before(self, frame: Frame, flow: str, join: str) -> frozenset[str]:
        """The flows from which a token can come to `flow` without passing the join."""
        key = (frame.flow(flow), join)
        if key not in self._behind:
            seen: set[str] = set()
            waiting = [flow]
            while waiting:
                source = frame.scope.nodes.get(frame.scope.flows[waiting.pop()].source)
                if source is None or source.id == join:
                    continue
                host = frame.scope.nodes.get(source.attached_to or "", source)
                new = set(host.incoming) - seen
                seen |= new
                waiting += new
            self._behind[key] = frozenset(seen)
        return self._behind[key]


def _starts(scope: Scope) -> list[Node]:
    return [node for node in scope.nodes.values() if node.type == "startEvent"]


def _is_join(node: Node) -> bool:
    several = len(node.incoming) > 1
    return several and node.type in ("parallelGateway", "inclusiveGateway")


def _upward(node: Node) -> EventDefinition | None:
    return next((event for event in node.events if event.kind in _UPWARDS), None)


def _code(frame: Frame, ref: str | None) -> str | None:
    trigger = frame.triggers.get(ref or "")
    return trigger.code or trigger.name if trigger else None


def _without(tokens: Counter[str], places: list[str]) -> Counter[str]:
    rest = Counter(tokens)
    for place in places:
        rest[place] -= 1
        if rest[place] <= 0:
            del rest[place]
    return rest


def _marking(tokens: Counter[str]) -> Marking:
    return frozenset((place, count) for place, count in tokens.items() if count > 0)
