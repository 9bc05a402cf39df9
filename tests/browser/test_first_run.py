"""From an empty database to the first case, in a real browser: the site is opened, people get in, a process runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from engine.people import first_run
from tests.support.browser import opened_page
from tests.web.site_support import ROOT, SmallSite, close_small_site, open_small_site
from tests.web.test_accounts import OWN

PASSWORD = "a long enough secret"


@pytest.fixture
def empty(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[SmallSite, str]]:
    """A site with nothing but its tables, behind a real server."""
    site = open_small_site(sqlite_template, tmp_path, demo=False)
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield site, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    close_small_site(site)
