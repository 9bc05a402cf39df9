"""How a deadline's limit may be written: from another day, rolled over days of rest, with its own basis."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine import tables
from engine.queries.case import deadlines_of, main_limit
from engine.queries.public_cases import promises_kept
from engine.refusals import Refused
from tests.support.office import Office, civil, diagram, flows, task


def limited(attributes: str) -> bytes:
    """One task with a deadline written so."""
    held = task("work", "承办人", f'<bj:deadline name="办理" {attributes}/>', unit="= unit")
    body = '<bpmn:startEvent id="s"/>' + held + '<bpmn:endEvent id="e"/>' + flows("s>work", "work>e")
    return diagram(body, extensions='<bj:case unit="= unit"/>')


@pytest.mark.parametrize(
    ("attributes", "due"),
    [
        ('limit="5 cd" from="= since"', date(2020, 5, 6)),
        ('limit="5 cd" from="= since" roll="none"', date(2020, 5, 5)),
        ('limit="3 wd" from="= since"', date(2020, 5, 8)),
        ('limit="= stated"', date(2020, 5, 3)),
        ('limit="= stated" roll="next_wd"', date(2020, 5, 6)),
        ('limit="= stated" roll="= how"', date(2020, 5, 3)),
    ],
)
def test_a_limit_runs_from_its_day_and_rolls_as_it_says(made: Office, attributes: str, due: date) -> None:
    """T-1, A15 supervision.roll and supervision.stated_due.rest_day: 2020-05-01 to 05 are days of rest."""
    made.publish(limited(attributes))
    made.start({"unit": "住建局", "since": date(2020, 4, 30), "stated": date(2020, 5, 3), "how": "keep"})
    (deadline,) = made.rows(select(tables.deadline))
    assert deadline["due_on"] == due


def test_a_limit_names_its_own_basis(made: Office) -> None:
    """The written basis goes before that of the number."""
    made.publish(limited('limit="5 wd" basis="SD-06"'))
    case = made.start({"unit": "住建局"})
    assert [event["basis"] for event in made.events(case, "deadline.set")] == ["SD-06"]


def _chain(around: str, inside: str) -> str:
    """Start, one activity, end, with ids of their own."""
    key = inside.split('"', 2)[1]
    start, end = f"{around}_in", f"{around}_out"
    flow = flows(f"{start}>{key}", f"{key}>{end}")
    return f'<bpmn:startEvent id="{start}"/>{inside}<bpmn:endEvent id="{end}"/>{flow}'


def test_the_limit_marked_as_the_case_s_own_is_what_is_promised(made: Office) -> None:
    """Not called 办理, marked `main`: lists judge by it, pages name it beside the nearest, the public counts it."""
    inside = task("work", "承办人", unit="= unit")
    for key, limit in (
        ("stage", 'name="阶段" limit="3 wd"'),
        ("approval", 'name="总时限" main="true" limit="10 wd"'),
    ):
        inside = (
            f'<bpmn:subProcess id="{key}"><bpmn:extensionElements><bj:deadline {limit}/></bpmn:extensionElements>'
            f"{_chain(key, inside)}</bpmn:subProcess>"
        )
    made.publish(diagram(_chain("p", inside), extensions='<bj:case unit="= unit" public="true"/>'))
    case = made.start({"unit": "住建局"})
    (row,) = made.rows(select(tables.instance))
    by_name = {each["name"]: each["due_at"] for each in made.rows(select(tables.deadline))}
    assert (row["due_at"], row["limit_at"]) == (by_name["阶段"], by_name["总时限"])
    with made.engine.database.reading() as connection:
        found = main_limit(deadlines_of(connection, case))
        since, later = row["started_at"], by_name["总时限"] + timedelta(days=1)
        (kept,) = promises_kept(connection, [row["process"]], since, later)
    assert found is not None
    assert (found.name, found.status) == ("总时限", "running")
    assert (kept.unit, kept.ended, kept.overdue) == ("住建局", 0, 1)


def test_a_limit_from_no_date_is_refused(made: Office) -> None:
    """Text is no day to count from."""
    made.publish(limited('limit="5 wd" from="= unit"'))
    with pytest.raises(Refused, match="起算日"):
        made.start({"unit": "住建局"})


def test_next_close_counts_from_the_arrival_of_the_token(made: Office) -> None:
    """A timer for the next close of business keeps its moment however often it is derived again; open_of opens the day."""
    body = (
        '<bpmn:startEvent id="s"/>'
        + '<bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDate>next_close()'
        "</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
        + '<bpmn:scriptTask id="x"><bpmn:script>opens = open_of(today)</bpmn:script></bpmn:scriptTask>'
        + task("work")
        + '<bpmn:endEvent id="e"/>'
        + flows("s>wait", "wait>x", "x>work", "work>e")
    )
    made.publish(diagram(body))
    made.clock.move_to(civil("2020-03-13 17:30"))
    case = made.start()
    made.move("2020-03-16 17:29")
    assert made.elements(case) == []
    made.move("2020-03-16 17:30")
    assert made.elements(case) == ["work"]
    (opens,) = made.rows(select(tables.field.c.value).where(tables.field.c.name == "opens"))
    assert opens["value"] == {"@": "t", "v": "2020-03-16T08:30:00+08:00"}


def test_a_warning_reminds_who_has_the_work(made: Office) -> None:
    """The T-1 reminder of SD-04: a message to the unit on the working day before, and no points."""
    made.publish(limited('limit="7 wd" warn="1 wd"'))
    case = made.start({"unit": "住建局"})
    made.move("2020-03-17 17:29")
    assert made.rows(select(tables.notification)) == []
    made.move("2020-03-17 17:30")
    (note,) = made.rows(select(tables.notification))
    assert (note["unit_id"], note["post_id"]) == ("zjj", "zjj/承办人")
    assert "3月18日" in note["text"]
    assert made.events(case, "notification.sent")[0]["kind"] == "提醒"
    assert made.rows(select(tables.score)) == []
