"""The holiday notices the county has imported (T-5)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables


@dataclass(frozen=True, slots=True)
class ImportedNotice:
    """A notice as it was imported; `content` is what `notice_from_dict` reads."""

    id: UUID
    name: str
    issued: date
    content: Any
    imported_at: datetime
    imported_by: str


def imported_notices(connection: Connection) -> list[ImportedNotice]:
    """Every imported notice in the order of issue, those of one day as they were imported."""
    row = tables.calendar_notice.c
    statement = select(row.id, row.name, row.issued, row.content, row.imported_at, row.imported_by).order_by(
        row.issued, row.imported_at
    )
    return [ImportedNotice(*item) for item in connection.execute(statement)]


def find_notice(connection: Connection, notice_id: UUID) -> ImportedNotice | None:
    """The imported notice of this id, or None."""
    return next((each for each in imported_notices(connection) if each.id == notice_id), None)
