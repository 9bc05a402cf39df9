"""已办 · 我发起 · 关注: what somebody has had to do with, and how many of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, literal, select

from engine import tables
from engine.queries.inbox import TaskLine, read_tasks, task_lines
from engine.queries.limits import case_due
from engine.queries.wanted_tasks import EVERYTHING, Wanted, saying

_task, _instance, _unit, _follow = tables.user_task, tables.instance, tables.unit, tables.follow


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case (办件) in a list; `due_at` is its own limit, None where it has none."""

    id: UUID
    number: str
    title: str
    process: str
    status: str
    outcome: str | None
    unit: str | None
    started_at: datetime
    due_at: datetime | None


def done_tasks(
    connection: Connection, login: str, limit: int, offset: int = 0, wanted: Wanted = EVERYTHING
) -> list[TaskLine]:
    """What the person has completed, the latest first."""
    found = task_lines().where(*_is_done(login), *saying(connection, wanted, _task.c.name))
    return read_tasks(connection, found.order_by(_task.c.ended_at.desc(), _task.c.id.desc()), limit, offset)


def count_done(
    connection: Connection, login: str, most: int | None = None, wanted: Wanted = EVERYTHING
) -> int:
    """How many tasks `done_tasks` lists; beyond `most` nothing is counted, and the answer is one more."""
    said = saying(connection, wanted, _task.c.name)
    rows = _task.join(_cases(), _instance.c.id == _task.c.instance_id) if said else _task
    return _count(connection, select().select_from(rows).where(*_is_done(login), *said), most)


def started_cases(
    connection: Connection, login: str, limit: int, offset: int = 0, wanted: Wanted = EVERYTHING
) -> list[CaseLine]:
    """Cases the person has started, the latest first."""
    found = case_lines().where(_instance.c.started_by == login, *saying(connection, wanted))
    return _read(
        connection, found.order_by(_instance.c.started_at.desc(), _instance.c.id.desc()), limit, offset
    )


def count_started(
    connection: Connection, login: str, most: int | None = None, wanted: Wanted = EVERYTHING
) -> int:
    """How many cases `started_cases` lists; beyond `most` nothing is counted, and the answer is one more."""
    said = saying(connection, wanted)
    rows = select().select_from(_cases() if said else _instance)
    return _count(connection, rows.where(_instance.c.started_by == login, *said), most)


def followed_cases(
    connection: Connection,
    visible: ColumnElement[bool],
    person_id: UUID,
    limit: int,
    offset: int = 0,
    wanted: Wanted = EVERYTHING,
) -> list[CaseLine]:
    """Cases the person follows and may still see, the latest first."""
    found = (
        case_lines()
        .join(_follow, _follow.c.instance_id == _instance.c.id)
        .where(_follow.c.person_id == person_id, visible, *saying(connection, wanted))
    )
    return _read(connection, found.order_by(_follow.c.since.desc(), _instance.c.id.desc()), limit, offset)


def count_followed(
    connection: Connection, visible: ColumnElement[bool], person_id: UUID, wanted: Wanted = EVERYTHING
) -> int:
    """How many cases `followed_cases` lists."""
    rows = _cases().join(_follow, _follow.c.instance_id == _instance.c.id)
    return _count(
        connection,
        select()
        .select_from(rows)
        .where(_follow.c.person_id == person_id, visible, *saying(connection, wanted)),
    )


def _is_done(login: str) -> tuple[Any, ...]:
    return _task.c.ended_by == login, _task.c.status == "completed"


def case_lines() -> Select[Any]:
    """Every case as a line; what is wanted of them the caller adds."""
    columns = _instance.c
    return select(
        columns.id,
        columns.number,
        columns.title,
        columns.process,
        columns.status,
        columns.outcome,
        _unit.c.short_name.label("unit"),
        columns.started_at,
        case_due,
    ).select_from(_cases())


def _cases() -> FromClause:
    return _instance.outerjoin(_unit, _unit.c.id == _instance.c.unit_id)


def _read(connection: Connection, statement: Select[Any], limit: int, offset: int) -> list[CaseLine]:
    return [CaseLine(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def _count(connection: Connection, rows: Select[Any], most: int | None = None) -> int:
    statement = rows.add_columns(func.count())
    if most is not None:
        statement = select(func.count()).select_from(rows.add_columns(literal(1)).limit(most + 1).subquery())
    found: int = connection.execute(statement).scalar_one()
    return found
