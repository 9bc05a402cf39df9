"""An office on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office import Office, office


@pytest.fixture
def made(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office whose clock stands at 2020-03-09 09:00, on SQLite and on PostgreSQL."""
    with office(database_url, tmp_path) as found:
        yield found


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone, for what does not depend on the database."""
    with office(f"sqlite:///{tmp_path}/small.db", tmp_path) as found:
        yield found
