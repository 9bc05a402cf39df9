"""A real site behind a real server, for real browsers."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page
from werkzeug.serving import make_server

from tests.web.conftest import prepared_database
from tests.web.site_support import SmallSite, close_small_site, open_small_site

__all__ = ["prepared_database"]
LARGEST = 150_000
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
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield ServedSite(site, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


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
