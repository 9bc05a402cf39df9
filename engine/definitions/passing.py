"""Where tokens only pass: places from which a token may go on at once without anything being missed.

A place is passed where the node behind it takes this one token, waits for nothing and touches nothing else: a choice,
a plain activity, a plain end. To let its token go on before anything else happens then changes neither whether a case
can finish nor where it cannot (Berthelot's post-agglomeration). It leaves the cases to look at fewer by far: what a
side path does on its own need not be played against every step of the others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

from engine.definitions.diagram import EventDefinition, Node, Scope
from engine.definitions.frames import Frame
from engine.definitions.outcomes import outcomes

_UPWARDS: Final = frozenset({"error", "escalation", "cancel"})
MOST_WAYS: Final = 64
"""Ways on from one place that are told apart; where there would be more, tokens stand nearer."""
_FAR: Final = 100
"""Elements a token goes through at once before it stands again, so that long chains are no burden."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a passed place: where tokens stand in the end, and the elements gone through."""

    given: tuple[str, ...]
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    """What lies behind a passed place: every way on, and every element that some way goes through."""

    ways: tuple[Way, ...]
    elements: frozenset[str]


def onward(frames: Iterable[Frame]) -> Mapping[str, Onward]:
    """The passed places of the board, with what lies behind them."""
    found: dict[str, Onward] = {}
    for frame in frames:
        if not any(is_join(node) and node.type == "inclusiveGateway" for node in frame.scope.nodes.values()):
            for flow in _in_order(frame):
                _add(frame, flow, found)
    return found


def is_join(node: Node) -> bool:
    """Whether a node waits for several tokens."""
    return len(node.incoming) > 1 and node.type in ("parallelGateway", "inclusiveGateway")


def upward(node: Node) -> EventDefinition | None:
    """What an event throws to, or catches from, the activities within."""
    return next((event for event in node.events if event.kind in _UPWARDS), None)


def _is_passed(frame: Frame, node: Node) -> bool:
    if is_join(node) or node.boundary or node.id in frame.inner:
        return False
    ends_more = node.type == "endEvent" and any(event.kind == "terminate" for event in node.events)
    return not ends_more and not upward(node)


def _in_order(frame: Frame) -> list[str]:
    """The flows that may be passed, each after those behind it; one of every circle is left out."""
    order: list[str] = []
    state: dict[str, bool] = {}
    for start in frame.scope.flows:
        waiting = [(start, False)]
        while waiting:
            flow, is_done = waiting.pop()
            if is_done:
                state[flow] = True
                order.append(flow)
            elif flow not in state:
                node = frame.scope.nodes.get(frame.scope.flows[flow].target)
                if node is None or not _is_passed(frame, node):
                    continue
                state[flow] = False
                waiting.append((flow, True))
                waiting += [(key, False) for key in node.outgoing]
    return order


def _add(frame: Frame, flow: str, found: dict[str, Onward]) -> None:
    """Note a place; where a flow behind it closes a circle it stays a place at which tokens stand."""
    node = frame.scope.nodes[frame.scope.flows[flow].target]
    ways: dict[tuple[str, ...], Way] = {}
    elements = {node.id}
    for given in _outcomes(frame.scope, node):
        places = [frame.flow(key) for key in sorted(given)]
        ahead = [_ahead(place, found) for place in places]
        if prod(len(each.ways) for each in ahead) > MOST_WAYS:
            ahead = [_standing(place) for place in places]
        elements |= {key for each in ahead for key in each.elements}
        for parts in product(*(each.ways for each in ahead)):
            stand = tuple(sorted(place for part in parts for place in part.given))
            through = (node.id, *(key for part in parts for key in part.through))
            ways.setdefault(stand, Way(stand, through))
    if len(ways) <= MOST_WAYS:
        found[frame.flow(flow)] = Onward(tuple(ways.values()), frozenset(elements))


def _ahead(place: str, found: Mapping[str, Onward]) -> Onward:
    known = found.get(place)
    if known is None or max(len(way.through) for way in known.ways) > _FAR:
        return _standing(place)
    return known


def _standing(place: str) -> Onward:
    return Onward((Way((place,), ()),), frozenset())


def _outcomes(scope: Scope, node: Node) -> Iterable[frozenset[str]]:
    return [frozenset()] if node.type == "endEvent" else outcomes(scope, node)
