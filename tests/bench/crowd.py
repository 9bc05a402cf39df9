"""A hundred thousand other cases, copied by SQL from one real one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select, text

from engine import tables
from engine.database import new_key
from tests.bench.county import County

_AT_ONCE = 5_000
_KEYED = (tables.user_task, tables.deadline, tables.timer)
_CHILDREN = (*_KEYED, tables.journal, tables.field)


def crowd(county: County, case: UUID, count: int) -> None:
    """Copy a case with its tasks, deadlines, timers, history and data so often."""
    with county.office.engine.database.transaction() as connection:
        instance = _rows(connection, tables.instance, tables.instance.c.id == case)[0]
        children = {table: _rows(connection, table, table.c.instance_id == case) for table in _CHILDREN}
    for first in range(0, count, _AT_ONCE):
        with county.office.engine.database.transaction() as connection:
            numbers = range(first, min(first + _AT_ONCE, count))
            keys = {number: new_key() for number in numbers}
            cases = [{**instance, "id": keys[n], "number": f"crowd-{n}"} for n in numbers]
            connection.execute(tables.instance.insert(), cases)
            for table, rows in children.items():
                _copy(connection, table, rows, keys)
    _analyse(county)


def _rows(connection: Connection, table: Table, where: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).where(where)).mappings()]


def _copy(connection: Connection, table: Table, rows: list[dict[str, Any]], keys: dict[int, UUID]) -> None:
    copies = [{**row, "instance_id": key} for key in keys.values() for row in rows]
    if table in _KEYED:
        copies = [{**copy, "id": new_key()} for copy in copies]
    if copies:
        connection.execute(table.insert(), copies)


def _analyse(county: County) -> None:
    with county.office.engine.database.engine.connect() as connection:
        if county.url.startswith("postgresql"):
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("vacuum analyze"))
        else:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
