"""待办 · 待签收: what waits for somebody, by urgency, and how many of each."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select

from engine import tables
from engine.queries.duties import Duties, is_theirs
from engine.queries.limits import task_due
from engine.queries.wanted_tasks import EVERYTHING, Wanted, matching

_task, _instance, _unit = tables.user_task, tables.instance, tables.unit

Bounds = tuple[datetime, datetime, datetime]
"""Now, the end of today, the end of the week: what parts 已逾期, 今日到期, 本周到期 and 以后."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A user task (环节) in a list; `due_at` is its own limit, else the case's.

    `unit` is its case's, `unit_id` and `post_id` are those it is for.
    """

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
    item: Any
    answer: Any
    unit_id: str | None
    post_id: str | None

    @property
    def has_note(self) -> bool:
        """Whether it waits for a word on what somebody wrote down of one's own (口头批示)."""
        return self.status == "open" and "oral" in (self.answer or {})

    @property
    def label(self) -> str | None:
        """What its branch is called, where several of the same name are done side by side."""
        return (self.item or {}).get("label")


def open_tasks(
    connection: Connection,
    duties: Duties,
    limit: int,
    offset: int = 0,
    after: tuple[datetime | None, UUID] | None = None,
    wanted: Wanted = EVERYTHING,
) -> list[TaskLine]:
    """What is to be done, the most urgent first; tasks without a limit last.

    `after` names the limit and the key of the task behind which to begin.
    """
    statement = (
        task_lines()
        .where(_task.c.status == "open", is_theirs(duties), *matching(connection, wanted))
        .order_by(task_due.is_(None), task_due, _task.c.id)
    )
    if after is not None:
        statement = statement.where(_behind(*after))
    return read_tasks(connection, statement, limit, offset)


def _behind(due_at: datetime | None, key: UUID) -> ColumnElement[bool]:
    if due_at is None:
        return and_(task_due.is_(None), _task.c.id > key)
    same = and_(task_due == due_at, _task.c.id > key)
    return or_(task_due.is_(None), task_due > due_at, same)


def next_task(connection: Connection, duties: Duties, after: UUID | None = None) -> TaskLine | None:
    """The most urgent open task, preferring one of the same case as the task just ended."""
    found = None
    if after is not None:
        found = connection.execute(_most_urgent(duties, beside=True), {"after": after}).first()
    if found is None:
        found = connection.execute(_most_urgent(duties)).first()
    return None if found is None else TaskLine(*found)


@lru_cache(maxsize=512)
def _most_urgent(duties: Duties, *, beside: bool = False) -> Select[Any]:
    """The statement for somebody's most urgent task, of all or only `beside` the task `after`; asked at every act."""
    statement = task_lines().where(_task.c.status == "open", is_theirs(duties))
    if beside:
        case = select(_task.c.instance_id).where(_task.c.id == bindparam("after")).scalar_subquery()
        statement = statement.where(_task.c.instance_id == case)
    return statement.order_by(task_due.is_(None), task_due, _task.c.id).limit(1)


def open_page(
    connection: Connection,
    duties: Duties,
    bounds: Bounds,
    limit: int,
    offset: int = 0,
    wanted: Wanted = EVERYTHING,
) -> tuple[list[TaskLine], dict[str, int]]:
    """A page of `open_tasks`; how many on all pages are overdue, due today, this week, later (no limit included).

    One pass finds both: whoever has thousands of tasks is not to wait for their limits to be looked up again and
    again. A page behind the last one is empty and counts nothing.
    """
    theirs = _theirs(connection, duties, wanted).add_columns(_task.c.id, task_due.label("due_at"))
    found = theirs.cte("theirs").prefix_with("MATERIALIZED")
    urgency = _urgency(found.c.due_at, bounds)
    counts = [func.count().filter(urgency == name).over().label(name) for name in URGENCIES]
    order = (found.c.due_at.is_(None), found.c.due_at, found.c.id)
    page = select(found, *counts).order_by(*order).limit(limit).offset(offset).subquery()
    statement = (
        task_lines(page.c.due_at)
        .join(page, page.c.id == _task.c.id)
        .add_columns(*(page.c[name] for name in URGENCIES))
        .order_by(page.c.due_at.is_(None), page.c.due_at, page.c.id)
    )
    rows = connection.execute(statement).all()
    numbers = rows[0][-len(URGENCIES) :] if rows else ()
    return [TaskLine(*row[: -len(URGENCIES)]) for row in rows], dict(zip(URGENCIES, numbers, strict=False))


URGENCIES = ("overdue", "today", "week", "later")


def _urgency(due: ColumnElement[Any], bounds: Bounds) -> ColumnElement[str]:
    now, midnight, sunday = bounds
    steps = (
        (due.is_(None), "later"),
        (due <= now, "overdue"),
        (due <= midnight, "today"),
        (due <= sunday, "week"),
    )
    return case(*steps, else_="later")


def _theirs(connection: Connection, duties: Duties, wanted: Wanted) -> Select[Any]:
    rows = _task.join(_instance, _instance.c.id == _task.c.instance_id).outerjoin(
        _unit, _unit.c.id == _instance.c.unit_id
    )
    return (
        select()
        .select_from(rows)
        .where(_task.c.status == "open", is_theirs(duties), *matching(connection, wanted))
    )


def task_lines(due: ColumnElement[Any] = task_due) -> Select[Any]:
    """Every task as a line; what is wanted of them the caller adds."""
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
        due.label("due_at"),
        _task.c.item,
        _task.c.answer,
        _task.c.unit_id,
        _task.c.post_id,
    ).select_from(
        _task.join(_instance, _instance.c.id == _task.c.instance_id).outerjoin(
            _unit, _unit.c.id == _instance.c.unit_id
        )
    )


def read_tasks(connection: Connection, statement: Select[Any], limit: int, offset: int) -> list[TaskLine]:
    """A page of what `task_lines` finds."""
    return [TaskLine(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def open_loads(connection: Connection) -> dict[tuple[str | None, str | None], int]:
    """How many open tasks wait, by unit and post."""
    statement = (
        select(_task.c.unit_id, _task.c.post_id, func.count().label("tasks"))
        .where(_task.c.status == "open")
        .group_by(_task.c.unit_id, _task.c.post_id)
    )
    return {(row.unit_id, row.post_id): row.tasks for row in connection.execute(statement)}
