"""Deadlines and timers of cases: fired once, in order, right however late a worker is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import administration, tables
from engine.database import new_key
from engine.people.actor import SYSTEM
from engine.refusals import Refused, StuckError
from engine.site import raise_generation
from engine.time.notice import notice_from_dict
from tests.support.office import Office, civil, diagram, flows, office, task

BLUE = (
    '<bpmn:serviceTask id="blue"><bpmn:extensionElements><bj:document kind="蓝色督办单" template="" to="= unit" '
    'number="督办〔{year}〕{n}号"/><bj:score points="-1" unit="= unit" rule="SD-09a"/></bpmn:extensionElements></bpmn:serviceTask>'
)


def supervised(limit: str = "= due|7 wd", more: str = "", after: str = "") -> bytes:
    """A task with a deadline whose end issues a blue slip beside it."""
    body = (
        '<bpmn:startEvent id="s"/>'
        + task(
            "work",
            "承办人",
            f'<bj:deadline name="办理" limit="{limit}"/><bj:verbs allow="return"/>',
            unit="= unit",
        )
        + '<bpmn:boundaryEvent id="late" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
        '<bpmn:timeDate>due("办理")</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
        + BLUE
        + '<bpmn:endEvent id="e2"/><bpmn:endEvent id="e"/>'
        + more
        + flows("s>work", "work>e", "late>blue", "blue>e2")
        + after
    )
    return diagram(body, extensions='<bj:case title="= title" unit="= unit"/>')


def slips(made: Office) -> list[date]:
    """The civil dates on which slips were due to be issued."""
    rows = made.rows(select(tables.document).order_by(tables.document.c.due_at))
    return [row["due_at"].astimezone(civil("2020-01-01 00:00").tzinfo).date() for row in rows]


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2020-03-09 09:00", "2020-03-18"),
        ("2020-03-07 09:00", "2020-03-17"),
        ("2020-04-24 09:00", "2020-05-07"),
        ("2026-02-11 09:00", "2026-02-27"),
        ("2026-12-25 09:00", "2027-01-06"),
    ],
)
def test_the_blue_slip_is_due_on_the_day_of_the_worked_cases(tmp_path: Path, start: str, due: str) -> None:
    """Cases 1 to 4 and 11 of the worked cases."""
    with office(f"sqlite:///{tmp_path}/small.db", tmp_path, start) as small:
        small.publish(supervised())
        case = small.start({"unit": "住建局"})
        (deadline,) = small.rows(select(tables.deadline))
        assert deadline["due_on"] == date.fromisoformat(due)
        assert deadline["provisional"] is due.startswith("2027")
        small.move(f"{due} 17:29")
        assert slips(small) == []
        small.move(f"{due} 17:30")
        assert slips(small) == [date.fromisoformat(due)]
        assert [e["points"] for e in small.events(case, "score.recorded")] == [-1]


def test_a_late_worker_changes_nothing(made: Office) -> None:
    """The unit answers on the 20th while the worker slept since the 18th: the slip of the 18th exists all the same."""
    made.publish(supervised())
    case = made.start({"unit": "住建局"})
    made.move("2020-03-20 10:00", drain=False)
    made.complete(case, "work", result="迟了")
    assert slips(made) == [date(2020, 3, 18)]
    entries = made.journal(case)
    assert [row["act"] for row in entries] == ["start", "fire_timer", "fire_timer", "complete"]
    fired = entries[2]
    assert fired["due_at"] == civil("2020-03-18 17:30")
    assert fired["at"] == civil("2020-03-20 10:00")
    assert made.engine.fire_due().fired == 0
    assert made.is_intact(case)


def test_what_is_done_in_time_leaves_no_slip(made: Office) -> None:
    made.publish(supervised())
    case = made.start({"unit": "住建局"})
    made.move("2020-03-18 17:29")
    made.complete(case, "work", result="好")
    made.move("2020-04-30 09:00")
    assert slips(made) == []
    assert {row["status"] for row in made.rows(select(tables.timer))} == {"cancelled"}


def test_an_extension_moves_the_slip_and_arms_it_again(made: Office) -> None:
    """Case 8, and a second generation after the first slip was issued."""
    request = (
        '<bpmn:boundaryEvent id="ask" attachedToRef="work" cancelActivity="false"><bpmn:extensionElements>'
        '<bj:request verb="request_extension" by="= unit" when="now &lt;= due(&quot;办理&quot;)" refusal="规定时限已过"/>'
        '<bj:rule id="SD-08"/></bpmn:extensionElements><bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent>'
        '<bpmn:serviceTask id="grant"><bpmn:extensionElements><bj:extend deadline="办理" until="= date(until)" '
        'reason="= reason"/></bpmn:extensionElements></bpmn:serviceTask><bpmn:endEvent id="e3"/>'
    )
    xml = supervised(more=request, after=flows("ask>grant", "grant>e3"))
    made.publish(
        xml.replace(
            b'targetNamespace="urn:test">',
            '<bpmn:message id="m" name="申请延期"/>'.encode().join([b'targetNamespace="urn:test">', b""]),
        )
    )
    case = made.start({"unit": "住建局"})
    made.move("2020-03-17 09:00")
    unit = made.actor("zjj.承办人")
    made.engine.request(case, unit, "request_extension", {"until": "2020-03-31", "reason": "雨季"})
    made.move("2020-03-30 09:00")
    assert slips(made) == []
    made.move("2020-04-01 09:00")
    assert slips(made) == [date(2020, 3, 31)]
    with pytest.raises(Refused, match="规定时限已过") as refused:
        made.engine.request(case, unit, "request_extension", {"until": "2020-04-30", "reason": "又下雨"})
    assert refused.value.rule == "SD-08"
    assert made.events(case, "refused")[0]["rule"] == "SD-08"
    assert made.events(case, "refused")[0]["said"]["reason"] == "又下雨"
    with pytest.raises(Refused) as forbidden:
        made.engine.request(case, made.actor("fgj.承办人"), "request_extension", {})
    assert forbidden.value.kind == "forbidden"


def test_a_late_notice_moves_what_is_not_due_yet(made: Office) -> None:
    """T-5: a notice re-derives deadlines that have not ended, and the history says so."""
    made.publish(supervised())
    case = made.start({"unit": "住建局"})
    done = made.start({"unit": "发改局"})
    made.complete(done, "work", result="好")
    made.move("2020-03-10 09:00")
    notice = notice_from_dict(
        {"notice": "演练通知", "issued": "2020-03-10", "off": ["2020-03-12", "2020-03-13"], "work": []}
    )
    administration.import_notice(made.engine, notice, made.actor("dcs.承办人"))
    while administration.rederive_stale(made.engine):
        pass
    (changed,) = made.events(case, "deadline.changed")
    assert (changed["was"], changed["date"]) == ("2020-03-18", "2020-03-20")
    made.move("2020-03-19 09:00")
    assert slips(made) == []
    made.move("2020-03-20 18:00")
    assert slips(made) == [date(2020, 3, 20)]
    assert made.is_intact(case)


def test_a_local_holiday_stays_whatever_is_issued_later(made: Office) -> None:
    """T-5: it lies on top of the State Council's, also of one that comes after it."""
    made.publish(supervised())
    case = made.start({"unit": "住建局"})
    for content in (
        {"notice": "火把节放假通知", "issued": "2020-03-10", "off": ["2020-03-12"], "local": True},
        {"notice": "更正", "issued": "2020-03-10", "work": ["2020-03-12", "2020-03-14"]},
    ):
        made.move("2020-03-10 09:00")
        administration.import_notice(made.engine, notice_from_dict(content), made.actor("dcs.承办人"))
        while administration.rederive_stale(made.engine):
            pass
    assert [(e["was"], e["date"]) for e in made.events(case, "deadline.changed")] == [
        ("2020-03-18", "2020-03-19"),
        ("2020-03-19", "2020-03-18"),
    ]
    with made.engine.database.reading() as connection:
        calendar = made.engine.calendar(connection)
    assert (calendar.is_workday(date(2020, 3, 12)), calendar.is_workday(date(2020, 3, 14))) == (False, True)


