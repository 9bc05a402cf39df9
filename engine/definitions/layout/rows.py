"""Which row each node stands in and which row each flow runs along.

A scope is cut into paths: a chain of nodes that stands in one row, with the flow that leads into it and the
flow that leads out of it. A row is given to a path for all the columns it crosses, so that no flow meets a
foreign shape and no two flows share a line. The main path comes first; branches take the nearest free row,
those of boundary events below; flows that lead back get a thin row of their own above or below.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from engine.definitions.layout.shapes import Edge, Node, Row, Scope

_NEAR = 5
"""How many rows away a free one is looked for before a new one is made."""


@dataclass
class Rows:
    """The rows of every band from the top down, and the row each flow runs along.

    A flow in `leaving` has its row to itself as far as the column it comes from, one in `arriving` as far as
    the column it leads to: it may turn there, straight above or below the node. `order` numbers the bands from
    the top down.
    """

    bands: list[list[Row]]
    order: list[int]
    travel: dict[Edge, Row] = field(default_factory=dict)
    leaving: set[Edge] = field(default_factory=set)
    arriving: set[Edge] = field(default_factory=set)
    cells: dict[tuple[Row, int], Node] = field(default_factory=dict)

    def all(self) -> Iterator[Row]:
        """Every row from the top down."""
        for band in self.order:
            yield from self.bands[band]

    def number(self) -> list[Row]:
        """Write each row's place from the top into it; all rows in that order."""
        ordered = list(self.all())
        for place, row in enumerate(ordered):
            row.order = place
        return ordered


@dataclass
class _Branch:
    """A path still to be placed: where it begins, the flow that leads into it, and on which side to look."""

    head: Node
    edge: Edge | None
    step: int


def assign_rows(scope: Scope, bands: int) -> Rows:
    """Give every node of `scope` a row; `bands` is the number of leaf bands. Needs the columns."""
    return _Placing(scope, bands).place()


