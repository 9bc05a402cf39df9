"""Fixtures for databases: every test gets a fresh one that holds the schema and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import PostgresServer, running_postgres
from tests.support.schema import build_schema


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL without fsync, one for each test process."""
    with running_postgres(durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def durable_postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL with fsync, for tests marked `durable`."""
    with running_postgres(durable=True) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_templates() -> dict[int, str]:
    """By port of a server: the name of the database that holds the schema."""
    return {}


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest, postgres_templates: dict[int, str]) -> Iterator[str]:
    """SQLAlchemy URL of a fresh PostgreSQL database; with fsync if the test is marked `durable`."""
    durable = request.node.get_closest_marker("durable") is not None
    server: PostgresServer = request.getfixturevalue(
        "durable_postgres_server" if durable else "postgres_server"
    )
    if server.port not in postgres_templates:
        template = server.create_database()
        build_schema(server.url(template))
        postgres_templates[server.port] = template
    name = server.create_database(postgres_templates[server.port])
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the schema."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    path.touch()
    build_schema(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """SQLAlchemy URL of a fresh SQLite file."""
    path = tmp_path / "banjie.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLAlchemy URL of a fresh database; the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url
