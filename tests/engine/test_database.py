"""A throw-away database in memory, one for each `Database`; what is said of a statement that failed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

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


def test_a_statement_that_failed_is_told_without_its_values(database_url: str) -> None:
    database = Database(database_url)
    wrong = text("select * from no_such_table where name = :name")
    try:
        with pytest.raises(DBAPIError) as failed, database.reading() as connection:
            connection.execute(wrong, {"name": "某申请人"})
    finally:
        database.dispose()
    assert "no_such_table" in str(failed.value)
    assert "某申请人" not in str(failed.value)
