"""Changing the county's register of units, posts and people: one change, one transaction, one entry saying why.

Every change raises the site's generation, so that each process renews its directory before its next act, and
changes wait for one another.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from engine import tables
from engine.database import new_key
from engine.people.actor import Actor
from engine.people.directory import Directory, Person, Post, Unit
from engine.refusals import Kind, Refused
from engine.site import GENERATION, raise_generation
from engine.time import clock
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

T = TypeVar("T")


class Change:
    """A change under way: the directory as it stands before it, and what it needs to ask and to leave behind."""

    def __init__(self, connection: Connection, directory: Directory, actor: Actor) -> None:
        self.connection = connection
        self.directory = directory
        self.actor = actor

    def unit(self, unit_id: str, on: date) -> Unit:
        """The unit of this id, which must exist on a day. Raises Refused."""
        unit = self.directory.units.get(unit_id)
        if unit is None:
            raise refusal(
                "unit", words("单位名录中没有代号为“%(unit_id)s”的单位,请从名录中选择。", unit_id=unit_id)
            )
        if unit.valid_to is not None and unit.valid_to < on:
            raise refusal(
                "unit",
                words(
                    "“%(name)s”已于 %(valid_to)s 撤并,请选择现有的单位。",
                    name=unit.name,
                    valid_to=unit.valid_to,
                ),
            )
        return unit

    def post(self, post_id: str, on: date) -> Post:
        """The post of this id, which must not have ended by a day. Raises Refused."""
        post = self.directory.posts.get(post_id)
        if post is None:
            raise refusal("post", words("单位名录中没有岗位“%(post_id)s”,请从名录中选择。", post_id=post_id))
        if post.valid_to is not None and post.valid_to < on:
            raise refusal(
                "post",
                words(
                    "岗位“%(post_id)s”已于 %(valid_to)s 撤销,请选择现有的岗位。",
                    post_id=post_id,
                    valid_to=post.valid_to,
                ),
            )
        return post

    def person(self, login: str, *, active: bool = True) -> Person:
        """The person of this login, who must be in service unless `active` is False. Raises Refused."""
        person = self.directory.find_person(login)
        if person is None:
            raise refusal("login", words("没有账号“%(login)s”,请核对。", login=login))
        if active and not person.active:
            raise refusal("login", words("账号“%(login)s”已停用,请先恢复。", login=login))
        return person

    def record(self, kind: str, subject: str, reason: str = "", **facts: Any) -> None:
        """Leave an entry: what was changed of whom or what, by whom, why."""
        row = {
            "id": new_key(),
            "at": clock.now(),
            "by": self.actor.login,
            "kind": kind,
            "subject": subject,
            "facts": {key: _plain(value) for key, value in facts.items()},
            "reason": reason,
        }
        self.connection.execute(tables.people_change.insert().values(row))


def change(engine: "Engine", actor: Actor, work: Callable[[Change], T]) -> T:
    """Do a change in a transaction of its own, after those begun before it."""

    def transaction(connection: Connection) -> T:
        row = tables.setting.c
        connection.execute(select(row.value).where(row.name == GENERATION).with_for_update())
        answer = work(Change(connection, engine.directory(connection), actor))
        raise_generation(connection)
        return answer

    return engine.database.transact(transaction)


def refusal(field: str, message: str, kind: Kind = "invalid") -> Refused:
    """A refusal that stands at one field of a form."""
    return Refused(message, kind=kind, problems={field: message.rstrip("。")})


def need(field: str, text: str, what: str, most: int) -> str:
    """A text without its outer blanks; it must say something, in at most so many letters. Raises Refused."""
    said = text.strip()
    if not said:
        raise refusal(field, words("请填写%(what)s。", what=what))
    if len(said) > most:
        raise refusal(
            field, words("%(what)s最多 %(most)s 个字,现有 %(n)s 个。", what=what, most=most, n=len(said))
        )
    return said


def in_order(first: date, last: date | None) -> None:
    """Refuse a period that ends before it begins."""
    if last is not None and last < first:
        raise refusal("valid_to", words("止日 %(last)s 早于起日 %(first)s,请改正。", last=last, first=first))


def not_past(day: date) -> None:
    """Refuse a day before today: what was done until now was done under the register as it stood."""
    if day < clock.today():
        raise refusal("valid_from", words("生效日 %(day)s 已过去;请填今天或以后的日期。", day=day))


def eve(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def overlapping(
    made: Change, table: Table, mine: ColumnElement[bool], first: date, last: date | None
) -> list[Any]:
    """Keys of the rows that hold on some day of a period."""
    row = table.c
    begun = row.valid_from <= last if last is not None else row.valid_from.is_not(None)
    meets = mine & begun & or_(row.valid_to.is_(None), row.valid_to >= first)
    return list(made.connection.execute(select(row.id).where(meets)).scalars())
