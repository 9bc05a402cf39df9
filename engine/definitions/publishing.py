"""Publishing: a process folder becomes an immutable version, and stays what it was."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database, insert_into, new_key
from engine.definitions.closure import Closure, closure_of
from engine.definitions.folder import read_folder
from engine.definitions.gate import check_folder
from engine.definitions.problem import Problem
from engine.people.actor import Actor
from engine.time import clock
from engine.words import words


class NotPublishable(Exception):
    """The folder does not pass the gate; nothing was published. `problems` say what, where and how to mend it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(words("%(n)s 处须先改正", n=len(problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Published:
    """A published version. `is_new` is False where the same closure was the current version already."""

    version_id: UUID
    process: str
    number: int
    is_new: bool


def publish(
    database: Database,
    folder: Path,
    by: Actor,
    reason: str,
    pilot: Iterable[str] | None = None,
    in_force: datetime | None = None,
    unreleased: Callable[[Connection, Closure], list[Problem]] = lambda _connection, _closure: [],
    and_then: Callable[[Connection, Published], object] | None = None,
) -> Published:
    """Check a folder and publish its closure; the same closure again changes nothing.

    `pilot` are the ids of the units that run this version first (SF-01); `in_force` is the moment from which
    new cases run it, at once where it is None. What is `unreleased` is not published. `and_then` belongs to
    the same transaction. Raises NotPublishable.
    """
    errors = [problem for problem in check_folder(folder) if problem.severity == "error"]
    if errors:
        raise NotPublishable(errors)
    closure = closure_of(read_folder(folder))

    def work(connection: Connection) -> Published:
        problems = unreleased(connection, closure)
        if problems:
            raise NotPublishable(problems)
        published = store(connection, closure, by, reason, pilot, in_force)
        if and_then is not None:
            and_then(connection, published)
        return published

    return database.transact(work)


def store(
    connection: Connection,
    closure: Closure,
    by: Actor,
    reason: str,
    pilot: Iterable[str] | None,
    in_force: datetime | None = None,
) -> Published:
    """Write a closure that has been judged already as its process's newest version.

    The same closure again is no new version, unless a pilot's is to be everybody's or other units' from now on.
    """
    row = tables.process_version.c
    units = sorted(pilot) if pilot is not None else None
    latest = connection.execute(
        select(row.id, row.number, row.digest, row.pilot_units)
        .where(row.process == closure.key)
        .order_by(row.number.desc())
        .limit(1)
    ).first()
    if latest is not None and latest.digest == closure.digest and latest.pilot_units in (None, units):
        return Published(latest.id, closure.key, latest.number, False)
    insert = insert_into(tables.artefact, connection.dialect.name).on_conflict_do_nothing()
    connection.execute(
        insert,
        [{"digest": closure.digests[path], "content": content} for path, content in closure.files.items()],
    )
    version_id, number = new_key(), latest.number + 1 if latest is not None else 1
    version = {
        "id": version_id,
        "process": closure.key,
        "number": number,
        "name": closure.name,
        "digest": closure.digest,
        "files": closure.digests,
        "published_at": clock.now(),
        "published_by": by.login,
        "reason": reason,
        "pilot_units": units,
        "withdrawn_at": None,
        "in_force": in_force,
    }
    connection.execute(tables.process_version.insert().values(version))
    return Published(version_id, closure.key, number, True)
