"""Fewer crossings: small changes to the rows are tried, and kept where the flows come to lie better.

The first plan is quick and plain. From it, flows are led along other rows, pieces of a path, rows and lanes
change places, events change places on their host and shapes move along their row; now and then a worse plan is
kept for a while (simulated annealing). The numbers are drawn from a fixed seed, so the same diagram always gives
the same picture.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from random import Random
from typing import Final

from engine.definitions.layout.crossings import Tangle, tangle
from engine.definitions.layout.routes import plan_routes
from engine.definitions.layout.rows import Rows
from engine.definitions.layout.shapes import Band, Edge, Node, Row, Scope

_SEED: Final = 20200318
_WORK: Final = 60_000
"""Flows times plans that are tried for one grid in one round."""
_MOST: Final = 3_000
_POLISH: Final = 300
"""Plans still tried once nothing crosses."""
_HOT: Final = 30.0
_COLD: Final = 0.5
_AROUND: Final = 0.2
"""How often a flow is tried in any lane, not only in those from its source to its target."""
_TOO_LARGE: Final = 250
"""Flows of a grid beyond which its first plan stays."""


def untangle(scope: Scope, rows: Rows, effort: int) -> None:
    """Change `rows`, and columns within their bounds, until no flows cross; `effort` is the most rounds tried."""
    if effort and 1 < len(scope.edges) <= _TOO_LARGE:
        _Search(scope, rows).run(effort, min(_MOST, _WORK // len(scope.edges)))


@dataclass(frozen=True)
class _Plan:
    """Everything a change may touch, as it stood."""

    bands: list[list[Row]]
    order: list[int]
    lanes: list[tuple[list[Band], list[Band]]]
    places: list[tuple[Node, Row | None, int, list[Node]]]
    travel: dict[Edge, Row]
    leaving: set[Edge]
    arriving: set[Edge]


class _Search:
    def __init__(self, scope: Scope, rows: Rows) -> None:
        self.scope = scope
        self.rows = rows
        self.random = Random(_SEED)
        self.ahead: dict[Node, list[Edge]] = {node: [] for node in scope.nodes}
        self.behind: dict[Node, list[Edge]] = {node: [] for node in scope.nodes}
        for edge in scope.edges:
            self.ahead[edge.source.body].append(edge)
            self.behind[edge.target].append(edge)
        self.lanes = [siblings for siblings in _sibling_lanes(scope.bands) if len(siblings) > 1]
        self.hosts = [node for node in scope.nodes if len(node.boundary) > 1]

    def run(self, rounds: int, tries: int) -> None:
        """Leave the best plan of some rounds, each from the first plan and with numbers of its own."""
        first = best = self._cost()
        start = kept = self._save()
        if not self._blocked_free():
            return
        for turn in range(rounds):
            if best.meetings == 0:
                break
            self._restore(start)
            found, plan = self._round(Random(_SEED + turn), tries, first)
            if found < best:
                best, kept = found, plan
        self._restore(kept)

    def _round(self, random: Random, tries: int, now: Tangle) -> tuple[Tangle, _Plan]:
        """The best of so many changed plans, the numbers drawn from `random`."""
        self.random = random
        changes = self._changes()
        best, kept = now, self._save()
        heat, cooling = _HOT, (_COLD / _HOT) ** (1 / tries)
        while tries > 0:
            tries -= 1
            heat *= cooling
            before = self._save()
            changed = random.choice(changes)() and self._blocked_free()
            new = self._cost() if changed else None
            if new is None or (new > now and random.random() >= exp((now.cost - new.cost) / heat)):
                self._restore(before)
                continue
            now = new
            if now < best:
                if best.meetings and not now.meetings:
                    tries, heat = min(tries, _POLISH), _COLD
                best, kept = now, self._save()
        return best, kept

    def _changes(self) -> list[Callable[[], bool]]:
        changes = [self._lead, self._lead, self._lead, self._lift, self._lift, self._swap_rows, self._slide]
        if self.lanes:
            changes.append(self._swap_lanes)
        if self.hosts:
            changes.append(self._swap_events)
        return changes

    def _cost(self) -> Tangle:
        self.rows.cells = {(node.row, node.column): node for node in self.scope.nodes if node.row}
        return tangle(self.rows, plan_routes(self.scope, self.rows))

    def _save(self) -> _Plan:
        return _Plan(
            [list(held) for held in self.rows.bands],
            list(self.rows.order),
            [(siblings, list(siblings)) for siblings in self.lanes],
            [(node, node.row, node.column, list(node.boundary)) for node in self.scope.nodes],
            dict(self.rows.travel),
            set(self.rows.leaving),
            set(self.rows.arriving),
        )

    def _restore(self, plan: _Plan) -> None:
        self.rows.bands = [list(held) for held in plan.bands]
        self.rows.order = list(plan.order)
        for siblings, before in plan.lanes:
            siblings[:] = before
        for node, row, column, boundary in plan.places:
            node.row, node.column = row, column
            node.boundary[:] = boundary
        self.rows.travel = dict(plan.travel)
        self.rows.leaving, self.rows.arriving = set(plan.leaving), set(plan.arriving)
        self.rows.cells = {(node.row, node.column): node for node in self.scope.nodes if node.row}

    def _lead(self) -> bool:
        """Lead one flow along another row, now and then around everything through a lane of neither end."""
        edge = self.random.choice(self.scope.edges)
        here, there = edge.source.body.row, edge.target.row
        bands = {edge.source.body.band, edge.target.band}
        if self.random.random() < _AROUND:
            bands |= {self.rows.order[0], self.rows.order[-1]}
        row = self._other_row(bands, [here, there])
        if edge.back and row in (here, there):
            return False
        self.rows.travel[edge] = row
        self.rows.leaving.add(edge)
        self.rows.arriving.add(edge)
        self._settle([edge])
        return True

    def _lift(self) -> bool:
        """Move a shape, often with those that follow it in its row, to another row of its lane."""
        node = self.random.choice(self.scope.nodes)
        old = node.row
        assert old is not None
        new = self._other_row({node.band}, [])
        if new is old:
            return False
        moved = self._piece(node)
        for each in moved:
            each.row = new
        touched = [edge for each in moved for edge in (*self.ahead[each], *self.behind[each])]
        for edge in touched:
            if self.rows.travel[edge] is old and edge.target.row is not old:
                self.rows.travel[edge] = new
                self.rows.leaving.add(edge)
        self._settle(touched)
        return True

    def _piece(self, node: Node) -> list[Node]:
        """The shape and a random number of those it leads straight on to."""
        piece = [node]
        while self.random.random() < 0.7:
            following = [
                edge.target
                for edge in self.ahead[piece[-1]]
                if edge.target.row is node.row and not edge.back and edge.source.host is None
            ]
            if not following:
                break
            piece.append(following[0])
        return piece

    def _other_row(self, bands: set[int], also: list[Row | None]) -> Row:
        """Any row of the lanes from the uppermost to the lowest of `bands`, a new one among them, or one of `also`."""
        given = [row for row in also if row is not None]
        if given and self.random.random() < 0.4:
            return self.random.choice(given)
        places = sorted(self.rows.order.index(band) for band in bands)
        band = self.rows.order[self.random.randint(places[0], places[-1])]
        held = self.rows.bands[band]
        if self.random.random() < 0.5:
            return self.random.choice(held)
        row = Row(band)
        held.insert(self.random.randint(0, len(held)), row)
        return row

    def _settle(self, edges: list[Edge]) -> None:
        """A flow that runs along the row of its own source or target does not turn there."""
        for edge in edges:
            row = self.rows.travel[edge]
            if row is edge.source.body.row and not edge.back:
                self.rows.leaving.discard(edge)
            if row is edge.target.row and not edge.back:
                self.rows.arriving.discard(edge)

    def _swap_rows(self) -> bool:
        """Move a row to another place in its lane."""
        held = self.random.choice(self.rows.bands)
        if len(held) < 2:
            return False
        row = held.pop(self.random.randrange(len(held)))
        held.insert(self.random.randint(0, len(held)), row)
        return True

    def _slide(self) -> bool:
        """Move a shape, often with all it leads to, by one column, if what comes before and after leaves room."""
        node = self.random.choice(self.scope.nodes)
        step = self.random.choice((-1, 1))
        moved = self._led_to(node) if self.random.random() < 0.5 else {node}
        for each in moved:
            each.column += step
        touched = [
            edge for each in moved for edge in (*self.ahead[each], *self.behind[each]) if not edge.back
        ]
        return node.column >= 0 and all(edge.source.body.column < edge.target.column for edge in touched)

    def _led_to(self, node: Node) -> set[Node]:
        found, waiting = {node}, [node]
        while waiting:
            for edge in self.ahead[waiting.pop()]:
                if not edge.back and edge.target not in found:
                    found.add(edge.target)
                    waiting.append(edge.target)
        return found

    def _swap_lanes(self) -> bool:
        """Move a lane to another place among its siblings."""
        siblings = self.random.choice(self.lanes)
        lane = siblings.pop(self.random.randrange(len(siblings)))
        siblings.insert(self.random.randint(0, len(siblings)), lane)
        self.rows.order = [leaf.index for band in self.scope.bands for leaf in band.leaves()]
        return True

    def _swap_events(self) -> bool:
        """Let two events change places on their host."""
        events = self.random.choice(self.hosts).boundary
        one, other = self.random.sample(range(len(events)), 2)
        events[one], events[other] = events[other], events[one]
        return True

    def _blocked_free(self) -> bool:
        """Drop rows that hold nothing; whether every shape has its cell and no flow runs through one."""
        used = {node.row for node in self.scope.nodes} | set(self.rows.travel.values())
        for band, held in enumerate(self.rows.bands):
            self.rows.bands[band] = [row for row in held if row in used] or held[:1]
        filled: dict[Row, set[int]] = {}
        for node in self.scope.nodes:
            assert node.row is not None
            columns = filled.setdefault(node.row, set())
            if node.column in columns:
                return False
            columns.add(node.column)
        return not any(self._blocked(edge, filled) for edge in self.scope.edges)

    def _blocked(self, edge: Edge, filled: dict[Row, set[int]]) -> bool:
        row = self.rows.travel[edge]
        columns = filled.get(row)
        if not columns:
            return False
        first, last = edge.source.body.column, edge.target.column
        if edge.back:
            return (row is edge.source.body.row) or any(last <= at <= first for at in columns)
        first += edge not in self.rows.leaving
        last -= edge not in self.rows.arriving
        return any(first <= at <= last for at in columns)


def _sibling_lanes(bands: list[Band]) -> list[list[Band]]:
    """Every list of lanes that stand in one pool, lane or subprocess: their order is free."""
    found = [bands] if all(band.kind == "lane" for band in bands) else []
    for band in bands:
        found += _sibling_lanes(band.children)
    return found
