"""消息: what was sent to somebody in the page – reminders, notices that go with papers, 抄送."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from engine import tables
from engine.queries.duties import Duties

_message, _instance = tables.notification, tables.instance


@dataclass(frozen=True, slots=True)
class Message:
    """One message about a case."""

    id: UUID
    case_id: UUID
    number: str
    title: str
    text: str
    sent_at: datetime


def messages_of(connection: Connection, duties: Duties, limit: int, offset: int = 0) -> list[Message]:
    """The messages to a person, their posts and their units, the latest first."""
    columns = _message.c
    statement = (
        _to(duties)
        .add_columns(
            columns.id,
            columns.instance_id,
            _instance.c.number,
            _instance.c.title,
            columns.text,
            columns.sent_at,
        )
        .order_by(columns.sent_at.desc(), columns.id.desc())
    )
    return [Message(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def count_messages(connection: Connection, duties: Duties, since: datetime | None = None) -> int:
    """How many messages there are, or how many came after a moment."""
    statement = _to(duties).add_columns(func.count())
    if since is not None:
        statement = statement.where(_message.c.sent_at > since)
    found: int = connection.execute(statement).scalar_one()
    return found


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
