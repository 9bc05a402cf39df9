"""Which join belongs to which split, where a scope is block-structured.

A scope is block-structured when every AND and OR join collects exactly what one split of its own sent out.
Then a join may wait for what is alive under its split, which is right in loops too, and nothing needs to be
predicted. The method contracts the graph: nodes that a single token passes melt into one region, a branch of
one region is spliced away, a split whose branches all meet in its join is a pair and becomes a region. What
cannot be contracted is not block-structured.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.definitions.diagram import Node, Scope
from engine.words import words

_END = "\0end"
_SPLIT = "\0split"
_FATAL = frozenset({"terminate", "error", "cancel"})


@dataclass(frozen=True, slots=True)
class BlockStructure:
    """The pairs of a block-structured scope: id of the join → id of its split."""

    pairs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotBlockStructured:
    """Why a scope is not block-structured, in Chinese, and the ids of the elements that show it."""

    reason: str
    elements: tuple[str, ...]


def block_structure(scope: Scope) -> BlockStructure | NotBlockStructured:
    """The pairs of `scope`, or why it has none. What stands in its subprocesses is looked at apart."""
    nodes = {key: node for key, node in scope.nodes.items() if not _apart(node)}
    refused = _refused(scope, nodes)
    if refused:
        return refused
    edges = list(_edges(scope, nodes))
    roots = [node.id for node in nodes.values() if node.type == "startEvent" or _is_side_path(node)]
    owners = _owners(roots, edges)
    if isinstance(owners, NotBlockStructured):
        return owners
    choosing = frozenset(flow.source for flow in scope.flows.values() if flow.condition is not None)
    pairs: dict[str, str] = {}
    for root in roots:
        graph = _Graph(root, [edge for edge in edges if owners.get(edge[0]) == root], nodes, choosing)
        graph.contract()
        pairs |= graph.pairs
        if graph.left:
            return NotBlockStructured(words("这些网关的分支与汇聚不能一一配对"), tuple(sorted(graph.left)))
    return BlockStructure(pairs)


def _apart(node: Node) -> bool:
    """Whether a node stands outside the flow: event subprocesses and compensation handlers."""
    return node.is_event_subprocess or node.attributes.get("isForCompensation") in ("true", "1")


def _is_side_path(node: Node) -> bool:
    return node.type == "boundaryEvent" and not node.interrupting


def _refused(scope: Scope, nodes: Mapping[str, Node]) -> NotBlockStructured | None:
    if scope.type == "adHocSubProcess":
        return NotBlockStructured(words("即席子流程没有固定的次序"), (scope.id,))
    starts = [node.id for node in nodes.values() if node.type == "startEvent"]
    if len(starts) != 1:
        return NotBlockStructured(words("有 %(n)s 个开始事件", n=len(starts)), tuple(starts) or (scope.id,))
    cycles = [
        node.id
        for node in nodes.values()
        if node.type in ("boundaryEvent", "intermediateCatchEvent")
        and any(event.timer == "cycle" for event in node.events)
    ]
    return NotBlockStructured(words("有循环定时器"), tuple(cycles)) if cycles else None


def _edges(scope: Scope, nodes: Mapping[str, Node]) -> Iterator[tuple[str, str]]:
    """Where a token goes; a gateway's own two halves are joined here, its split half has a name of its own."""
    for node in nodes.values():
        if _ends(node):
            continue
        out = node.id
        if _splits(node):
            out = node.id + _SPLIT
            yield node.id, out
        for target in scope.targets(node):
            if target.id in nodes and not _is_fatal(target):
                yield out, _END if _ends(target) else target.id
        if not node.outgoing:
            yield out, _END
        for key in node.boundary:
            if key in nodes and nodes[key].interrupting:
                yield node.id, key


def _ends(node: Node) -> bool:
    return node.type == "endEvent"


def _is_fatal(node: Node) -> bool:
    """Whether reaching this end stops everything beside it, so that nothing waits for the token it takes."""
    return _ends(node) and any(event.kind in _FATAL for event in node.events)


def _splits(node: Node) -> bool:
    """Whether tokens may multiply here: AND and OR gateways, and plain nodes with several ways out."""
    if node.type in ("parallelGateway", "inclusiveGateway"):
        return True
    several = len(node.outgoing) > 1
    return several and node.type not in ("exclusiveGateway", "eventBasedGateway", "complexGateway")


def _owners(roots: Iterable[str], edges: Iterable[tuple[str, str]]) -> dict[str, str] | NotBlockStructured:
    """Which root each node belongs to; a side path that runs into another path makes a join ambiguous."""
    following = defaultdict[str, list[str]](list)
    for source, target in edges:
        following[source].append(target)
    owner: dict[str, str] = {}
    for root in roots:
        waiting = [root]
        while waiting:
            key = waiting.pop()
            if key == _END or owner.get(key) == root:
                continue
            if key in owner:
                return NotBlockStructured(
                    words("非中断边界事件的旁路又汇入了别的路径"), (root, key.removesuffix(_SPLIT))
                )
            owner[key] = root
            waiting += following[key]
    return owner


