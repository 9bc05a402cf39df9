"""Procedures being worked on: whole process folders in the database, one draft a designer and procedure.

A draft is changed by its owner alone, until it is submitted; then somebody else publishes it or gives it back.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, delete, select, update

from engine import tables
from engine.database import insert_into, new_key
from engine.definitions.folder import MAX_FILE_BYTES, MAX_FILES, FolderError, read_folder
from engine.time import clock
from engine.words import kept, said_again, words

_draft, _file, _pass = tables.process_draft.c, tables.draft_file.c, tables.scenario_pass.c
_KINDS: Final = {
    "": (".bpmn", ".dmn", ".yaml", ".md"),
    "forms": (".json",),
    "documents": (".docx",),
    "scenarios": (".yaml", ".yml"),
}
"""Which files a process folder holds, by sub-folder."""


class DraftError(ValueError):
    """What was asked of a draft cannot be done; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft without its files. `base_number` is the version it began from, None for a new procedure."""

    id: UUID
    process: str
    person_id: UUID
    base_version: UUID | None
    base_number: int | None
    created_at: datetime
    saved_at: datetime
    reason: str | None
    submitted_at: datetime | None
    published_version: UUID | None
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether its owner may change it."""
        return self.submitted_at is None and self.closed_at is None


def find(connection: Connection, draft_id: UUID) -> Draft | None:
    """The draft of this id."""
    row = connection.execute(_drafts().where(_draft.id == draft_id)).first()
    return Draft(*row) if row else None


def of_person(connection: Connection, person_id: UUID) -> list[Draft]:
    """What somebody is working on or has submitted, the latest first."""
    return _listed(connection, (_draft.person_id == person_id) & _draft.closed_at.is_(None))


def submitted(connection: Connection) -> list[Draft]:
    """What waits for a second person to publish it."""
    return _listed(connection, _draft.submitted_at.is_not(None) & _draft.closed_at.is_(None))


def _listed(connection: Connection, condition: ColumnElement[bool]) -> list[Draft]:
    statement = _drafts().where(condition).order_by(_draft.saved_at.desc())
    return [Draft(*row) for row in connection.execute(statement)]


def _drafts() -> Select[Any]:
    version = tables.process_version
    return select(
        _draft.id,
        _draft.process,
        _draft.person_id,
        _draft.base_version,
        version.c.number,
        _draft.created_at,
        _draft.saved_at,
        _draft.reason,
        _draft.submitted_at,
        _draft.published_version,
        _draft.closed_at,
    ).select_from(tables.process_draft.outerjoin(version, version.c.id == _draft.base_version))


def files_of(connection: Connection, draft_id: UUID) -> dict[str, bytes]:
    """The draft's files by path."""
    statement = select(_file.path, _file.content).where(_file.draft_id == draft_id).order_by(_file.path)
    return {path: bytes(content) for path, content in connection.execute(statement)}


def digest_of(files: Mapping[str, bytes]) -> str:
    """`sha256:…` of paths and contents together."""
    parts = (f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n" for path in sorted(files))
    return "sha256:" + hashlib.sha256("".join(parts).encode()).hexdigest()


def source_files(connection: Connection, process: str, processes: Path) -> dict[str, bytes]:
    """What a new draft of a procedure begins with: the last draft published, else the county's folder.

    Raises DraftError where there is neither.
    """
    last = connection.execute(
        select(_draft.id)
        .where(_draft.process == process, _draft.published_version.is_not(None))
        .order_by(_draft.closed_at.desc())
        .limit(1)
    ).scalar()
    if last is not None:
        return files_of(connection, last)
    try:
        return dict(read_folder(processes / process).files)
    except FolderError as error:
        raise DraftError(
            words("流程“%(process)s”没有可供修改的文件夹。请上传它的流程文件夹(.zip)。", process=process)
        ) from error


def begin(
    connection: Connection,
    process: str,
    person_id: UUID,
    files: Mapping[str, bytes],
    base_version: UUID | None = None,
) -> UUID:
    """A new draft with these files; the id. Raises DraftError for files that no process folder holds.

    Pictures of diagrams are left out: they are drawn anew from the diagram (`banjie picture`).
    """
    files = {path: content for path, content in files.items() if not path.endswith(".svg")}
    if len(files) > MAX_FILES:
        raise DraftError(words("文件超过 %(max_files)s 个。", max_files=MAX_FILES))
    for path, content in files.items():
        _check(path, content)
    now, key = clock.now(), new_key()
    row = {
        "id": key,
        "process": process,
        "person_id": person_id,
        "base_version": base_version,
        "created_at": now,
        "saved_at": now,
    }
    connection.execute(tables.process_draft.insert().values(row))
    rows = [{"draft_id": key, "path": path, "content": content} for path, content in files.items()]
    if rows:
        connection.execute(tables.draft_file.insert(), rows)
    return key


def keep(connection: Connection, draft_id: UUID, path: str, content: bytes) -> None:
    """Write one file of a draft. Raises DraftError."""
    _check(path, content)
    row = {"draft_id": draft_id, "path": path, "content": content}
    statement = insert_into(tables.draft_file, connection.dialect.name).values(row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["draft_id", "path"], set_={"content": content})
    )
    connection.execute(update(tables.process_draft).where(_draft.id == draft_id).values(saved_at=clock.now()))


def remove(connection: Connection, draft_id: UUID, path: str) -> None:
    """Take a file out of a draft."""
    connection.execute(delete(tables.draft_file).where(_file.draft_id == draft_id, _file.path == path))
    connection.execute(delete(tables.scenario_pass).where(_pass.draft_id == draft_id, _pass.path == path))


def mark(connection: Connection, draft_id: UUID, **values: Any) -> None:
    """Write facts of the draft itself: reason, submitted_at, published_version, closed_at."""
    connection.execute(update(tables.process_draft).where(_draft.id == draft_id).values(values))


def note_played(connection: Connection, draft_id: UUID, path: str, digest: str, failures: list[str]) -> None:
    """Keep how a scenario ended with the files of `digest`."""
    connection.execute(delete(tables.scenario_pass).where(_pass.draft_id == draft_id, _pass.path == path))
    row = {
        "draft_id": draft_id,
        "path": path,
        "digest": digest,
        "failures": [kept(each) for each in failures],
        "played_at": clock.now(),
    }
    connection.execute(tables.scenario_pass.insert().values(row))


def played(connection: Connection, draft_id: UUID, digest: str) -> dict[str, list[str]]:
    """How the scenarios ended that were played with just these files: failures by path."""
    statement = select(_pass.path, _pass.failures).where(_pass.draft_id == draft_id, _pass.digest == digest)
    return {path: list(map(said_again, failures)) for path, failures in connection.execute(statement)}


def _check(path: str, content: bytes) -> None:
    parts = PurePosixPath(path).parts
    folder = "/".join(parts[:-1])
    wrong = path.startswith("/") or "\\" in path or ".." in parts or "\0" in path or len(path) > 200
    if wrong or not parts or folder not in _KINDS or not path.endswith(_KINDS[folder]):
        raise DraftError(words("“%(path)s”不是流程文件夹里的文件。", path=path[:80]))
    if len(content) > MAX_FILE_BYTES:
        raise DraftError(
            words(
                "“%(path)s”超过 %(max_file_bytes)s MB。",
                path=path,
                max_file_bytes=MAX_FILE_BYTES // 1_000_000,
            )
        )
