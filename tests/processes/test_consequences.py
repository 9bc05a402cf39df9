"""What follows slips (通报批评, 提请诫勉谈话, 复核, 汇总): gates without a warning, papers that ask what there is."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from engine.definitions.gate import check_folder
from engine.records.papers import answers_of
from engine.records.rendering import render, template_placeholders
from engine.rehearsal import Stage, run_scenario

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDERS = (
    "criticism",
    "oversight_report",
    "talk",
    "referral",
    "slip_review",
    "stars",
    "supervision_digest",
    "supervision_review",
)
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
    fields = {*re.findall(r'"(?:key|path)": "(\w+)"', forms), *assigned}
    templates = list((PROCESSES / folder / "documents").glob("*.docx"))
    asked = {
        template.stem: template_placeholders(template.read_bytes()) - OWN - fields for template in templates
    }
    assert asked == {template.stem: set() for template in templates} != {}


def test_a_consequence_is_published_with_the_process_that_starts_it() -> None:
    """A rehearsal of supervision alone has the criticism it sends for; without it the message is an incident."""
    scenario = PROCESSES / "supervision" / "scenarios" / "用例21-两次红单.yaml"
    result = run_scenario(scenario, Stage(PROCESSES))
    assert result.failures == []
    begun = [event["case"] for event in result.timeline if event["event"] == "start.happened"]
    assert [case for case in begun if case.startswith("督办后果")] == ["督办后果〔2020〕1号"]


def test_the_digest_tells_its_figures() -> None:
    """The template walks through the lists that `tally` gives."""
    figures = {
        "started": 3, "closed": 1, "running": 2, "overdue": 1,
        "papers": [{"kind": "蓝色督办单", "count": 4}],
        "open": [
            {"number": "督办事项〔2020〕1号", "title": "整治占道经营", "unit": "住建局", "due_on": None, "is_overdue": True}
        ],
    }  # fmt: skip
    fields = {"name": "督办周汇总", "since": "2020-04-20", "until_on": "2020-04-26", "figures": figures}
    record = {"kind": "督办汇总稿", "number": None, "issued_on": "2020-04-26", "due": {}, "fields": fields}
    (template,) = (PROCESSES / "supervision_digest" / "documents").glob("*.docx")
    paper = Document(BytesIO(render(template.read_bytes(), answers_of(record))))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "新立督办事项3件" in text
    assert "发蓝色督办单4份。" in text
    assert "督办事项〔2020〕1号“整治占道经营”（住建局，未到计时，已超期）" in text


def test_the_review_tells_every_unit() -> None:
    """One row of the table for each unit that `by_unit` gives."""
    row = {
        "started": 1,
        "closed": 0,
        "running": 1,
        "overdue": 1,
        "papers": [{"kind": "蓝色督办单", "count": 2}],
        "points": -2,
    }
    fields = {
        "name": "督办工作半年讲评", "since": "2020-01-01", "until_on": "2020-06-30", "started": 2, "closed": 0,
        "running": 2, "overdue": 2, "figures": [{"unit": "住建局", **row}, {"unit": "财政局", **row}],
    }  # fmt: skip
    record = {
        "kind": "督办讲评考核稿",
        "number": None,
        "issued_on": "2020-06-30",
        "due": {},
        "fields": fields,
    }
    template = PROCESSES / "supervision_review" / "documents" / "review.docx"
    paper = Document(BytesIO(render(template.read_bytes(), answers_of(record))))
    rows = [[cell.text.strip() for cell in row.cells] for row in paper.tables[0].rows]
    assert [row[0] for row in rows] == ["单位", "住建局", "财政局"]
    assert rows[1][1:] == ["1", "0", "1", "1", "蓝色督办单2", "-2"]
