"""Lengths: how wide each column and channel is, how high each row, and where every shape and line comes to lie."""

from dataclasses import dataclass, field
from typing import Final

from engine.definitions.layout.routes import Route, Routes, polyline
from engine.definitions.layout.rows import Rows
from engine.definitions.layout.shapes import (
    CAPTIONED,
    EVENT,
    HEADER,
    Box,
    Edge,
    Node,
    Point,
    Row,
    Scope,
    label_box,
)
from engine.definitions.layout.strips import ROW_GAP, THIN, depth, frame_bands, make_room
from engine.definitions.layout.tracks import Track

_TRACK: Final = 14
_CHANNEL: Final = 44
_ARTIFACT_GAP: Final = 28
_MARGIN: Final = 12
_EMPTY_POOL: Final = 60
_POOL_GAP: Final = 50


@dataclass
class _Channel:
    left: float = 0
    tracks: int = 0
    before: float = 0
    after: float = 0

    @property
    def width(self) -> float:
        return _CHANNEL + self.before + self.after + self.tracks * _TRACK

    def track(self, place: int) -> float:
        return self.left + self.before + _CHANNEL / 2 + place * _TRACK

    @property
    def after_tracks(self) -> float:
        return self.track(max(0, self.tracks - 1)) + 4


@dataclass
class _Columns:
    centres: list[float] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    channels: list[_Channel] = field(default_factory=list)
    width: float = 0


def place(scope: Scope, rows: Rows, routes: Routes) -> None:
    """Give every node, label, flow and band of `scope` its place; the scope's own corner is 0, 0."""
    columns = _columns(scope, routes)
    headers = max((depth(band) for band in scope.bands), default=0) * HEADER
    _spread(columns, headers)
    height = _heights(scope, rows, routes)
    for node in scope.nodes:
        _put(node, columns.centres[node.column])
    spots = _Spots(columns)
    for edge, route in routes.ways.items():
        edge.points = _simple(polyline(edge, route, spots))
        if edge.name:
            edge.label = _flow_label(edge, route, columns.channels[edge.source.body.column + 1])
    scope.box = Box(0, 0, columns.width, height)
    frame_bands(scope, rows)


def _columns(scope: Scope, routes: Routes) -> _Columns:
    count = max((node.column for node in scope.nodes), default=0) + 1
    columns = _Columns([0.0] * count, [0.0] * count, [_Channel() for _ in range(count + 1)])
    for node in scope.nodes:
        columns.widths[node.column] = max(columns.widths[node.column], _wide(node))
    for channel, tracks in routes.channels.items():
        columns.channels[channel].tracks = 1 + max(track.place for track in tracks)
    for edge, route in routes.ways.items():
        if edge.name:
            beside = columns.channels[edge.source.body.column + 1]
            width = label_box(edge.name).width
            straight = route.exit == "right" and route.exit_track is None
            if straight:
                beside.before = max(beside.before, width - 16)
            elif not edge.back:
                beside.after = max(beside.after, width - 16)
    return columns


def _wide(node: Node) -> float:
    above = sum(_caption_width(each) + 10 for each in node.artifacts) - 10
    label = label_box(node.name).width if node.name and (node.is_gateway or node.is_event) else 0
    if label and node.is_gateway and _label_side(node) == "corner":
        label = 2 * label + 8
    return max(_caption_width(node), above, label)


def _spread(columns: _Columns, left: float) -> None:
    x = left
    for place, channel in enumerate(columns.channels):
        channel.left = x
        x += channel.width
        if place < len(columns.widths):
            columns.centres[place] = x + columns.widths[place] / 2
            x += columns.widths[place]
    columns.width = x


def _heights(scope: Scope, rows: Rows, routes: Routes) -> float:
    for node in scope.nodes:
        row = node.row
        assert row is not None
        row.up = max(row.up, node.box.height / 2 + _above(node))
        row.down = max(row.down, node.box.height / 2 + _below(node, routes.margins.get(node, 0)))
    for edge, route in routes.ways.items():
        label = label_box(edge.name).height + 4 if edge.name else 0
        route.row.up = max(route.row.up, THIN, label)
        route.row.down = max(route.row.down, THIN)
    for leaf in (leaf for band in scope.bands for leaf in band.leaves()):
        make_room(leaf, rows.bands[leaf.index])
    pools = {leaf.index: pool for pool in scope.bands for leaf in pool.leaves()}
    y = 0.0
    pool = pools.get(rows.order[0])
    for row in rows.all():
        following = pools.get(row.band)
        if following is not pool:
            y += 0 if following and following.kind == "lane" else _POOL_GAP
            pool = following
        row.up, row.down = max(row.up, THIN), max(row.down, THIN)
        if _is_empty(scope, row.band):
            row.up = row.down = (_EMPTY_POOL - ROW_GAP) / 2
        y += ROW_GAP / 2
        row.y = y + row.up
        y = row.y + row.down + ROW_GAP / 2
    return y


