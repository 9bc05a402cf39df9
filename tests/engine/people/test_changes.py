"""Accounts, posts, holders, charges and deputies change, each from its day and each with an entry."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine import tables
from engine.people import changes, deputising, moving
from engine.people.directory import Candidates
from engine.refusals import Refused
from engine.site import GENERATION, read_setting
from tests.engine.people.support import TODAY, TOMORROW, WORK, directory, inbox, posts, refused
from tests.support.office import Office, diagram, flows

ADMIN = "dcs.主要负责人"


def kinds(made: Office) -> list[str]:
    """What was entered into the register of changes, in order."""
    row = tables.people_change.c
    return [r["kind"] for r in made.rows(select(tables.people_change).order_by(row.id))]


def test_a_newcomer_to_a_post_sees_its_open_tasks_at_once(made: Office) -> None:
    made.publish(WORK)
    made.start({"unit": "住建局"})
    number = made.case(made.open()[0]["instance_id"])["number"]
    admin = made.actor(ADMIN)
    changes.add_person(made.engine, "zjj.new", "新来的", admin)
    assert inbox(made, "zjj.new") == []
    changes.appoint(made.engine, "zjj.new", "zjj/承办人", TODAY, admin)
    assert inbox(made, "zjj.new") == [number]
    assert kinds(made) == ["person.added", "post.held"]
    (entry, *_) = made.rows(select(tables.people_change).where(tables.people_change.c.kind == "post.held"))
    assert (entry["by"], entry["subject"]) == (ADMIN, "zjj/承办人")
    assert entry["facts"] == {"login": "zjj.new", "valid_from": "2020-03-09", "valid_to": None}


def test_every_change_raises_the_generation_once(made: Office) -> None:
    with made.engine.database.reading() as connection:
        before = read_setting(connection, GENERATION, 0)
    changes.add_person(made.engine, "zjj.new", "新来的", made.actor(ADMIN))
    changes.set_password_hash(made.engine, "zjj.new", "a hash", made.actor(ADMIN))
    with made.engine.database.reading() as connection:
        assert read_setting(connection, GENERATION) == before + 2


def test_changes_at_once_wait_for_one_another(made: Office) -> None:
    """A generation raised twice to the same number would leave a process with a stale directory."""
    changes.add_person(made.engine, "first", "第一人", made.actor(ADMIN))
    here = [copy_context() for _ in range(6)]

    def add(number: int) -> None:
        changes.add_person(made.engine, f"p{number}", "某人", made.actor(ADMIN))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda number: here[number].run(add, number), range(6)))
    with made.engine.database.reading() as connection:
        assert read_setting(connection, GENERATION) == 7


def test_a_refused_change_changes_nothing(made: Office) -> None:
    admin, engine = made.actor(ADMIN), made.engine
    refused("login", changes.add_person, engine, "zjj.承办人", "甲", admin)
    refused("login", changes.add_person, engine, " ", "甲", admin)
    refused("login", changes.add_person, engine, "A b", "甲", admin)
    refused("name", changes.add_person, engine, "zjj.x", "", admin)
    refused("name", changes.add_person, engine, "zjj.x", "长" * 61, admin)
    refused("login", changes.appoint, engine, "nobody", "zjj/承办人", TODAY, admin)
    refused("post", changes.appoint, engine, "czj.承办人", "zjj/局长", TODAY, admin)
    assert (
        refused("login", changes.appoint, engine, "zjj.承办人", "zjj/承办人", TODAY, admin).kind == "conflict"
    )
    refused("valid_to", changes.appoint, engine, "czj.承办人", "zjj/承办人", TODAY, admin, date(2020, 3, 8))
    refused("unit", changes.add_post, engine, "none", "联络员", TODAY, admin)
    refused("name", changes.add_post, engine, "zjj", "承办人", TODAY, admin)
    refused("name", changes.add_post, engine, "zjj", "a/b", TODAY, admin)
    refused("reason", changes.deactivate, engine, "zjj.承办人", admin, " ")
    refused("login", changes.dismiss, engine, "zjj.承办人", "czj/承办人", TODAY, admin, "调离")
    assert kinds(made) == []


def test_an_account_is_taken_once(made: Office) -> None:
    changes.add_person(made.engine, "zjj.new", "新来的", made.actor(ADMIN))
    refused("login", changes.add_person, made.engine, "zjj.new", "另一人", made.actor(ADMIN))


def test_a_new_post_can_be_held(made: Office) -> None:
    admin = made.actor(ADMIN)
    post = changes.add_post(made.engine, "zjj", "联络员", TOMORROW, admin)
    assert post == "zjj/联络员"
    changes.appoint(made.engine, "zjj.承办人", post, TOMORROW, admin, TOMORROW)
    known = directory(made)
    found = [known.holders(Candidates("zjj", post), TODAY + timedelta(days=n)) for n in range(3)]
    assert [len(holders) for holders in found] == [0, 1, 0]
    assert known.post_of("zjj", "联络员", TODAY) is None


def test_who_leaves_holds_the_post_to_the_last_day(made: Office) -> None:
    changes.dismiss(made.engine, "zjj.承办人", "zjj/承办人", TODAY, made.actor(ADMIN), "调离")
    assert posts(made, "zjj.承办人") == {"zjj/承办人"}
    assert posts(made, "zjj.承办人", TOMORROW) == set()


def claimed(made: Office) -> str:
    """Start a case of 住建局 whose task is claimed by its handler; its number."""
    made.publish(WORK)
    case = made.start({"unit": "住建局"})
    made.engine.claim(made.task(case, "work"), made.actor("zjj.承办人"))
    return str(made.case(case)["number"])


def test_what_was_claimed_goes_back_to_the_post_when_an_account_is_closed(made: Office) -> None:
    number = claimed(made)
    admin = made.actor(ADMIN)
    changes.add_person(made.engine, "zjj.new", "新来的", admin)
    changes.appoint(made.engine, "zjj.new", "zjj/承办人", TODAY, admin)
    assert inbox(made, "zjj.new") == []
    changes.deactivate(made.engine, "zjj.承办人", admin, "退休")
    assert inbox(made, "zjj.new") == [number]
    (row,) = made.open()
    assert row["assignee"] is None
    (event,) = made.events(row["instance_id"], "task.unclaimed")
    assert event["reason"] == "经办人已离岗"
    assert made.is_intact(row["instance_id"])
    with pytest.raises(Refused):
        changes.deactivate(made.engine, "zjj.承办人", admin, "退休")
    changes.reactivate(made.engine, "zjj.承办人", admin, "返聘")
    assert directory(made).person("zjj.承办人").active


def test_what_was_claimed_goes_back_on_the_day_after_the_last(made: Office) -> None:
    number = claimed(made)
    changes.dismiss(made.engine, "zjj.承办人", "zjj/承办人", TODAY, made.actor(ADMIN), "调离")
    (row,) = made.open()
    assert row["assignee"] is not None
    made.move("2020-03-10 00:01")
    assert moving.release_all_departed(made.engine) == 1
    assert moving.release_all_departed(made.engine) == 0
    (row,) = made.open()
    assert (row["assignee"], made.case(row["instance_id"])["number"]) == (None, number)


def test_a_task_meant_for_a_person_who_is_gone_is_an_incident_and_not_lost(made: Office) -> None:
    own = '<bj:assignment user="= initiator"/>'
    body = (
        '<bpmn:startEvent id="s"/><bpmn:userTask id="own" name="补充"><bpmn:extensionElements>'
        f'{own}</bpmn:extensionElements></bpmn:userTask><bpmn:endEvent id="e"/>' + flows("s>own", "own>e")
    )
    made.publish(diagram(body))
    case = made.start(by="zjj.承办人")
    changes.deactivate(made.engine, "zjj.承办人", made.actor(ADMIN), "退休")
    assert made.elements(case) == ["own"]
    (incident,) = made.rows(select(tables.incident))
    assert "账号已停用" in incident["message"]
    assert moving.release_all_departed(made.engine) == 0


def test_another_leader_is_in_charge_from_a_day_on(made: Office) -> None:
    admin = made.actor(ADMIN)
    changes.put_in_charge(made.engine, "dcs/主要负责人", "zjj", TODAY, admin)
    changes.put_in_charge(made.engine, "fgj/主要负责人", "zjj", date(2020, 5, 1), admin)
    changes.put_in_charge(made.engine, "czj/主要负责人", "zjj", TOMORROW, admin)
    known = directory(made)
    days = (date(2020, 3, 8), TODAY, TOMORROW, date(2020, 6, 1))
    leaders = [known.in_charge_of("zjj", day) for day in days]
    assert [leader.unit_id if leader else None for leader in leaders] == [None, "dcs", "czj", "czj"]
    assert known.in_charge_of("czj", TODAY) is None


def test_a_deputy_acts_within_the_period_and_the_processes(made: Office) -> None:
    made.publish(WORK)
    case = made.start({"unit": "住建局"})
    number, admin = made.case(case)["number"], made.actor(ADMIN)
    until = date(2020, 3, 13)
    key = deputising.deputise(made.engine, "zjj/承办人", "fgj.承办人", TODAY, until, admin, frozenset({"p"}))
    assert inbox(made, "fgj.承办人") == [number]
    known = directory(made)
    deputy, candidates = known.person("fgj.承办人").id, Candidates("zjj", "zjj/承办人")
    assert known.may_do(deputy, candidates, until, "p")
    assert not known.may_do(deputy, candidates, until, "another")
    assert not known.may_do(deputy, candidates, until + timedelta(days=1), "p")
    deputising.end_deputy(made.engine, key, TODAY, admin)
    assert not directory(made).may_do(deputy, candidates, TOMORROW, "p")
    made.complete(case, "work", by="fgj.承办人")
    assert kinds(made) == ["post.deputised", "post.deputy_ended"]


def test_what_is_withheld_from_deputies_only_the_holder_may_do(made: Office) -> None:
    """A15: the right to sign slips is not deputised."""
    deputising.deputise(made.engine, "zjj/主要负责人", "fgj.承办人", TODAY, TOMORROW, made.actor(ADMIN))
    known = directory(made)
    deputy, holder = known.person("fgj.承办人"), known.person("zjj.主要负责人")
    for post in ("zjj/主要负责人", None):
        free, signing = Candidates("zjj", post), Candidates("zjj", post, deputies=False)
        assert known.may_do(deputy.id, free, TODAY, "p")
        assert not known.may_do(deputy.id, signing, TODAY, "p")
        assert known.may_do(holder.id, signing, TODAY, "p")
        assert deputy in known.holders(free, TODAY)
        assert deputy not in known.holders(signing, TODAY)
        assert known.acts_for(deputy.id, free, TODAY) == "zjj/主要负责人"
        assert known.acts_for(holder.id, free, TODAY) is None


def test_a_deputyship_that_makes_no_sense_is_refused(made: Office) -> None:
    admin, engine = made.actor(ADMIN), made.engine
    post, login = "zjj/承办人", "fgj.承办人"
    refused("login", deputising.deputise, engine, post, "zjj.承办人", TODAY, TOMORROW, admin)
    refused("valid_to", deputising.deputise, engine, post, login, TOMORROW, TODAY, admin)
    refused("valid_to", deputising.deputise, engine, post, login, date(2020, 3, 1), date(2020, 3, 8), admin)
    refused(
        "processes", deputising.deputise, engine, post, login, TODAY, TOMORROW, admin, frozenset({"none"})
    )
    refused("processes", deputising.deputise, engine, post, login, TODAY, TOMORROW, admin, frozenset())
    key = deputising.deputise(engine, post, login, TODAY, TOMORROW, admin)
    assert (
        refused("login", deputising.deputise, engine, post, login, TOMORROW, TOMORROW, admin).kind
        == "conflict"
    )
    refused("valid_to", deputising.end_deputy, engine, key, TOMORROW, admin)
