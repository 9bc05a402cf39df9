"""A county that serves the public, and what an applicant does first."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Table, func, select

from engine import tables
from engine.database import Database
from engine.engine import Engine
from engine.matters import register
from engine.matters.checking import FILE_NAME, read_beside_county
from engine.people.actor import SYSTEM
from engine.runtime.fields import read_fields
from engine.time import clock
from tests.web.site_support import MATTER, NOW, ROOT, SmallSite, Visitor, close_small_site, open_small_site

APPLICATION = {
    "matter_code": MATTER,
    "applicant": "安澜县香满楼餐馆",
    "applicant_id": "91430000MA4L16JX51",
    "phone": "13900001111",
}
_CODE = re.compile(r'<dd class="code">([A-Z2-9]{8})</dd>')
_NUMBER = re.compile(r"安政务〔2026〕\d{5}号")


@pytest.fixture(scope="module")
def public_database(prepared_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site's database with the catalogue and the process for ordinary matters."""
    folder = tmp_path_factory.mktemp("public")
    shutil.copyfile(prepared_database, folder / "prepared.db")
    database = Database(f"sqlite:///{folder / 'prepared.db'}")
    with clock.using(lambda: NOW):
        catalogue = read_beside_county(ROOT / "processes" / FILE_NAME)
        database.transact(lambda connection: register.take(connection, catalogue, SYSTEM.login, "测试"))
        Engine(database, folder).publish(ROOT / "processes" / "permit", SYSTEM, "测试")
    database.dispose()
    return folder / "prepared.db"


@pytest.fixture
def county(public_database: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A site that serves the public."""
    opened = open_small_site(public_database, tmp_path)
    yield opened
    close_small_site(opened)


def apply(visitor: Visitor, **more: object) -> tuple[str, str]:
    """Apply; the number and the query code one is given."""
    payload = json.dumps({**APPLICATION, **more})
    answer = visitor.post("/public/apply/permit", {"payload": payload})
    assert answer.status_code == 302, answer.text
    text = visitor.get(answer.headers["Location"]).text
    return _NUMBER.findall(text)[0], _CODE.findall(text)[0]


def look_up(visitor: Visitor, number: str, code: str) -> int:
    """Ask for a case with its number and query code; the status of the answer."""
    return visitor.post("/public/progress", {"number": number, "code": code}).status_code


def case_id(site: SmallSite, number: str) -> UUID:
    """The case of a number."""
    row = tables.instance.c
    with site.engine.database.reading() as connection:
        found: UUID = connection.execute(select(row.id).where(row.number == number)).scalar_one()
    return found


def wanted(site: SmallSite, case: UUID) -> list[str]:
    """The papers that the case asks for."""
    with site.engine.database.reading() as connection:
        found: list[str] = read_fields(connection, case)["wanted", ""]
    return found


def accept(site: SmallSite, case: UUID) -> None:
    """The window accepts the application: its limit begins to run."""
    answer = {"checked": "accept", "received": wanted(site, case)}
    site.engine.complete(site.open_task(case), site.actor("zwzx.ck1"), answer)


def an_applicant(site: SmallSite) -> Visitor:
    """Somebody whose application was accepted, with its progress open."""
    visitor = site.visitor()
    number, code = apply(visitor)
    accept(site, case_id(site, number))
    assert look_up(visitor, number, code) == 302
    return visitor


def count(site: SmallSite, table: Table) -> int:
    """How many rows a table has."""
    with site.engine.database.reading() as connection:
        found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return found
