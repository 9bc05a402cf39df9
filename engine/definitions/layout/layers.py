"""Which column each node stands in: one to the right of everything that leads to it."""

from collections.abc import Iterable

from engine.definitions.layout.shapes import Edge, Node, Scope

_PER_ROW = 6


def assign_columns(scope: Scope) -> None:
    """Number the columns of `scope` from 0 and mark the flows that lead back.

    Flows that close a loop, seen from the start events, count as leading back. A second start stands directly
    before what it leads to.
    """
    after = _outgoing(scope.edges)
    order = _topological(scope.nodes, after)
    for node in order:
        node.column = 0
    for node in order:
        for edge in after.get(node, ()):
            if not edge.back:
                edge.target.column = max(edge.target.column, node.column + 1)
    _pull(scope.nodes, scope.edges, after)
    _spread_loose(scope)


def _outgoing(edges: Iterable[Edge]) -> dict[Node, list[Edge]]:
    found: dict[Node, list[Edge]] = {}
    for edge in edges:
        found.setdefault(edge.source.body, []).append(edge)
    for held in found.values():
        held.sort(key=lambda edge: edge.source.host is not None)
    return found


def _topological(nodes: list[Node], after: dict[Node, list[Edge]]) -> list[Node]:
    """Depth first from the starts; an edge to a node still open is one that leads back."""
    led_to = {edge.target for edges in after.values() for edge in edges}
    starts = [n for n in nodes if n.type == "startEvent"]
    starts += [n for n in nodes if n not in led_to and n.type != "startEvent"]
    done: list[Node] = []
    state: dict[Node, int] = {}
    for root in (*starts, *nodes):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(after.get(root, ())))]
        while stack:
            node, edges = stack[-1]
            edge = next(edges, None)
            if edge is None:
                state[node] = 2
                done.append(node)
                stack.pop()
            elif edge.target not in state:
                state[edge.target] = 1
                stack.append((edge.target, iter(after.get(edge.target, ()))))
            elif state[edge.target] == 1:
                edge.back = True
    return done[::-1]


def _pull(nodes: list[Node], edges: list[Edge], after: dict[Node, list[Edge]]) -> None:
    """Move a node that nothing leads to close to what it leads to."""
    led_to = {edge.target for edge in edges if not edge.back}
    for node in nodes:
        ahead = [edge.target.column for edge in after.get(node, ()) if not edge.back]
        if node not in led_to and ahead:
            node.column = min(ahead) - 1


def _spread_loose(scope: Scope) -> None:
    """Nodes without any flow stand side by side, some to a row."""
    touched = {node for edge in scope.edges for node in (edge.source.body, edge.target)}
    count: dict[int, int] = {}
    for node in scope.nodes:
        if node not in touched:
            at = count.get(node.band, 0)
            node.column = at % _PER_ROW
            count[node.band] = at + 1
