"""待办 · 已办 · 我发起: the lists of one person, and how many each holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from engine import tables
from engine.queries.duties import Duties, is_theirs
from engine.queries.limits import case_due, task_due

_task, _instance, _unit = tables.user_task, tables.instance, tables.unit


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A user task (环节) in a list; `due_at` is its own limit, else the case's."""

    id: UUID
    name: str
    status: str
    instance_id: UUID
    number: str
    title: str
    process: str
    unit: str | None
    assignee: UUID | None
    created_at: datetime
    ended_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case (办件) in a list of one's own."""

    id: UUID
    number: str
    title: str
    process: str
    status: str
    outcome: str | None
    unit: str | None
    started_at: datetime
    due_at: datetime | None


def open_tasks(
    connection: Connection,
    duties: Duties,
    limit: int,
    offset: int = 0,
    after: tuple[datetime | None, UUID] | None = None,
) -> list[TaskLine]:
    """What is to be done, the most urgent first; tasks without a limit last.

    `after` names the limit and the key of the task behind which to begin.
    """
    statement = (
        _lines()
        .where(_task.c.status == "open", is_theirs(duties))
        .order_by(task_due.is_(None), task_due, _task.c.id)
    )
    if after is not None:
        statement = statement.where(_behind(*after))
    return _read(connection, statement, limit, offset)


def _behind(due_at: datetime | None, key: UUID) -> ColumnElement[bool]:
    if due_at is None:
        return and_(task_due.is_(None), _task.c.id > key)
    same = and_(task_due == due_at, _task.c.id > key)
    return or_(task_due.is_(None), task_due > due_at, same)


def next_task(connection: Connection, duties: Duties, after: UUID | None = None) -> TaskLine | None:
    """The most urgent open task, preferring one of the same case as the task just ended."""
    statement = _lines().where(_task.c.status == "open", is_theirs(duties))
    if after is not None:
        case = select(_task.c.instance_id).where(_task.c.id == after).scalar_subquery()
        same = _read(connection, statement.where(_task.c.instance_id == case), 1, 0)
        if same:
            return same[0]
    found = _read(connection, statement.order_by(task_due.is_(None), task_due, _task.c.id), 1, 0)
    return found[0] if found else None


def done_tasks(connection: Connection, login: str, limit: int, offset: int = 0) -> list[TaskLine]:
    """What the person has completed, the latest first."""
    statement = _lines().where(*_is_done(login)).order_by(_task.c.ended_at.desc(), _task.c.id.desc())
    return _read(connection, statement, limit, offset)


def started_cases(connection: Connection, login: str, limit: int, offset: int = 0) -> list[CaseLine]:
    """Cases the person has started, the latest first."""
    columns = _instance.c
    statement = (
        select(
            columns.id,
            columns.number,
            columns.title,
            columns.process,
            columns.status,
            columns.outcome,
            _unit.c.short_name.label("unit"),
            columns.started_at,
            case_due,
        )
        .select_from(_instance.outerjoin(_unit, _unit.c.id == columns.unit_id))
        .where(columns.started_by == login)
        .order_by(columns.started_at.desc(), columns.id.desc())
    )
    rows = connection.execute(statement.limit(limit).offset(offset))
    return [CaseLine(*row) for row in rows]


def count_open(connection: Connection, duties: Duties) -> int:
    """How many tasks `open_tasks` lists."""
    rows = _task.join(_instance, _instance.c.id == _task.c.instance_id)
    return _count(connection, select().select_from(rows).where(_task.c.status == "open", is_theirs(duties)))


def count_done(connection: Connection, login: str) -> int:
    """How many tasks `done_tasks` lists."""
    return _count(connection, select().select_from(_task).where(*_is_done(login)))


def count_started(connection: Connection, login: str) -> int:
    """How many cases `started_cases` lists."""
    return _count(connection, select().select_from(_instance).where(_instance.c.started_by == login))


def _is_done(login: str) -> tuple[Any, ...]:
    return _task.c.ended_by == login, _task.c.status == "completed"


def _lines() -> Select[Any]:
    return select(
        _task.c.id,
        _task.c.name,
        _task.c.status,
        _task.c.instance_id,
        _instance.c.number,
        _instance.c.title,
        _instance.c.process,
        _unit.c.short_name.label("unit"),
        _task.c.assignee,
        _task.c.created_at,
        _task.c.ended_at,
        task_due.label("due_at"),
    ).select_from(
        _task.join(_instance, _instance.c.id == _task.c.instance_id).outerjoin(
            _unit, _unit.c.id == _instance.c.unit_id
        )
    )


def _read(connection: Connection, statement: Select[Any], limit: int, offset: int) -> list[TaskLine]:
    return [TaskLine(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def _count(connection: Connection, statement: Select[Any]) -> int:
    found: int = connection.execute(statement.add_columns(func.count())).scalar_one()
    return found


def open_loads(connection: Connection) -> dict[tuple[str | None, str | None], int]:
    """How many open tasks wait, by unit and post."""
    statement = (
        select(_task.c.unit_id, _task.c.post_id, func.count().label("tasks"))
        .where(_task.c.status == "open")
        .group_by(_task.c.unit_id, _task.c.post_id)
    )
    return {(row.unit_id, row.post_id): row.tasks for row in connection.execute(statement)}