def test_a_paused_clock_stands_still(made: Office) -> None:
    """The day a pause begins and the day it ends both stand still."""
    made.publish(supervised("10 wd"))
    case = made.start({"unit": "住建局"})
    actor = SYSTEM
    made.move("2020-03-16 09:00")
    made.engine.pause_clock(case, actor, "办理", "专家评审")
    assert made.case(case)["next_due"] is None
    made.move("2020-03-20 09:00")
    made.engine.resume_clock(case, actor, "办理")
    (deadline,) = made.rows(select(tables.deadline))
    assert deadline["due_on"] == date(2020, 3, 30)
    with pytest.raises(Refused, match="没有停表"):
        made.engine.resume_clock(case, actor, "办理")


def test_timers_of_one_case_fire_in_order(small: Office) -> None:
    body = '<bpmn:startEvent id="s"/>' + task("work")
    for key, days in (("b3", 3), ("b1", 1), ("b2", 2)):
        body += (
            f'<bpmn:boundaryEvent id="{key}" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
            f"<bpmn:timeDuration>P{days}D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
            f'<bpmn:endEvent id="e{key}"/>' + flows(f"{key}>e{key}")
        )
    small.publish(diagram(body + '<bpmn:endEvent id="e"/>' + flows("s>work", "work>e")))
    case = small.start()
    small.move("2020-03-20 09:00")
    assert [e["element"] for e in small.events(case, "timer.fired")] == ["b1", "b2", "b3"]
    assert small.engine.fire_due().instances == 0