class _Placing:
    def __init__(self, scope: Scope, bands: int) -> None:
        self.scope = scope
        self.rows = Rows([[] for _ in range(bands)], list(range(bands)))
        self.after: dict[Node, list[Edge]] = {}
        self.led_to: set[Node] = set()
        for edge in scope.edges:
            self.after.setdefault(edge.source.body, []).append(edge)
            if not edge.back:
                self.led_to.add(edge.target)
        self.reach = self._reach()

    def place(self) -> Rows:
        """All paths, then the flows that no path took along."""
        heads = [n for n in self.scope.nodes if n not in self.led_to]
        heads.sort(key=lambda node: -self.reach[node])
        for node in (*heads, *self.scope.nodes):
            if node.row is None:
                self._follow(_Branch(node, None, 1))
        for edge in self.scope.edges:
            if edge not in self.rows.travel:
                self._run(edge)
        for rows in self.rows.bands:
            if not rows:
                rows.append(Row(self.rows.bands.index(rows)))
        return self.rows

    def _reach(self) -> dict[Node, int]:
        """How many columns lie ahead of each node on its longest way."""
        reach: dict[Node, int] = {}
        for node in sorted(self.scope.nodes, key=lambda each: -each.column):
            ahead = [reach[e.target] + 1 for e in self.after.get(node, ()) if not e.back]
            reach[node] = max(ahead, default=0)
        return reach

    def _follow(self, first: _Branch) -> None:
        """Place the path that begins with `first` and every branch that leaves it, inner ones first."""
        waiting = [first]
        while waiting:
            branch = waiting.pop()
            if branch.head.row is None:
                chain = self._chain(branch.head)
                self._place_chain(branch, chain)
                waiting += self._branches(chain, branch.step)

    def _chain(self, head: Node) -> list[Node]:
        chain = [head]
        while True:
            ahead = [
                edge.target
                for edge in self.after.get(chain[-1], ())
                if not edge.back
                and edge.source.host is None
                and edge.target.row is None
                and edge.target.band == head.band
            ]
            if not ahead:
                return chain
            chain.append(max(ahead, key=lambda node: self.reach[node]))

    def _branches(self, chain: list[Node], step: int) -> list[_Branch]:
        """What leaves the path, in the order in which it is taken from the end of the list."""
        found: list[_Branch] = []
        for node in chain:
            side = step
            here: list[_Branch] = []
            for edge in self.after.get(node, ()):
                if edge.back or edge.target.row is not None or edge in self.rows.travel:
                    continue
                below = edge.source.host is not None
                here.append(_Branch(edge.target, edge, 1 if below else side))
                side = side if below else -side
            found += here[::-1]
        return found

    def _place_chain(self, branch: _Branch, chain: list[Node]) -> None:
        first, last = chain[0].column, chain[-1].column
        tail = self._tail(chain[-1])
        if branch.edge:
            first = min(first, branch.edge.source.body.column)
        if tail:
            last = max(last, tail.target.column)
        row = self._row_for(branch, first, last)
        row.spans.append((first, last))
        for node in chain:
            node.row = row
            self.rows.cells[row, node.column] = node
        links = {(a, b) for a, b in pairwise(chain)}
        for edge in (e for node in chain for e in self.after.get(node, ())):
            pair = (edge.source, edge.target)
            if pair in links:
                links.discard(pair)
                self.rows.travel[edge] = row
        if branch.edge:
            self.rows.travel.setdefault(branch.edge, row)
            self.rows.leaving.add(branch.edge)
        if tail:
            self.rows.travel.setdefault(tail, row)
            self.rows.arriving.add(tail)

    def _tail(self, node: Node) -> Edge | None:
        """The flow that goes on along the row after the last node: to a node that has its row already."""
        ahead = [
            edge
            for edge in self.after.get(node, ())
            if not edge.back and edge.source.host is None and edge.target.row is not None
        ]
        return ahead[0] if ahead else None

    def _row_for(self, branch: _Branch, first: int, last: int) -> Row:
        band = branch.head.band
        rows = self.rows.bands[band]
        beside = branch.edge.source.body.row if branch.edge else None
        if beside is None:
            return self._new(band, len(rows))
        if beside.band != band:
            found = next((row for row in rows if row.free(first, last)), None)
            return found or self._new(band, len(rows) if beside.band < band else 0)
        return self._near(rows, rows.index(beside), branch.step, (first, last))

    def _near(self, rows: list[Row], at: int, step: int, span: tuple[int, int]) -> Row:
        for distance in range(1, _NEAR + 1):
            place = at + step * distance
            if not 0 <= place < len(rows):
                break
            if rows[place].free(*span):
                return rows[place]
        return self._new(rows[at].band, at + 1 if step > 0 else at)

    def _new(self, band: int, at: int) -> Row:
        row = Row(band)
        self.rows.bands[band].insert(at, row)
        return row

    def _run(self, edge: Edge) -> None:
        """A row for a flow that no path took along: to the next column it needs none."""
        source, target = edge.source.body, edge.target
        here, there = source.row, target.row
        assert here is not None
        assert there is not None
        if target.column == source.column + 1 and here is not there:
            self.rows.travel[edge] = there
            return
        span = (min(source.column, target.column), max(source.column, target.column))
        rows = self.rows.bands[here.band]
        at = rows.index(here)
        below = edge.source.host is not None or (
            self._lower(there, here) if here is not there else at > len(rows) // 2
        )
        row = self._near(rows, at, 1 if below else -1, span)
        row.spans.append(span)
        self.rows.travel[edge] = row
        self.rows.leaving.add(edge)
        self.rows.arriving.add(edge)

    def _lower(self, one: Row, other: Row) -> bool:
        """Whether row `one` lies below row `other`."""
        if one.band != other.band:
            return one.band > other.band
        rows = self.rows.bands[one.band]
        return rows.index(one) > rows.index(other)
