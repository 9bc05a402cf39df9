"""Published versions as cases run them: their files and their programs."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.definitions.folder import main_file
from engine.runtime.program import Program


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
