"""The published processes: which version a new case of each would run."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select

from engine import tables

_version = tables.process_version


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """The newest version of a process that has not been withdrawn."""

    id: UUID
    process: str
    name: str
    number: int


def current_versions(connection: Connection) -> list[CurrentVersion]:
    """The current version of every process, by the process's name."""
    newest = (
        select(_version.c.process, func.max(_version.c.number).label("number"))
        .where(_version.c.withdrawn_at.is_(None))
        .group_by(_version.c.process)
        .subquery()
    )
    same = (_version.c.process == newest.c.process) & (_version.c.number == newest.c.number)
    statement = (
        select(_version.c.id, _version.c.process, _version.c.name, _version.c.number)
        .select_from(_version.join(newest, same))
        .order_by(_version.c.name)
    )
    return [CurrentVersion(r.id, r.process, r.name, r.number) for r in connection.execute(statement)]


def current_version(connection: Connection, process: str) -> CurrentVersion | None:
    """The current version of one process, or None where it was never published or is withdrawn."""
    return next((version for version in current_versions(connection) if version.process == process), None)
