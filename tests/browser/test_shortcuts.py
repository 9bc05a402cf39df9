"""快捷键 in a real browser: `?` shows the keys of the page, Escape puts them away."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.web.items import TITLE, waiting_for_signature


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


def test_a_paper_is_signed_by_keys(served: ServedSite, page: Page, screenshots: Path) -> None:
    """From the list to the paper, a refusal that still wants its word, the signature."""
    waiting_for_signature(served.site)
    served.sign_in(page, "xzf.cwfxz")
    page.goto(f"{served.url}/sign")
    page.keyboard.press("Alt+g")
    expect(page.get_by_role("heading", name="签发黄色督办单")).to_be_visible()
    page.keyboard.press("Alt+d")
    expect(page.locator(".notice-refused")).to_contain_text("请写一句理由")
    page.screenshot(path=screenshots / "wants-a-word.png", full_page=True)
    page.keyboard.press("Alt+s")
    expect(page.get_by_role("status").first).to_contain_text(TITLE)


def test_the_key_of_a_line_is_that_of_the_line_one_stands_in(
    served: ServedSite, page: Page, screenshots: Path
) -> None:
    site = served.site
    for words in ("第一件请报来", "第二件请报来"):
        site.engine.remind(site.open_task(site.start(words).id), site.actor("dcs.dcy1"), words)
    served.sign_in(page, "zjj.cb")
    page.goto(f"{served.url}/messages")
    expect(page.locator(".message-new")).to_have_count(2)
    lower = page.locator(".messages li").nth(1).inner_text()
    page.locator(".messages li a").nth(1).focus()
    page.keyboard.press("Alt+9")
    expect(page.locator(".message-new")).to_have_count(1)
    page.screenshot(path=screenshots / "messages.png", full_page=True)
    assert page.locator(".message-new").inner_text().splitlines()[0] not in lower
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path=screenshots / "messages-phone.png", full_page=True)
    page.keyboard.press("Alt+Shift+a")
    expect(page.locator(".message-new")).to_have_count(0)
