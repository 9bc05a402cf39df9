"""What is asked of one unit: its running cases with their limits, its open tasks, and the slips it has received."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from engine import tables
from engine.queries.limits import case_due

_instance, _task, _document = tables.instance, tables.user_task, tables.document


@dataclass(frozen=True, slots=True)
class UnitItem:
    """A running case of the unit; `tasks` are the (id, name) of what waits for the unit itself."""

    id: UUID
    number: str
    title: str
    process: str
    status: str
    due_at: datetime | None
    paper: str | None
    tasks: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class ReceivedSlip:
    """A paper addressed to the unit."""

    id: UUID
    kind: str
    number: str | None
    case_id: UUID
    title: str
    at: datetime


def items_of(connection: Connection, unit_id: str, limit: int) -> list[UnitItem]:
    """The running and suspended cases of which the unit is the main one, the most urgent first."""
    paper = (
        select(_document.c.kind)
        .where(_document.c.instance_id == _instance.c.id, _document.c.unit_id == _instance.c.unit_id)
        .order_by(_document.c.issued_at.desc(), _document.c.id.desc())
        .limit(1)
        .correlate(_instance)
        .scalar_subquery()
    )
    row = _instance.c
    statement = (
        select(row.id, row.number, row.title, row.process, row.status, case_due, paper)
        .where(row.unit_id == unit_id, row.status.in_(("running", "suspended")))
        .order_by(case_due.is_(None), case_due, row.id)
        .limit(limit)
    )
    found = connection.execute(statement).all()
    tasks = _tasks_of(connection, unit_id, [item.id for item in found])
    return [UnitItem(*item, tasks=tuple(tasks.get(item.id, ()))) for item in found]


def received_by(connection: Connection, unit_id: str, first: datetime, last: datetime) -> list[ReceivedSlip]:
    """The papers the unit received from `first` to before `last`, the latest first."""
    moment: Any = func.coalesce(_document.c.due_at, _document.c.issued_at, type_=_document.c.issued_at.type)
    row = _document.c
    statement = (
        select(row.id, row.kind, row.number, _instance.c.id, _instance.c.title, moment)
        .select_from(_document.join(_instance, _instance.c.id == row.instance_id))
        .where(row.unit_id == unit_id, moment >= first, moment < last)
        .order_by(moment.desc(), row.id.desc())
    )
    return [ReceivedSlip(*item) for item in connection.execute(statement)]


def scored_years(connection: Connection, unit_id: str) -> list[int]:
    """The years in which the unit has entries in the ledger of points, the latest first."""
    row = tables.score.c
    statement = select(row.year).where(row.unit_id == unit_id).distinct().order_by(row.year.desc())
    return list(connection.execute(statement).scalars())


def _tasks_of(connection: Connection, unit_id: str, cases: list[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    row, found = _task.c, dict[UUID, list[tuple[UUID, str]]]()
    statement = (
        select(row.instance_id, row.id, row.name)
        .where(row.instance_id.in_(cases), row.unit_id == unit_id, row.status == "open")
        .order_by(row.id)
    )
    for task in connection.execute(statement):
        found.setdefault(task.instance_id, []).append((task.id, task.name))
    return found
