"""A town on each database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.town import Town, town_on_postgres, town_on_sqlite
from tests.support.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Town:
    """A county to be copied for every fault."""
    if request.param == "sqlite":
        return town_on_sqlite(tmp_path, request.getfixturevalue("sqlite_template"))
    url = request.getfixturevalue("postgres_url")
    return town_on_postgres(tmp_path, url, request.getfixturevalue("postgres_server"))


@pytest.fixture
def postgres_town(tmp_path: Path, postgres_url: str, durable_postgres_server: PostgresServer) -> Town:
    """A county on a PostgreSQL that keeps its promises when it falls over, for tests marked `durable`."""
    return town_on_postgres(tmp_path, postgres_url, durable_postgres_server)
