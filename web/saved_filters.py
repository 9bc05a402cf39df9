"""Filters saved under a name (常用筛选): one's own, and those colleagues of the unit have shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, or_, select

from engine import tables
from engine.database import Database, new_key
from engine.time import clock

_filter = tables.saved_filter

MOST = 30
"""Filters one person may keep for a list."""
LONGEST_NAME = 40


class TooMany(ValueError):
    """There are as many as one may keep."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A name for what the address of a list asks: `query` maps its parameters to their values."""

    id: UUID
    name: str
    query: Mapping[str, list[str]]
    mine: bool


def kept_filters(
    connection: Connection, of_list: str, person_id: UUID, units: frozenset[str]
) -> list[SavedFilter]:
    """One's own filters of a list and the shared ones of one's units, by name."""
    columns = _filter.c
    statement = (
        select(columns.id, columns.name, columns.query, columns.person_id)
        .where(
            columns.list == of_list, or_(columns.person_id == person_id, columns.unit_id.in_(sorted(units)))
        )
        .order_by(columns.name, columns.id)
    )
    rows = connection.execute(statement)
    return [SavedFilter(row.id, row.name, row.query, row.person_id == person_id) for row in rows]


def save(
    database: Database,
    of_list: str,
    person_id: UUID,
    name: str,
    query: Mapping[str, list[str]],
    unit_id: str | None,
) -> None:
    """Keep a filter; one's own of the same name is replaced. Raises TooMany."""

    def work(connection: Connection) -> None:
        columns = _filter.c
        own = columns.person_id == person_id, columns.list == of_list
        connection.execute(delete(_filter).where(*own, columns.name == name))
        count = connection.execute(select(func.count()).select_from(_filter).where(*own)).scalar_one()
        if count >= MOST:
            raise TooMany(name)
        row = {
            "id": new_key(),
            "person_id": person_id,
            "unit_id": unit_id,
            "list": of_list,
            "name": name,
            "query": dict(query),
            "saved_at": clock.now(),
        }
        connection.execute(insert(_filter), row)

    database.transact(work)


def forget(database: Database, filter_id: UUID, person_id: UUID) -> None:
    """Throw one's own filter away; another's stays."""
    columns = _filter.c
    database.transact(
        lambda connection: connection.execute(
            delete(_filter).where(columns.id == filter_id, columns.person_id == person_id)
        )
    )
