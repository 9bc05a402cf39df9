"""What the gate remarks on without refusing, and what it has nothing to say about."""

import pytest

from engine.definitions.gate import check_diagram, refused
from tests.engine.definitions.building import END, START, chain, definitions, document, event, node, process
from tests.engine.definitions.rule_cases import AND, SIMPLE, XOR, boundary, line, task

POOLS = (
    '<bpmn:collaboration id="c"><bpmn:participant id="p1" processRef="p"/>'
    '<bpmn:participant id="p2" processRef="{}"/></bpmn:collaboration>'
)
MIXED = [START, node(AND, "g"), node(AND, "m"), node(AND, "j"), *(task(key) for key in "abcd"), END]
WARNINGS = {
    "not-executable": SIMPLE.replace(b' isExecutable="true"', b""),
    "useless-default": line(task("a", default="a_e")),
    "join-and-split": document(
        *MIXED, chain("s", "g", "a", "m", "c", "j", "e"), chain("g", "b", "m", "d", "j")
    ),
    "fake-join": document(
        START,
        node(AND, "g"),
        task("a"),
        task("b"),
        task("c"),
        END,
        chain("s", "g", "a", "c", "e"),
        chain("g", "b", "c"),
    ),
    "empty-pool": definitions(
        POOLS.format("q"), process(START, END, chain("s", "e")), process(id="q", executable="false")
    ),
    "process-in-two-pools": definitions(POOLS.format("p"), process(START, END, chain("s", "e"))),
    "same-boundary": boundary(
        event("error", errorRef="err"),
        extra=node("boundaryEvent", "b2", event("error", errorRef="err"), attachedToRef="a")
        + chain("b2", "e2"),
    ),
}


@pytest.mark.parametrize("rule", sorted(WARNINGS))
def test_a_remark_refuses_nothing(rule: str) -> None:
    problems = check_diagram(WARNINGS[rule])
    assert rule in {problem.rule for problem in problems}
    assert not refused(problems)


def test_a_pool_that_does_not_run_needs_no_details() -> None:
    """Conditions, triggers and starts are the business of the process that runs."""
    drawn = (
        node("task", "x"),
        node(XOR, "g"),
        node("task", "y"),
        node("intermediateCatchEvent", "w", event("message")),
        chain("x", "g", "y"),
        chain("g", "w"),
    )
    xml = definitions(
        POOLS.format("q"), process(START, END, chain("s", "e")), process(*drawn, id="q", executable="false")
    )
    assert not refused(check_diagram(xml))


def test_triggers_without_a_name_are_known_by_their_id() -> None:
    xml = definitions(
        '<bpmn:signal id="sig"/>',
        process(
            START,
            node("intermediateCatchEvent", "a", event("signal", signalRef="sig")),
            END,
            chain("s", "a", "e"),
        ),
    )
    assert check_diagram(xml) == []


def test_extensions_of_other_tools_pass() -> None:
    foreign = (
        '<bpmn:extensionElements><camunda:properties xmlns:camunda="http://camunda.org/schema/1.0/bpmn">'
        '<camunda:property name="a" value="b"/></camunda:properties></bpmn:extensionElements>'
    )
    xml = line(task("a", foreign)).replace(b'name="a"', b'name="a" xmlns:z="urn:z" z:colour="red"', 1)
    assert check_diagram(xml) == []
