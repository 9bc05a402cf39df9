"""Pairing of joins and splits: blocks are found, and what is not a block is never taken for one."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definitions.blocks import BlockStructure, NotBlockStructured, block_structure
from engine.definitions.diagram import Diagram, Scope
from engine.definitions.reader import read_diagram
from tests.engine.definitions.building import (
    END,
    START,
    chain,
    document,
    duration,
    event,
    flow,
    node,
)

AND, OR, XOR = "parallelGateway", "inclusiveGateway", "exclusiveGateway"


def scope_of(xml: bytes) -> Scope:
    diagram: Diagram = read_diagram(xml)
    return diagram.processes["p"].scope


def structure(*parts: str) -> BlockStructure | NotBlockStructured:
    return block_structure(scope_of(document(*parts)))


def pairs(*parts: str) -> dict[str, str]:
    found = structure(*parts)
    assert isinstance(found, BlockStructure), found
    return dict(found.pairs)


def tasks(*ids: str) -> str:
    return "".join(node("userTask", key) for key in ids)


def test_a_split_belongs_to_its_join() -> None:
    parts = [START, END, node(AND, "g"), node(AND, "j"), tasks("a", "b")]
    assert pairs(*parts, chain("s", "g", "a", "j", "e"), chain("g", "b", "j")) == {"j": "g"}


def test_nested_blocks_pair_inside_out() -> None:
    parts = [START, END, node(AND, "g"), node(AND, "j"), node(OR, "k"), node(OR, "l"), tasks("a", "b", "c")]
    flows = [chain("s", "g", "k", "a", "l", "j", "e"), chain("k", "b", "l"), chain("g", "c", "j")]
    assert pairs(*parts, *flows) == {"j": "g", "l": "k"}


def test_a_block_inside_a_loop_is_a_block() -> None:
    parts = [START, END, node(XOR, "h"), node(AND, "g"), node(AND, "j"), node(XOR, "x"), tasks("a", "b")]
    flows = [chain("s", "h", "g", "a", "j", "x", "e"), chain("g", "b", "j"), chain("x", "h")]
    assert pairs(*parts, *flows) == {"j": "g"}


def test_one_gateway_may_join_and_split() -> None:
    parts = [START, END, node(AND, "g"), node(AND, "m"), node(AND, "j"), tasks("a", "b", "c", "d")]
    flows = [chain("s", "g", "a", "m", "c", "j", "e"), chain("g", "b", "m", "d", "j")]
    assert pairs(*parts, *flows) == {"m": "g", "j": "m"}


def test_a_plain_node_with_several_ways_out_splits() -> None:
    parts = [START, END, node(AND, "j"), tasks("a", "b")]
    assert pairs(*parts, chain("s", "a", "j", "e"), chain("s", "b", "j")) == {"j": "s"}


def test_an_interrupting_boundary_event_is_a_choice_of_its_host() -> None:
    parts = [START, END, node(AND, "g"), node(AND, "j"), node(XOR, "x"), tasks("a", "b", "c")]
    late = node("boundaryEvent", "late", duration('"P1D"'), attachedToRef="a")
    flows = [chain("s", "g", "a", "x", "j", "e"), chain("g", "b", "j"), chain("late", "c", "x")]
    assert pairs(*parts, late, *flows) == {"j": "g"}


def test_a_side_path_with_an_end_of_its_own_is_apart() -> None:
    parts = [START, END, node(AND, "g"), node(AND, "j"), tasks("a", "b", "c"), node("endEvent", "e2")]
    side = node("boundaryEvent", "side", duration('"P1D"'), attachedToRef="a", cancelActivity="false")
    flows = [chain("s", "g", "a", "j", "e"), chain("g", "b", "j"), chain("side", "c", "e2")]
    assert pairs(*parts, side, *flows) == {"j": "g"}


def test_a_branch_that_ends_everything_needs_no_join() -> None:
    parts = [START, END, node(AND, "g"), node(AND, "j"), node(XOR, "x"), tasks("a", "b")]
    stop = node("endEvent", "stop", event("terminate"))
    flows = [chain("s", "g", "a", "x", "j", "e"), chain("g", "b", "j"), chain("x", "stop")]
    assert pairs(*parts, stop, *flows) == {"j": "g"}


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            [node(XOR, "g"), node(AND, "j"), chain("s", "g", "a", "j", "e"), chain("g", "b", "j")],
            id="choice into a join",
        ),
        pytest.param(
            [node(OR, "g"), node(AND, "j"), chain("s", "g", "a", "j", "e"), chain("g", "b", "j")],
            id="inclusive split into a parallel join",
        ),
        pytest.param(
            [
                node(AND, "g"),
                node(AND, "j"),
                node(XOR, "x"),
                chain("s", "g", "a", "x", "j", "e"),
                chain("g", "b", "j"),
                chain("x", "e"),
            ],
            id="a branch may end before its join",
        ),
        pytest.param(
            [
                node(AND, "g"),
                node(AND, "j"),
                chain("s", "g", "a", "j", "e"),
                chain("g", "b", "j"),
                chain("g", "e"),
            ],
            id="one branch does not come back",
        ),
        pytest.param(
            [
                node(AND, "g"),
                node(AND, "j"),
                node(XOR, "h"),
                chain("s", "h", "g", "a", "j", "e"),
                chain("g", "b", "h"),
            ],
            id="a branch runs back before its split",
        ),
        pytest.param(
            [
                node(AND, "g"),
                node(AND, "j"),
                node("boundaryEvent", "side", duration('"P1D"'), attachedToRef="a", cancelActivity="false"),
                chain("s", "g", "a", "j", "e"),
                chain("g", "b", "j"),
                chain("side", "j"),
            ],
            id="a side path runs into the join",
        ),
        pytest.param(
            [node("startEvent", "s2"), chain("s", "a", "e"), chain("s2", "b", "e")], id="two starts"
        ),
    ],
)
def test_what_is_no_block_is_refused(parts: list[str]) -> None:
    found = structure(START, END, tasks("a", "b"), *parts)
    assert isinstance(found, NotBlockStructured)
    assert found.reason
    assert found.elements


class Builder:
    """Draws a random block-structured process."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.nodes: dict[str, str] = {}
        self.flows: list[tuple[str, str]] = []
        self.pairs: dict[str, str] = {}

    def add(self, kind: str) -> str:
        key = f"n{len(self.nodes)}"
        self.nodes[key] = kind
        return key

    def block(self, source: str, depth: int) -> str:
        """Hang one random block on `source`; the id of the node it ends at."""
        shape = self.draw(st.sampled_from(["task", "chain", AND, OR, XOR, "loop"])) if depth else "task"
        if shape == "task":
            key = self.add("userTask")
            self.flows.append((source, key))
            return key
        if shape == "chain":
            return self.block(self.block(source, depth - 1), depth - 1)
        if shape == "loop":
            head, tail = self.add(XOR), self.add(XOR)
            self.flows.append((source, head))
            self.flows += [(self.block(head, depth - 1), tail), (tail, head)]
            return tail
        split, join = self.add(shape), self.add(shape)
        self.flows.append((source, split))
        for _ in range(self.draw(st.integers(2, 3))):
            self.flows.append((self.block(split, depth - 1), join))
        if shape != XOR:
            self.pairs[join] = split
        return join

    def xml(self, flows: list[tuple[str, str]] | None = None) -> bytes:
        drawn = [node(kind, key) for key, kind in self.nodes.items()]
        joined = [flow(a, b, id=f"f{i}") for i, (a, b) in enumerate(flows or self.flows)]
        return document(START, END, *drawn, *joined)


