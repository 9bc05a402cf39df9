"""Every page in a real Chromium: under axe on a desk and on a phone (WCAG 2.2 AA), whether it fits the phone and
may be touched, and what of it stands on paper (docs/ui.md).

The pages are those of the access table that answer with a page, each as somebody who may open it, and the public
ones. A page found in several states is looked at in each.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from werkzeug.serving import make_server

from tests.browser.conftest import ServedSite
from tests.support.browser import DESKTOP, PHONE, opened_page
from tests.web.routes import OWNER, ROUTES, made_places
from tests.web.site_support import ROOT, close_small_site, open_small_site
from tests.web.test_public import APPLICATION, MATTER, apply, public_database

__all__ = ["public_database"]

AXE = ROOT / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
OPTIONS = """{
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  rules: {"target-size": {enabled: true}},
  resultTypes: ["violations"],
}"""
FILES = (".xlsx", ".csv", ".docx", ".zip", ".bpmn", ".svg", "/xml", "/file", "/pdf", "/live", "/next",
         "/rehearse", "/attachments/{file}", "/shown")  # fmt: skip
"""Ends of paths that answer with a file, never end, or stand for another page of the table."""


PAPER = ViewportSize(width=718, height=1000)
"""An A4 sheet between its margins."""
UNFIT = """() => {
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) {
    faults.push(`${document.documentElement.scrollWidth} pixels wide`);
  }
  for (const target of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    const around = target.closest('label, .fjs-input-group') ?? target;
    const box = around.getBoundingClientRect();
    const inText = getComputedStyle(target).display === 'inline' && around === target;
    if (target.checkVisibility({ visibilityProperty: true }) && !inText && Math.min(box.width, box.height) < 24) {
      faults.push(`too small to touch: ${target.outerHTML.slice(0, 120)}`);
    }
  }
  return faults;
}"""
"""A page wider than the phone, or a target below 24 pixels that is no link within a sentence (WCAG 2.5.8)."""
NOT_FOR_PAPER = """() => {
  const faults = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length;
  for (const element of document.querySelectorAll('nav, button, .button, .button-primary, summary, .site-footer')) {
    if (shown(element) && !element.closest('.clauses, details[open], [data-bj=designer]')) {
      faults.push(element.outerHTML.slice(0, 120));
    }
  }
  if (document.documentElement.scrollWidth > innerWidth && !document.querySelector('section.docx')) {
    faults.push(`${document.documentElement.scrollWidth} pixels wide`);
  }
  return faults;
}"""
"""What one can only press or follow, and what sticks out of the sheet; a paper has a size of its own."""


@pytest.fixture(scope="module")
def served_whole(public_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """One site with something on every page, behind a real server."""
    site = open_small_site(public_database, tmp_path_factory.mktemp("whole"))
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield ServedSite(site, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    close_small_site(site)


@pytest.fixture(scope="module")
def places(served_whole: ServedSite) -> dict[str, UUID]:
    """What the paths of the access table name."""
    return made_places(served_whole.site)


def _paths_by_login() -> dict[str, list[str]]:
    """The pages of the table, under the first of those who may open each."""
    found: dict[str, list[str]] = {}
    for route in ROUTES:
        if route.method == "GET" and route.allowed and not route.path.endswith(FILES):
            paths = found.setdefault(route.allowed[0], [])
            if route.path not in paths:
                paths.append(route.path)
    return found


def _complaints(page: Page, path: str) -> list[str]:
    """What axe finds wrong with the page as it stands, at both widths."""
    found = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        violations = page.evaluate(f"async () => (await axe.run(document, {OPTIONS})).violations")
        found += [
            f"{path} at {size['width']}: {each['id']}: {node['html'][:160]}"
            for each in violations
            for node in each["nodes"]
        ]
    return found


def _look_at(page: Page, url: str, path: str) -> list[str]:
    page.set_viewport_size(DESKTOP)
    answer = page.goto(url)
    assert answer is not None
    assert answer.status in (200, 404), (path, answer.status)
    if not answer.headers["content-type"].startswith("text/html"):
        return []
    return _faults(page, path)


def _faults(page: Page, path: str) -> list[str]:
    """What is wrong with the page that is open: for axe, on a phone, on paper."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = _complaints(page, path)
    found += [f"{path} on a phone: {each}" for each in page.evaluate(UNFIT)]
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    found += [f"{path} on paper: {each}" for each in page.evaluate(NOT_FOR_PAPER)]
    page.emulate_media(media="screen")
    return found


@pytest.mark.parametrize("login", sorted(_paths_by_login()))
def test_staff_pages(browser: Browser, served_whole: ServedSite, places: dict[str, UUID], login: str) -> None:
    with opened_page(browser) as page:
        served_whole.sign_in(page, login)
        paths = [path.format(**places) for path in _paths_by_login()[login]]
        found = [each for path in paths for each in _look_at(page, served_whole.url + path, path)]
    assert found == []


def test_public_pages(browser: Browser, served_whole: ServedSite) -> None:
    number, code = apply(served_whole.site.visitor(), **APPLICATION)
    paths = ["/sign-in", "/public", f"/public/matters/{MATTER}", "/public/results", "/public/promises",
             f"/public/apply/permit?matter_code={MATTER}", "/public/progress", "/nowhere"]  # fmt: skip
    with opened_page(browser) as page:
        found = [each for path in paths for each in _look_at(page, served_whole.url + path, path)]
        page.goto(f"{served_whole.url}/public/progress")
        page.get_by_label("编号").fill(number)
        page.get_by_label("查询码").fill(code)
        page.get_by_role("button", name="查询").click()
        page.wait_for_url("**/public/progress/*")
        found += _look_at(page, page.url, "progress of a case")
        page.get_by_role("button", name="大字").click()
        found += _look_at(page, page.url, "in large print")
    assert found == []


def test_second_steps(browser: Browser, served_whole: ServedSite, places: dict[str, UUID]) -> None:
    """What only shows after something was pressed: problems of a form, the keys, what is opened, what will happen."""
    with opened_page(browser) as page:
        served_whole.sign_in(page, OWNER)
        page.goto(f"{served_whole.url}/tasks/{places['task']}")
        page.locator("form[data-ready]").wait_for()
        page.get_by_role("button", name="提交").click()
        page.get_by_text("还不能提交").wait_for()
        found = _faults(page, "a form with problems")
        page.goto(f"{served_whole.url}/cases/{places['case']}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        found += _faults(page, "everything opened")
        page.keyboard.press("?")
        found += _complaints(page, "the sheet of keys")
        page.goto(f"{served_whole.url}/cases/{places['case']}/acts/copy_to")
        page.get_by_label("财政局").first.check()
        page.keyboard.press("Alt+S")
        page.get_by_role("heading", name="确认以后").wait_for()
        found += _faults(page, "what will happen")
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
            found += _faults(page, f"{path} ({status})")
        ask = f"{served_whole.url}/public/progress"
        page.goto(ask)
        token = page.locator("meta[name=csrf-token]").get_attribute("content")
        for _ in range(20):
            page.request.post(ask, form={"csrf_token": str(token), "number": "无", "code": "无"})
        page.get_by_label("编号").fill("无")
        page.get_by_label("查询码").fill("无")
        page.keyboard.press("Enter")
        page.get_by_text("操作太频繁").wait_for()
        found += _faults(page, "too often (429)")
    assert found == []
