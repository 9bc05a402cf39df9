"""Published versions as cases run them: which one a new case takes, its files and its program."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, or_, select

from engine import tables
from engine.definitions.folder import main_file
from engine.runtime.program import Program
from engine.runtime.refusals import Refused
from engine.time import clock
from engine.words import words


def current_version(connection: Connection, process: str, unit_id: str | None) -> UUID:
    """The version a new case runs: the newest in force, or for units outside its pilot the one before.

    Raises Refused (gone) where the process has no published version.
    """
    row = tables.process_version.c
    versions = connection.execute(
        select(row.id, row.pilot_units)
        .where(row.process == process, row.withdrawn_at.is_(None), in_force(clock.now()))
        .order_by(row.number.desc())
    )
    for version in versions:
        if version.pilot_units is None or unit_id in version.pilot_units:
            found: UUID = version.id
            return found
    raise Refused(words("流程“%(process)s”还没有发布,不能发起。", process=process), kind="gone")


def in_force(now: datetime) -> ColumnElement[bool]:
    """Versions whose day has come."""
    row = tables.process_version.c
    return or_(row.in_force.is_(None), row.in_force <= now)


def read_program(connection: Connection, version_id: UUID) -> Program:
    """The program of a version, compiled from its stored artefacts."""
    version = connection.execute(
        select(tables.process_version).where(tables.process_version.c.id == version_id)
    ).one()
    files = _contents(connection, version.files)
    return Program(files, main_file(version.process, files), version.digest)


def version_files(connection: Connection, version_id: UUID) -> dict[str, bytes]:
    """The files of a version's closure by path."""
    row = tables.process_version.c
    found = connection.execute(select(row.files).where(row.id == version_id)).scalar_one()
    return _contents(connection, found)


def _contents(connection: Connection, digests: Mapping[str, str]) -> dict[str, bytes]:
    artefact = tables.artefact.c
    wanted = set(digests.values())
    found = connection.execute(select(artefact.digest, artefact.content).where(artefact.digest.in_(wanted)))
    contents = {row.digest: bytes(row.content) for row in found}
    return {path: contents[digest] for path, digest in digests.items()}