@st.composite
def built(draw: st.DrawFn) -> Builder:
    builder = Builder(draw)
    builder.flows.append((builder.block("s", 3), "e"))
    return builder


@settings(max_examples=80, deadline=None)
@given(built())
def test_random_blocks_are_recognised(builder: Builder) -> None:
    found = block_structure(scope_of(builder.xml()))
    assert isinstance(found, BlockStructure), found
    assert dict(found.pairs) == builder.pairs


@settings(max_examples=120, deadline=None)
@given(built(), st.data())
def test_mutated_blocks_are_never_mispaired(builder: Builder, data: st.DataObject) -> None:
    flows = list(builder.flows)
    for _ in range(data.draw(st.integers(1, 3))):
        change = data.draw(st.sampled_from(["add", "drop", "move"]))
        if change != "add" and len(flows) > 2:
            flows.pop(data.draw(st.integers(0, len(flows) - 1)))
        if change != "drop":
            ends = sorted(builder.nodes)
            flows.append((data.draw(st.sampled_from(ends)), data.draw(st.sampled_from([*ends, "e"]))))
    scope = scope_of(builder.xml(flows))
    found = block_structure(scope)
    if isinstance(found, BlockStructure):
        for join, split in found.pairs.items():
            assert_region(flows, split, join)


def assert_region(flows: list[tuple[str, str]], split: str, join: str) -> None:
    """What leaves the split only gets out through the join, and what reaches the join came through the split.

    A gateway that joins and splits is entered again by its own pair, so its two halves are looked at apart.
    """
    after, before = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for source, target in flows:
        after[source].add(target)
        before[target].add(source)
    inside = reach(after, after[split], join)
    assert split not in inside
    assert "e" not in inside
    behind = reach(before, before[join], split)
    assert join not in behind
    assert "s" not in behind


def reach(graph: dict[str, set[str]], begin: set[str], stop: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(begin - {stop})
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += graph[key] - {stop}
    return seen


def test_a_thousand_nodes_in_a_row_are_contracted() -> None:
    ids = [f"n{i}" for i in range(1000)]
    parts = [node("userTask", key) for key in ids]
    assert pairs(START, END, *parts, chain("s", *ids, "e")) == {}
