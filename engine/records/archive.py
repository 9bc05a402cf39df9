"""Finished cases leave the tables of running ones (归档) and can be brought back.

A case's rows move, in one transaction, into one row of `archived_case`; its history still verifies there. What
other things count or refer to stays: papers and their numbers, scores, attachments, the keys by which nothing
is done twice, sealed heads, and personal data, so that it can be erased.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any, Final
from uuid import UUID

import orjson
import zstandard
from sqlalchemy import Column, ColumnElement, Connection, LargeBinary, Select, Table, exists, func, select

from engine import tables, values
from engine.database import Database, Json, Key
from engine.records import anchors, search
from engine.records.audit_parts import Part
from engine.time import clock
from engine.words import words

MOVED: Final[tuple[Table, ...]] = (
    tables.instance,
    tables.user_task,
    tables.deadline,
    tables.timer,
    tables.subscription,
    tables.field,
    tables.journal,
    tables.notification,
    tables.circulation,
    tables.outbox,
    tables.incident,
)
"""Tables whose rows move with a case, in the order in which they refer to each other."""
STAYING: Final[tuple[Table, ...]] = (
    tables.document,
    tables.score,
    tables.attachment,
    tables.delivery,
    tables.held_paper,
    tables.query_code,
    tables.rating,
    tables.inbox,
    tables.personal,
    tables.anchor_head,
)
"""Tables whose rows about a case outlast it."""

DROPPED: Final[tuple[Table, ...]] = (tables.case_text, tables.follow)
"""Tables whose rows about a case go when it does: nobody's history, and made again where needed."""

_SCHEMA: Final = 1
_instance, _archived = tables.instance.c, tables.archived_case.c
_compressor = zstandard.ZstdCompressor(level=9)
_decompressor = zstandard.ZstdDecompressor()


class NotArchived(LookupError):
    """No case of this number is in the archive; the message says so in Chinese."""


class DamagedArchive(ValueError):
    """An archived case that is not what was put away; the message says which, in Chinese."""


@dataclass(frozen=True, slots=True)
class Archived:
    """An archived case as lists show it."""

    id: UUID
    number: str
    process: str
    title: str
    unit_id: str | None
    outcome: str | None
    started_at: datetime
    ended_at: datetime
    archived_at: datetime


# --- putting away ---------------------------------------------------------------------------------------------
def archive_finished(database: Database, before: date, limit: int = 1_000) -> list[str]:
    """Archive up to `limit` cases that ended before a civil day, the oldest first; their numbers.

    Each moves in a transaction of its own. All heads are sealed first. A case with something still to deliver
    or an open incident stays.
    """
    anchors.seal(database)
    with database.reading() as connection:
        keys = list(connection.execute(_finished(before).limit(limit)).scalars())
    moved = [database.transact(partial(_archive, key=key)) for key in keys]
    return [number for number in moved if number is not None]


def _finished(before: date) -> Select[Any]:
    midnight = datetime.combine(before, time(), clock.CIVIL)
    return (
        select(_instance.id).where(_is_finished(), _instance.ended_at < midnight).order_by(_instance.ended_at)
    )


def _is_finished() -> ColumnElement[bool]:
    """Ended, with nothing left to deliver or to mend."""
    outgoing, incident = tables.outbox.c, tables.incident.c
    return (
        _instance.status.in_(("completed", "cancelled"))
        & ~exists().where(outgoing.instance_id == _instance.id, outgoing.delivered_at.is_(None))
        & ~exists().where(incident.instance_id == _instance.id, incident.resolved_at.is_(None))
    )


def _archive(connection: Connection, key: UUID) -> str | None:
    locked = select(tables.instance).where(_instance.id == key, _is_finished()).with_for_update()
    row = connection.execute(locked).mappings().first()
    if row is None:
        return None
    content = values.dumps({"schema": _SCHEMA, **{t.name: _rows(connection, t, key) for t in MOVED}})
    shown = ("number", "process", "title", "unit_id", "outcome", "started_at", "ended_at")
    connection.execute(
        tables.archived_case.insert().values(
            instance_id=key,
            content=_compressor.compress(content),
            digest=_digest(content),
            archived_at=clock.now(),
            **{name: row[name] for name in shown},
        )
    )
    tasks = select(tables.user_task.c.id).where(tables.user_task.c.instance_id == key)
    connection.execute(tables.draft.delete().where(tables.draft.c.user_task_id.in_(tasks)))
    for table in (*DROPPED, *reversed(MOVED)):
        connection.execute(table.delete().where(_is_of(table, key)))
    return str(row["number"])


