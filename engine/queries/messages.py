"""消息: what was sent to somebody in the page – reminders, notices that go with papers, 抄送."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from engine import tables
from engine.queries.duties import Duties
from engine.records.deliveries import READ

_message, _instance, _delivery = tables.notification, tables.instance, tables.delivery


@dataclass(frozen=True, slots=True)
class Message:
    """One message about a case; `is_new` says that the one who looks has not read it yet."""

    id: UUID
    case_id: UUID
    number: str
    title: str
    text: str
    sent_at: datetime
    is_new: bool


def messages_of(
    connection: Connection, duties: Duties, limit: int, offset: int = 0, since: datetime | None = None
) -> list[Message]:
    """The messages to a person, their posts and their units, the latest first.

    New are those that came after `since` and that the person has not read one by one.
    """
    return _read(connection, _to(duties), duties, limit, offset, since)


def new_messages_of(
    connection: Connection, duties: Duties, limit: int, since: datetime | None = None
) -> list[Message]:
    """The new ones alone, the latest first."""
    return _read(connection, _to(duties).where(_is_new(duties, since)), duties, limit, 0, since)


def count_messages(connection: Connection, duties: Duties) -> int:
    """How many messages there are."""
    found: int = connection.execute(_to(duties).add_columns(func.count())).scalar_one()
    return found


def count_new_messages(connection: Connection, duties: Duties, since: datetime | None = None) -> int:
    """How many of them are new."""
    statement = _to(duties).add_columns(func.count()).where(_is_new(duties, since))
    found: int = connection.execute(statement).scalar_one()
    return found


def _read(
    connection: Connection,
    wanted: Select[Any],
    duties: Duties,
    limit: int,
    offset: int,
    since: datetime | None,
) -> list[Message]:
    columns = _message.c
    statement = wanted.add_columns(
        columns.id,
        columns.instance_id,
        _instance.c.number,
        _instance.c.title,
        columns.text,
        columns.sent_at,
        _is_new(duties, since),
    ).order_by(columns.sent_at.desc(), columns.id.desc())
    return [Message(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def _is_new(duties: Duties, since: datetime | None) -> ColumnElement[bool]:
    row = _delivery.c
    read = exists().where(
        row.notification_id == _message.c.id, row.person_id == duties.person_id, row.channel == READ
    )
    return ~read if since is None else and_(_message.c.sent_at > since, ~read)


def _to(duties: Duties) -> Select[Any]:
    rows = _message.join(_instance, _instance.c.id == _message.c.instance_id)
    return select().select_from(rows).where(_is_to(duties))


def _is_to(duties: Duties) -> ColumnElement[bool]:
    """Sent to the person by name, to a post of theirs, or to the whole of a unit of theirs."""
    columns = _message.c
    unnamed = columns.person_id.is_(None)
    return or_(
        columns.person_id == duties.person_id,
        and_(unnamed, columns.post_id.in_(sorted(duties.posts))),
        and_(unnamed, columns.post_id.is_(None), columns.unit_id.in_(sorted(duties.units))),
    )
