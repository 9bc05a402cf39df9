"""Expressions in diagrams: FEEL only, parsed before anything runs, calling only what there is."""

from types import SimpleNamespace
from typing import Any

import pytest

from engine.definitions.checks.expressions import HOUSE_FUNCTIONS
from engine.definitions.gate import check_diagram
from engine.runtime.scope import functions
from tests.engine.definitions.building import END, START, chain, document, duration, event, node
from tests.engine.definitions.rule_cases import choice, line, task


def found(xml: bytes) -> set[str]:
    return {problem.rule for problem in check_diagram(xml) if problem.severity == "error"}


def scripted(text: str, **attributes: str) -> bytes:
    return line(node("scriptTask", "a", f"<bpmn:script>{text}</bpmn:script>", **attributes))


def test_the_gate_knows_the_functions_the_runtime_offers() -> None:
    act: Any = SimpleNamespace(now=None, world=SimpleNamespace(calendar=None, hours=None))
    assert set(functions(act, None)) == HOUSE_FUNCTIONS


@pytest.mark.parametrize(
    "text",
    ["decision = &quot;approve&quot;", "x &gt; 5 and y in [1..3]", "due(&quot;办理&quot;) &lt; now"],
)
def test_feel_is_accepted(text: str) -> None:
    xml = choice().replace(b">x = 1<", f">{text}<".encode())
    assert found(xml) == set()


@pytest.mark.parametrize(
    "text",
    [
        "${approved}",
        "x == 1",
        "__import__(&quot;os&quot;).system(&quot;id&quot;)",
        "x.__class__.__mro__",
        "lambda: 1",
        "[x for x in y]",
        "x =",
        "(" * 500,
        "9 ** 9 ** 9 ** 9 +",
    ],
)
def test_what_is_not_feel_is_refused(text: str) -> None:
    assert "expression" in found(choice().replace(b">x = 1<", f">{text}<".encode()))


def test_a_function_that_does_not_exist_is_refused() -> None:
    assert found(choice().replace(b">x = 1<", b">magic(1) = 2<")) == {"unknown-function"}


@pytest.mark.parametrize("language", ["http://www.w3.org/1999/XPath", "javascript", "urn:groovy"])
def test_another_language_is_refused(language: str) -> None:
    xml = choice().replace(
        b'xsi:type="bpmn:tFormalExpression">x = 1',
        f'xsi:type="bpmn:tFormalExpression" language="{language}">x = 1'.encode(),
    )
    assert found(xml) == {"expression-language"}


def test_scripts_are_assignments() -> None:
    assert found(scripted("x = 1\ny = x + 1")) == set()
    assert found(scripted("import os")) == {"expression"}
    assert found(scripted("while true: x = 1")) == {"expression"}
    assert found(scripted("held = 1")) == {"expression"}, "a function of the house cannot be set"
    assert found(scripted("x = 1", scriptFormat="javascript")) == {"expression-language"}


@pytest.mark.parametrize("text", ["P7D", "2026-01-31", '"P1D"', "workdays(3)", "R3/PT1H"])
def test_a_timer_is_iso_8601_or_feel(text: str) -> None:
    late = node("boundaryEvent", "b", duration(text), attachedToRef="a", cancelActivity="false")
    ends = node("endEvent", "e2") + chain("b", "e2")
    assert found(line(task(), late, ends)) == set()


@pytest.mark.parametrize("text", ["P7X", "2026-02-30", "soon(", "P-1D"])
def test_a_timer_that_never_fires_is_refused(text: str) -> None:
    late = node("boundaryEvent", "b", duration(text), attachedToRef="a", cancelActivity="false")
    ends = node("endEvent", "e2") + chain("b", "e2")
    assert "expression" in found(line(task(), late, ends))


def test_repetition_is_judged() -> None:
    many = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>{}</bpmn:loopCardinality>{}"
    end = "</bpmn:multiInstanceLoopCharacteristics>"
    done = "<bpmn:completionCondition>{}</bpmn:completionCondition>"
    right = many.format("count(units)", done.format('count(votes("approve")) > 2')) + end
    assert found(line(task("a", right.replace(" > ", " &gt; ")))) == set()
    assert found(line(task("a", many.format("len(", "") + end))) == {"expression"}


def test_a_condition_to_wait_for_is_judged() -> None:
    waiting = event("conditional", '<bpmn:condition xsi:type="bpmn:tFormalExpression">x =</bpmn:condition>')
    caught = document(START, node("intermediateCatchEvent", "a", waiting), END, chain("s", "a", "e"))
    assert found(caught) == {"expression"}


def test_what_does_not_run_is_not_judged() -> None:
    xml = choice().replace(b">x = 1<", b">${approved}<").replace(b'"true"', b'"false"')
    runs = document(START, END, chain("s", "e")).replace(b'id="p"', b'id="q"')
    start = runs.index(b"<bpmn:process")
    both = xml.replace(b"</bpmn:definitions>", runs[start:]).replace(b'"s_e"', b'"s2_e2"')
    other = both[both.index(b'id="q"') :].replace(b'"s"', b'"s2"').replace(b'"e"', b'"e2"')
    assert found(both[: both.index(b'id="q"')] + other) == set()
