"""The catalogue in the database: each change is a new version with its day, its author and its reason.

What was recorded is never rewritten. Every change raises the site's generation, so that each process renews
its view before its next act.
"""

from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select

from engine import tables
from engine.database import new_key
from engine.matters.catalogue import Catalogue, Entry, Item, Sort
from engine.matters.catalogue_file import CatalogueFile
from engine.matters.matter import Bundle, Matter, Paper
from engine.site import raise_generation, read_setting, write_setting
from engine.time import clock

OFFICES: Final = "approval_offices"
"""Site setting: the 审批股 of each unit that has matters (LJ-01)."""
_SHAPES: Final[dict[str, type[Matter] | type[Bundle] | type[Paper]]] = {
    "matter": Matter,
    "bundle": Bundle,
    "paper": Paper,
}
_row = tables.catalogue_entry.c


def read_register(connection: Connection) -> Catalogue:
    """Every version of the catalogue."""
    return Catalogue(_entries(connection))


def _entries(connection: Connection) -> list[Entry]:
    statement = select(_row.sort, _row.code, _row.content, _row.valid_from)
    return [
        Entry(sort, code, _SHAPES[sort].model_validate_json(orjson.dumps(content)), valid_from)
        for sort, code, content, valid_from in connection.execute(
            statement.order_by(_row.valid_from, _row.recorded_at, _row.id)
        )
    ]


def content_of(item: Item) -> Any:
    """An item as its row holds it."""
    return orjson.loads(item.model_dump_json(by_alias=True, exclude={"valid_from"}))


def record(
    connection: Connection, sort: Sort, code: str, item: Item, valid_from: date, by: str, reason: str
) -> None:
    """Leave a new version of something; it holds from a day on."""
    row = {
        "id": new_key(),
        "sort": sort,
        "code": code,
        "unit_id": item.unit if isinstance(item, Matter) else None,
        "content": content_of(item),
        "valid_from": valid_from,
        "recorded_at": clock.now(),
        "recorded_by": by,
        "reason": reason,
    }
    connection.execute(tables.catalogue_entry.insert().values(row))
    raise_generation(connection)


def take(connection: Connection, file: CatalogueFile, by: str, reason: str, since: date | None = None) -> int:
    """Bring the catalogue to what a file says; how many entries are new or changed.

    What is new holds from the day the file gives, what differs from the version in force from `since` (None:
    today); what the file does not name stays as it is.
    """
    known: dict[tuple[str, str], Item] = {(e.sort, e.code): e.item for e in _entries(connection)}
    day, taken = since or clock.today(), 0
    for entry in file.entries:
        before = known.get((entry.sort, entry.code))
        if before is not None and content_of(before) == content_of(entry.item):
            continue
        valid_from = entry.valid_from if before is None else day
        record(connection, entry.sort, entry.code, entry.item, valid_from, by, reason)
        taken += 1
    if read_setting(connection, OFFICES) != file.offices:
        write_setting(connection, OFFICES, file.offices)
    return taken
