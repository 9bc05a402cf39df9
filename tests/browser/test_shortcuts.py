"""快捷键 in a real browser: `?` shows the keys of the page, Escape puts them away."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite


def test_the_sheet_opens_by_its_key(served: ServedSite, page: Page, screenshots: Path) -> None:
    case = served.site.start().id
    served.sign_in(page, "dcs.dcy1")
    page.goto(f"{served.url}/cases/{case}")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="这一页的快捷键")
    expect(sheet).to_contain_text("Alt + C")
    expect(sheet).to_contain_text("抄送")
    page.screenshot(path=screenshots / "sheet.png")
    page.keyboard.press("Alt+C")
    expect(page).to_have_url(f"{served.url}/cases/{case}")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.keyboard.press("Alt+C")
    page.wait_for_url(f"**/cases/{case}/acts/copy_to")
