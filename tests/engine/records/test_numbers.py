"""Numbers over the turn of the year: each year counts from 1, by when a paper was due, without gap or reuse."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from tests.support.invariants import check_numbers
from tests.support.office import Office, diagram, flows, office, task

SLIP = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("work")
    + '<bpmn:boundaryEvent id="late" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
    "<bpmn:timeDuration>PT8H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    '<bpmn:serviceTask id="slip"><bpmn:extensionElements><bj:document kind="蓝色督办单" template="" to="= unit" '
    'number="督办〔{year}〕{n}号"/></bpmn:extensionElements></bpmn:serviceTask>'
    '<bpmn:endEvent id="e"/><bpmn:endEvent id="e2"/>' + flows("s>work", "work>e", "late>slip", "slip>e2"),
    extensions='<bj:case unit="= unit" number="试〔{year}〕{n}号"/>',
)


def started(made: Office) -> tuple[UUID, str]:
    case = made.start({"unit": "住建局"})
    return case, made.case(case)["number"]


def slips(made: Office) -> list[str]:
    row = tables.document.c
    return [paper["number"] for paper in made.rows(select(row.number).order_by(row.due_at, row.id))]


def test_a_year_counts_from_one_and_late_papers_belong_to_the_year_they_were_due(
    database_url: str, tmp_path: Path
) -> None:
    with office(database_url, tmp_path, now="2020-12-31 09:00") as made:
        made.publish(SLIP)
        first, number = started(made)
        second, other = started(made)
        assert (number, other) == ("试〔2020〕1号", "试〔2020〕2号")
        made.engine.cancel(second, SYSTEM, "重复")
        assert started(made)[1] == "试〔2020〕3号"
        made.move("2021-01-01 00:30", drain=False)  # In UTC it is still December.
        assert started(made)[1] == "试〔2021〕1号"
        made.settle()
        assert slips(made) == ["督办〔2020〕1号", "督办〔2020〕2号"]
        made.move("2021-01-01 09:00")
        assert slips(made) == ["督办〔2020〕1号", "督办〔2020〕2号", "督办〔2021〕1号"]
        assert [e["number"] for e in made.events(first, "document.issued")] == ["督办〔2020〕1号"]
        check_numbers(made.engine)
