"""Every case can finish, or the way to where it cannot is shown."""

import pytest
from hypothesis import given, settings

from engine.definitions.diagram import Scope
from engine.definitions.gate import check_diagram
from engine.definitions.reader import read_diagram
from engine.definitions.soundness import Verdict, soundness
from tests.engine.definitions.building import END, START, chain, document, duration, event, node
from tests.engine.definitions.test_blocks import AND, OR, XOR, Builder, built, scope_of, tasks


def verdict(*parts: str) -> Verdict:
    return soundness(scope_of(document(START, END, tasks("a", "b"), *parts)))


@pytest.mark.parametrize("kind", [AND, OR, XOR])
def test_a_block_is_sound(kind: str) -> None:
    ways = chain("s", "g", "a", "j", "e") + chain("g", "b", "j")
    assert verdict(node(kind, "g"), node(kind, "j"), ways) == Verdict("sound")


def test_a_choice_into_a_parallel_join_blocks() -> None:
    ways = chain("s", "g", "a", "j", "e") + chain("g", "b", "j")
    found = verdict(node(XOR, "g"), node(AND, "j"), ways)
    assert (found.kind, found.path, found.element) == ("blocked", ("g", "a"), "j")


def test_a_parallel_split_into_a_choice_lets_through_twice() -> None:
    ways = chain("s", "g", "a", "j", "e") + chain("g", "b", "j")
    found = verdict(node(AND, "g"), node(XOR, "j"), ways)
    assert (found.kind, found.element) == ("doubled", "e")


def test_an_inclusive_join_waits_only_for_what_can_come() -> None:
    ways = chain("s", "g", "a", "x", "j", "e") + chain("g", "b", "j") + chain("x", "e2")
    parts = (node(AND, "g"), node(XOR, "x"), node(OR, "j"), node("endEvent", "e2"))
    assert verdict(*parts, ways) == Verdict("sound")


def test_a_branch_that_may_end_blocks_a_parallel_join() -> None:
    ways = chain("s", "g", "a", "x", "j", "e") + chain("g", "b", "j") + chain("x", "e2")
    parts = (node(AND, "g"), node(XOR, "x"), node(AND, "j"))
    assert verdict(*parts, node("endEvent", "e2"), ways).kind == "blocked"
    assert verdict(*parts, node("endEvent", "e2", event("terminate")), ways).kind == "sound"


def test_a_boundary_event_is_a_way_too() -> None:
    late = node("boundaryEvent", "late", duration('"P1D"'), attachedToRef="a")
    ways = chain("s", "g", "a", "j", "e") + chain("g", "b", "j") + chain("late", "e2")
    found = verdict(node(AND, "g"), node(AND, "j"), late, node("endEvent", "e2"), ways)
    assert found.kind == "blocked"


def test_the_budget_is_kept() -> None:
    branches = [f"t{i}" for i in range(12)]
    flows = "".join(chain("g", key, "j") for key in branches)
    scope = scope_of(
        document(
            START,
            END,
            node(AND, "g"),
            node(AND, "j"),
            tasks(*branches),
            chain("s", "g"),
            flows,
            chain("j", "e"),
        )
    )
    assert soundness(scope, budget=100).kind == "undecided"


@settings(max_examples=30, deadline=None)
@given(built())
def test_random_blocks_are_sound(builder: Builder) -> None:
    scope: Scope = read_diagram(builder.xml()).processes["p"].scope
    assert soundness(scope).kind in ("sound", "undecided")


def test_the_gate_remarks_on_what_blocks() -> None:
    ways = chain("s", "g", "a", "x", "j", "e") + chain("g", "b", "j") + chain("x", "e2")
    parts = (node(AND, "g"), node(XOR, "x"), node(AND, "j"), node("endEvent", "e2"))
    problems = check_diagram(document(START, END, tasks("a", "b"), *parts, ways))
    (problem,) = [problem for problem in problems if problem.rule == "join-blocks"]
    assert problem.severity == "warning"
    assert problem.element_id == "j"
    assert "“a”" in problem.message
