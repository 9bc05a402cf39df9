"""Units are merged and split from a day on; a dry run says exactly what then moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import administration, tables
from engine.database import new_key
from engine.people import changes, deputising, moving
from engine.people.actor import SYSTEM
from engine.people.merging import merge, plan_merger
from engine.people.plan import CASE, CHARGE, DEPUTY, HOLDING, POST, TASK, UNIT, Move, Plan
from engine.people.splitting import NewUnit, plan_split, split
from engine.records import rebuild, scores
from engine.time.notice import notice_from_dict
from tests.engine.people.support import TODAY, TOMORROW, WORK, directory, inbox, posts, refused
from tests.support.office import Office, diagram, flows, task

ADMIN = "dcs.主要负责人"
REGISTER = (
    tables.unit, tables.post, tables.holding, tables.deputy, tables.charge, tables.user_task, tables.reorganisation,
)  # fmt: skip


def everything(made: Office) -> list[list[dict[str, Any]]]:
    """Every row a reorganisation may touch."""
    return [made.rows(select(table)) for table in (*REGISTER, tables.instance, tables.journal)]


@pytest.fixture
def cases(made: Office) -> list[UUID]:
    """Two running cases of 住建局, one finished, one of 财政局; a third post, a deputy and a leader in charge."""
    made.publish(WORK)
    started = [made.start({"unit": "住建局", "title": f"第{n}件"}) for n in range(3)]
    started.append(made.start({"unit": "财政局", "title": "别的"}))
    for element in ("work", "check"):
        made.complete(started[2], element, by="zjj.承办人" if element == "work" else "zjj.主要负责人")
    admin = made.actor(ADMIN)
    changes.add_post(made.engine, "zjj", "联络员", TODAY, admin)
    changes.appoint(made.engine, "zjj.承办人", "zjj/联络员", TODAY, admin)
    deputising.deputise(made.engine, "zjj/承办人", "fgj.承办人", TODAY, date(2020, 4, 1), admin)
    changes.put_in_charge(made.engine, "dcs/主要负责人", "zjj", TODAY, admin)
    return started


def merger(made: Office, day: date = TODAY) -> Plan:
    """Merge 住建局 into 财政局."""
    return merge(made.engine, "zjj", "czj", day, made.actor(ADMIN), "机构改革方案")


def test_a_dry_run_says_what_would_move_and_changes_nothing(made: Office, cases: list[UUID]) -> None:
    before = everything(made)
    plan = plan_merger(made.engine, "zjj", "czj", TODAY, made.actor(ADMIN))
    assert everything(made) == before
    numbers = [made.case(case)["number"] for case in cases]
    assert plan.moves == [
        Move(POST, "主要负责人", "zjj/主要负责人", "czj/主要负责人"),
        Move(POST, "承办人", "zjj/承办人", "czj/承办人"),
        Move(POST, "联络员", "zjj/联络员", "czj/联络员(新设)"),
        Move(HOLDING, "zjj.主要负责人", "zjj/主要负责人", None),
        Move(HOLDING, "zjj.承办人", "zjj/承办人", "czj/承办人"),
        Move(HOLDING, "zjj.承办人", "zjj/联络员", "czj/联络员"),
        Move(DEPUTY, "fgj.承办人", "zjj/承办人", "czj/承办人"),
        Move(CHARGE, "县住建局", "dcs/主要负责人", None),
        Move(CASE, f"{numbers[0]} 第0件", "zjj", "czj"),
        Move(CASE, f"{numbers[1]} 第1件", "zjj", "czj"),
        Move(TASK, f"{numbers[0]} work", "zjj/承办人", "czj/承办人"),
        Move(TASK, f"{numbers[1]} work", "zjj/承办人", "czj/承办人"),
        Move(UNIT, "县住建局", "县住建局", "县财政局"),
    ]
    assert plan.counts == {POST: 3, HOLDING: 3, DEPUTY: 1, CHARGE: 1, CASE: 2, TASK: 2, UNIT: 1}
    assert plan.lines()[3] == "任职 zjj.主要负责人:zjj/主要负责人 → 到此为止"


def test_applying_moves_what_the_dry_run_said(made: Office, cases: list[UUID]) -> None:
    planned = plan_merger(made.engine, "zjj", "czj", TODAY, made.actor(ADMIN))
    applied = merger(made)
    assert (applied.moves, applied.cases) == (planned.moves, planned.cases)
    assert sorted(applied.cases) == sorted(cases[:2])
    for case in cases[:2]:
        assert made.case(case)["unit_id"] == "czj"
        (row,) = made.open(case)
        assert (row["unit_id"], row["post_id"]) == ("czj", "czj/承办人")
        (event,) = made.events(case, "unit.changed")
        assert (event["was"], event["unit"], event["tasks"]) == ("住建局", "财政局", [row["id"].hex])
        assert made.is_intact(case)
        assert rebuild.differences(made.engine, case) == []
    assert made.case(cases[2])["unit_id"] == "zjj"
    assert made.events(cases[3], "unit.changed") == []
    assert posts(made, "zjj.承办人") == {"czj/承办人", "czj/联络员"}
    assert posts(made, "zjj.主要负责人") == set()
    assert posts(made, "zjj.承办人", date(2020, 3, 8)) == {"zjj/承办人"}
    assert posts(made, "fgj.承办人") == {"fgj/承办人", "czj/承办人"}
    known = directory(made)
    assert known.units["zjj"].valid_to == date(2020, 3, 8)
    assert known.in_charge_of("zjj", TODAY) is None
    (done,) = made.rows(select(tables.reorganisation))
    assert done["done_at"] is not None


def test_a_merged_case_goes_on_in_the_other_unit(made: Office, cases: list[UUID]) -> None:
    merger(made)
    numbers = {made.case(case)["number"] for case in (cases[0], cases[1], cases[3])}
    assert set(inbox(made, "zjj.承办人")) == numbers
    made.complete(cases[0], "work", by="zjj.承办人")
    (row,) = made.open(cases[0])
    assert row["post_id"] == "czj/主要负责人"
    assert made.case(cases[0])["unit_id"] == "czj"
    later = made.start({"unit": "住建局"})
    assert made.case(later)["unit_id"] == "czj"


@pytest.mark.usefixtures("cases")
def test_the_former_name_means_the_other_unit_from_the_day_on(made: Office) -> None:
    merger(made, TOMORROW)
    known = directory(made)
    meant = {day: known.find_unit("住建局", day) for day in (TODAY, TOMORROW)}
    assert {day: unit.id for day, unit in meant.items() if unit} == {TODAY: "zjj", TOMORROW: "czj"}
    assert known.unit_names["住建局"] == "住建局"
    assert (known.successors(TODAY), known.successors(TOMORROW)) == ({}, {"zjj": "czj"})
    assert known.resolve("承办人", "县住建局", TOMORROW).post_id == "czj/承办人"
    made.move("2020-03-10 09:00")
    assert directory(made).unit_names["住建局"] == "财政局"


def test_a_merger_to_come_moves_cases_on_its_day(made: Office, cases: list[UUID]) -> None:
    merger(made, TOMORROW)
    assert moving.move_all_cases(made.engine) == 0
    assert made.case(cases[0])["unit_id"] == "zjj"
    late = made.start({"unit": "住建局"})
    refused("unit", merge, made.engine, "zjj", "fgj", TOMORROW, made.actor(ADMIN), "改主意")
    made.move("2020-03-10 00:01")
    assert moving.move_all_cases(made.engine) == 3
    assert moving.move_all_cases(made.engine) == 0
    assert made.case(late)["unit_id"] == "czj"


def test_what_was_claimed_stays_with_whom_comes_along(made: Office, cases: list[UUID]) -> None:
    handler, principal = made.actor("zjj.承办人"), made.actor("zjj.主要负责人")
    made.complete(cases[0], "work", by="zjj.承办人")
    made.engine.claim(made.task(cases[0], "check"), principal)
    made.engine.claim(made.task(cases[1], "work"), handler)
    merger(made)
    assert [made.open(case)[0]["assignee"] for case in cases[:2]] == [None, handler.person_id]
    assert set(inbox(made, "czj.主要负责人")) == {made.case(cases[0])["number"]}


def test_a_suspended_case_moves_too(made: Office, cases: list[UUID]) -> None:
    made.engine.suspend(cases[0], SYSTEM, "等待")
    merger(made)
    assert (made.case(cases[0])["status"], made.case(cases[0])["unit_id"]) == ("suspended", "czj")
    made.engine.resume(cases[0], SYSTEM, "继续")
    assert made.open(cases[0])[0]["post_id"] == "czj/承办人"


STUCK = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("work", "承办人", unit="= unit")
    + '<bpmn:boundaryEvent id="late" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
    '<bpmn:timeDate>if is_workday(date("2020-03-12")) then date("2020-04-01") else policy("none")</bpmn:timeDate>'
    '</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="e"/><bpmn:endEvent id="e2"/>'
    + flows("s>work", "work>e", "late>e2"),
    process="stuck",
    extensions='<bj:case title="= title" unit="= unit"/>',
)
"""Its timer cannot be derived again once the 12th is a day of rest."""


def test_a_case_that_cannot_move_stops_no_other_and_is_not_forgotten(made: Office, cases: list[UUID]) -> None:
    made.publish(STUCK, process="stuck")
    stuck = made.start({"unit": "住建局"}, process="stuck")
    notice = notice_from_dict({"notice": "演练", "issued": "2020-03-09", "off": ["2020-03-12"], "work": []})
    administration.import_notice(made.engine, notice, made.actor(ADMIN))
    merger(made)
    assert [made.case(case)["unit_id"] for case in (stuck, cases[0], cases[1])] == ["zjj", "czj", "czj"]
    incidents = made.rows(select(tables.incident).where(tables.incident.c.kind == "register"))
    assert [row["instance_id"] for row in incidents] == [stuck]
    assert made.rows(select(tables.reorganisation))[0]["done_at"] is None
    assert moving.move_all_cases(made.engine) == 0


def test_what_makes_no_sense_is_refused(made: Office, cases: list[UUID]) -> None:
    admin, engine = made.actor(ADMIN), made.engine
    refused("into", merge, engine, "zjj", "zjj", TODAY, admin, "方案")
    refused("unit", merge, engine, "none", "czj", TODAY, admin, "方案")
    refused("valid_from", merge, engine, "zjj", "czj", date(2020, 3, 8), admin, "方案")
    refused("reason", merge, engine, "zjj", "czj", TODAY, admin, "")
    assert "住建局" in refused("unit", merge, engine, "dcs", "czj", TODAY, admin, "方案").message
    merger(made)
    refused("unit", merge, engine, "zjj", "fgj", TODAY, admin, "方案")
    assert len(cases) == 4


def test_points_stay_with_the_unit_they_were_recorded_for(made: Office, cases: list[UUID]) -> None:
    row = {"id": new_key(), "unit_id": "zjj", "year": 2020, "points": -1, "rule": "SD-09a"}
    with made.engine.database.transaction() as connection:
        moment = made.case(cases[0])["started_at"]
        connection.execute(tables.score.insert().values(**row, instance_id=cases[0], recorded_at=moment))
    merger(made)
    with made.engine.database.reading() as connection:
        assert set(scores.yearly_nets(connection, 2020)) == {"zjj"}
        assert set(scores.yearly_nets(connection, 2020, directory(made).successors(TODAY))) == {"czj"}


# --- splitting ------------------------------------------------------------------------------------------------
CITY = NewUnit("cgj", "县城管局", "城管局", {"主要负责人": ("zjj.主要负责人",), "承办人": ("zjj.承办人",)})


def part(made: Office, cases: list[UUID], new: NewUnit = CITY, day: date = TODAY) -> Plan:
    """Split 城管局 off 住建局, with these cases."""
    numbers = [made.case(case)["number"] for case in cases]
    return split(made.engine, "zjj", new, numbers, day, made.actor(ADMIN), "机构改革方案")


def test_a_split_moves_what_its_dry_run_said_and_nothing_else(made: Office, cases: list[UUID]) -> None:
    before = everything(made)
    number = made.case(cases[0])["number"]
    planned = plan_split(made.engine, "zjj", CITY, [number], TODAY, made.actor(ADMIN))
    assert everything(made) == before
    assert planned.counts == {UNIT: 1, POST: 2, HOLDING: 5, CHARGE: 1, CASE: 1, TASK: 1}
    assert part(made, cases[:1]).moves == planned.moves
    assert (made.case(cases[0])["unit_id"], made.case(cases[1])["unit_id"]) == ("cgj", "zjj")
    assert made.open(cases[0])[0]["post_id"] == "cgj/承办人"
    assert made.open(cases[1])[0]["post_id"] == "zjj/承办人"
    assert posts(made, "zjj.承办人") == {"cgj/承办人"}
    known = directory(made)
    leader = known.in_charge_of("cgj", TODAY)
    assert leader is not None
    assert leader.id == "dcs/主要负责人"
    assert known.find_unit("住建局") == known.units["zjj"]


def test_later_tasks_of_a_case_that_went_along_are_the_new_units(made: Office, cases: list[UUID]) -> None:
    """Where they go is read from the record, which names the new unit from now on and keeps what it said before."""
    part(made, cases[:1])
    made.complete(cases[0], "work", by="zjj.承办人")
    assert made.open(cases[0])[0]["post_id"] == "cgj/主要负责人"
    assert made.case(cases[0])["unit_id"] == "cgj"
    row = tables.field.c
    named = select(row.value).where(row.instance_id == cases[0], row.name == "unit").order_by(row.sequence)
    assert [found["value"] for found in made.rows(named)] == ["住建局", "城管局"]


def test_a_split_to_come_moves_its_cases_on_its_day(made: Office, cases: list[UUID]) -> None:
    part(made, cases[:1], day=TOMORROW)
    assert made.case(cases[0])["unit_id"] == "zjj"
    assert posts(made, "zjj.承办人") == {"zjj/承办人", "zjj/联络员"}
    made.move("2020-03-10 00:01")
    assert moving.move_all_cases(made.engine) == 1
    assert made.case(cases[0])["unit_id"] == "cgj"
    assert posts(made, "zjj.承办人") == {"cgj/承办人"}


def test_a_split_that_makes_no_sense_is_refused(made: Office, cases: list[UUID]) -> None:
    def new(key: str, name: str, staff: Mapping[str, tuple[str, ...]]) -> NewUnit:
        return NewUnit(key, name, "城管局", staff)

    city, principal = "县城管局", {"主要负责人": ("zjj.主要负责人",)}
    refused("id", part, made, [], new("czj", city, principal))
    refused("name", part, made, [], new("cgj", "县财政局", principal))
    refused("posts", part, made, [], new("cgj", city, {"承办人": ("zjj.承办人",)}))
    refused("posts", part, made, cases[:1], new("cgj", city, principal))
    refused("login", part, made, [], new("cgj", city, {"主要负责人": ("nobody",)}))
    refused("cases", part, made, cases[2:3], new("cgj", city, principal))
    refused("cases", part, made, cases[3:], new("cgj", city, principal))
    assert "cgj" not in directory(made).units
