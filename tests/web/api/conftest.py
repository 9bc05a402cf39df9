"""A site that other programs use, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.database import Database
from engine.engine import Engine
from engine.people.actor import SYSTEM
from engine.people.county_file import read_county
from engine.people.loading import load_county
from engine.time import clock
from tests.web.api.client import Program, program
from tests.web.api.processes import publish_all
from tests.web.site_support import ERRAND, NOW, ROOT, SmallSite, close_small_site, open_small_site
from web.app import create_app

Speaker = Callable[..., Program]


@pytest.fixture(scope="session")
def api_template(prepared_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared database with the processes of these tests."""
    folder = tmp_path_factory.mktemp("api")
    opened = open_small_site(prepared_database, folder)
    publish_all(opened)
    close_small_site(opened)
    path = folder / "template.db"
    shutil.move(folder / "banjie.db", path)
    return path


@pytest.fixture
def site(api_template: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A fresh site on SQLite."""
    opened = open_small_site(api_template, tmp_path)
    yield opened
    close_small_site(opened)


@pytest.fixture
def postgres_site(postgres_url: str, site: SmallSite, tmp_path: Path) -> Iterator[SmallSite]:
    """A fresh site on PostgreSQL."""
    engine = Engine(Database(postgres_url), tmp_path)
    county = read_county((ROOT / "processes" / "county.yaml").read_text(encoding="utf-8"))
    with clock.using(lambda: NOW), engine.database.transaction() as connection:
        load_county(connection, county)
    engine.publish(ERRAND, SYSTEM, "测试")
    settings = site.settings.model_copy(update={"database_url": postgres_url})
    opened = SmallSite(create_app(settings, engine), engine, settings, site.clock)
    publish_all(opened)
    yield opened
    engine.database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_site(request: pytest.FixtureRequest) -> SmallSite:
    """The site on each of the county's databases."""
    found: SmallSite = request.getfixturevalue("site" if request.param == "sqlite" else "postgres_site")
    return found


@pytest.fixture
def speak(site: SmallSite) -> Speaker:
    """Make a program that speaks for an account of the SQLite site."""
    return lambda login, *scopes: program(site, login, *scopes)
