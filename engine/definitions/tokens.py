"""The board on which `engine.definitions.statespace` plays: the places tokens can stand and the moves they can make.

Every subprocess and called process lies on the board where it is used, under the path of its hosts. A place is
a sequence flow, `!` and an activity under way, or `?` and a non-interrupting boundary event that may still
happen. The rules of single nodes are those of BPMN 2.0, chapter 13.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from engine.definitions.diagram import Diagram, EventDefinition, Node, Process, Scope
from engine.definitions.frames import Frame, laid_out, side_places
from engine.definitions.outcomes import outcomes
from engine.definitions.passing import MOST_WAYS, is_join, onward, upward

Marking = frozenset[tuple[str, int]]
"""How many tokens stand at each place that has any."""

_MOST_TOKENS: Final = 3
"""Tokens at one place beyond which they are taken to pile up without end."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step: the element that takes it, what stands afterwards, and others that happened with it.

    `through` are the elements that its tokens went on through at once, one after the other. `crowded` is the element
    before which tokens pile up; then nothing stands afterwards.
    """

    element: str
    after: Marking
    also: tuple[str, ...] = ()
    crowded: str = ""
    through: tuple[str, ...] = ()


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
        self._onward = onward(frames)
        self._side = side_places(frames)

    def first(self) -> list[Move]:
        """How a case may begin: at one of its start events."""
        begun = [
            Move(start.id, _marking(Counter(self._begun(self.top, start))))
            for start in _starts(self.top.scope)
        ]
        return [gone_on for move in begun for gone_on in self._gone_on(move)]

    def waits_at(self, marking: Marking) -> str:
        """The element at which a case that cannot finish waits: a join if there is one."""
        found = [self._at[place] for place, _ in sorted(marking) if place in self._at]
        joins = [node for _, node in found if is_join(node)]
        return (joins or [node for _, node in found])[0].id if found else ""

    def moves(self, marking: Marking) -> Iterator[Move]:
        """Every step that may be taken; what its tokens only pass through they go on through at once."""
        for move in self._steps(marking):
            yield from (move,) if move.crowded else self._gone_on(move)

    def _gone_on(self, move: Move) -> Iterator[Move]:
        """A step with every way its tokens may go on where nothing waits and nothing else is touched."""
        kept, passing, together = Counter(dict(move.after)), list[str](), 1
        for place, count in sorted(move.after):
            ways = len(self._onward[place].ways) ** count if place in self._onward else 0
            # Where there would be too many ways together, a token stands until its turn comes.
            if ways and together * ways <= MOST_WAYS:
                together *= ways
                passing += [place] * count
                del kept[place]
        also = move.also + tuple(key for place in passing for key in self._onward[place].elements)
        known: set[Marking] = set()
        for ways in product(*(self._onward[place].ways for place in passing)):
            tokens = kept + Counter([place for way in ways for place in way.given])
            after = _marking(tokens)
            if after in known:
                continue
            known.add(after)
            through = tuple(key for way in ways for key in way.through)
            if crowded := self._crowded(tokens):
                yield Move(move.element, frozenset(), also, self._waiting_at(crowded), through)
            else:
                yield Move(move.element, _marking(tokens), also, through=through)

    def _crowded(self, tokens: Counter[str]) -> str:
        """A place at which tokens pile up; on a side path no more are counted than stand for many."""
        for place in [place for place, count in tokens.items() if count > _MOST_TOKENS]:
            if place not in self._side:
                return place
            tokens[place] = _MOST_TOKENS
        return ""

    def _waiting_at(self, place: str) -> str:
        return self._at[place][1].id if place in self._at else ""

    def _steps(self, marking: Marking) -> Iterator[Move]:
        tokens = Counter(dict(marking))
        for place in sorted(tokens):
            if place not in self._at:
                continue
            frame, node = self._at[place]
            if place == frame.active(node):
                yield from self._inside(frame, node, tokens)
            elif is_join(node):
                yield from self._join(frame, node, place, tokens)
            else:
                yield from self._enter(frame, node, _without(tokens, [place]))

    # --- entering -----------------------------------------------------------------------------------------
    def _join(self, frame: Frame, node: Node, place: str, tokens: Counter[str]) -> Iterator[Move]:
        if place != next(frame.flow(key) for key in node.incoming if tokens[frame.flow(key)]):
            return
        here = [frame.flow(key) for key in node.incoming if tokens[frame.flow(key)]]
        if node.type == "parallelGateway":
            ready = len(here) == len(node.incoming)
        else:
            full = [place.removeprefix(frame.path) for place in here]
            ready = not frame.joins.awaits_more(node, full, self._standing(frame, tokens))
        if ready:
            yield from self._leave(frame, node, _without(tokens, here))

    def _enter(self, frame: Frame, node: Node, rest: Counter[str]) -> Iterator[Move]:
        inner = frame.inner.get(node.id)
        if node.type == "endEvent":
            yield from self._end(frame, node, rest)
        elif node.type == "intermediateThrowEvent" and upward(node):
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
            if inner is not None and upward(side):
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
        elif upward(node):
            yield from self._thrown(frame, node, rest, goes_on=False)
        else:
            yield self._move(node, rest, [])

    def _thrown(self, frame: Frame, node: Node, rest: Counter[str], goes_on: bool) -> Iterator[Move]:
        event = upward(node)
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
        if crowded := self._crowded(after):
            return Move(node.id, frozenset(), also, self._waiting_at(crowded) or node.id)
        return Move(node.id, _marking(after), also)

    # --- OR joins -----------------------------------------------------------------------------------------
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


def _starts(scope: Scope) -> list[Node]:
    return [node for node in scope.nodes.values() if node.type == "startEvent"]


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
