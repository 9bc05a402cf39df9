"""The published processes: which version a new case of each runs. The engine and the pages ask the same function."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from engine import tables
from engine.time import clock

_version = tables.process_version


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """The newest version of a process that has not been withdrawn."""

    id: UUID
    process: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version with its publication; `running` is how many of its cases have not ended.

    `in_force` is the later moment from which new cases run it, `pilot_units` the units that run it first.
    """

    id: UUID
    process: str
    name: str
    number: int
    published_at: datetime
    published_by: str
    reason: str
    withdrawn_at: datetime | None
    in_force: datetime | None
    pilot_units: list[str] | None
    running: int


def all_versions(connection: Connection) -> list[PublishedVersion]:
    """Every version of every process, by the process's name, the newest first."""
    instance = tables.instance.c
    running = (
        select(func.count())
        .where(instance.version_id == _version.c.id, instance.ended_at.is_(None))
        .correlate(_version)
        .scalar_subquery()
    )
    row = _version.c
    statement: Select[Any] = select(
        row.id,
        row.process,
        row.name,
        row.number,
        row.published_at,
        row.published_by,
        row.reason,
        row.withdrawn_at,
        row.in_force,
        row.pilot_units,
        running,
    ).order_by(row.name, row.process, row.number.desc())
    return [PublishedVersion(*item) for item in connection.execute(statement)]


def current_versions(connection: Connection, units: Collection[str] | None = None) -> list[CurrentVersion]:
    """The current version of every process, by the process's name.

    A case runs the newest version in force, but one that some units run first (SF-01) only where somebody of those
    units starts it. `units` are the ids of the starter's; nobody's are none (the public, the system), and where
    they are left out every version counts.
    """
    return sorted(_current(connection, units), key=lambda version: version.name)


def current_version(
    connection: Connection, process: str, units: Collection[str] | None = None
) -> CurrentVersion | None:
    """The current version of one process, or None where none is published, for these units."""
    return next(iter(_current(connection, units, _version.c.process == process)), None)


def _current(
    connection: Connection, units: Collection[str] | None, *where: ColumnElement[bool]
) -> list[CurrentVersion]:
    row = _version.c
    statement = (
        select(row.id, row.process, row.name, row.number, row.pilot_units)
        .where(row.withdrawn_at.is_(None), in_force(clock.now()), *where)
        .order_by(row.number.desc())
    )
    found: dict[str, CurrentVersion] = {}
    for r in connection.execute(statement):
        if units is None or r.pilot_units is None or not set(units).isdisjoint(r.pilot_units):
            found.setdefault(r.process, CurrentVersion(r.id, r.process, r.name, r.number))
    return list(found.values())


def in_force(now: datetime) -> ColumnElement[bool]:
    """Versions whose day has come."""
    row = _version.c
    return or_(row.in_force.is_(None), row.in_force <= now)


def find_version(connection: Connection, process: str, number: int | None) -> UUID | None:
    """The version of a process with a number, the current one where none is given; None where there is none."""
    if number is None:
        current = current_version(connection, process)
        return current.id if current is not None else None
    wanted = (_version.c.process == process) & (_version.c.number == number)
    found: UUID | None = connection.execute(select(_version.c.id).where(wanted)).scalar_one_or_none()
    return found
