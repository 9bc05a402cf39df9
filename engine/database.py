"""The database: engine, column types, and the one way to write.

Everything that changes state runs inside `Database.transaction()`: one transaction, one commit, nothing
below it commits. SQLite and PostgreSQL are the two databases of the county; every statement runs on both.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import orjson
import psycopg
from sqlalchemy import BigInteger, Connection, Dialect, Engine, LargeBinary, Table, Text, create_engine, event
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlalchemy.types import TypeDecorator, TypeEngine
from uuid_utils.compat import uuid7

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
IN_MEMORY = "sqlite://"
"""URL of a database that lives as long as its `Database` and leaves nothing behind."""
_RETRIES = 5
_BUSY_SECONDS = 30
_REST_SECONDS = 1.0
"""After so long a connection is tried before it is used again."""


class Key(TypeDecorator[UUID]):
    """A UUID: native on PostgreSQL, sixteen bytes on SQLite."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(SqlUuid())
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        found: UUID | None = value if value is None or dialect.name == "postgresql" else UUID(bytes=value)
        return found


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC: timestamptz on PostgreSQL, microseconds since 1970 on SQLite."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(SqlDateTime(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant is aware, {value!r} is not")
        if dialect.name == "postgresql":
            return value
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "postgresql":
            instant: datetime = value.astimezone(UTC)
            return instant
        return _EPOCH + timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """A JSON value kept as text, the same on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


def insert_into(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    """An insert that may say what to do on conflict, in the words of `dialect`."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def new_key() -> UUID:
    """A fresh key, rising with time (UUIDv7), so that indexes grow at their end."""
    return uuid7()


class Database:
    """One county's database.

    `url` is a SQLAlchemy URL: `sqlite:///path` or `postgresql+psycopg://…`; `sqlite://` is a throw-away one in
    memory, with one connection for all, so that its transactions must not be nested.
    """

    def __init__(self, url: str) -> None:
        self.engine = _create(url)
        self.dialect = self.engine.dialect.name
        self.is_throw_away = url == IN_MEMORY

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One writing transaction; commits once when the block ends, rolls back when it raises.

        On SQLite it is BEGIN IMMEDIATE, so that two writers queue instead of colliding.
        """
        with self.engine.connect() as connection:
            connection = connection.execution_options(banjie_write=True)
            with connection.begin():
                yield connection

    def without_waiting_for_the_disk(self) -> None:
        """Let an SQLite file that is thrown away unless it is finished be written without a sync at each commit."""
        event.listen(self.engine, "connect", _do_not_sync)
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading; never blocks writers."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction and return its answer; a conflict with another writer is retried.

        So is a connection lost before the commit. `work` may run several times, so it must change nothing but the
        database.
        """
        for attempt in range(_RETRIES):
            committing = False
            try:
                with self.transaction() as connection:
                    answer = work(connection)
                    committing = True
                return answer
            except DBAPIError as error:
                is_lost = error.connection_invalidated and not committing
                if attempt == _RETRIES - 1 or not (is_lost or _is_conflict(error)):
                    raise
        raise AssertionError("unreachable")

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _create(url: str) -> Engine:
    """The connections of a site; what is said of a statement that failed leaves out its values, which may be personal."""
    if url.startswith("sqlite"):
        pool = {"poolclass": StaticPool} if url == IN_MEMORY else {}
        engine = create_engine(
            url,
            connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
            hide_parameters=True,
            **pool,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_size=10, max_overflow=20, hide_parameters=True)
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _try_rested)
    return engine


def _note_rest(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["rests_since"] = time.monotonic()


def _try_rested(connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
    """Try a connection that has not been used for a moment; the pool takes another where the server is gone."""
    since = entry.info.get("rests_since")
    if since is None or time.monotonic() - since < _REST_SECONDS:
        return
    try:
        connection.execute("")
        connection.rollback()
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _do_not_sync(connection: Any, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("banjie_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


_CONFLICT_STATES = {"40001", "40P01", "55P03", "23505"}
"""Serialization failure, deadlock, lock not available; and a unique key somebody else has just taken, which the
next try finds and answers for."""


def _is_conflict(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _CONFLICT_STATES
    words = str(error.orig)
    return (isinstance(error, OperationalError) and "locked" in words) or "UNIQUE constraint" in words
