"""Cases under way that run an older version of their process than the one in force."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables

_instance, _version, _task = tables.instance, tables.process_version, tables.user_task


@dataclass(frozen=True, slots=True)
class Behind:
    """A running case with the number of the version it runs, and its open tasks: element and name."""

    id: UUID
    number: str
    title: str
    version: int
    tasks: tuple[tuple[str, str], ...]


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
    at = _open_tasks(connection, [case[0] for case in found])
    return [Behind(*case, tasks=tuple(sorted(at.get(case[0], ())))) for case in found]


def _open_tasks(connection: Connection, cases: list[UUID]) -> dict[UUID, set[tuple[str, str]]]:
    task = _task.c
    statement = select(task.instance_id, task.element, task.name).where(
        task.instance_id.in_(cases), task.status == "open"
    )
    found: dict[UUID, set[tuple[str, str]]] = {}
    for case, element, name in connection.execute(statement):
        found.setdefault(case, set()).add((element, name))
    return found
