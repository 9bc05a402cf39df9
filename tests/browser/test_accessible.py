"""Every page in a real Chromium: under axe on a desk and on a phone (WCAG 2.2 AA), whether it fits the phone and
may be touched, and what of it stands on paper (docs/ui.md).

The pages are those of the access table that answer with a page, each as somebody who may open it, and the public
ones. A page found in several states is looked at in each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ServedSite, serving
from tests.support.browser import opened_page
from tests.support.inspection import complaints, faults, look_at
from tests.web.public_site import accept, apply, case_id, public_database
from tests.web.routes import APPLICANTS_PAGES, OWNER, PUBLIC_FILES, PUBLIC_PAGES, ROUTES
from tests.web.site_support import close_small_site, open_small_site
from tests.web.whole_site import MORE_PAGES, whole_places

__all__ = ["public_database"]

FILES = (".xlsx", ".csv", ".docx", ".zip", ".bpmn", ".svg", "/xml", "/file", "/pdf", "/live", "/next",
         "/rehearse", "/attachments/{file}", "/shown")  # fmt: skip
"""Ends of paths that answer with a file, never end, or stand for another page of the table."""


ELSEWHERE = {"oral.page": "test_oral.py", "first_run.page": "opening.py"}
"""Pages that another journey looks over, for they need a site of their own."""


@pytest.fixture(scope="module")
def served_whole(public_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """One site with something on every page, behind a real server."""
    site = open_small_site(public_database, tmp_path_factory.mktemp("whole"))
    with serving(site) as served:
        yield served
    close_small_site(site)


@pytest.fixture(scope="module")
def places(served_whole: ServedSite) -> dict[str, UUID]:
    """What the paths name."""
    return whole_places(served_whole.site)


def _paths_by_login() -> dict[str, list[str]]:
    """The pages of the table, under the first of those who may open each."""
    found: dict[str, list[str]] = {}
    for route in ROUTES:
        if route.method == "GET" and route.allowed and not route.path.endswith(FILES):
            paths = found.setdefault(route.allowed[0], [])
            if route.path not in paths:
                paths.append(route.path)
    for login, paths in MORE_PAGES.items():
        found.setdefault(login, []).extend(paths)
    return found


def test_no_page_is_left_out(served_whole: ServedSite) -> None:
    """A new address that answers with a page must be in the lists these tests go through."""
    rules = served_whole.site.app.url_map
    looked_at = {rules.bind("").match(path.split("?")[0])[0] for path in _paths()}
    pages = {
        rule.endpoint
        for rule in rules.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.rule.startswith("/api/")
        and rule.endpoint not in PUBLIC_FILES
    }
    files = {route.endpoint for route in ROUTES if route.path.endswith(FILES)}
    assert pages - looked_at - files == ELSEWHERE.keys()
    for test in ELSEWHERE.values():
        assert "faults(page" in (Path(__file__).parent / test).read_text(encoding="utf-8")


def _paths() -> Iterator[str]:
    """Every address that is looked at, with something in its places."""
    yield from (*PUBLIC_PAGES.values(), *APPLICANTS_PAGES.values())
    key = "01a221f6-e3c3-75b7-919b-ce65e4afa7ae"
    for paths in _paths_by_login().values():
        yield from (re.sub(r"{\w+}", key, path) for path in paths)


@pytest.mark.parametrize("login", sorted(_paths_by_login()))
def test_staff_pages(browser: Browser, served_whole: ServedSite, places: dict[str, UUID], login: str) -> None:
    with opened_page(browser) as page:
        served_whole.sign_in(page, login)
        paths = [path.format(**places) for path in _paths_by_login()[login]]
        found = [each for path in paths for each in look_at(page, served_whole.url + path, path)]
    assert found == []


def test_public_pages(browser: Browser, served_whole: ServedSite) -> None:
    visitor = served_whole.site.visitor()
    number, code = apply(visitor)
    accept(served_whole.site, case_id(served_whole.site, number))
    session = visitor.client.get_cookie("banjie")
    assert session is not None
    with opened_page(browser) as page:
        page.context.add_cookies([{"name": "banjie", "value": session.value, "url": served_whole.url}])
        paths = [*PUBLIC_PAGES.values(), APPLICANTS_PAGES["apply.given"], "/nowhere"]
        found = [each for path in paths for each in look_at(page, served_whole.url + path, path)]
        page.goto(f"{served_whole.url}/public/progress")
        page.get_by_label("编号").fill(number)
        page.get_by_label("查询码").fill(code)
        page.get_by_role("button", name="查询").click()
        page.wait_for_url("**/public/progress/*")
        found += look_at(page, page.url, "progress of a case")
        found += look_at(page, served_whole.url + APPLICANTS_PAGES["progress.form"], "something to send")
        page.goto(served_whole.url + APPLICANTS_PAGES["progress.page"])
        page.get_by_role("button", name="大字").click()
        found += look_at(page, page.url, "in large print")
    assert found == []


def test_second_steps(browser: Browser, served_whole: ServedSite, places: dict[str, UUID]) -> None:
    """What only shows after something was pressed: problems of a form, the keys, what is opened, what will happen."""
    with opened_page(browser) as page:
        served_whole.sign_in(page, OWNER)
        page.goto(f"{served_whole.url}/tasks/{places['task']}")
        page.locator("form[data-ready]").wait_for()
        page.get_by_role("button", name="提交").click()
        page.get_by_text("还不能提交").wait_for()
        found = faults(page, "a form with problems")
        page.goto(f"{served_whole.url}/cases/{places['case']}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        found += faults(page, "everything opened")
        page.keyboard.press("?")
        found += complaints(page, "the sheet of keys")
        page.goto(f"{served_whole.url}/cases/{places['case']}/acts/copy_to")
        page.get_by_label("财政局").first.check()
        page.keyboard.press("Alt+S")
        page.get_by_role("heading", name="确认以后").wait_for()
        found += faults(page, "what will happen")
    assert found == []


def test_pages_about_trouble(
    browser: Browser, served_whole: ServedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise RuntimeError("for this test")

    monkeypatch.setitem(served_whole.site.app.view_functions, "more.page", broken)
    with opened_page(browser) as page:
        served_whole.sign_in(page, OWNER)
        pages = {"/accounts": 403, "/cases/none": 404, "/more": 500}
        found = []
        for path, status in pages.items():
            answer = page.goto(served_whole.url + path)
            assert answer is not None
            assert answer.status == status
            found += faults(page, f"{path} ({status})")
        ask = f"{served_whole.url}/public/progress"
        page.goto(ask)
        token = page.locator("meta[name=csrf-token]").get_attribute("content")
        for _ in range(20):
            page.request.post(ask, form={"csrf_token": str(token), "number": "无", "code": "无"})
        page.get_by_label("编号").fill("无")
        page.get_by_label("查询码").fill("无")
        page.keyboard.press("Enter")
        page.get_by_text("操作太频繁").wait_for()
        found += faults(page, "too often (429)")
    assert found == []
