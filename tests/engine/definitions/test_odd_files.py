"""Files that are large, deep, circular or foreign: judged or refused with a clear word; scripts that would run away stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.definitions.gate import check_diagram, refused
from engine.definitions.xml import MAX_BYTES
from engine.rehearsal import run_diagram
from tests.engine.definitions.building import END, START, chain, document, node
from tests.support.odd_files import circle, deep, heavy, row, twins


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        (heavy(MAX_BYTES + 1, drawn=False), "xml-too-large"),
        (deep(300), "xml-too-deep"),
        (circle(), "call-circle"),
        (twins(), "duplicate-id"),
    ],
    ids=["five megabytes", "deeply nested", "calls in a circle", "an id twice"],
)
def test_what_is_too_much_is_refused_in_one_clear_word(xml: bytes, rule: str) -> None:
    found = [problem for problem in check_diagram(xml, "图.bpmn") if problem.severity == "error"]
    assert rule in {problem.rule for problem in found}
    assert all(problem.message.endswith("。") and problem.remedy.endswith("。") for problem in found)


def test_ten_thousand_elements_are_judged() -> None:
    assert not refused(check_diagram(row(4_990), "图.bpmn"))


@pytest.mark.parametrize("text", ["x = 9 ** 9 ** 9 ** 9", 'x = string join(for i in 1..99999999 return "a")'])
def test_a_script_that_would_run_away_is_refused_or_stopped_and_said_so(tmp_path: Path, text: str) -> None:
    script = node("scriptTask", "a", f"<bpmn:script>{text}</bpmn:script>")
    file = tmp_path / "图.bpmn"
    file.write_bytes(document(START, script, END, chain("s", "a", "e")))
    result = run_diagram(file)
    assert result.failures
    assert any("一" <= letter <= "鿿" for letter in result.failures[0])
