"""The rows beside a case's state are compared with what the state says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from engine import administration, tables
from engine.database import new_key
from engine.people.actor import SYSTEM
from engine.records.rebuild import all_differences, differences
from engine.refusals import Refused
from engine.time.notice import notice_from_dict
from tests.support.office import Office, diagram, flows, task

LATE = (
    '<bpmn:boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><bpmn:timerEventDefinition>'
    '<bpmn:timeDate>due("办理")</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
)
LIMITED = diagram(
    '<bpmn:startEvent id="s"/>'
    + task(
        "a", extensions='<bj:deadline name="办理" limit="7 wd" warn="1 wd"/><bj:verbs allow="pause_clock"/>'
    )
    + LATE
    + '<bpmn:endEvent id="e"/><bpmn:endEvent id="e2"/>'
    + flows("s>a", "a>e", "late>e2")
)


@pytest.fixture
def case(made: Office) -> UUID:
    """A running case with an open task, a deadline and three timers."""
    made.publish(LIMITED)
    return made.start()


def change(made: Office, *statements: Any) -> None:
    """Let somebody change rows behind the engine's back."""
    with made.engine.database.transaction() as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_case_agrees_with_its_state_at_every_step(made: Office, case: UUID) -> None:
    found = [differences(made.engine, case)]
    made.engine.claim(made.task(case, "a"), made.actor("dcs.承办人"))
    found.append(differences(made.engine, case))
    made.engine.pause_clock(case, SYSTEM, "办理", "补正")
    found.append(differences(made.engine, case))
    made.engine.resume_clock(case, SYSTEM, "办理", "补齐")
    found.append(differences(made.engine, case))
    made.move("2020-03-30 09:00")
    found.append(differences(made.engine, case))
    made.engine.suspend(case, SYSTEM, "等待")
    found.append(differences(made.engine, case))
    made.engine.resume(case, SYSTEM, "继续")
    made.complete(case, "a")
    found.append(differences(made.engine, case))
    assert made.case(case)["status"] == "completed"
    assert found == [[]] * 7


def test_a_changed_calendar_is_a_step_to_come_and_no_difference(made: Office, case: UUID) -> None:
    notice = notice_from_dict(
        {"notice": "演练通知", "issued": "2020-03-09", "off": ["2020-03-12"], "work": []}
    )
    administration.import_notice(made.engine, notice, made.actor("dcs.承办人"))
    assert differences(made.engine, case) == []
    administration.rederive_stale(made.engine)
    assert differences(made.engine, case) == []


INSTANCE, TASK, TIMER, DEADLINE = tables.instance, tables.user_task, tables.timer, tables.deadline


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (update(TASK).values(status="cancelled"), ["待办环节“a”缺失"]),
        (update(TASK).values(element="b"), ["待办环节“b”的 element 登记为 b,按状态应为 a"]),
        (update(TASK).values(due_at=None), ["待办环节“a”的 due_at"]),
        (update(TIMER).where(TIMER.c.element == "late").values(status="fired"), ["定时器“late”缺失"]),
        (delete(TIMER).where(TIMER.c.element == "warning"), ["定时器“warning”缺失"]),
        (update(TIMER).where(TIMER.c.element == "late").values(generation=2), ["定时器“late”的 generation"]),
        (update(DEADLINE).values(status="met"), ["时限“a”缺失"]),
        (update(DEADLINE).values(due_on=None), ["时限“a”的 due_on"]),
        (update(INSTANCE).values(due_at=None), ["办件的到期时刻"]),
        (update(INSTANCE).values(next_due=None), ["下次唤醒"]),
    ],
)
def test_a_row_that_is_not_as_the_state_has_it_is_named(
    made: Office, case: UUID, statement: Any, said: list[str]
) -> None:
    change(made, statement)
    found = differences(made.engine, case)
    assert [difference[: len(words)] for difference, words in zip(found, said, strict=True)] == said
    assert [number for number, _ in all_differences(made.engine)] == [made.case(case)["number"]]
    assert list(all_differences(made.engine, ["another"])) == []


def test_a_timer_too_many_is_named(made: Office, case: UUID) -> None:
    (row, *_) = made.rows(tables.timer.select())
    moved = row["due_at"] + timedelta(days=1)
    change(made, tables.timer.insert().values({**row, "id": new_key(), "element": "ghost", "due_at": moved}))
    assert differences(made.engine, case) == ["定时器“ghost”多余:状态中没有它"]


def test_a_timer_set_aside_is_no_difference(made: Office) -> None:
    """Its token still waits, and its incident says why it is not armed."""
    slip = '<bpmn:serviceTask id="slip"><bpmn:extensionElements><bj:score points="-1" unit="没有的局" rule="SD-09a"/></bpmn:extensionElements></bpmn:serviceTask>'
    made.publish(
        diagram(
            '<bpmn:startEvent id="s"/>'
            + task("a", extensions='<bj:deadline name="办理" limit="7 wd"/>')
            + LATE
            + slip
            + '<bpmn:endEvent id="e"/><bpmn:endEvent id="e2"/>'
            + flows("s>a", "a>e", "late>slip", "slip>e2")
        )
    )
    case = made.start()
    made.move("2020-03-30 09:00")
    assert {row["element"] for row in made.rows(TIMER.select()) if row["status"] == "failed"} == {"late"}
    assert differences(made.engine, case) == []


def test_a_case_that_is_not_there_is_refused(small: Office) -> None:
    with pytest.raises(Refused) as refused:
        differences(small.engine, new_key())
    assert refused.value.kind == "gone"
