"""Lines that follow no grid – message flows and associations – led around every shape that is not theirs.

A shortest way over a coarse net of lines beside the shapes, with a price on every turn and on running along a
line that is there already.
"""

import heapq
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from engine.definitions.diagram import ACTIVITY_TYPES
from engine.definitions.layout.shapes import Box, Edge, Node, Point, Scope, label_box

_BESIDE: Final = 8
_TURN: Final = 60.0
_ALONG: Final = 400.0
_FINEST: Final = 26_000
"""Most crossings of the net; a larger picture gets straight lines."""
_STEPS: Final = ((1, 0), (-1, 0), (0, 1), (0, -1))


def draw_links(scope: Scope) -> None:
    """Draw every line of `scope.links`; all shapes must have their places."""
    if not scope.links:
        return
    net: _Net | None = None
    for edge in sorted(scope.links, key=_directness):
        if _is_direct(edge):
            edge.points = _straight(edge.source.box, edge.target.box)
            continue
        net = net or _Net(scope)
        edge.points = net.way(edge) or _straight(edge.source.box, edge.target.box)
        if edge.name:
            edge.label = _beside(edge)


def _directness(edge: Edge) -> tuple[bool, float]:
    distance = abs(edge.source.box.cx - edge.target.box.cx) + abs(edge.source.box.cy - edge.target.box.cy)
    return (not _is_direct(edge), distance)


def _is_direct(edge: Edge) -> bool:
    """Whether one end is an artifact that stands with the other."""
    return edge.source in edge.target.artifacts or edge.target in edge.source.artifacts


def _straight(one: Box, other: Box) -> list[Point]:
    """From border to border: upright where the shapes stand above each other, else from middle to middle."""
    low, high = max(one.x, other.x), min(one.right, other.right)
    above = one.bottom <= other.y
    y1, y2 = (one.bottom, other.y) if above else (one.y, other.bottom)
    if low < high:
        return (
            [(low, y1), (low, y2)] if min(one.width, other.width) > 60 else [(low + 10, y1), (low + 10, y2)]
        )
    return [(one.cx, y1), (other.cx, y2)]


def _beside(edge: Edge) -> Box:
    label = label_box(edge.name)
    pairs = list(pairwise(edge.points))
    (x1, y1), (x2, y2) = max(
        pairs, key=lambda pair: abs(pair[0][0] - pair[1][0]) + abs(pair[0][1] - pair[1][1])
    )
    label.x, label.y = (x1 + x2) / 2 + 4, (y1 + y2) / 2 - label.height - 2
    return label


class _Net:
    """The lines a detour may take, and what blocks them."""

    def __init__(self, scope: Scope) -> None:
        self.parents: dict[Node, list[Node]] = {}
        self.leaves: list[Node] = []
        self._collect(scope, [])
        boxes = [node.box for node in self.leaves]
        ends = [box for edge in scope.links for box in (edge.source.box, edge.target.box)]
        middles = [box for box in ends if box.width <= 400]
        frame = scope.box
        self.xs = sorted(
            {round(x, 1) for b in boxes for x in (b.x - _BESIDE, b.right + _BESIDE)}
            | {round(b.cx, 1) for b in middles}
            | {frame.x - _BESIDE, frame.right + _BESIDE}
        )
        self.ys = sorted(
            {round(y, 1) for b in boxes for y in (b.y - _BESIDE, b.bottom + _BESIDE)}
            | {round(b.cy, 1) for b in middles}
            | {frame.y - _BESIDE, frame.bottom + _BESIDE}
        )
        self.fine = len(self.xs) * len(self.ys) > _FINEST
        self.used: set[tuple[bool, float, float]] = set()
        for edge in (e for held in scope.scopes() for e in held.edges):
            self._use(edge.points)

    def _collect(self, scope: Scope, parents: list[Node]) -> None:
        for node in scope.nodes:
            for each in (node, *node.boundary, *node.artifacts):
                self.leaves.append(each)
                self.parents[each] = parents
            if node.inner and node.expanded:
                self._collect(node.inner, [*parents, node])

    def way(self, edge: Edge) -> list[Point]:
        """The cheapest way for `edge`, or nothing where there is none."""
        if self.fine:
            return []
        mine = {
            edge.source,
            edge.target,
            *self.parents.get(edge.source, ()),
            *self.parents.get(edge.target, ()),
        }
        mine |= {end.body for end in (edge.source, edge.target) if end.host}
        walls = [node.box for node in self.leaves if node not in mine]
        walls += [node.label for node in self.leaves if node.label]
        search = _Search(self, walls)
        points = search.run(_ports(edge.source, edge.target), _ports(edge.target, edge.source))
        self._use(points)
        return points

    def _use(self, points: list[Point]) -> None:
        for (x1, y1), (x2, y2) in pairwise(points):
            flat = y1 == y2
            low, high = sorted((x1, x2) if flat else (y1, y2))
            lines = self.xs if flat else self.ys
            for at in lines[bisect_left(lines, low - 1) : bisect_left(lines, high + 1)]:
                self.used.add((flat, round(y1 if flat else x1, 1), at))


