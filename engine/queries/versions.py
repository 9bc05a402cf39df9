"""The published processes: which version a new case of each would run."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from engine import tables
from engine.runtime.versions import in_force
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

    For people of some units (ids), a version that others run first (SF-01) does not count; without units all do.
    """
    row = _version.c
    statement = (
        select(row.id, row.process, row.name, row.number, row.pilot_units)
        .where(row.withdrawn_at.is_(None), in_force(clock.now()))
        .order_by(row.number.desc())
    )
    found: dict[str, CurrentVersion] = {}
    for r in connection.execute(statement):
        if units is None or r.pilot_units is None or not set(units).isdisjoint(r.pilot_units):
            found.setdefault(r.process, CurrentVersion(r.id, r.process, r.name, r.number))
    return sorted(found.values(), key=lambda version: version.name)


def current_version(
    connection: Connection, process: str, units: Collection[str] | None = None
) -> CurrentVersion | None:
    """The current version of one process, or None where it was never published or is withdrawn."""
    found = current_versions(connection, units)
    return next((version for version in found if version.process == process), None)


def find_version(connection: Connection, process: str, number: int | None) -> UUID | None:
    """The version of a process with a number, the current one where none is given; None where there is none."""
    if number is None:
        current = current_version(connection, process)
        return current.id if current is not None else None
    wanted = (_version.c.process == process) & (_version.c.number == number)
    found: UUID | None = connection.execute(select(_version.c.id).where(wanted)).scalar_one_or_none()
    return found
