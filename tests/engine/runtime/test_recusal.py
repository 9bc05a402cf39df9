"""Recusal (回避, CP-08): whoever belongs to the unit a task is about neither sees nor does it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engine import tables
from engine.database import new_key
from engine.people.actor import Actor
from engine.queries.duties import duties_of
from engine.queries.waiting import waiting_for
from engine.refusals import Refused
from engine.time import clock
from tests.engine.runtime.test_inbox import line
from tests.support.office import SINCE, Office, diagram, task

HANDLE = (
    '<bpmn:userTask id="handle" name="查办"><bpmn:extensionElements>'
    '<bj:assignment post="承办人" unit="督查室" recuse="= about"/><bj:verbs allow="transfer"/><bj:rule id="CP-08"/>'
    "</bpmn:extensionElements></bpmn:userTask>"
)


def also_holds(made: Office, login: str, post: str) -> Actor:
    """Somebody who holds a second post, of another unit."""
    actor = made.actor(login)
    with made.engine.database.transaction() as connection:
        connection.execute(
            tables.holding.insert().values(
                id=new_key(), person_id=actor.person_id, post_id=post, valid_from=SINCE
            )
        )
    return actor


def waiting(made: Office, actor: Actor) -> int:
    """How many tasks stand in somebody's inbox."""
    with made.engine.database.reading() as connection:
        directory = made.engine.directory(connection)
        person = directory.person(actor.login)
        duties = duties_of(directory, person, clock.civil_date(clock.now()), ["p"])
        return sum(each.count for each in waiting_for(connection, duties))


def test_who_belongs_to_the_unit_concerned_neither_sees_nor_does_it(made: Office) -> None:
    both = also_holds(made, "dcs.承办人", "zjj/承办人")
    made.publish(diagram(line(HANDLE, task("after"))))
    case = made.start({"about": "住建局"}, by="fgj.承办人")
    assert waiting(made, both) == 0
    with pytest.raises(Refused, match="涉及住建局,该单位的人须回避") as refused:
        made.complete(case, "handle", by="dcs.承办人")
    assert refused.value.rule == "CP-08"
    other = made.start({"about": "财政局"}, by="fgj.承办人")
    assert waiting(made, both) == 1
    made.complete(other, "handle", by="dcs.承办人")


def test_nor_may_it_be_handed_to_them(small: Office) -> None:
    also_holds(small, "dcs.主要负责人", "dcs/承办人")
    also_holds(small, "dcs.主要负责人", "zjj/主要负责人")
    small.publish(diagram(line(HANDLE, task("after"))))
    case = small.start({"about": "住建局"}, by="fgj.承办人")
    with pytest.raises(Refused, match="须回避"):
        small.engine.transfer(small.task(case, "handle"), small.actor("dcs.承办人"), "dcs.主要负责人")


def test_a_case_that_concerns_nobody_recuses_nobody(small: Office) -> None:
    small.publish(diagram(line(HANDLE, task("after"))))
    case = small.start({}, by="fgj.承办人")
    (row,) = small.open(case)
    assert row["recused"] is None
    small.complete(case, "handle")


def test_an_unknown_unit_is_an_incident(small: Office) -> None:
    small.publish(diagram(line(HANDLE, task("after"))))
    case = small.start({"about": "没有的局"}, by="fgj.承办人")
    (incident,) = small.rows(select(tables.incident))
    assert incident["instance_id"] == case
    assert "要回避的单位“没有的局”不在名录中" in incident["message"]


def test_a_post_held_in_the_past_does_not_recuse(small: Office) -> None:
    actor = small.actor("dcs.承办人")
    with small.engine.database.transaction() as connection:
        connection.execute(
            tables.holding.insert().values(
                id=new_key(),
                person_id=actor.person_id,
                post_id="zjj/承办人",
                valid_from=SINCE,
                valid_to=date(2020, 1, 1),
            )
        )
    small.publish(diagram(line(HANDLE, task("after"))))
    case = small.start({"about": "住建局"}, by="fgj.承办人")
    small.complete(case, "handle", by="dcs.承办人")
