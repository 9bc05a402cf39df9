"""Statements of the hot path: written with SQLAlchemy, compiled once, run by the driver.

An act is a handful of statements that are always the same, and most of what SQLAlchemy's own execution costs is
getting ready what was got ready for the act before (docs/performance.md); here that is done once. A statement
runs in the connection's own transaction, and whoever listens to the connection's statements hears of it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Dialect, Table, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

from engine.database import insert_into

Row = dict[str, Any]
_Processor = Callable[[Any], Any] | None
_ROWS_AT_ONCE: Final = 20


class Statement:
    """A statement with named parameters."""

    def __init__(self, written: ClauseElement) -> None:
        self._written = written
        self._ready: dict[str, _Ready] = {}

    def rows(self, connection: Connection, **parameters: Any) -> list[Row]:
        """The rows it finds, by column."""
        ready = self._for(connection.dialect)
        cursor = _execute(connection, ready.sql, ready.bound(parameters))
        found = [ready.read(row) for row in cursor.fetchall()]
        cursor.close()
        return found

    def first(self, connection: Connection, **parameters: Any) -> Row | None:
        """The first row it finds, or None."""
        found = self.rows(connection, **parameters)
        return found[0] if found else None

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Do it once with each of these parameters, together; it finds nothing."""
        if not rows:
            return
        ready = self._for(connection.dialect)
        if len(rows) == 1:
            _execute(connection, ready.sql, ready.bound(rows[0])).close()
        else:
            _execute(connection, ready.sql, [ready.bound(row) for row in rows], many=True).close()

    def _for(self, dialect: Dialect) -> "_Ready":
        if dialect.name not in self._ready:
            self._ready[dialect.name] = _Ready(self._written, dialect)
        return self._ready[dialect.name]


class Insert:
    """Inserts rows of a table, many in one statement; a row whose key is there changes these columns, if any."""

    def __init__(self, table: Table, changing: Sequence[str] = ()) -> None:
        self._table = table
        self._changing = changing
        self._names = [column.name for column in table.columns]
        self._ready: dict[tuple[str, int], _Ready] = {}

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write the rows, in order; a column that a row leaves out is null, for defaults do not apply."""
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            part = rows[first : first + _ROWS_AT_ONCE]
            ready = self._for(connection.dialect, len(part))
            values = {
                f"{name}_{place}": row.get(name) for place, row in enumerate(part) for name in self._names
            }
            _execute(connection, ready.sql, ready.bound(values)).close()

    def _for(self, dialect: Dialect, count: int) -> "_Ready":
        key = dialect.name, count
        if key not in self._ready:
            self._ready[key] = _Ready(self._written(dialect.name, count), dialect)
        return self._ready[key]

    def _written(self, dialect: str, count: int) -> ClauseElement:
        columns = self._table.columns
        rows = [{c.name: bindparam(f"{c.name}_{n}", type_=c.type) for c in columns} for n in range(count)]
        statement = insert_into(self._table, dialect).values(rows)
        if not self._changing:
            return statement
        return statement.on_conflict_do_update(
            index_elements=list(self._table.primary_key),
            set_={name: statement.excluded[name] for name in self._changing},
        )


class _Ready:
    """A statement in the words of one database, with what turns values into the driver's and back."""

    def __init__(self, written: ClauseElement, dialect: Dialect) -> None:
        compiled: Any = written.compile(dialect=dialect)
        self.sql = str(compiled)
        self._fixed = dict(compiled.params)
        self._positional = bool(compiled.positional)
        names = compiled.positiontup if self._positional else compiled.params
        self._places = [(name, compiled._bind_processors.get(name)) for name in names]
        self._columns: list[tuple[str, _Processor]] = [
            (column.keyname, column.type.dialect_impl(dialect).result_processor(dialect, None))
            for column in compiled._result_columns
        ]

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        given = {**self._fixed, **values}
        if self._positional:
            return tuple(
                [given[name] if process is None else process(given[name]) for name, process in self._places]
            )
        return {
            name: given[name] if process is None else process(given[name]) for name, process in self._places
        }

    def read(self, row: Sequence[Any]) -> Row:
        """A row by column, as the driver gives it."""
        return {
            name: value if process is None else process(value)
            for (name, process), value in zip(self._columns, row, strict=True)
        }


def _execute(connection: Connection, sql: str, parameters: Any, many: bool = False) -> Any:
    driver: Any = connection.connection.dbapi_connection
    cursor = driver.cursor()
    for listen in connection.dispatch.before_cursor_execute:
        listen(connection, cursor, sql, parameters, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(sql, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, sql, parameters, error) from error
    for listen in connection.dispatch.after_cursor_execute:
        listen(connection, cursor, sql, parameters, None, many)
    return cursor


def _told(connection: Connection, sql: str, parameters: Any, error: Exception) -> BaseException:
    """A driver's error as SQLAlchemy tells it; a connection that is lost is given up."""
    dialect: Any = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if is_lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql, parameters, error, dialect.loaded_dbapi.Error, connection_invalidated=is_lost, dialect=dialect
    )
