"""口头批示: written down by the office, in effect only when the leader has confirmed it."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import Actor
from engine.records.rebuild import differences
from engine.refusals import Refused
from tests.support.office import Office, diagram, flows, task

SAID = {"decision": "approve", "opinion": "请住建局月底前办结"}
DRAWN = diagram(
    '<bpmn:startEvent id="s"/>'
    + task(
        "b",
        "主要负责人",
        '<bj:verbs oral="督查室/承办人"/><bj:rule id="GW-01"/>',
        name="批示",
        unit="= unit",
    )
    + task("c", "督查室", name="归档")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>b", "b>c", "c>e"),
    extensions='<bj:case title="= title" unit="= unit"/>',
)
OFFICE, LEADER = "dcs.承办人", "zjj.主要负责人"


@pytest.fixture
def case(made: Office) -> UUID:
    """A case that waits for the instruction of 住建局's principal."""
    made.publish(DRAWN)
    return made.start({"unit": "住建局", "title": "一件"})


def record(made: Office, case: UUID, by: str = OFFICE) -> UUID:
    key = made.task(case, "b")
    made.engine.record_oral(key, made.actor(by), SAID)
    return key


def told(made: Office, actor: Actor, case: UUID) -> list[str]:
    row = tables.notification.c
    return [
        each["text"]
        for each in made.rows(select(tables.notification).where(row.instance_id == case))
        if each["person_id"] == actor.person_id or each["post_id"] == "zjj/主要负责人"
    ]


def test_nothing_takes_effect_before_it_is_confirmed(made: Office, case: UUID) -> None:
    key = record(made, case)
    assert made.elements(case) == ["b"]
    assert [event["opinion"] for event in made.events(case, "oral.recorded")] == [SAID["opinion"]]
    assert made.events(case, "task.completed") == []
    assert "请确认" in told(made, made.actor(LEADER), case)[0]
    assert differences(made.engine, case) == []
    made.engine.confirm_oral(key, made.actor(LEADER))
    assert made.elements(case) == ["c"]
    (done,) = made.finished(case)
    assert (done["ended_by"], done["answer"]["opinion"]) == (LEADER, SAID["opinion"])
    assert [e["by"] for e in made.events(case, "oral.confirmed")] == [OFFICE]
    assert made.is_intact(case)


def test_what_was_not_said_so_goes_and_its_writer_is_told(made: Office, case: UUID) -> None:
    key = record(made, case)
    with pytest.raises(Refused, match="请写明哪里不对"):
        made.engine.deny_oral(key, made.actor(LEADER), " ")
    made.engine.deny_oral(key, made.actor(LEADER), "我说的是财政局")
    assert made.elements(case) == ["b"]
    assert "我说的是财政局" in told(made, made.actor(OFFICE), case)[-1]
    with pytest.raises(Refused, match="没有等您确认的口头批示"):
        made.engine.confirm_oral(key, made.actor(LEADER))


def test_only_the_leader_confirms_and_only_the_office_writes_it_down(made: Office, case: UUID) -> None:
    key = made.task(case, "b")
    with pytest.raises(Refused, match="只能由督查室/承办人提出"):
        made.engine.record_oral(key, made.actor("czj.承办人"), SAID)
    with pytest.raises(Refused, match="由您办理"):
        made.engine.record_oral(key, made.actor(LEADER), SAID)
    record(made, case)
    with pytest.raises(Refused, match="不由您办理"):
        made.engine.confirm_oral(key, made.actor(OFFICE))
    assert made.elements(case) == ["b"]


def test_the_leader_may_do_it_himself_instead(made: Office, case: UUID) -> None:
    record(made, case)
    made.complete(case, "b", by=LEADER, decision="reject", opinion="不办")
    (done,) = made.finished(case)
    assert done["answer"]["decision"] == "reject"
    assert made.events(case, "oral.confirmed") == []


def test_where_the_diagram_does_not_allow_it_nothing_is_written_down(made: Office, case: UUID) -> None:
    made.engine.confirm_oral(record(made, case), made.actor(LEADER))
    with pytest.raises(Refused, match="流程没有允许代记"):
        made.engine.record_oral(made.task(case, "c"), made.actor("czj.承办人"), {})
