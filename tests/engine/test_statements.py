"""Statements run by the driver give and take what SQLAlchemy's own execution does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, event, select
from sqlalchemy.exc import IntegrityError

from engine import tables
from engine.database import Database, new_key
from engine.statements import Insert, Statement

AT = datetime(2020, 3, 9, 1, 2, 3, 456789, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with our tables."""
    made = Database(database_url)
    with made.transaction() as connection:
        tables.metadata.create_all(connection)
    yield made
    made.dispose()


def inbox(count: int) -> list[dict[str, object]]:
    """Rows with a text key, JSON, instants, and nothing where nothing is."""
    return [
        {"key": f"k{n:03}", "kind": "signal", "payload": {"n": [n, "件"]}, "received_at": AT}
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 45])
def test_rows_come_back_as_they_went_in(database: Database, count: int) -> None:
    row = tables.inbox.c
    found = Statement(select(tables.inbox).where(row.kind == bindparam("kind")).order_by(row.key))
    with database.transaction() as connection:
        Insert(tables.inbox).run(connection, inbox(count))
        rows = found.rows(connection, kind="signal")
        assert rows == [
            dict(each) for each in connection.execute(select(tables.inbox).order_by(row.key)).mappings()
        ]
    assert [(each["payload"], each["received_at"], each["done_at"]) for each in rows] == [
        ({"n": [n, "件"]}, AT, None) for n in range(count)
    ]


def test_a_row_that_is_there_changes_only_what_is_said(database: Database) -> None:
    key = new_key()
    person = {"id": key, "login": "jia", "name": "甲", "active": True}
    upsert = Insert(tables.person, ("name", "active"))
    with database.transaction() as connection:
        upsert.run(connection, [person])
        upsert.run(connection, [{**person, "login": "yi", "name": "乙", "active": False}])
        (row,) = connection.execute(select(tables.person)).mappings()
        assert (row["login"], row["name"], row["active"]) == ("jia", "乙", False)


def test_an_error_is_told_as_sqlalchemy_tells_it(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as connection:
        Insert(tables.inbox).run(connection, [*inbox(1), *inbox(1)])
    with database.reading() as connection:
        assert connection.execute(select(tables.inbox)).all() == []


def test_one_statement_writes_many_rows_and_is_heard_of(database: Database) -> None:
    heard: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: heard.append(args[2]))
    with database.transaction() as connection:
        heard.clear()
        Insert(tables.inbox).run(connection, inbox(20))
    assert [text.split()[:3] for text in heard] == [["INSERT", "INTO", "inbox"]]
