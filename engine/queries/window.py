"""The window's day: who must still be told today, which papers have just been issued, what an applicant has going."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from engine import tables
from engine.people.actor import PUBLIC

TELLING: Final = ("告知", "告知延期")
"""Names of the limits by which an applicant must be told something: what becomes of it, that it takes longer."""

_tasks, _deadlines = tables.user_task.alias("telling"), tables.deadline.alias("told_by")
"""Aliases: who may see a case is asked in subqueries about the tables themselves."""
_case, _task, _deadline = tables.instance.c, _tasks.c, _deadlines.c
_document, _unit, _message = tables.document.c, tables.unit.c, tables.notification.c


@dataclass(frozen=True, slots=True)
class ToTell:
    """Something an applicant must be told by the end of a limit; `task_id` is where that is done."""

    case_id: UUID
    number: str
    title: str
    deadline: str
    due_at: datetime
    task_id: UUID
    task: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Untold:
    """A notice to an applicant that has not got there, as far as the site knows."""

    id: UUID
    case_id: UUID
    number: str
    title: str
    text: str
    since: datetime
    phone: str
    """The field of the case that holds the applicant's number."""


@dataclass(frozen=True, slots=True)
class JustIssued:
    """A paper somebody has issued."""

    id: UUID
    kind: str
    number: str | None
    case_id: UUID
    title: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Applied:
    """A case of an applicant."""

    id: UUID
    number: str
    title: str
    status: str
    outcome: str | None
    started_at: datetime


def to_tell(
    connection: Connection, until: datetime, visible: ColumnElement[bool], units: Iterable[str]
) -> list[ToTell]:
    """Whom people of some units must tell something by a moment, the overdue first (SW-03, XS-03)."""
    same = and_(_task.instance_id == _deadline.instance_id, _task.engine_task == _deadline.engine_task)
    statement = (
        select(
            _case.id,
            _case.number,
            _case.title,
            _deadline.name,
            _deadline.due_at,
            _task.id,
            _task.name,
            _unit.short_name,
        )
        .select_from(
            _deadlines.join(_tasks, same)
            .join(tables.instance, _case.id == _deadline.instance_id)
            .outerjoin(tables.unit, _unit.id == _task.unit_id)
        )
        .where(
            _deadline.name.in_(TELLING),
            _deadline.status == "running",
            _deadline.due_at <= until,
            _task.status == "open",
            _task.unit_id.in_(sorted(units)),
            visible,
        )
        .order_by(_deadline.due_at, _task.id)
    )
    return [ToTell(*row) for row in connection.execute(statement)]


def untold(
    connection: Connection, visible: ColumnElement[bool], limit: int = 200, offset: int = 0
) -> list[Untold]:
    """What applicants were to be told and what no text message has carried, the latest first."""
    statement = _untold(visible).order_by(_message.sent_at.desc(), _message.id.desc())
    return [Untold(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def count_untold(connection: Connection, visible: ColumnElement[bool]) -> int:
    """How many notices `untold` would list without a limit."""
    counted = select(func.count()).select_from(_untold(visible).subquery())
    return int(connection.execute(counted).scalar_one())


def find_untold(connection: Connection, visible: ColumnElement[bool], notice_id: UUID) -> Untold | None:
    """One of the notices that `untold` lists."""
    found = connection.execute(_untold(visible).where(_message.id == notice_id)).first()
    return Untold(*found) if found is not None else None


def _untold(visible: ColumnElement[bool]) -> Select[Any]:
    """Who applied on the public page and left no number looks it up there: nobody can tell them."""
    field = tables.field.c
    left_a_number = exists().where(
        field.instance_id == _message.instance_id,
        field.name == _message.phone,
        field.value.is_not(None),
        field.value != "",
    )
    return (
        select(
            _message.id, _case.id, _case.number, _case.title, _message.text, _message.sent_at, _message.phone
        )
        .join(tables.instance, _case.id == _message.instance_id)
        .where(_message.phone.is_not(None), _message.read_at.is_(None), visible)
        .where(or_(_case.started_by != PUBLIC.login, left_a_number))
    )


def just_issued(connection: Connection, login: str, since: datetime, limit: int = 10) -> list[JustIssued]:
    """The papers somebody has issued since a moment, the latest first."""
    statement = (
        select(_document.id, _document.kind, _document.number, _case.id, _case.title, _document.issued_at)
        .join(tables.instance, _case.id == _document.instance_id)
        .where(_document.issued_by == login, _document.issued_at >= since)
        .order_by(_document.issued_at.desc(), _document.id.desc())
        .limit(limit)
    )
    return [JustIssued(*row) for row in connection.execute(statement)]


def applied(connection: Connection, cases: Iterable[UUID], visible: ColumnElement[bool]) -> list[Applied]:
    """Those of some cases that may be seen, the latest first."""
    statement = (
        select(_case.id, _case.number, _case.title, _case.status, _case.outcome, _case.started_at)
        .where(_case.id.in_(sorted(set(cases))), visible)
        .order_by(_case.started_at.desc())
    )
    return [Applied(*row) for row in connection.execute(statement)]
