"""An office on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from engine.definitions.gate import check_file, refused
from tests.support.elements import Publish
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


@pytest.fixture
def publish(made: Office, tmp_path: Path) -> Publish:
    """Publish a diagram the gate has accepted."""

    def accepted(xml: bytes, process: str = "p", files: dict[str, bytes] | None = None) -> UUID:
        file = tmp_path / f"{process}.bpmn"
        file.write_bytes(xml)
        for name, content in (files or {}).items():
            (tmp_path / name).write_bytes(content)
        assert not refused(problems := check_file(file)), [p.message for p in problems]
        return made.publish(xml, process, files)

    return accepted
