"""What somebody has typed into a task and not yet submitted. Drafts are no part of the history."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select

from engine import tables
from engine.database import Database
from engine.statements import Statement
from engine.time import clock

_draft = tables.draft
_FORGET = Statement(
    delete(_draft).where(
        _draft.c.user_task_id == bindparam("task"), _draft.c.person_id == bindparam("person")
    )
)


def read(connection: Connection, task_id: UUID, person_id: UUID) -> dict[str, Any] | None:
    """The draft, or None."""
    statement = select(_draft.c.data).where(_draft.c.user_task_id == task_id, _draft.c.person_id == person_id)
    found: dict[str, Any] | None = connection.execute(statement).scalar()
    return found


def begun(connection: Connection, person_id: UUID, task_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the tasks of which the person has typed something and not submitted it."""
    statement = select(_draft.c.user_task_id).where(
        _draft.c.person_id == person_id, _draft.c.user_task_id.in_(task_ids)
    )
    return frozenset(connection.execute(statement).scalars())


def keep(database: Database, task_id: UUID, person_id: UUID, data: dict[str, Any]) -> None:
    """Keep what is typed in place of what was kept before."""

    def work(connection: Connection) -> None:
        forget(connection, task_id, person_id)
        row = {"user_task_id": task_id, "person_id": person_id, "data": data, "saved_at": clock.now()}
        connection.execute(insert(_draft), row)

    database.transact(work)


def forget(connection: Connection, task_id: UUID, person_id: UUID) -> None:
    """Throw the draft away, in the transaction in which it is submitted."""
    _FORGET.run(connection, [{"task": task_id, "person": person_id}])
