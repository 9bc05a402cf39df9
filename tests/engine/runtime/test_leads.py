"""Leads (问责线索): opened by the diagram's word or by a deadline run out, and handled as a case of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from engine import administration, tables
from engine.time.notice import notice_from_dict
from tests.engine.runtime.test_inbox import line
from tests.support.office import Office, diagram, flows, task

OVERDUE = '<bj:deadline name="办理" limit="3 wd" liability="XS-04"/>'
LEAD = '<bpmn:message id="lead" name="问责线索"/>'


def slow(extensions: str = OVERDUE, unit: str = "住建局") -> bytes:
    """One task of a unit under a deadline whose end opens a lead."""
    return diagram(line(task("work", "承办人", extensions, name="办事", unit=unit)), "slow")


def handles(process: str = "handles") -> bytes:
    """A process that begins with the message 问责线索 and has one task."""
    body = (
        '<bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="lead"/></bpmn:startEvent>'
        + task("verify")
        + '<bpmn:endEvent id="e"/>'
        + flows("s>verify", "verify>e")
    )
    return diagram(body, process, '<bj:case title="= reason"/>', roots=LEAD)


def leads(made: Office) -> list[dict[str, Any]]:
    """The cases that leads started."""
    return made.rows(select(tables.instance).where(tables.instance.c.process == "handles"))


def test_a_deadline_run_out_opens_a_lead_for_the_unit_that_has_the_task(made: Office) -> None:
    made.publish(handles(), "handles")
    made.publish(slow(), "slow")
    case = made.start({"matter": "占道许可"}, "slow")
    made.move("2020-03-12 17:30")
    (opened,) = made.events(case, "liability.opened")
    assert opened == opened | {
        "unit": "住建局",
        "rule": "XS-04",
        "post": "承办人",
        "deadline": "办理",
        "date": "2020-03-12",
        "reason": "“办事”超过办理时限(2020-03-12)未办结",
    }
    (lead,) = leads(made)
    said = {
        "unit": "住建局",
        "rule": "XS-04",
        "post": "承办人",
        "deadline": "办理",
        "due_on": date(2020, 3, 12),
        "source": made.case(case)["number"],
        "source_title": "试办",
        "source_process": "试办",
        "source_element": "办事",
        "matter": "占道许可",
    }
    assert {name: made.field(lead["id"], name) for name in said} == said
    assert made.elements(lead["id"]) == ["verify"]
    assert "zjj." not in str(opened)


def test_what_is_done_in_time_opens_none(small: Office) -> None:
    small.publish(handles(), "handles")
    small.publish(slow(), "slow")
    case = small.start({}, "slow")
    small.complete(case, "work", by="zjj.承办人")
    small.move("2020-03-20 09:00")
    assert small.events(case, "liability.opened") == []
    assert leads(small) == []


def test_a_late_worker_opens_it_once_and_the_late_answer_stands(made: Office) -> None:
    made.publish(handles(), "handles")
    made.publish(slow(), "slow")
    case = made.start({}, "slow")
    made.move("2020-03-20 09:00", drain=False)
    made.complete(case, "work", by="zjj.承办人")
    made.settle()
    made.settle()
    assert len(made.events(case, "liability.opened")) == 1
    assert len(leads(made)) == 1


def test_no_process_for_leads_leaves_it_in_the_history(small: Office) -> None:
    small.publish(slow(), "slow")
    case = small.start({}, "slow")
    small.move("2020-03-20 09:00")
    assert len(small.events(case, "liability.opened")) == 1
    assert small.rows(select(tables.incident)) == []
    assert small.engine.fire_due().instances == 0


def test_two_processes_for_leads_are_an_incident_of_the_source(small: Office) -> None:
    small.publish(handles(), "handles")
    small.publish(handles("also"), "also")
    small.publish(slow(), "slow")
    case = small.start({}, "slow")
    small.move("2020-03-20 09:00")
    (incident,) = small.rows(select(tables.incident))
    assert incident["instance_id"] == case
    assert "有几个流程由消息“问责线索”启动(also、handles)" in incident["message"]


def test_each_unit_with_an_open_task_under_the_deadline_has_its_own_lead(small: Office) -> None:
    around = (
        f'<bpmn:subProcess id="both" name="分头办"><bpmn:extensionElements>{OVERDUE}</bpmn:extensionElements>'
        '<bpmn:startEvent id="b"/><bpmn:parallelGateway id="split"/>'
        + task("one", "承办人", unit="住建局")
        + task("two", "承办人", unit="发改局")
        + task("three", "承办人", unit="财政局")
        + '<bpmn:parallelGateway id="join"/><bpmn:endEvent id="f"/>'
        + flows(
            "b>split",
            "split>one",
            "split>two",
            "split>three",
            "one>join",
            "two>join",
            "three>join",
            "join>f",
        )
        + "</bpmn:subProcess>"
    )
    small.publish(handles(), "handles")
    small.publish(
        diagram(
            '<bpmn:startEvent id="s"/>' + around + '<bpmn:endEvent id="e"/>' + flows("s>both", "both>e"),
            "slow",
        ),
        "slow",
    )
    case = small.start({}, "slow")
    small.complete(case, "three", by="czj.承办人")
    small.move("2020-03-20 09:00")
    assert {event["unit"] for event in small.events(case, "liability.opened")} == {"住建局", "发改局"}
    assert len(leads(small)) == 2


def test_a_calendar_that_moves_a_past_deadline_opens_no_second_lead(made: Office) -> None:
    made.publish(handles(), "handles")
    made.publish(slow(), "slow")
    case = made.start({}, "slow")
    made.move("2020-03-13 09:00")
    notice = {"notice": "演练通知", "issued": "2020-03-13", "off": ["2020-03-11"], "work": []}
    administration.import_notice(made.engine, notice_from_dict(notice), made.actor("dcs.承办人"))
    made.move("2020-03-20 09:00")
    made.complete(case, "work", by="zjj.承办人")
    made.settle()
    assert [event["date"] for event in made.events(case, "deadline.overdue")] == ["2020-03-12", "2020-03-13"]
    assert len(made.events(case, "liability.opened")) == 1
    assert len(leads(made)) == 1


def test_an_element_opens_a_lead_as_it_is_passed(small: Office) -> None:
    word = '<bj:liability unit="= owing" reason="{owing}未按时报送" rule="ZD-02" post="承办人" when="late = true"/>'
    small.publish(handles(), "handles")
    small.publish(diagram(line(task("report", extensions=word)), "reports"), "reports")
    timely = small.start({"owing": "发改局", "late": False}, "reports")
    late = small.start({"owing": "财政局", "late": True}, "reports")
    for case in (timely, late):
        small.complete(case, "report")
    small.settle()
    assert small.events(timely, "liability.opened") == []
    (opened,) = small.events(late, "liability.opened")
    assert (opened["unit"], opened["reason"], opened["post"]) == ("财政局", "财政局未按时报送", "承办人")
    (lead,) = leads(small)
    assert small.field(lead["id"], "source") == small.case(late)["number"]
