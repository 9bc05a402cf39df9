"""A real site behind a real server, for real browsers."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page

from engine.people import first_run
from engine.time.clock import CIVIL
from tests.browser.opening import open_the_site, set_up
from tests.support.browser import opened_page
from tests.support.serving import answering
from tests.web.conftest import prepared_database
from tests.web.site_support import SmallSite, close_small_site, open_small_site, site_on

__all__ = ["prepared_database"]
LARGEST = 160_000
TALLEST = 760
PICTURES = os.environ.get("BANJIE_PICTURES")
"""Where `make pictures` keeps the pictures of the documentation."""


@dataclass
class ServedSite:
    """A small site and where it answers."""

    site: SmallSite
    url: str

    def set_up(self, **settings: Any) -> None:
        """Give the site other settings from now on."""
        served = self.site.app.extensions["banjie"]
        changed = served.settings.model_copy(update=settings)
        self.site.app.extensions["banjie"] = replace(served, settings=changed)

    def sign_in(self, page: Page, login: str) -> None:
        """Enter as one of the demo's accounts by its button, wherever on the page it stands, and open the inbox."""
        page.goto(f"{self.url}/sign-in")
        button = page.locator(f"form.account:has(input[name=login][value='{login}']) button").last
        for summary in page.locator("details:not([open]) > summary").all():
            if summary.locator("..").locator(f"input[value='{login}']").count():
                summary.click()
        button.click()
        page.wait_for_url(re.compile("/(inbox|overview)$"))
        if not page.url.endswith("/inbox"):
            page.goto(f"{self.url}/inbox")


@contextmanager
def serving(site: SmallSite) -> Iterator[ServedSite]:
    """The site on a free port until the block ends."""
    with answering(site.app) as url:
        yield ServedSite(site, url)


OPENED_AT = datetime(2026, 3, 2, 8, 0, tzinfo=CIVIL)
"""When the county of the acceptance journeys is opened: before the first of them begins."""
ACCEPTED = ("三色督办", "投诉处理", "问责线索", "效能告诫", "差评核查", "督办单复核")
"""The processes its administrator publishes."""


@pytest.fixture(scope="session")
def opened_database(
    browser: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What was an empty database until somebody opened the site in a browser; the acceptance journeys go on from it."""
    folder = tmp_path_factory.mktemp("opened")
    shutil.copyfile(sqlite_template, folder / "banjie.db")
    site = site_on(f"sqlite:///{folder / 'banjie.db'}", folder, OPENED_AT)
    code = str(site.engine.database.transact(first_run.new_code))
    try:
        with serving(site) as answering, opened_page(browser) as page:
            open_the_site(page, answering.url, code)
            set_up(page, ACCEPTED)
    finally:
        close_small_site(site)
    return folder / "banjie.db"


@contextmanager
def going_on(opened: Path, folder: Path, now: datetime) -> Iterator[ServedSite]:
    """The opened county at a later moment, behind a server of its own."""
    shutil.copyfile(opened, folder / "banjie.db")
    site = site_on(f"sqlite:///{folder / 'banjie.db'}", folder, now)
    try:
        with serving(site) as answering:
            yield answering
    finally:
        close_small_site(site)


@pytest.fixture
def served(prepared_database: Path, tmp_path: Path) -> Iterator[ServedSite]:
    """The demo county's site on a free port."""
    site = open_small_site(prepared_database, tmp_path)
    try:
        with serving(site) as answering:
            yield answering
    finally:
        close_small_site(site)


class Camera:
    """Takes the pictures of the tours, each of what the screen shows and small enough for the repository."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, page: Page, name: str, around: Locator | None = None) -> None:
        """One picture, as the reader of a tour sees it: the top of the page, or what stands around something."""
        path = self._folder / f"tour-{name}.png"
        size = page.viewport_size
        assert size is not None
        page.evaluate("window.scrollTo(0, 0)")
        if around is not None:
            around.evaluate("element => element.scrollIntoView({block: 'center', behavior: 'instant'})")
        shown = FloatRect(x=0, y=0, width=size["width"], height=min(size["height"], TALLEST))
        page.screenshot(path=path, animations="disabled", scale="css", clip=shown)
        assert path.stat().st_size < LARGEST, name


@pytest.fixture
def camera(screenshots: Path) -> Camera:
    """The camera; where to, says `make pictures`."""
    return Camera(Path(PICTURES) if PICTURES else screenshots)
