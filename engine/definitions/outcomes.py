"""What a node may send out when it is left: every choice its conditions leave open."""

from collections.abc import Iterator
from itertools import chain, combinations
from typing import Final

from engine.definitions.diagram import Node, Scope

_WIDE: Final = 4
"""An OR split with more ways out is played with each one and with all, not with every choice."""


def outcomes(scope: Scope, node: Node) -> Iterator[frozenset[str]]:
    """The flows a node may send tokens into when it is left, each possible choice."""
    ways = node.outgoing
    conditional = [flow for flow in ways if scope.flows[flow].condition is not None]
    if node.type in ("exclusiveGateway", "eventBasedGateway"):
        yield from (frozenset({flow}) for flow in ways)
    elif (node.type == "inclusiveGateway" or conditional) and len(ways) > 1:
        sizes = range(1, len(ways) + 1) if len(ways) <= _WIDE else (1, len(ways))
        yield from (frozenset(some) for some in chain(*(combinations(ways, size) for size in sizes)))
    else:
        yield frozenset(ways)