def _ports(node: Node, other: Node) -> list[tuple[Point, tuple[int, int]]]:
    """Where a line may meet the shape and in which direction it leaves; a pool is met straight opposite."""
    box = node.box
    if node.type in ("participant", "lane"):
        x = min(max(other.box.cx, box.x + 40), box.right - 10)
        if other.type in ("participant", "lane"):
            x = min(max((max(box.x, other.box.x) + min(box.right, other.box.right)) / 2, box.x), box.right)
        return [((x, box.y), (0, -1)), ((x, box.bottom), (0, 1))]
    sides = [((box.cx, box.y), (0, -1)), ((box.cx, box.bottom), (0, 1))]
    if node.host:
        return sides[1:]
    if node.label:
        sides = [side for side in sides if not _covered(side, node.label)]
    if node.type in ACTIVITY_TYPES and not node.expanded:
        return sides
    return [*sides, ((box.x, box.cy), (-1, 0)), ((box.right, box.cy), (1, 0))]


def _covered(port: tuple[Point, tuple[int, int]], label: Box) -> bool:
    """Whether a name stands right before the port."""
    (x, y), (_, down) = port
    return label.x < x < label.right and (label.cy > y) == (down > 0)


class _Search:
    """Shortest way with turns, from any of some ports to any of others."""

    def __init__(self, net: _Net, walls: list[Box]) -> None:
        self.net = net
        self.walls = walls
        self.blocked: dict[tuple[float, float, float, float], bool] = {}

    def run(
        self, starts: list[tuple[Point, tuple[int, int]]], ends: list[tuple[Point, tuple[int, int]]]
    ) -> list[Point]:
        """The points of the way, or nothing."""
        goals: dict[tuple[int, int, tuple[int, int]], Point] = {}
        for point, out in ends:
            for at in self._joins(point, out):
                goals.setdefault((*at, (-out[0], -out[1])), point)
        queue: list[tuple[float, int, int, int, tuple[int, int]]] = []
        came: dict[tuple[int, int, tuple[int, int]], tuple[int, int, tuple[int, int]] | Point] = {}
        best: dict[tuple[int, int, tuple[int, int]], float] = {}
        count = 0
        for point, out in starts:
            for at in self._joins(point, out):
                state = (*at, out)
                cost = self._length(point, at)
                if cost < best.get(state, 1e18):
                    best[state], came[state] = cost, point
                    heapq.heappush(queue, (cost, count, *state))
                    count += 1
        while queue:
            cost, _, i, j, direction = heapq.heappop(queue)
            state = (i, j, direction)
            if cost > best[state]:
                continue
            if state in goals:
                return self._trace(state, came, goals[state])
            for step in _STEPS:
                if step == (-direction[0], -direction[1]):
                    continue
                following = self._step(i, j, step)
                if following is None:
                    continue
                total = cost + following[1] + (_TURN if step != direction else 0)
                key = (*following[0], step)
                if total < best.get(key, 1e18):
                    best[key], came[key] = total, state
                    heapq.heappush(queue, (total, count, *key))
                    count += 1
        return []

    def _joins(self, point: Point, out: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The nearest crossings of the net that are reached straight from a port."""
        xs, ys = self.net.xs, self.net.ys
        if out[0] == 0:
            i = bisect_left(xs, round(point[0], 1))
            if i < len(xs) and abs(xs[i] - point[0]) < 0.2:
                js = (
                    range(bisect_left(ys, point[1]), len(ys))
                    if out[1] > 0
                    else range(bisect_left(ys, point[1]) - 1, -1, -1)
                )
                for j in list(js)[:2]:
                    if self._open(point[0], point[1], xs[i], ys[j]):
                        yield i, j
        else:
            j = bisect_left(ys, round(point[1], 1))
            if j < len(ys) and abs(ys[j] - point[1]) < 0.2:
                seq = (
                    range(bisect_left(xs, point[0]), len(xs))
                    if out[0] > 0
                    else range(bisect_left(xs, point[0]) - 1, -1, -1)
                )
                for i in list(seq)[:2]:
                    if self._open(point[0], point[1], xs[i], ys[j]):
                        yield i, j

    def _length(self, point: Point, at: tuple[int, int]) -> float:
        return abs(self.net.xs[at[0]] - point[0]) + abs(self.net.ys[at[1]] - point[1])

    def _step(self, i: int, j: int, step: tuple[int, int]) -> tuple[tuple[int, int], float] | None:
        xs, ys = self.net.xs, self.net.ys
        a, b = i + step[0], j + step[1]
        if not (0 <= a < len(xs) and 0 <= b < len(ys)) or not self._open(xs[i], ys[j], xs[a], ys[b]):
            return None
        flat = step[1] == 0
        line, here, there = (ys[j], xs[i], xs[a]) if flat else (xs[i], ys[j], ys[b])
        along = (flat, line, here) in self.net.used and (flat, line, there) in self.net.used
        return (a, b), abs(there - here) + (_ALONG if along else 0)

    def _open(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        key = (x1, y1, x2, y2) if (x1, y1) <= (x2, y2) else (x2, y2, x1, y1)
        found = self.blocked.get(key)
        if found is None:
            low_x, high_x = sorted((x1, x2))
            low_y, high_y = sorted((y1, y2))
            found = any(
                b.x < high_x and low_x < b.right and b.y <= low_y <= b.bottom
                if low_y == high_y
                else b.y < high_y and low_y < b.bottom and b.x <= low_x <= b.right
                for b in self.walls
            )
            self.blocked[key] = found
        return not found

    def _trace(
        self,
        state: tuple[int, int, tuple[int, int]],
        came: dict[tuple[int, int, tuple[int, int]], tuple[int, int, tuple[int, int]] | Point],
        end: Point,
    ) -> list[Point]:
        points: list[Point] = [end]
        current: tuple[int, int, tuple[int, int]] | Point = state
        while len(current) == 3:
            points.append((self.net.xs[current[0]], self.net.ys[current[1]]))
            current = came[current]
        points.append((current[0], current[1]))
        return _corners(points[::-1])


def _corners(points: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if kept and abs(point[0] - kept[-1][0]) < 0.2 and abs(point[1] - kept[-1][1]) < 0.2:
            continue
        if len(kept) > 1 and (
            (abs(kept[-2][0] - point[0]) < 0.2 and abs(kept[-1][0] - point[0]) < 0.2)
            or (abs(kept[-2][1] - point[1]) < 0.2 and abs(kept[-1][1] - point[1]) < 0.2)
        ):
            kept.pop()
        kept.append(point)
    return kept
