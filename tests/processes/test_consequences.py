"""What follows slips (通报批评, 提请诫勉谈话, 复核): gates without a warning, papers that ask what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.definitions.gate import check_folder
from engine.records.rendering import template_placeholders
from engine.rehearsal import Stage, run_scenario

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDERS = ("criticism", "talk", "slip_review")
OWN = {"number", "unit", "title", "issued_on", "started_on", "deadlines"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_gate_has_nothing_to_say(folder: str) -> None:
    assert check_folder(PROCESSES / folder) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_paper_asks_only_for_fields_the_case_has(folder: str) -> None:
    """Fields are the keys of forms and what scripts assign."""
    forms = "".join(
        file.read_text(encoding="utf-8") for file in (PROCESSES / folder / "forms").glob("*.json")
    )
    diagram = (PROCESSES / folder / f"{folder}.bpmn").read_text(encoding="utf-8")
    assigned = re.findall(r"^\s*(?:<bpmn:script>)?(\w+) = ", diagram, re.MULTILINE)
    fields = {*re.findall(r'"key": "(\w+)"', forms), *assigned}
    (template,) = (PROCESSES / folder / "documents").glob("*.docx")
    assert template_placeholders(template.read_bytes()) <= OWN | fields


def test_a_consequence_is_published_with_the_process_that_starts_it() -> None:
    """A rehearsal of supervision alone has the criticism it sends for; without it the message is an incident."""
    scenario = PROCESSES / "supervision" / "scenarios" / "用例21-两次红单.yaml"
    result = run_scenario(scenario, Stage(PROCESSES))
    assert result.failures == []
    assert sum(event["event"] == "start.happened" for event in result.timeline) == 1
