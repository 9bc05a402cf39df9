"""A small site for tests of pages: the demo county, two published processes, a clock that stands still.

`errand` is a small process of these tests; `supervision` is the county's own.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine import tables
from engine.database import Database
from engine.engine import Engine, Started
from engine.people.actor import SYSTEM, Actor
from engine.people.county_file import read_county
from engine.people.loading import load_county
from engine.records.outbox import NOTHING, deliver_due
from engine.settings import Settings
from engine.time import clock
from engine.time.clock import CIVIL, SimulatedClock
from tests.support.own_settings import OwnSettings
from web.app import create_app
from web.passwords import hash_password
from workers.site import site_of

ROOT = Path(__file__).parents[2]
ERRAND = Path(__file__).parent / "data" / "errand"
NOW = datetime(2026, 3, 16, 16, 50, tzinfo=CIVIL)
MATTER = "scj-spjy"
"""A matter of the catalogue that anybody may apply for."""
PASSWORD = "correct horse battery"
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
_KEY = re.compile(r'name="key" value="([0-9a-f]+)"')


def prepare_database(path: Path) -> None:
    """Load the demo county and publish two processes into the SQLite file, which holds the schema."""
    database = Database(f"sqlite:///{path}")
    prepare(database, path.parent)
    database.dispose()


def prepare(database: Database, folder: Path) -> None:
    """Load the demo county and publish two processes into a database that holds the schema."""
    engine = Engine(database, folder)
    county = read_county((ROOT / "processes" / "county.yaml").read_text(encoding="utf-8"))
    with database.transaction() as connection:
        load_county(connection, county, hash_password(PASSWORD))
    for process in (ERRAND, ROOT / "processes" / "supervision"):
        engine.publish(process, SYSTEM, "测试")


@dataclass
class SmallSite:
    """The site with its parts; `clock` is moved by the test."""

    app: Flask
    engine: Engine
    settings: Settings
    clock: SimulatedClock

    def actor(self, login: str) -> Actor:
        """The account of this login as the engine knows it."""
        with self.engine.database.reading() as connection:
            person = self.engine.directory(connection).person(login)
        return Actor(person.id, person.login, person.name)

    def start(
        self, title: str = "整治占道经营", unit: str = "住建局", due: str = "2026-03-16", **more: Any
    ) -> Started:
        """An errand started by 督查室."""
        data = {
            "title": title,
            "source": "县长批示",
            "unit": unit,
            "until": due,
            "standard": "街面整洁",
            **more,
        }
        return self.engine.start("errand", self.actor("dcs.dcy1"), data)

    def open_task(self, case_id: UUID) -> UUID:
        """The first open task of a case."""
        row = tables.user_task.c
        statement = select(row.id).where(row.instance_id == case_id, row.status == "open").order_by(row.id)
        with self.engine.database.reading() as connection:
            found: UUID = connection.execute(statement.limit(1)).scalar_one()
        return found

    def move_to(self, instant: datetime) -> None:
        """Move the clock and fire what is due."""
        self.clock.move_to(instant)
        while self.engine.fire_due().instances:
            pass

    def render_papers(self) -> None:
        """Let the worker's own channels deliver what waits in the outbox."""
        worker = site_of(self.settings, self.engine)
        while deliver_due(self.engine.database, worker.channels) != NOTHING:
            pass

    def visitor(self, login: str | None = None) -> Visitor:
        """A browser without scripts, signed in by the account if one is named."""
        visitor = Visitor(self.app.test_client())
        if login:
            answer = visitor.post("/sign-in/demo", {"login": login}, page="/sign-in")
            assert answer.status_code == 302, answer.text
        return visitor


@dataclass
class Visitor:
    """Asks for pages and sends their forms, with the token and the key the page holds."""

    client: FlaskClient

    def get(self, path: str, **more: Any) -> TestResponse:
        """The answer to a GET."""
        return self.client.get(path, buffered=True, **more)

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        page: str | None = None,
        opened: str = "",
        **more: Any,
    ) -> TestResponse:
        """Send `data` with token and key of the text `opened`, else of `page` (by default the path itself)."""
        source = opened or self.get(page or path).text
        sent = {"csrf_token": _first(_TOKEN, source), "key": _first(_KEY, source), **(data or {})}
        return self.client.post(path, data=sent, buffered=True, **more)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""


def open_small_site(template: Path, folder: Path, **settings: Any) -> SmallSite:
    """A site on a copy of the prepared database; its clock stands at NOW for every thread of this process."""
    shutil.copyfile(template, folder / "banjie.db")
    return site_on(f"sqlite:///{folder / 'banjie.db'}", folder, **settings)


def site_on(url: str, folder: Path, now: datetime = NOW, **settings: Any) -> SmallSite:
    """A site on a prepared database; its clock stands at `now` for every thread of this process."""
    simulated = SimulatedClock(now)
    clock.use_for_process(simulated)
    chosen = {"demo": True, "secret_key": "for tests only", **settings}
    site_settings = OwnSettings(
        data=folder,
        processes=ROOT / "processes",
        database_url=url,
        **chosen,
    )
    engine = Engine(Database(site_settings.database_url), folder)
    return SmallSite(create_app(site_settings, engine), engine, site_settings, simulated)


def close_small_site(site: SmallSite) -> None:
    """Give the wall clock back and close the database."""
    clock.use_for_process(clock._wall)
    site.engine.database.dispose()


TODAY = date(2026, 3, 16)