@dataclass
class _Graph:
    """The contraction of what one root leads to. `kinds` holds joins and splits; others melt.

    `choosing` are the ids of nodes whose ways out bear conditions.
    """

    root: str
    edges: list[tuple[str, str]]
    nodes: Mapping[str, Node]
    choosing: frozenset[str]
    pairs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.after: dict[str, Counter[str]] = defaultdict(Counter)
        self.before: dict[str, Counter[str]] = defaultdict(Counter)
        self.kinds: dict[str, str] = {}
        self.melted: set[str] = set()
        for source, target in self.edges:
            self.after[source][target] += 1
            self.before[target][source] += 1
        for key in {end for edge in self.edges for end in edge}:
            self._classify(key)

    def _classify(self, key: str) -> None:
        node = self.nodes.get(key.removesuffix(_SPLIT))
        if node is None:
            return
        kind = {"parallelGateway": "AND", "inclusiveGateway": "OR"}.get(node.type, "")
        if key.endswith(_SPLIT):
            # A plain node's ways out with conditions send one token or more, as an OR gateway does.
            chosen = "OR" if node.id in self.choosing else "AND"
            self.kinds[key] = (kind or chosen) + " split"
        elif kind:
            self.kinds[key] = kind + " join"

    @property
    def left(self) -> set[str]:
        """Ids of the gateways that could not be contracted."""
        return {key.removesuffix(_SPLIT) for key in self.kinds}

    def contract(self) -> None:
        """Apply the rules until none applies."""
        waiting = list({end for edge in self.edges for end in edge})
        while waiting:
            key = waiting.pop()
            if key in self.after or key in self.before:
                waiting += self._gateway(key) if key in self.kinds else self._region(key)

    def _gateway(self, key: str) -> list[str]:
        """Rules for a gateway: one way in and out is none at all; a split whose ways all meet is a pair."""
        ways_in, ways_out = self.before[key], self.after[key]
        if ways_in.total() <= 1 and ways_out.total() <= 1:
            del self.kinds[key]
            return [key]
        if not self.kinds[key].endswith("split") or len(ways_out) != 1:
            return []
        (target,) = ways_out
        if target == _END:
            del self.kinds[key]
            return [key]
        if self._matches(key, target):
            self.pairs[target] = key.removesuffix(_SPLIT)
            del self.kinds[key], self.kinds[target]
            return [key, target]
        return []

    def _matches(self, split: str, join: str) -> bool:
        wanted = {"AND split": ("AND join", "OR join"), "OR split": ("OR join",)}[self.kinds[split]]
        return self.kinds.get(join) in wanted and set(self.before[join]) == {split}

    def _region(self, key: str) -> list[str]:
        """Rules for a region: it melts with regions beside it; on a branch of its own it is spliced away."""
        touched: list[str] = []
        beside = self._unseen(key)
        while beside:
            other = beside.pop()
            gone = other not in self.after and other not in self.before
            if other != key and other not in self.kinds and not gone:
                beside += self._unseen(other)
                key, gateways = self._melt(key, other)
                touched += gateways
        if key in self.after[key]:
            self._drop(key, key)
        ways_in, ways_out = self.before[key], self.after[key]
        if key in (_END, self.root) or ways_in.total() != 1 or ways_out.total() != 1:
            return touched
        (source,), (target,) = ways_in, ways_out
        self._drop(source, key)
        self._drop(key, target)
        del self.after[key], self.before[key]
        self.after[source][target] += 1
        self.before[target][source] += 1
        return [*touched, source, target]

    def _unseen(self, region: str) -> list[str]:
        """What lies beside a region, the first time it is asked."""
        if region in self.melted:
            return []
        self.melted.add(region)
        return [*self.after[region], *self.before[region]]

    def _melt(self, one: str, other: str) -> tuple[str, list[str]]:
        """Melt two regions; the name that stays, and the gateways to look at again.

        The end keeps its name, the root hands its own on, else the smaller goes into the larger.
        """
        keep, gone = (one, other) if self._weight(one) >= self._weight(other) else (other, one)
        if gone == _END:
            keep, gone = gone, keep
        if gone == self.root:
            self.root = keep
        beside = [key for key in (*self.after[gone], *self.before[gone]) if key in self.kinds]
        for target, count in self.after.pop(gone, Counter()).items():
            del self.before[target][gone]
            self._add(keep, keep if target == gone else target, count)
        for source, count in self.before.pop(gone, Counter()).items():
            if source in self.after and gone in self.after[source]:
                del self.after[source][gone]
                self._add(source, keep, count)
        return keep, [keep, *beside]

    def _weight(self, key: str) -> int:
        return len(self.after[key]) + len(self.before[key])

    def _add(self, source: str, target: str, count: int) -> None:
        if source != target:
            self.after[source][target] += count
            self.before[target][source] += count

    def _drop(self, source: str, target: str) -> None:
        del self.after[source][target]
        del self.before[target][source]
