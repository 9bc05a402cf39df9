"""How tangled a plan is: which flows cross or lie on each other, and how far they wander, on a nominal grid."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import attrgetter
from typing import Final

from engine.definitions.layout.routes import Route, Routes, polyline
from engine.definitions.layout.rows import Rows
from engine.definitions.layout.shapes import Edge, Node, Point, Row
from engine.definitions.layout.tracks import Track

_CELL: Final = 100.0
"""Width of a column and height of a row; a shape takes the middle 40 of it."""
_HALF: Final = 20.0
_OVERLAP: Final = 400.0
_CROSSING: Final = 40.0
_BEND: Final = 3.0
_ROW: Final = 3.0
_COLUMN: Final = 2.0
_CLIMB: Final = 0.8
"""What a line costs for every row it climbs or falls."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A straight piece of a flow: where it runs, and its two ends in ascending order."""

    at: float
    low: float
    high: float
    edge: Edge


@dataclass(frozen=True, order=True, slots=True)
class Tangle:
    """What a plan costs, less is better; `meetings` counts crossings, overlaps and names that meet."""

    cost: float
    meetings: int


def tangle(rows: Rows, routes: Routes) -> Tangle:
    """The cost of a plan: overlaps first, then crossings and names that meet, then bends and size."""
    spots = _Nominal()
    flat: list[_Piece] = []
    upright: list[_Piece] = []
    for edge, route in routes.ways.items():
        for (x1, y1), (x2, y2) in pairwise(polyline(edge, route, spots)):
            if y1 != y2:
                upright.append(_Piece(x1, min(y1, y2), max(y1, y2), edge))
            elif x1 != x2:
                flat.append(_Piece(y1, min(x1, x2), max(x1, x2), edge))
    climbing = sum(piece.high - piece.low for piece in upright) / _CELL
    captions = Counter((edge.source, route.row) for edge, route in routes.ways.items() if edge.name)
    overlaps = _overlaps(flat) + _overlaps(upright)
    crossings = _crossings(flat, upright) + sum(captions.values()) - len(captions)
    size = _COLUMN * max(column for _, column in rows.cells) + _ROW * sum(len(held) for held in rows.bands)
    wandering = _BEND * len(upright) + _CLIMB * climbing
    return Tangle(_OVERLAP * overlaps + _CROSSING * crossings + size + wandering, overlaps + crossings)


def _crossings(flat: list[_Piece], upright: list[_Piece]) -> int:
    """How often a flow crosses another, or touches one it shares no end with."""
    flat.sort(key=attrgetter("at"))
    heights = [piece.at for piece in flat]
    found = 0
    for wall in upright:
        span = slice(bisect_left(heights, wall.low), bisect_right(heights, wall.high))
        for piece in flat[span]:
            if not piece.low <= wall.at <= piece.high or piece.edge is wall.edge:
                continue
            inside = wall.low < piece.at < wall.high and piece.low < wall.at < piece.high
            if inside or not _akin(piece.edge, wall.edge):
                found += 1
    return found


def _overlaps(pieces: list[_Piece]) -> int:
    """How many pairs of flows that share no end lie on each other."""
    pieces.sort(key=attrgetter("at", "low"))
    found = 0
    for at, piece in enumerate(pieces):
        for other in islice(pieces, at + 1, None):
            if other.at != piece.at or other.low >= piece.high:
                break
            found += not _akin(piece.edge, other.edge)
    return found


def _akin(one: Edge, other: Edge) -> bool:
    return one.source is other.source or one.target is other.target


class _Nominal:
    """Places on the grid, before any length is known."""

    def side(self, node: Node, side: str) -> Point:
        """See routes.Spots."""
        body = node.body
        assert body.row is not None
        x, y = body.column * _CELL, body.row.order * _CELL
        if node.host:
            share = (body.boundary.index(node) + 0.5) / len(body.boundary)
            return x + _HALF * (2 * share - 1) * 0.9, y + _HALF
        across = {"left": -_HALF, "right": _HALF}.get(side, 0)
        return x + across, y + {"top": -_HALF, "bottom": _HALF}.get(side, 0)

    def row(self, row: Row) -> float:
        """See routes.Spots."""
        return row.order * _CELL

    def track(self, channel: int, track: Track) -> float:
        """See routes.Spots."""
        return channel * _CELL - _CELL / 2 - _HALF + track.place

    def margin(self, edge: Edge, route: Route) -> float:
        """See routes.Spots."""
        row = edge.source.body.row
        assert row is not None
        return row.order * _CELL + _HALF + 1 + route.margin
