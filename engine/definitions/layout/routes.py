"""How each flow leaves its source, runs along its row and enters its target, before any length is known.

A flow turns in the column of its source or target where nothing stands in between, else in a channel: the
space between two columns, where every flow has a track of its own.
"""

from dataclasses import dataclass, field
from typing import Protocol

from engine.definitions.layout.rows import Rows
from engine.definitions.layout.shapes import Edge, Node, Point, Row, Scope
from engine.definitions.layout.tracks import Track, order_tracks


@dataclass(eq=False)
class Route:
    """The way of one flow: `exit` and `entry` are sides of the nodes, `margin` that of a boundary event."""

    row: Row
    exit: str
    entry: str
    exit_track: Track | None = None
    entry_track: Track | None = None
    margin: int = 0


@dataclass
class Routes:
    """The ways of all flows, and the tracks of each channel; channel `c` lies before column `c`."""

    ways: dict[Edge, Route] = field(default_factory=dict)
    channels: dict[int, list[Track]] = field(default_factory=dict)
    margins: dict[Node, int] = field(default_factory=dict)


class Spots(Protocol):
    """Where things stand: real lengths for a picture, nominal ones to count crossings."""

    def side(self, node: Node, side: str) -> Point:
        """The middle of a node's left, right, top or bottom side."""

    def row(self, row: Row) -> float:
        """The y of a row's middle."""

    def track(self, channel: int, track: Track) -> float:
        """The x of a track."""

    def margin(self, edge: Edge, route: Route) -> float:
        """The y at which a flow from a boundary event turns below its host."""


def polyline(edge: Edge, route: Route, spots: Spots) -> list[Point]:
    """The corners of a flow, points in line included."""
    y = spots.row(route.row)
    start = spots.side(edge.source, "bottom" if route.exit == "margin" else route.exit)
    points = [start]
    if route.exit in ("top", "bottom"):
        points.append((start[0], y))
    if route.exit == "margin":
        points.append((start[0], spots.margin(edge, route)))
    if route.exit_track:
        x = spots.track(edge.source.body.column + 1, route.exit_track)
        points += [(x, points[-1][1]), (x, y)]
    end = spots.side(edge.target, route.entry)
    if route.entry != "left":
        points.append((end[0], y))
    elif route.entry_track:
        x = spots.track(edge.target.column, route.entry_track)
        points += [(x, y), (x, end[1])]
    points.append(end)
    return points


def plan_routes(scope: Scope, rows: Rows) -> Routes:
    """The way of every flow of `scope`; notes on the nodes which of their sides are used."""
    return _Planning(scope, rows).plan()


class _Planning:
    def __init__(self, scope: Scope, rows: Rows) -> None:
        self.scope = scope
        self.rows = rows
        self.ordered = rows.number()
        self.routes = Routes()
        for node in scope.nodes:
            node.sides = {side: use for side, use in node.sides.items() if use == "artifact"}
        self.upright: dict[int, list[tuple[int, int, Node, str]]] = {}
        self.filled: dict[int, list[int]] = {}
        for row, column in rows.cells:
            self.filled.setdefault(column, []).append(row.order)
        self.entered: dict[Node, int] = {}
        for edge in scope.edges:
            self.entered[edge.target] = self.entered.get(edge.target, 0) + 1

    def plan(self) -> Routes:
        """Straight flows first: they need nothing and keep the sides they use."""
        straight = [edge for edge in self.scope.edges if self._is_straight(edge)]
        for edge in straight:
            self.routes.ways[edge] = Route(self.rows.travel[edge], "right", "left")
        for edge in self.scope.edges:
            if edge not in self.routes.ways:
                self.routes.ways[edge] = self._way(edge)
        for tracks in self.routes.channels.values():
            order_tracks(tracks)
        return self.routes

    def _is_straight(self, edge: Edge) -> bool:
        row = self.rows.travel[edge]
        return (
            edge.source.host is None and edge.source.row is row and edge.target.row is row and not edge.back
        )

    def _way(self, edge: Edge) -> Route:
        row = self.rows.travel[edge]
        source, target = edge.source.body, edge.target
        assert source.row is not None
        assert target.row is not None
        route = Route(row, self._exit(edge, row), self._entry(edge, row))
        adjacent = not edge.back and target.column == source.column + 1
        if route.exit == "margin":
            route.margin = len(source.boundary) - source.boundary.index(edge.source)
            self.routes.margins[source] = max(self.routes.margins.get(source, 0), route.margin)
        if (route.exit == "right" and source.row is not row) or route.exit == "margin":
            shared = adjacent and row is target.row and self.entered[target] > 1
            key = ("in", target) if shared else ("out", edge.source)
            track = route.exit_track = self._track(source.column + 1, key)
            low = source.row.order + (route.margin and 0.2 + route.margin / 100)
            track.join("left", low, edge)
            track.join("left" if edge.back else "right", row.order, edge)
        if route.entry == "left" and target.row is not row:
            track = route.entry_track = self._track(target.column, ("in", target))
            track.join("right" if edge.back else "left", row.order, edge)
            track.join("right", target.row.order, edge)
        return route

    def _exit(self, edge: Edge, row: Row) -> str:
        source = edge.source.body
        assert source.row is not None
        side = "bottom" if row.order > source.row.order else "top"
        may = edge in self.rows.leaving and row is not source.row
        if edge.source.host is not None:
            down = may and side == "bottom" and self._clear(source.column, source.row.order, row.order)
            return "bottom" if down else "margin"
        fits = source.is_gateway or (edge.back and not source.is_event and _free_below(source, side))
        return side if may and fits and self._take(source, side, "out", row) else "right"

    def _entry(self, edge: Edge, row: Row) -> str:
        target = edge.target
        assert target.row is not None
        if edge not in self.rows.arriving or row is target.row:
            return "left"
        side = "bottom" if row.order > target.row.order else "top"
        fits = target.is_gateway or (edge.back and not target.is_event and _free_below(target, side))
        return side if fits and self._take(target, side, "in", row) else "left"

    def _take(self, node: Node, side: str, use: str, row: Row) -> bool:
        """Use a side of the node for lines that all come in or all go out, if the way along its column is free."""
        assert node.row is not None
        if node.sides.get(side, use) != use or not self._clear(node.column, node.row.order, row.order):
            return False
        low, high = sorted((node.row.order, row.order))
        held = self.upright.setdefault(node.column, [])
        if any(a < high and low < b and (owner is not node or at != side) for a, b, owner, at in held):
            return False
        held.append((low, high, node, side))
        node.sides[side] = use
        return True

    def _clear(self, column: int, one: int, other: int) -> bool:
        low, high = sorted((one, other))
        return not any(low < at < high for at in self.filled.get(column, ()))

    def _track(self, channel: int, key: tuple[str, Node]) -> Track:
        tracks = self.routes.channels.setdefault(channel, [])
        found = next((track for track in tracks if track.key == key), None)
        if found is None:
            found = Track(key)
            tracks.append(found)
        return found


def _free_below(node: Node, side: str) -> bool:
    """Whether a line may meet that side: the lower edge of a host belongs to its boundary events."""
    return side == "top" or not node.boundary