def _is_empty(scope: Scope, band: int) -> bool:
    return any(leaf.empty for each in scope.bands for leaf in each.leaves() if leaf.index == band)


def _label_side(node: Node) -> str:
    """Where a gateway's name stands: above, below, or up to the left where lines meet both its points."""
    if "top" not in node.sides:
        return "top"
    return "bottom" if "bottom" not in node.sides else "corner"


def _above(node: Node) -> float:
    artifacts = max((each.box.height + _caption(each) for each in node.artifacts), default=0)
    if artifacts:
        return artifacts + _ARTIFACT_GAP
    if node.name and node.is_gateway and _label_side(node) != "bottom":
        return label_box(node.name).height + 6
    return 0


def _below(node: Node, margins: int) -> float:
    if node.boundary:
        named = max((label_box(e.name, 70).height for e in node.boundary if e.name), default=0)
        return EVENT / 2 + named + margins * _MARGIN + 4
    if node.type in CAPTIONED:
        return _caption(node)
    if node.name and (node.is_event or (node.is_gateway and _label_side(node) == "bottom")):
        return label_box(node.name).height + 6
    return 0


def _caption_width(node: Node) -> float:
    """The room a data object needs with its name, any other shape without."""
    return max(node.box.width, 80) if node.type in CAPTIONED and node.name else node.box.width


def _caption(node: Node) -> float:
    if node.type not in CAPTIONED or not node.name:
        return 0
    return label_box(node.name, _caption_width(node)).height + 4


def _put(node: Node, x: float) -> None:
    assert node.row is not None
    box = node.box
    box.x, box.y = x - box.width / 2, node.row.y - box.height / 2
    if node.name and (node.is_gateway or node.is_event):
        node.label = _label_of(node)
    left = x - (sum(_caption_width(each) + 10 for each in node.artifacts) - 10) / 2
    for each in node.artifacts:
        spare = (_caption_width(each) - each.box.width) / 2
        each.box.x, each.box.y = left + spare, box.y - _ARTIFACT_GAP - each.box.height - _caption(each)
        left = each.box.right + spare + 10
    for each in (node, *node.artifacts):
        if each.type in CAPTIONED and each.name:
            each.label = label_box(each.name, _caption_width(each))
            each.label.x, each.label.y = each.box.cx - each.label.width / 2, each.box.bottom + 2
    if node.inner and node.expanded:
        node.inner.shift(box.x - node.inner.box.x, box.y - node.inner.box.y)
    step = box.width / (len(node.boundary) or 1)
    for place, event in enumerate(node.boundary):
        event.box.x, event.box.y = box.x + step * (place + 0.5) - EVENT / 2, box.bottom - EVENT / 2
        if len(node.boundary) == 1:
            event.box.x = box.right - EVENT - 14
        if event.name:
            event.label = label_box(event.name, 70)
            event.label.x, event.label.y = event.box.cx - 6 - event.label.width, box.bottom + EVENT / 2 + 1


def _label_of(node: Node) -> Box:
    label = label_box(node.name)
    box = node.box
    label.x, label.y = box.cx - label.width / 2, box.bottom + 4
    if node.is_gateway:
        side = _label_side(node)
        if side != "bottom":
            label.y = box.y - label.height - 4
        if side == "corner":
            label.x = box.cx - label.width - 4
    return label


class _Spots:
    """The real places of what lines meet."""

    def __init__(self, columns: _Columns) -> None:
        self.columns = columns

    def side(self, node: Node, side: str) -> Point:
        """See routes.Spots."""
        box = node.box
        x = {"left": box.x, "right": box.right}.get(side, box.cx)
        return x, {"top": box.y, "bottom": box.bottom}.get(side, box.cy)

    def row(self, row: Row) -> float:
        """See routes.Spots."""
        return row.y

    def track(self, channel: int, track: Track) -> float:
        """See routes.Spots."""
        return self.columns.channels[channel].track(track.place)

    def margin(self, edge: Edge, route: Route) -> float:
        """See routes.Spots."""
        body = edge.source.body
        named = max((label_box(e.name, 70).height for e in body.boundary if e.name), default=0)
        return body.box.bottom + EVENT / 2 + named + route.margin * _MARGIN


def _flow_label(edge: Edge, route: Route, channel: _Channel) -> Box:
    label = label_box(edge.name)
    box = edge.source.box
    label.y = route.row.y - label.height - 2
    if edge.back:
        left = edge.points[1][0] if route.exit != "right" else box.right
        label.x = left - label.width - 4
    elif route.exit == "right" and route.exit_track is None:
        label.x = box.right + 4
    else:
        label.x = channel.after_tracks
    return label


def _simple(points: list[Point]) -> list[Point]:
    """Without points that repeat or lie on the line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        while len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return (a[0] == b[0] == c[0]) or (a[1] == b[1] == c[1])
