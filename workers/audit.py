"""Following the chains of digests of all cases."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database
from engine.records import journal

_case, _entry = tables.instance.c, tables.journal.c


@dataclass(frozen=True, slots=True)
class Altered:
    """A case whose history was altered: `sequence` is the first row that does not follow."""

    number: str
    sequence: int


def verify_all(database: Database) -> tuple[int, list[Altered]]:
    """How many cases there are, and those whose rows or head were altered."""
    with database.reading() as connection:
        cases = connection.execute(
            select(_case.id, _case.number, _case.sequence, _case.head).order_by(_case.number)
        ).all()
        altered = [Altered(case.number, first) for case in cases if (first := _first(connection, case))]
    return len(cases), altered


def _first(connection: Connection, case: Any) -> int | None:
    rows = connection.execute(
        select(tables.journal).where(_entry.instance_id == case.id).order_by(_entry.sequence)
    ).mappings()
    entries = [dict(row) for row in rows]
    first = journal.first_altered(entries)
    if first is not None:
        return first
    head = entries[-1]["digest"] if entries else journal.START
    if len(entries) != case.sequence or head != case.head:
        return len(entries) + 1
    return None
