"""Splitting a new unit off another (分设) from a day on, with a dry run.

Who goes along is named post by post, which running cases go along by their numbers; everything else stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from engine import tables
from engine.people.actor import Actor
from engine.people.changes import insert_charge, insert_holding, insert_post, insert_unit
from engine.people.directory import Unit
from engine.people.oversight import PRINCIPAL
from engine.people.plan import (
    CHARGE,
    HOLDING,
    POST,
    TASK,
    UNIT,
    Move,
    Plan,
    applied,
    move_cases,
    move_row,
    require_final,
    write,
)
from engine.people.register import Change, need, not_past, refusal
from engine.people.renaming import require_free
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be set up by a split. `posts` names who holds each post, by login; 主要负责人 must be among them."""

    id: str
    name: str
    short_name: str
    posts: Mapping[str, tuple[str, ...]]


def plan_split(
    engine: "Engine", unit_id: str, new: NewUnit, cases: Iterable[str], valid_from: date, actor: Actor
) -> Plan:
    """What splitting a new unit off another would move; nothing is changed. Raises Refused."""
    numbers = tuple(cases)
    with engine.database.reading() as connection:
        return _split(
            Change(connection, engine.directory(connection), actor), unit_id, new, numbers, valid_from
        )


def split(
    engine: "Engine",
    unit_id: str,
    new: NewUnit,
    cases: Iterable[str],
    valid_from: date,
    actor: Actor,
    reason: str,
) -> Plan:
    """Set up a new unit from part of another (分设) from a day, today at the earliest; what was moved.

    `cases` are the numbers of the running cases that go along; every other stays. Raises Refused.
    """
    numbers = tuple(cases)

    def work(made: Change) -> Plan:
        said = need("reason", reason, words("分设的依据"), 500)
        plan = _split(made, unit_id, new, numbers, valid_from)
        write(made, plan, "split", [key.hex for key in plan.cases])
        made.record("unit.split", unit_id, said, into=new.id, valid_from=valid_from, counts=plan.counts)
        return plan

    return applied(engine, actor, work)


def _split(made: Change, unit_id: str, new: NewUnit, numbers: tuple[str, ...], day: date) -> Plan:
    not_past(day)
    unit = made.unit(unit_id, day)
    require_final(made, unit)
    if new.id in made.directory.units or not (new.id.isascii() and new.id.isalnum()):
        raise refusal("id", words("单位代号“%(id)s”已有单位使用,或不是字母和数字,请换一个。", id=new.id))
    for name, text in (("name", new.name), ("short_name", new.short_name)):
        require_free(made, name, need(name, text, words("单位名称"), 60), new.id)
    if not new.posts.get(PRINCIPAL):
        raise refusal(
            "posts", words("新单位须有“%(principal)s”及其人选,否则督办单无人接收。", principal=PRINCIPAL)
        )
    plan = Plan(unit.id, new.id, day)
    plan.add(Move(UNIT, new.name, unit.name, new.name), partial(_set_up, unit=unit, new=new, day=day))
    for post, logins in new.posts.items():
        _staff(made, plan, post, logins)
    _leave(made, plan, {login for logins in new.posts.values() for login in logins})
    leader = made.directory.in_charge_of(unit.id, day)
    if leader is not None:
        plan.add(
            Move(CHARGE, new.name, unit.name, leader.id),
            partial(insert_charge, post_id=leader.id, unit_id=new.id, day=day),
        )
    move_cases(made, plan, numbers)
    _require_posts(plan, new)
    return plan


def _set_up(made: Change, unit: Unit, new: NewUnit, day: date) -> None:
    insert_unit(made, new.id, new.name.strip(), new.short_name.strip(), unit.kind, day)


def _staff(made: Change, plan: Plan, post: str, logins: Iterable[str]) -> None:
    name = need("posts", post, words("岗位名称"), 60)
    post_id = f"{plan.into_id}/{name}"
    plan.add(
        Move(POST, name, words("新设"), post_id),
        partial(insert_post, unit_id=plan.into_id, name=name, valid_from=plan.valid_from),
    )
    for login in logins:
        person = made.person(login)
        plan.add(
            Move(HOLDING, login, words("新任"), post_id),
            partial(
                insert_holding,
                person_id=person.id,
                post_id=post_id,
                valid_from=plan.valid_from,
                valid_to=None,
            ),
        )


def _leave(made: Change, plan: Plan, logins: set[str]) -> None:
    """Who goes to the new unit holds no post of the old one from that day."""
    row = tables.holding.c
    posts = [post.id for post in made.directory.posts.values() if post.unit_id == plan.unit_id]
    people = {made.person(login).id: login for login in sorted(logins)}
    ends = or_(row.valid_to.is_(None), row.valid_to >= plan.valid_from)
    held = select(tables.holding).where(row.post_id.in_(posts), row.person_id.in_(list(people)), ends)
    for found in made.connection.execute(held.order_by(row.id)):
        plan.add(
            Move(HOLDING, people[found.person_id], found.post_id, None),
            partial(move_row, table=tables.holding, found=found, to=None, day=plan.valid_from),
        )


def _require_posts(plan: Plan, new: NewUnit) -> None:
    needed = {move.to.partition("/")[2] for move in plan.moves if move.kind == TASK and move.to}
    missing = sorted(needed - {post.strip() for post in new.posts} - {""})
    if missing:
        raise refusal(
            "posts",
            words("移交的办件有待办环节由“%(names)s”办理,新单位须设这些岗位。", names="、".join(missing)),
        )
