"""The stage on which the tests of this room play."""

from __future__ import annotations

import pytest

from engine.rehearsal import Stage
from tests.engine.rehearsal.county import watch_processes


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A county with the process `watch`; each rehearsal gets a copy of its own."""
    return Stage(watch_processes(tmp_path_factory.mktemp("processes")))
