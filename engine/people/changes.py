"""Changing who is who: accounts, posts, who holds them, who is in charge of what (分管).

Everything but an account has its days. What a change means for tasks already claimed follows case by case
(`engine.people.moving`); a newcomer to a post needs nothing: open tasks belong to the post.
"""

import re
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import func, or_, select

from engine import tables
from engine.database import new_key
from engine.people import moving
from engine.people.actor import Actor
from engine.people.register import Change, change, eve, in_order, need, overlapping, refusal
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

_LOGIN: Final = re.compile(r"[a-z][a-z0-9]*([.\-][a-z0-9]+)*")


# --- accounts -------------------------------------------------------------------------------------------------
def add_person(
    engine: "Engine",
    login: str,
    name: str,
    actor: Actor,
    *,
    password_hash: str | None = None,
    mobile: str | None = None,
    email: str | None = None,
) -> UUID:
    """Open an account; without a password hash nobody can sign in to it yet. Raises Refused (invalid)."""

    return change(
        engine,
        actor,
        lambda made: add_account(made, login, name, password_hash=password_hash, mobile=mobile, email=email),
    )


def add_account(
    made: Change,
    login: str,
    name: str,
    *,
    password_hash: str | None = None,
    mobile: str | None = None,
    email: str | None = None,
) -> UUID:
    """Open an account as part of a change; its key. Raises Refused (invalid)."""
    written = check_login(login)
    if made.directory.find_person(written) is not None:
        raise refusal("login", words("账号“%(written)s”已有人使用,请换一个。", written=written))
    key = new_key()
    row = {
        "id": key,
        "login": written,
        "name": need("name", name, words("姓名"), 60),
        "password_hash": password_hash,
        "mobile": mobile,
        "email": email,
        "active": True,
    }
    made.connection.execute(tables.person.insert().values(row))
    made.record("person.added", written)
    return key


def check_login(login: str) -> str:
    """A login as it is kept. Raises Refused (invalid) for what cannot be one."""
    written = need("login", login, words("账号"), 64)
    if not _LOGIN.fullmatch(written):
        raise refusal("login", words("账号用小写字母和数字,以字母开头,可用点或短横分段,如 zjj.cb1。"))
    return written


def deactivate(engine: "Engine", login: str, actor: Actor, reason: str) -> None:
    """Close an account (停用) from now on. What its person had claimed goes back to the posts. Raises Refused."""
    _set_active(engine, login, actor, reason, False)
    moving.release_all_departed(engine)


def reactivate(engine: "Engine", login: str, actor: Actor, reason: str) -> None:
    """Open a closed account again (恢复). Raises Refused."""
    _set_active(engine, login, actor, reason, True)


def _set_active(engine: "Engine", login: str, actor: Actor, reason: str, active: bool) -> None:
    def work(made: Change) -> None:
        person = made.person(login, active=False)
        said = need("reason", reason, words("理由"), 500)
        if person.active is active:
            raise refusal(
                "login",
                words("账号“%(login)s”没有停用。", login=login)
                if active
                else words("账号“%(login)s”已经停用。", login=login),
                "conflict",
            )
        row = tables.person.c
        made.connection.execute(tables.person.update().where(row.id == person.id).values(active=active))
        made.record("person.reactivated" if active else "person.deactivated", login, said)

    change(engine, actor, work)


def set_password_hash(engine: "Engine", login: str, password_hash: str, actor: Actor) -> None:
    """Set an account's password by its hash. The hash is not in the register of changes. Raises Refused."""

    def work(made: Change) -> None:
        person = made.person(login, active=False)
        row = tables.person.c
        update = tables.person.update().where(row.id == person.id)
        made.connection.execute(update.values(password_hash=password_hash))
        made.record("person.password", login)

    change(engine, actor, work)


# --- posts ----------------------------------------------------------------------------------------------------
def add_post(engine: "Engine", unit_id: str, name: str, valid_from: date, actor: Actor) -> str:
    """Set up a post in a unit from a day; its id. Raises Refused."""

    def work(made: Change) -> str:
        unit = made.unit(unit_id, valid_from)
        written = need("name", name, words("岗位名称"), 60)
        if "/" in written:
            raise refusal("name", words("岗位名称中不能有斜线“/”。"))
        if f"{unit.id}/{written}" in made.directory.posts:
            raise refusal(
                "name",
                words(
                    "“%(name)s”已有或曾有岗位“%(written)s”,请换一个名称。", name=unit.name, written=written
                ),
            )
        post_id = insert_post(made, unit.id, written, max(valid_from, unit.valid_from))
        made.record("post.added", post_id, valid_from=valid_from)
        return post_id

    return change(engine, actor, work)


