"""自动任务: the armed timers of running cases by their moment, and the cases that stand still."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, select

from engine import tables

OF_A_LIMIT = 0
"""What `timer.engine_task` holds for a deadline's own moments, which belong to no task of the tree."""

_timer, _instance, _unit, _journal = tables.timer, tables.instance, tables.unit, tables.journal


@dataclass(frozen=True, slots=True)
class ArmedTimer:
    """An armed timer and its case.

    `element` is the event that fires; where `is_limit`, it is `warning` or `overdue`, a limit's own moment.
    """

    element: str
    is_limit: bool
    due_at: datetime
    case_id: UUID
    number: str
    title: str
    version_id: UUID
    unit: str | None


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A case that somebody has stopped (暂停办理): since when, by whom, and why."""

    id: UUID
    number: str
    title: str
    unit: str | None
    since: datetime | None
    by: str
    reason: str


def armed_between(
    connection: Connection,
    visible: ColumnElement[bool],
    first: datetime | None,
    last: datetime,
    limit: int,
    offset: int = 0,
) -> list[ArmedTimer]:
    """Armed timers due after `first` (None: also what is overdue) and up to `last`, in that order."""
    statement = (
        _armed(visible, first, last)
        .add_columns(
            _timer.c.element,
            _timer.c.engine_task == OF_A_LIMIT,
            _timer.c.due_at,
            _instance.c.id,
            _instance.c.number,
            _instance.c.title,
            _instance.c.version_id,
            _unit.c.short_name,
        )
        .order_by(_timer.c.due_at, _instance.c.number, _timer.c.id)
    )
    return [ArmedTimer(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def count_armed(
    connection: Connection, visible: ColumnElement[bool], first: datetime | None, last: datetime
) -> int:
    """How many timers `armed_between` lists without a limit."""
    found: int = connection.execute(_armed(visible, first, last).add_columns(func.count())).scalar_one()
    return found


def held_cases(connection: Connection, visible: ColumnElement[bool]) -> list[HeldCase]:
    """The suspended cases with what was said when they were stopped, the latest first."""
    latest = (
        select(func.max(_journal.c.sequence))
        .where(_journal.c.instance_id == _instance.c.id, _journal.c.act == "suspend")
        .correlate(_instance)
        .scalar_subquery()
    )
    statement = (
        select(
            _instance.c.id,
            _instance.c.number,
            _instance.c.title,
            _unit.c.short_name,
            _journal.c.at,
            _journal.c.actor,
            _journal.c.events,
        )
        .select_from(
            _instance.outerjoin(_unit, _unit.c.id == _instance.c.unit_id).outerjoin(
                _journal, (_journal.c.instance_id == _instance.c.id) & (_journal.c.sequence == latest)
            )
        )
        .where(_instance.c.status == "suspended", visible)
        .order_by(_journal.c.at.desc())
    )
    return [
        HeldCase(*row[:5], row.actor or "", _reason(row.events or ()))
        for row in connection.execute(statement)
    ]


def _armed(visible: ColumnElement[bool], first: datetime | None, last: datetime) -> Select[Any]:
    rows = _timer.join(_instance, _instance.c.id == _timer.c.instance_id).outerjoin(
        _unit, _unit.c.id == _instance.c.unit_id
    )
    conditions = [
        _timer.c.status == "armed",
        _instance.c.status == "running",
        _timer.c.due_at <= last,
        visible,
    ]
    if first is not None:
        conditions.append(_timer.c.due_at > first)
    return select().select_from(rows).where(*conditions)


def _reason(events: Any) -> str:
    said = (event.get("reason") for event in events if event["event"] == "instance.suspended")
    return next((str(reason) for reason in said if reason), "")
