"""Help on the public pages, and none that no page has. The staff's pages are held to it in test_access."""

from __future__ import annotations

import pytest

from tests.web.routes import APPLICANTS_PAGES, PUBLIC_PAGES
from tests.web.site_support import SmallSite
from web.help import HELP


@pytest.mark.parametrize("path", ["/", "/sign-in", "/public/progress", "/public/results", "/public/promises"])
def test_public_pages_have_their_help(site: SmallSite, path: str) -> None:
    page = site.visitor().get(path, follow_redirects=True).text
    assert "这是什么" in page
    assert "接下来" in page


def test_no_public_page_is_without_help() -> None:
    assert {*PUBLIC_PAGES, *APPLICANTS_PAGES, "first_run.page"} <= set(HELP)


def test_every_help_is_that_of_a_page(site: SmallSite) -> None:
    known = {rule.endpoint for rule in site.app.url_map.iter_rules()}
    assert set(HELP) <= known
