"""Merging a unit into another (并入) from a day on, with a dry run.

Every post of the unit has one of its name in the other, set up where there is none, and its holders go there;
only the principal does not, for the other unit has its own. From the day every name of the unit means the other.
"""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from engine import tables
from engine.people import moving
from engine.people.actor import Actor
from engine.people.changes import end_charges, insert_post
from engine.people.directory import Unit
from engine.people.oversight import PRINCIPAL
from engine.people.plan import (
    CHARGE,
    DEPUTY,
    HOLDING,
    POST,
    UNIT,
    Move,
    Plan,
    applied,
    move_cases,
    move_row,
    require_final,
    write,
)
from engine.people.register import Change, eve, need, not_past, refusal
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine


def plan_merger(engine: "Engine", unit_id: str, into_id: str, valid_from: date, actor: Actor) -> Plan:
    """What merging a unit into another from a day would move; nothing is changed. Raises Refused."""
    with engine.database.reading() as connection:
        return _merger(Change(connection, engine.directory(connection), actor), unit_id, into_id, valid_from)


def merge(engine: "Engine", unit_id: str, into_id: str, valid_from: date, actor: Actor, reason: str) -> Plan:
    """Merge a unit into another (并入) from a day, today at the earliest; what was moved. Raises Refused.

    From that day every name of the former unit means the other. What fell due by now fires first.
    """

    def work(made: Change) -> Plan:
        said = need("reason", reason, words("合并的依据"), 500)
        plan = _merger(made, unit_id, into_id, valid_from)
        write(made, plan, "merge", None)
        made.record("unit.merged", unit_id, said, into=into_id, valid_from=valid_from, counts=plan.counts)
        return plan

    return applied(engine, actor, work)


def _merger(made: Change, unit_id: str, into_id: str, day: date) -> Plan:
    not_past(day)
    unit, into = made.unit(unit_id, day), made.unit(into_id, day)
    if unit.id == into.id:
        raise refusal("into", words("不能并入本单位,请选择另一个单位。"))
    require_final(made, unit)
    require_final(made, into)
    _require_in_charge_of_nothing(made, unit, day)
    plan = Plan(unit.id, into.id, day)
    _move_posts(made, plan, into)
    _move_people(made, plan, tables.holding, HOLDING)
    _move_people(made, plan, tables.deputy, DEPUTY)
    leader = made.directory.in_charge_of(unit.id, day)
    if leader is not None:
        plan.add(Move(CHARGE, unit.name, leader.id, None), partial(end_charges, unit_id=unit.id, day=day))
    move_cases(made, plan, None)
    plan.add(Move(UNIT, unit.name, unit.name, into.name), partial(_end_unit, unit_id=unit.id, day=day))
    return plan


def _require_in_charge_of_nothing(made: Change, unit: Unit, day: date) -> None:
    row = tables.charge.c
    charged = select(row.unit_id).where(
        row.post_id.startswith(f"{unit.id}/"), or_(row.valid_to.is_(None), row.valid_to >= day)
    )
    names = sorted({made.directory.units[key].name for key in made.connection.execute(charged).scalars()})
    if names:
        raise refusal(
            "unit",
            words(
                "“%(name)s”的岗位还分管%(names)s;请先改由他人分管。", name=unit.name, names="、".join(names)
            ),
        )


def _move_posts(made: Change, plan: Plan, into: Unit) -> None:
    """Every post of the unit has one of its name in the other, set up where there is none."""
    for post in made.directory.posts.values():
        if post.unit_id != plan.unit_id or (post.valid_to is not None and post.valid_to < plan.valid_from):
            continue
        other = f"{into.id}/{post.name}"
        is_new = other not in made.directory.posts
        setting_up = partial(insert_post, unit_id=into.id, name=post.name, valid_from=plan.valid_from)
        plan.add(
            Move(POST, post.name, post.id, words("%(other)s(新设)", other=other) if is_new else other),
            setting_up if is_new else None,
        )


def _move_people(made: Change, plan: Plan, table: Any, kind: str) -> None:
    """Holders and deputies go to the same post of the other unit; the unit's principal does not: it has its own."""
    row = table.c
    ends = or_(row.valid_to.is_(None), row.valid_to >= plan.valid_from)
    posts = [post.id for post in made.directory.posts.values() if post.unit_id == plan.unit_id]
    for found in made.connection.execute(select(table).where(row.post_id.in_(posts), ends).order_by(row.id)):
        person = made.directory.people[found.person_id]
        stays = found.post_id == f"{plan.unit_id}/{PRINCIPAL}"
        to = None if stays else moving.post_of(plan.into_id, found.post_id)
        plan.add(
            Move(kind, person.login, found.post_id, to),
            partial(move_row, table=table, found=found, to=to, day=plan.valid_from),
        )


def _end_unit(made: Change, unit_id: str, day: date) -> None:
    for table, mine in ((tables.post, tables.post.c.unit_id), (tables.unit, tables.unit.c.id)):
        ends = (mine == unit_id) & or_(table.c.valid_to.is_(None), table.c.valid_to >= day)
        made.connection.execute(table.update().where(ends).values(valid_to=eve(day)))
