"""Cases that a timer starts: each missed occurrence once, at its own moment, by the current version only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine import administration, tables
from engine.people.actor import SYSTEM
from engine.time.notice import notice_from_dict
from tests.support.office import Office, civil, diagram, flows, task


def timed(kind: str, text: str, more: str = "") -> bytes:
    """A process that a timer starts, with one task."""
    start = (
        f'<bpmn:startEvent id="s"><bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}>'
        "</bpmn:timerEventDefinition></bpmn:startEvent>"
    )
    return diagram(start + task("a", extensions=more) + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e"))


def started(made: Office) -> list[datetime]:
    row = tables.instance.c
    return [r["started_at"] for r in made.rows(select(row.started_at).order_by(row.started_at))]


def days(*texts: str) -> list[datetime]:
    return [civil(f"2020-{text}") for text in texts]


def test_each_missed_occurrence_starts_once_at_its_own_moment(made: Office) -> None:
    """Nobody worked for three days; the deadline counts from when the case should have begun."""
    made.publish(timed("timeCycle", "R/P1D", '<bj:deadline name="办理" limit="1 wd"/>'))
    made.move("2020-03-12 10:00")
    assert started(made) == days("03-10 09:00", "03-11 09:00", "03-12 09:00")
    due = made.rows(select(tables.deadline.c.due_on).order_by(tables.deadline.c.due_on))
    assert [row["due_on"].day for row in due] == [11, 12, 13]
    assert made.engine.fire_due().instances == 0
    (first, *_) = made.rows(select(tables.instance).order_by(tables.instance.c.started_at))
    (entry, *_) = made.journal(first["id"])
    assert (entry["due_at"], entry["at"]) == (civil("2020-03-10 09:00"), civil("2020-03-12 10:00"))
    assert made.is_intact(first["id"])


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("timeDate", "2020-03-11T08:00", ["03-11 08:00"]),
        ("timeDate", "2020-03-01T08:00", []),
        ("timeDuration", "P2D", ["03-11 09:00"]),
        ("timeCycle", "R2/P2D", ["03-11 09:00", "03-13 09:00"]),
        ("timeCycle", "R3/2020-03-08T08:00/P1D", ["03-10 08:00"]),
        ("timeCycle", "R/2020-03-01T08:00/P7D", ["03-15 08:00"]),
        ("timeDate", 'date and time("2020-03-12T08:00:00")', ["03-12 08:00"]),
        (
            "timeDate",
            "next_close()",
            ["03-09 17:30", "03-10 17:30", "03-11 17:30", "03-12 17:30", "03-13 17:30"],
        ),
        (
            "timeDate",
            'if today &lt; date("2020-03-11") then today + days(1) else null',
            ["03-10 00:00", "03-11 00:00"],
        ),
    ],
)
def test_an_occurrence_is_what_the_text_says(
    small: Office, kind: str, text: str, expected: list[str]
) -> None:
    """A cycle as often as it says, less what lay before publication; an expression again after each firing."""
    small.publish(timed(kind, text))
    small.move("2020-03-15 23:00")
    assert started(small) == days(*expected)


def test_a_calendar_change_moves_the_next_occurrence(made: Office) -> None:
    made.publish(timed("timeDate", "next_close()"))
    made.move("2020-03-10 17:00")
    notice = notice_from_dict(
        {"notice": "演练", "issued": "2020-03-10", "off": ["2020-03-10", "2020-03-11"], "work": []}
    )
    administration.import_notice(made.engine, notice, made.actor("dcs.承办人"))
    made.move("2020-03-12 18:00")
    assert started(made) == days("03-09 17:30", "03-12 17:30")


def test_a_newer_version_takes_over(made: Office) -> None:
    made.publish(timed("timeCycle", "R/P1D"))
    made.move("2020-03-10 10:00")
    newer = made.publish(timed("timeCycle", "R/P2D"))
    made.move("2020-03-12 10:00")
    found = made.rows(select(tables.instance).order_by(tables.instance.c.started_at))
    assert [row["started_at"] for row in found] == days("03-10 09:00", "03-12 10:00")
    assert found[1]["version_id"] == newer
    made.publish(diagram('<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>' + flows("s>e")))
    made.move("2020-04-10 10:00")
    assert len(started(made)) == 2


def test_a_start_that_fails_stops_and_says_why(made: Office) -> None:
    start = (
        '<bpmn:startEvent id="s"><bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle>'
        "</bpmn:timerEventDefinition></bpmn:startEvent>"
    )
    body = start + '<bpmn:exclusiveGateway id="x"/><bpmn:endEvent id="e"/><bpmn:endEvent id="f"/>'
    made.publish(diagram(body + flows("s>x", "x>e?amount &gt; 1", "x>f?amount &lt; 0")))
    made.move("2020-03-12 10:00")
    assert started(made) == []
    (row,) = made.rows(select(tables.start_event))
    assert "没有一条出路" in row["error"]


def test_a_signal_starts_every_process_that_begins_with_it(made: Office) -> None:
    roots = '<bpmn:signal id="g" name="汛情"/>'
    start = '<bpmn:startEvent id="s"><bpmn:signalEventDefinition signalRef="g"/></bpmn:startEvent>'
    for process in ("one", "two"):
        xml = diagram(
            start + task("a") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e"), process, roots=roots
        )
        made.publish(xml, process)
    facts: dict[str, Any] = {"title": "三号闸"}
    assert made.engine.signal("汛情", facts, SYSTEM) == 2
    made.settle()
    found = made.rows(select(tables.instance).order_by(tables.instance.c.process))
    assert [(row["process"], made.elements(row["id"])) for row in found] == [("one", ["a"]), ("two", ["a"])]
    assert made.field(found[0]["id"], "title") == "三号闸"


def test_several_start_events_each_begin_a_case(made: Office) -> None:
    """One process, begun by a timer or by a message; only what happened leads on."""
    roots = '<bpmn:message id="m" name="来电"/>'
    body = (
        '<bpmn:startEvent id="daily"><bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle>'
        '</bpmn:timerEventDefinition></bpmn:startEvent><bpmn:startEvent id="call"><bpmn:messageEventDefinition '
        'messageRef="m"/></bpmn:startEvent>' + task("a") + task("b") + '<bpmn:endEvent id="e"/>'
    )
    made.publish(diagram(body + flows("daily>a", "call>b", "a>e", "b>e"), roots=roots))
    called = made.engine.message("来电", None, {}, SYSTEM).instance_id
    assert made.elements(called) == ["b"]
    made.move("2020-03-10 09:00")
    (daily,) = [row["id"] for row in made.rows(select(tables.instance)) if row["id"] != called]
    assert made.elements(daily) == ["a"]
    for case, element in ((called, "b"), (daily, "a")):
        made.complete(case, element)
        assert made.case(case)["status"] == "completed"
    assert made.rows(select(tables.subscription)) == []
