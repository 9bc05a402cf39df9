"""Fixtures of a small site, made quickly from one prepared database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.time import clock
from tests.web.site_support import NOW, SmallSite, close_small_site, open_small_site, prepare_database


@pytest.fixture(scope="session")
def prepared_database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with county and process."""
    path = tmp_path_factory.mktemp("site") / "prepared.db"
    shutil.copyfile(sqlite_template, path)
    with clock.using(lambda: NOW):
        prepare_database(path)
    return path


@pytest.fixture
def site(prepared_database: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A fresh site of the demo."""
    opened = open_small_site(prepared_database, tmp_path)
    yield opened
    close_small_site(opened)


@pytest.fixture
def county_site(prepared_database: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A fresh site as a county has it, without the demo's doors."""
    opened = open_small_site(prepared_database, tmp_path, demo=False)
    yield opened
    close_small_site(opened)
