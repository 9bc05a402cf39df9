"""What somebody has chosen for themselves; nobody else sees it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database

_preference = tables.preference


def read(connection: Connection, person_id: UUID, name: str, default: Any = None) -> Any:
    """The value of a choice, or `default`."""
    columns = _preference.c
    statement = select(columns.value).where(columns.person_id == person_id, columns.name == name)
    row = connection.execute(statement).first()
    return default if row is None else row.value


def write(database: Database, person_id: UUID, name: str, value: Any) -> None:
    """Keep a choice in place of the one before."""
    columns = _preference.c

    def work(connection: Connection) -> None:
        own = columns.person_id == person_id, columns.name == name
        updated = connection.execute(_preference.update().where(*own).values(value=value))
        if updated.rowcount == 0:
            row = {"person_id": person_id, "name": name, "value": value}
            connection.execute(_preference.insert(), row)

    database.transact(work)
