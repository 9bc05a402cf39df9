"""The throw-away database: in memory, one for each `Database`, shared by its threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, text

from engine.database import IN_MEMORY, Database


def _count(connection: Connection) -> int:
    return connection.execute(text("select count(*) from sqlite_master where name = 'kept'")).scalar_one()


def test_what_one_transaction_of_a_throw_away_database_writes_the_next_one_reads() -> None:
    database = Database(IN_MEMORY)
    database.transact(lambda connection: connection.execute(text("create table kept (x integer)")))
    with database.reading() as connection:
        assert _count(connection) == 1
    database.dispose()


def test_a_throw_away_database_is_the_same_in_every_thread() -> None:
    database = Database(IN_MEMORY)
    with ThreadPoolExecutor(1) as other:
        other.submit(
            database.transact, lambda connection: connection.execute(text("create table kept (x integer)"))
        ).result()
    with database.reading() as connection:
        assert _count(connection) == 1
    database.dispose()


def test_two_throw_away_databases_know_nothing_of_each_other() -> None:
    one, other = Database(IN_MEMORY), Database(IN_MEMORY)
    one.transact(lambda connection: connection.execute(text("create table kept (x integer)")))
    with other.reading() as connection:
        assert _count(connection) == 0
    one.dispose()
    other.dispose()
