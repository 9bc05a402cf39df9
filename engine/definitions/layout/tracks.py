"""The upright lines in the space between two columns, and their order from left to right with fewest crossings."""

from dataclasses import dataclass, field
from typing import Final

from engine.definitions.layout.shapes import Edge, Node

_OVERLAP: Final = 20
"""What two lines on top of each other cost, counted in crossings."""


@dataclass(eq=False)
class Track:
    """An upright line in a channel, shared by the flows of one `key`.

    `left` and `right` are the heights, counted in rows, at which flows meet it from either side; `place` is its
    number from the left.
    """

    key: tuple[str, Node]
    left: dict[float, set[Edge]] = field(default_factory=dict)
    right: dict[float, set[Edge]] = field(default_factory=dict)
    first: float = float("inf")
    last: float = float("-inf")
    place: int = 0

    def join(self, side: str, height: float, edge: Edge) -> None:
        """Note a flow that meets it on its left or right."""
        (self.left if side == "left" else self.right).setdefault(height, set()).add(edge)
        self.first, self.last = min(self.first, height), max(self.last, height)

    def apart(self, other: "Track") -> bool:
        """Whether the two may share a place."""
        return self.last < other.first or other.last < self.first


def order_tracks(tracks: list[Track]) -> None:
    """Give each track of one channel its place; lines that come in stand to the right where it is all the same."""
    ordered: list[Track] = []
    for track in sorted(tracks, key=lambda each: (each.key[0] == "in", each.first, each.last)):
        ordered.insert(_best_place(ordered, track), track)
    for track in list(ordered):
        ordered.remove(track)
        ordered.insert(_best_place(ordered, track), track)
    for at, track in enumerate(ordered):
        before = (other.place + 1 for other in ordered[:at] if not track.apart(other))
        track.place = max(before, default=0)


def _best_place(ordered: list[Track], track: Track) -> int:
    """Where in the order the track costs least; the rightmost of several."""
    cost = sum(_cost(track, other) for other in ordered)
    best, least = 0, cost
    for at, other in enumerate(ordered, 1):
        cost += _cost(other, track) - _cost(track, other)
        if cost <= least:
            best, least = at, cost
    return best


def _cost(left: Track, right: Track) -> int:
    """Crossings and overlaps of two tracks in this order."""
    if left.apart(right):
        return 0
    crossings = sum(right.first < height < right.last for height in left.right)
    crossings += sum(left.first < height < left.last for height in right.left)
    shared = left.right.keys() & right.left.keys()
    return crossings + _OVERLAP * sum(left.right[height] != right.left[height] for height in shared)
