"""Open tasks with what is needed to see whether they are approvals: their case's version and their element."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from engine import tables
from engine.queries.duties import Duties, is_theirs
from engine.queries.limits import task_due

_task, _instance, _unit = tables.user_task, tables.instance, tables.unit


@dataclass(frozen=True, slots=True)
class OpenTask:
    """An open task of somebody's; `unit` is the short name of its case's main unit, `unit_id` and `post_id` its own."""

    id: UUID
    name: str
    element: str
    version_id: UUID
    process: str
    case_id: UUID
    number: str
    title: str
    unit: str | None
    created_at: datetime
    due_at: datetime | None
    unit_id: str | None
    post_id: str | None


def open_tasks(connection: Connection, duties: Duties, limit: int) -> list[OpenTask]:
    """What somebody has to do, the most urgent first."""
    statement: Select[Any] = (
        select(
            _task.c.id,
            _task.c.name,
            _task.c.element,
            _instance.c.version_id,
            _instance.c.process,
            _instance.c.id,
            _instance.c.number,
            _instance.c.title,
            _unit.c.short_name,
            _task.c.created_at,
            task_due,
            _task.c.unit_id,
            _task.c.post_id,
        )
        .select_from(
            _task.join(_instance, _instance.c.id == _task.c.instance_id).outerjoin(
                _unit, _unit.c.id == _instance.c.unit_id
            )
        )
        .where(_task.c.status == "open", _instance.c.status == "running", is_theirs(duties))
        .order_by(task_due.is_(None), task_due, _task.c.id)
        .limit(limit)
    )
    return [OpenTask(*row) for row in connection.execute(statement)]
