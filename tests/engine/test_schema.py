"""The migrations lead to exactly the tables the program is written for, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from engine import schema
from engine.database import Database
from engine.records import numbers
from engine.tables import metadata

UNSEEN = "ignore:Skipped unsupported reflection of expression-based index ix_instance_register"
UNCOMPARED = "ignore:autogenerate skipping metadata-specified expression-based index 'ix_instance_register'"
"""SQLAlchemy does not read an index over expressions back from SQLite; from PostgreSQL it does."""


def _index(index: Any) -> tuple[str, ...]:
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return index["name"], str(index["column_names"]), str(index["unique"]), str(options)


def _shape(database: Database) -> dict[str, Any]:
    with database.reading() as connection:
        inspector = inspect(connection)
        return {
            name: (
                [(c["name"], repr(c["type"]), c["nullable"]) for c in inspector.get_columns(name)],
                inspector.get_pk_constraint(name),
                sorted(map(repr, inspector.get_foreign_keys(name))),
                sorted(map(repr, inspector.get_unique_constraints(name))),
                sorted(map(_index, inspector.get_indexes(name))),
            )
            for name in metadata.tables
        }


@pytest.mark.filterwarnings(UNSEEN, UNCOMPARED)
def test_the_migrations_lead_to_the_tables_as_written(database_url: str) -> None:
    database = Database(database_url)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrated = _shape(database)
    with database.transaction() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    assert migrated == _shape(database)
    database.dispose()


@pytest.mark.filterwarnings(UNSEEN)
def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    before = _shape(database)
    schema.upgrade(database)
    assert schema.is_current(database)
    assert _shape(database) == before
    database.dispose()


def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    assert not schema.is_current(database)
    database.dispose()


def test_a_database_of_a_newer_program_is_not_current(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.transaction() as connection:
        connection.execute(text("update alembic_version set version_num = '9999_later'"))
    assert not schema.is_current(database)
    database.dispose()


def test_numbers_go_on_where_they_were_once_papers_are_counted_by_series(tmp_path: Path) -> None:
    """Blue and red slips had counted each for themselves under one 字号; the next number is new to both."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    paper = text(
        "insert into document (id, instance_id, kind, number, element, template, record, record_digest, issued_at,"
        " issued_by) values (:id, 'i', :kind, :number, 'e', 't', '{}', '', '2026-03-01', 'system')"
    )
    with database.transaction() as connection:
        command.upgrade(schema.configuration(connection), "0016_told")
        for place, (kind, number) in enumerate([("蓝色督办单", 7), ("红色督办单", 3)]):
            connection.execute(paper, {"id": place, "kind": kind, "number": f"督办〔2026〕{number}号"})
            connection.execute(
                text("insert into number_counter values (:kind, 2026, :last)"),
                {"kind": f"document:{kind}", "last": number},
            )
    schema.upgrade(database)
    with database.transaction() as connection:
        assert numbers.take(connection, numbers.series("督办〔{year}〕{n}号"), 2026) == 8
    database.dispose()
