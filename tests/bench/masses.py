"""Cases by the hundred thousand, copied inside the database from a few real ones.

A copy has its own key and number and lies some days earlier or later; its tasks, limits, data, papers and search
text are copied with it. Its history and its timers are not: what is measured finds those by the case's key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Table, bindparam, text

from engine import tables
from engine.database import Database, Instant, Key

_CHILDREN = (tables.user_task, tables.deadline, tables.field, tables.document, tables.case_text)


@dataclass(frozen=True, slots=True)
class Original:
    """A case to be copied so often; the copies lie `first` … `first + spread - 1` days later, evenly."""

    case: UUID
    copies: int
    first: int
    spread: int


@dataclass(frozen=True, slots=True)
class _Words:
    """What one database calls the things a copy needs."""

    new_key: str
    days_later: str
    date_later: str
    more_grams: str


_WORDS = {
    "postgresql": _Words(
        "uuidv7()",
        "{} + copied.days * interval '1 day'",
        "{} + copied.days",
        "{} || array_to_tsvector(array[cast(copied.place as text)])",
    ),
    "sqlite": _Words(
        "randomblob(16)",
        "{} + copied.days * 86400000000",
        "date({}, copied.days || ' days')",
        "{} || copied.place || ' '",
    ),
}


def copy_cases(database: Database, originals: Sequence[Original]) -> None:
    """Copy each case as often as it says, then let the database look at what it has."""
    with database.transaction() as connection:
        if database.dialect == "postgresql":
            # The copies refer to what their originals refer to, so nothing need be looked up again.
            connection.execute(text("set local session_replication_role = replica"))
        _number(connection, originals)
        for table in (tables.instance, *_CHILDREN):
            _copy(connection, table)
        connection.execute(text("drop table copied"))
    analyse(database)


def analyse(database: Database) -> None:
    """Let the database gather what its planner goes by."""
    with database.engine.connect() as connection:
        if database.dialect == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("vacuum analyze"))
        else:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def _number(connection: Connection, originals: Sequence[Original]) -> None:
    """A row for every copy: its original, its place among all, its key, by how many days it is moved."""
    key = "uuid" if connection.dialect.name == "postgresql" else "blob"
    connection.execute(
        text(f"create temporary table copied (original {key}, place integer, id {key}, days integer)")
    )
    statement = text(
        "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < :copies) "
        f"insert into copied select :case, :before + n, {_words(connection).new_key}, :first + n % :spread "
        "from numbers"
    ).bindparams(bindparam("case", type_=Key))
    before = 0
    for each in originals:
        chosen = {"case": each.case, "copies": each.copies, "first": each.first, "spread": each.spread}
        connection.execute(statement, {**chosen, "before": before})
        before += each.copies


def _copy(connection: Connection, table: Table) -> None:
    names = [column.name for column in table.columns]
    whose = "id" if table is tables.instance else "instance_id"
    values = [_value(connection, column, whose) for column in table.columns]
    connection.execute(
        text(
            f"insert into {table.name} ({', '.join(names)}) select {', '.join(values)} "
            f"from copied join {table.name} as x on x.{whose} = copied.original"
        )
    )


def _value(connection: Connection, column: Column[object], whose: str) -> str:
    words, name = _words(connection), f"x.{column.name}"
    if column.name == whose:
        return "copied.id"
    if column.name == "id":
        return words.new_key
    if column.name == "number":
        return f"{name} || '-' || copied.place"
    if column.name == "grams":
        return words.more_grams.format(name)
    if isinstance(column.type, Instant):
        return words.days_later.format(name)
    return words.date_later.format(name) if isinstance(column.type, Date) else name


def _words(connection: Connection) -> _Words:
    return _WORDS[connection.dialect.name]
