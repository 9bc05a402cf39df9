"""Loads a case under its lock: the only reading of the hot path.

The statements are compiled once. The instance row is locked first everywhere; what the loaded state says is
believed, never a row joined beside it. `engine.runtime.saving` writes what an act has changed.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from engine import tables
from engine.database import new_key
from engine.refusals import Refused
from engine.runtime.act import Act
from engine.runtime.case import Case, load_case
from engine.runtime.open_tasks import OpenTasks
from engine.runtime.program import Program
from engine.site import GENERATION
from engine.statements import Statement
from engine.time import clock
from engine.words import words

_instance, _task = tables.instance, tables.user_task
_LOCK = Statement(select(_instance).where(_instance.c.id == bindparam("key")).with_for_update())
_of_task = select(_task.c.instance_id).where(_task.c.id == bindparam("key")).scalar_subquery()
_LOCK_BY_TASK = Statement(select(_instance).where(_instance.c.id == _of_task).with_for_update())
_asked = select(bindparam("key", type_=_task.c.id.type).label("key")).subquery("asked")
_GENERATION = select(tables.setting.c.value).where(tables.setting.c.name == GENERATION).scalar_subquery()
_OUTLOOK = Statement(
    select(_GENERATION.label("generation"), _task).select_from(
        _asked.outerjoin(_task, (_task.c.id == _asked.c.key) & (_task.c.status == "open"))
    )
)
_OPEN_TASKS = Statement(
    select(_task).where(_task.c.instance_id == bindparam("key"), _task.c.status == "open")
)
_KNOWN_KEY = Statement(
    select(tables.journal.c.sequence).where(
        tables.journal.c.instance_id == bindparam("instance"), tables.journal.c.key == bindparam("key")
    )
)


def lock(connection: Connection, key: UUID, by_task: bool = False) -> dict[str, Any]:
    """Lock and read the instance row of a case, named by its key or by one of its user tasks.

    Raises Refused (gone).
    """
    row = (_LOCK_BY_TASK if by_task else _LOCK).first(connection, key=key)
    if row is None:
        raise Refused(words("没有这个办件,或它已不在。请从待办列表重新进入。"), kind="gone")
    return row


def outlook(connection: Connection, task_id: UUID | None) -> tuple[int, dict[str, Any] | None]:
    """The generation of what the act sees of the county, and the row of the open task it is about, in one statement.

    Asked once the case is locked, so that neither is older than what the lock waited for.
    """
    (row,) = _OUTLOOK.rows(connection, key=task_id)
    generation = row.pop("generation") or 0
    return generation, row if row["id"] is not None else None


def load(
    connection: Connection,
    row: dict[str, Any],
    program: Program,
    act: Act,
    task: dict[str, Any] | None = None,
) -> Case:
    """The case of a locked row; `task` is the row of an open user task that has been read already."""
    case = load_case(row, program, act)
    case.open_tasks = OpenTasks(case.tree.ready(), lambda: _OPEN_TASKS.rows(connection, key=row["id"]), task)
    return case


def is_known(connection: Connection, instance_id: UUID, key: str) -> bool:
    """Whether an act with this idempotency key has been done on a case."""
    return _KNOWN_KEY.first(connection, instance=instance_id, key=key) is not None


def mark_opened(connection: Connection, task_id: UUID) -> None:
    """Remember when an open task was first opened; nothing where it is opened or gone already."""
    lock(connection, task_id, by_task=True)
    unopened = (_task.c.id == task_id) & _task.c.opened_at.is_(None) & (_task.c.status == "open")
    connection.execute(_task.update().where(unopened).values(opened_at=clock.now()))


def add_incident(
    connection: Connection,
    instance_id: UUID,
    kind: str,
    message: str,
    element: str | None,
    subject: UUID | None = None,
) -> None:
    """Record an incident, once for the same trouble of the same case; `subject` is the timer or task it is about."""
    row = tables.incident.c
    same = select(row.id).where(
        row.instance_id == instance_id, row.kind == kind, row.message == message, row.resolved_at.is_(None)
    )
    if connection.execute(same).first() is None:
        connection.execute(
            tables.incident.insert().values(
                id=new_key(),
                instance_id=instance_id,
                element=element,
                kind=kind,
                message=message,
                raised_at=clock.now(),
                subject=subject,
                resolved_at=None,
                resolved_by=None,
            )
        )