def insert_unit(made: Change, unit_id: str, name: str, short_name: str, kind: str, valid_from: date) -> None:
    """Write a unit behind all others."""
    row = tables.unit.c
    last = made.connection.execute(select(func.max(row.position))).scalar() or 0
    names = {"id": unit_id, "name": name, "short_name": short_name, "aliases": [], "kind": kind}
    days = {"position": last + 1, "valid_from": valid_from, "valid_to": None}
    made.connection.execute(tables.unit.insert().values(**names, **days))


def insert_post(made: Change, unit_id: str, name: str, valid_from: date) -> str:
    """Write a post behind the unit's other posts; its id."""
    row = tables.post.c
    last = made.connection.execute(select(func.max(row.position)).where(row.unit_id == unit_id)).scalar()
    post_id = f"{unit_id}/{name}"
    values = {"id": post_id, "unit_id": unit_id, "name": name, "position": (last or 0) + 1}
    made.connection.execute(tables.post.insert().values(**values, valid_from=valid_from, valid_to=None))
    return post_id


def appoint(
    engine: "Engine", login: str, post_id: str, valid_from: date, actor: Actor, valid_to: date | None = None
) -> UUID:
    """Let somebody hold a post (任职) from a day on, to a last day or for good. Raises Refused."""

    def work(made: Change) -> UUID:
        person, _ = made.person(login), made.post(post_id, valid_from)
        in_order(valid_from, valid_to)
        row = tables.holding.c
        mine = (row.person_id == person.id) & (row.post_id == post_id)
        if overlapping(made, tables.holding, mine, valid_from, valid_to):
            raise refusal(
                "login",
                words("%(name)s在此期间已任“%(post_id)s”,无需重复登记。", name=person.name, post_id=post_id),
                "conflict",
            )
        key = insert_holding(made, person.id, post_id, valid_from, valid_to)
        made.record("post.held", post_id, login=login, valid_from=valid_from, valid_to=valid_to)
        return key

    return change(engine, actor, work)


def insert_holding(
    made: Change, person_id: UUID, post_id: str, valid_from: date, valid_to: date | None
) -> UUID:
    """Write a holding; its key."""
    key = new_key()
    row = {"id": key, "person_id": person_id, "post_id": post_id}
    made.connection.execute(tables.holding.insert().values(**row, valid_from=valid_from, valid_to=valid_to))
    return key


def dismiss(engine: "Engine", login: str, post_id: str, last_day: date, actor: Actor, reason: str) -> None:
    """Let a holding end with a day (免职). What was claimed goes back to the post once the person has left the unit.

    Raises Refused (conflict) where the person does not hold the post on that day.
    """

    def work(made: Change) -> None:
        person = made.person(login, active=False)
        row = tables.holding.c
        mine = (row.person_id == person.id) & (row.post_id == post_id)
        found = overlapping(made, tables.holding, mine, last_day, last_day)
        if not found:
            raise refusal(
                "login",
                words(
                    "%(name)s在 %(last_day)s 没有任“%(post_id)s”。",
                    name=person.name,
                    last_day=last_day,
                    post_id=post_id,
                ),
                "conflict",
            )
        ended = tables.holding.update().where(row.id.in_(found))
        made.connection.execute(ended.values(valid_to=last_day))
        made.record("post.left", post_id, reason.strip(), login=login, valid_to=last_day)

    change(engine, actor, work)
    moving.release_all_departed(engine)


# --- who is in charge --------------------------------------------------------------------------
def put_in_charge(engine: "Engine", post_id: str, unit_id: str, valid_from: date, actor: Actor) -> None:
    """Put a leader's post in charge of a unit (分管) from a day on, in the place of whoever was. Raises Refused."""

    def work(made: Change) -> None:
        made.post(post_id, valid_from)
        made.unit(unit_id, valid_from)
        end_charges(made, unit_id, valid_from)
        insert_charge(made, post_id, unit_id, valid_from)
        made.record("unit.charged", unit_id, post=post_id, valid_from=valid_from)

    change(engine, actor, work)


def insert_charge(made: Change, post_id: str, unit_id: str, day: date) -> None:
    """Write that a leader's post is in charge of a unit from a day on."""
    row = {"id": new_key(), "post_id": post_id, "unit_id": unit_id, "valid_from": day, "valid_to": None}
    made.connection.execute(tables.charge.insert().values(row))


def end_charges(made: Change, unit_id: str, day: date) -> None:
    """Let whoever is in charge of a unit be so until the day before; what was only planned after it is void."""
    row = tables.charge.c
    made.connection.execute(tables.charge.delete().where(row.unit_id == unit_id, row.valid_from >= day))
    running = (row.unit_id == unit_id) & or_(row.valid_to.is_(None), row.valid_to >= day)
    made.connection.execute(tables.charge.update().where(running).values(valid_to=eve(day)))
