"""The scripts of the pages in English: the designer with a broken draft, a form and a table with mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import DESIGNER
from tests.support.chinese import RUN
from tests.web.english import county_runs, words_of_the_county
from tests.web.test_errors_in_english import MILESTONES

SHOWN = """(roots) => [...document.querySelectorAll(roots)].filter((each) => each.checkVisibility())
  .flatMap((each) => [each.innerText, ...[...each.querySelectorAll('[aria-label],[title],[placeholder]')]
    .flatMap((one) => [one.ariaLabel, one.title, one.placeholder])]).filter(Boolean)"""
"""What the elements found show and read out."""


def in_english(served: ServedSite, page: Page) -> None:
    page.context.add_cookies([{"name": "language", "value": "en", "url": served.url}])


def foreign(page: Page, county: str, roots: str = "main") -> set[str]:
    """Lines with Chinese that is not the county's."""
    lines = {line.strip() for text in page.evaluate(SHOWN, roots) for line in text.split("\n")}
    return {line for line in lines if not set(RUN.findall(line)) <= county_runs(county)}


def test_the_designer_speaks_english(served: ServedSite, page: Page, screenshots: Path) -> None:
    county = words_of_the_county(served.site) + " 来信 办理"
    served.sign_in(page, DESIGNER)
    in_english(served, page)
    page.goto(f"{served.url}/designer")
    page.get_by_label("Name", exact=True).fill("来信")
    page.get_by_label("Key (lower-case letters)").fill("letter")
    page.get_by_role("button", name="Make", exact=True).click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    tools = page.locator(".djs-palette .entry").evaluate_all(
        "all => all.map((each) => each.getAttribute('aria-label'))"
    )
    assert {"Start", "Step", "Gateway"} <= set(tools)
    assert all(len(each) <= len("Select several") for each in tools), tools
    page.locator("[data-element-id=handle] .djs-hit").first.click(force=True)
    expect(page.get_by_role("heading", name="Step for people: 办理")).to_be_visible()
    page.evaluate(
        "document.querySelectorAll('#bj-pane-properties details').forEach((each) => (each.open = true))"
    )
    page.screenshot(path=screenshots / "properties.png")
    assert foreign(page, county) == set()
    tabs = {"Problems": "problems", "Forms etc.": "files", "Rehearse": "rehearsal", "Publish": "publish"}
    for tab, picture in tabs.items():
        page.get_by_role("tab", name=tab).click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=screenshots / f"{picture}.png")
        assert foreign(page, county) == set(), tab
    assert (
        page.locator("[data-element-id=handle]").evaluate(
            "each => each.closest('[lang]').lang || each.closest('[lang]').getAttribute('lang')"
        )
        == "zh-CN"
    )
    assert page.evaluate("document.documentElement.dataset.untranslated ?? ''") == ""
    page.get_by_role("tab", name="Problems").click()
    expect(page.locator(".bj-problem[data-rule=house-no-limit]")).to_contain_text("has no time limit")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_mistakes_are_told_in_english(
    served: ServedSite, page: Page, phone_page: Page, screenshots: Path, phone: bool
) -> None:
    shown, size = (phone_page, "390") if phone else (page, "1440")
    county = words_of_the_county(served.site) + MILESTONES + " 街面整洁"
    task = served.site.open_task(served.site.start("整治占道经营").id)
    served.sign_in(shown, "zjj.cb")
    in_english(served, shown)
    shown.goto(f"{served.url}/tasks/{task}")
    shown.locator("form[data-ready]").wait_for()
    shown.locator("form[data-bj=form] button.button-primary").first.click()
    expect(shown.get_by_text("Not ready to submit")).to_be_visible()
    expect(shown.locator("[data-fields]")).to_have_attribute("lang", "zh-CN")
    shown.screenshot(path=screenshots / f"task-{size}.png")
    assert foreign(shown, county) == set()
    shown.get_by_role("button", name="Sign out").first.click()
    served.sign_in(shown, "dcs.dcy1")
    in_english(served, shown)
    shown.goto(f"{served.url}/import")
    table = FilePayload(name="事项.csv", mimeType="text/csv", buffer=MILESTONES.encode())
    shown.locator("input[type=file]").set_input_files(files=[table])
    shown.locator("form[enctype] button").first.click()
    expect(shown.locator(".row-problems")).to_contain_text("Row 2")
    shown.screenshot(path=screenshots / f"import-{size}.png", full_page=True)
    assert foreign(shown, county) == set()
    width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert shown.evaluate(width)


CUT = """() => [...document.querySelectorAll('.due, .tabs a, .site-nav a, main')].filter((each) => {
  const box = each.getBoundingClientRect(), around = (each.closest('li, nav') ?? document.body).getBoundingClientRect();
  return box.right > around.right + 1 || box.height > 60 && each.matches('a, .due');
}).map((each) => each.innerText.slice(0, 40))"""
"""Chips, tabs and places that stick out of what they stand in, or are broken into lines."""


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_english_words_have_room(served: ServedSite, page: Page, phone_page: Page, phone: bool) -> None:
    shown = phone_page if phone else page
    served.site.start("整治占道经营")
    served.sign_in(shown, "zjj.cb")
    in_english(served, shown)
    for path in ("/inbox", "/inbox/started", "/unit", "/cases"):
        shown.goto(f"{served.url}{path}")
        assert shown.evaluate(CUT) == [], path
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