def test_a_cycle_repeats_as_often_as_it_says(small: Office) -> None:
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("work")
        + '<bpmn:boundaryEvent id="again" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
        "<bpmn:timeCycle>R3/P1D</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:endEvent id="e2"/><bpmn:endEvent id="e"/>' + flows("s>work", "work>e", "again>e2")
    )
    small.publish(diagram(body))
    case = small.start()
    small.move("2020-03-30 09:00")
    assert [row["due_at"] for row in small.journal(case) if row["act"] == "fire_timer"] == [
        civil(f"2020-03-{day} 09:00") for day in (10, 11, 12)
    ]
    small.complete(case, "work")
    assert small.case(case)["status"] == "completed"


def test_a_timer_that_cannot_fire_stops_nobody_else(made: Office) -> None:
    broken = (
        '<bpmn:startEvent id="s"/>'
        + task("work")
        + '<bpmn:boundaryEvent id="late" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:exclusiveGateway id="g"/><bpmn:endEvent id="x"/><bpmn:endEvent id="y"/><bpmn:endEvent id="e"/>'
        + flows("s>work", "work>e", "late>g", "g>x?amount &gt; 1", "g>y?amount &lt; 0")
    )
    made.publish(diagram(broken), "bad")
    made.publish(supervised("1 cd"))
    stuck = made.start({"amount": 0.5}, "bad")
    case = made.start({"unit": "住建局"})
    made.move("2020-03-11 09:00")
    assert len(slips(made)) == 1
    assert made.events(case, "document.issued")
    (incident,) = made.rows(select(tables.incident))
    assert incident["instance_id"] == stuck
    assert made.case(stuck)["next_due"] is None
    assert incident["subject"] is not None
    made.complete(stuck, "work", amount=3)
    assert made.case(stuck)["status"] == "completed"


def test_a_timer_set_aside_fires_when_its_incident_is_retried(made: Office) -> None:
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("work")
        + '<bpmn:boundaryEvent id="late" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:scriptTask id="count"><bpmn:script>doubled = policy("missing.number")</bpmn:script></bpmn:scriptTask>'
        '<bpmn:endEvent id="x"/><bpmn:endEvent id="e"/>' + flows("s>work", "work>e", "late>count", "count>x")
    )
    made.publish(diagram(body))
    case = made.start()
    made.move("2020-03-11 09:00")
    (incident,) = made.rows(select(tables.incident))
    with pytest.raises(StuckError):
        administration.retry_incident(made.engine, incident["id"], made.actor("dcs.承办人"))
    with made.engine.database.transaction() as connection:
        connection.execute(
            tables.policy_value.insert().values(
                id=new_key(),
                name="missing.number",
                value=4,
                valid_from=date(2020, 1, 1),
                basis="产品默认",
                reason="补上",
                set_at=civil("2020-03-11 09:00"),
                set_by="test",
            )
        )
        raise_generation(connection)
    administration.retry_incident(made.engine, incident["id"], made.actor("dcs.承办人"))
    assert made.field(case, "doubled") == 4
    before = made.rows(select(tables.incident)), made.journal(case)
    assert before[0][0]["resolved_by"] == "dcs.承办人"
    made.move("2020-03-12 09:00")
    with pytest.raises(Refused, match="已由督查室承办人于 2020-03-11 排除") as refused:
        administration.retry_incident(made.engine, incident["id"], made.actor("dcs.主要负责人"))
    assert refused.value.kind == "conflict"
    assert (made.rows(select(tables.incident)), made.journal(case)) == before
    with pytest.raises(Refused, match="没有这个故障") as unknown:
        administration.retry_incident(made.engine, new_key(), made.actor("dcs.承办人"))
    assert unknown.value.kind == "gone"
