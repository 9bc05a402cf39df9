"""Cases under way that run an older version of their process than the one in force."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables

_instance, _version, _task = tables.instance, tables.process_version, tables.user_task


@dataclass(frozen=True, slots=True)
class Behind:
    """A running case with the number of the version it runs, and the elements of its open tasks."""

    id: UUID
    number: str
    title: str
    version: int
    elements: tuple[str, ...]


def cases_behind(connection: Connection, process: str, current: UUID, most: int = 500) -> list[Behind]:
    """The running and suspended cases of a process that do not run the version `current`, oldest first."""
    row = _instance.c
    statement = (
        select(row.id, row.number, row.title, _version.c.number)
        .join_from(_instance, _version, row.version_id == _version.c.id)
        .where(row.process == process, row.ended_at.is_(None), row.version_id != current)
        .order_by(row.started_at)
        .limit(most)
    )
    found = connection.execute(statement).all()
    at = _open_elements(connection, [case[0] for case in found])
    return [Behind(*case, elements=tuple(sorted(at.get(case[0], ())))) for case in found]


def _open_elements(connection: Connection, cases: list[UUID]) -> dict[UUID, set[str]]:
    task = _task.c
    statement = select(task.instance_id, task.element).where(
        task.instance_id.in_(cases), task.status == "open"
    )
    found: dict[UUID, set[str]] = {}
    for case, element in connection.execute(statement):
        found.setdefault(case, set()).add(element)
    return found
