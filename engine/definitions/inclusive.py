"""When an inclusive (OR) join waits: BPMN 2.0, table 13.3."""

from collections.abc import Iterable

from engine.definitions.diagram import Node, Scope


class InclusiveJoins:
    """The OR joins of one scope; what lies behind a flow is worked out once."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def awaits_more(self, join: Node, here: Iterable[str], standing: Iterable[str]) -> bool:
        """Whether a join with tokens on the flows `here` waits, tokens standing on these flows of the scope.

        It waits where another token can come to an empty way in, and to none that is full; the second half keeps
        joins in a circle from waiting for each other.
        """
        full = set(here)
        behind_full = frozenset[str]().union(*(self._behind(flow, join.id) for flow in full))
        elsewhere = frozenset(standing) - full - behind_full
        empty = [flow for flow in join.incoming if flow not in full]
        return any(elsewhere & self._behind(flow, join.id) for flow in empty)

    def _behind(self, flow: str, join: str) -> frozenset[str]:
        """The flows from which a token can come to `flow` without passing the join."""
        key = (flow, join)
        if key not in self._known:
            seen: set[str] = set()
            waiting = [flow]
            while waiting:
                source = self._scope.nodes.get(self._scope.flows[waiting.pop()].source)
                if source is None or source.id == join:
                    continue
                host = self._scope.nodes.get(source.attached_to or "", source)
                new = set(host.incoming) - seen
                seen |= new
                waiting += new
            self._known[key] = frozenset(seen)
        return self._known[key]