def _is_of(table: Table, key: UUID) -> ColumnElement[bool]:
    return (table.c.id if table is tables.instance else table.c.instance_id) == key


def _rows(connection: Connection, table: Table, key: UUID) -> list[dict[str, Any]]:
    statement = select(table).where(_is_of(table, key)).order_by(*table.primary_key)
    return [
        {name: _written(table.c[name], value) for name, value in row.items()}
        for row in connection.execute(statement).mappings()
    ]


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


# --- bringing back --------------------------------------------------------------------------------------------
def unarchive(database: Database, number: str) -> UUID:
    """Bring a case back to where it was, every row the same. Raises NotArchived, DamagedArchive."""

    def work(connection: Connection) -> UUID:
        locked = select(tables.archived_case).where(_archived.number == number).with_for_update()
        row = connection.execute(locked).first()
        if row is None:
            raise NotArchived(words("归档里没有办件 %(number)s;请核对编号", number=number))
        content = read_content(row)
        for table in MOVED:
            if content[table.name]:
                connection.execute(table.insert(), content[table.name])
        connection.execute(tables.archived_case.delete().where(_archived.instance_id == row.instance_id))
        search.follow_all(connection)
        return UUID(bytes=row.instance_id.bytes)

    return database.transact(work)


def read_content(row: Any) -> dict[str, list[dict[str, Any]]]:
    """The rows of an archived case by table, as they stood. Raises DamagedArchive."""
    try:
        raw = _decompressor.decompress(row.content)
    except zstandard.ZstdError as error:
        raise DamagedArchive(words("办件 %(number)s 的归档内容解不开", number=row.number)) from error
    if _digest(raw) != row.digest:
        raise DamagedArchive(words("办件 %(number)s 的归档内容与它的摘要不符", number=row.number))
    content = values.loads(raw)
    return {
        table.name: [
            {name: _read(table.c[name], value) for name, value in each.items()}
            for each in content[table.name]
        ]
        for table in MOVED
    }


def _written(column: "Column[Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Key):
        return value.hex
    if isinstance(column.type, LargeBinary):
        return base64.b64encode(value).decode()
    return orjson.dumps(value).decode() if isinstance(column.type, Json) else value


def _read(column: "Column[Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Key):
        return UUID(hex=value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    return orjson.loads(value) if isinstance(column.type, Json) else value


# --- asking ---------------------------------------------------------------------------------------------------
def archived_cases(connection: Connection, text: str = "", limit: int = 100) -> list[Archived]:
    """Archived cases whose number or title holds `text`, those that ended last first."""
    columns = [_archived[name] for name in Archived.__slots__ if name != "id"]
    statement = (
        select(_archived.instance_id, *columns)
        .where(
            _archived.number.contains(text, autoescape=True) | _archived.title.contains(text, autoescape=True)
        )
        .order_by(_archived.ended_at.desc(), _archived.number)
        .limit(limit)
    )
    return [Archived(*row) for row in connection.execute(statement)]


def cases_of_keys(key: ColumnElement[Any]) -> Select[Any]:
    """The statement that finds `id` and `number` of the case, running or archived, that an inbox key belongs to."""
    inbox = tables.inbox.c
    number = func.coalesce(_instance.number, _archived.number).label("number")
    return (
        select(inbox.instance_id.label("id"), number)
        .select_from(
            tables.inbox.outerjoin(tables.instance, _instance.id == inbox.instance_id).outerjoin(
                tables.archived_case, _archived.instance_id == inbox.instance_id
            )
        )
        .where(inbox.key == key, inbox.instance_id.is_not(None))
    )


def histories(
    connection: Connection, part: Part
) -> Iterator[tuple[Any, Mapping[str, Any] | None, list[dict[str, Any]]]]:
    """Every archived case of a part in the order of keys: its row, its instance row and its journal.

    The instance row is None, and the journal empty, where the content is damaged.
    """
    archived = select(tables.archived_case).where(part.holds(_archived.instance_id))
    statement = archived.order_by(_archived.instance_id)
    for row in connection.execute(statement.execution_options(yield_per=100)):
        try:
            content = read_content(row)
        except DamagedArchive:
            yield row, None, []
        else:
            yield row, content["instance"][0], content["journal"]
