"""A day's work without a mouse: Tab, Enter, arrows and the keys of the sheet, in a real browser.

Wherever the focus comes to, it must be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite, serving
from tests.web.site_support import PASSWORD, close_small_site, open_small_site

MOST_STOPS = 60
FOCUS = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const whole = at.closest('.fjs-input-group') ?? at;
  const around = getComputedStyle(whole);
  const box = whole.getBoundingClientRect();
  const rings = [style, around].some((each) =>
    (each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) > 0) || each.boxShadow !== 'none');
  return {
    name: (at.getAttribute('aria-label') || at.labels?.[0]?.textContent || at.textContent || at.value || '').trim(),
    seen: at === document.body || (rings && box.width > 0 && box.bottom > 0 && box.top < innerHeight),
    html: at.outerHTML.slice(0, 160),
  };
}"""
"""What has the focus: its name, and whether one sees that it has it."""


@pytest.fixture
def county(prepared_database: Path, tmp_path: Path) -> Iterator[ServedSite]:
    """A county's site, where one signs in by password."""
    site = open_small_site(prepared_database, tmp_path, demo=False)
    try:
        with serving(site) as answering:
            yield answering
    finally:
        close_small_site(site)


@pytest.fixture
def desk(page: Page) -> Page:
    """A page that does not glide to where the focus is: it is there at once."""
    page.emulate_media(reduced_motion="reduce")
    return page


def go_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        assert at["seen"], at["html"]
        if name in at["name"]:
            return
    pytest.fail(f"“{name}” is not reached by Tab on {page.url}")


def test_from_signing_in_to_the_end_of_a_task(county: ServedSite, desk: Page) -> None:
    page, case = desk, county.site.start("整治城区占道经营")
    keys = page.keyboard
    page.goto(f"{county.url}/sign-in")
    keys.type("zjj.cb")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/inbox")

    go_to(page, "跳到正文")
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
    go_to(page, "整治城区占道经营")
    keys.press("Enter")
    page.locator("form[data-ready]").wait_for()

    go_to(page, "办理结果")
    keys.type("街面已经整治完毕。")
    go_to(page, "完成情况")
    expect(page.locator(".fjs-dropdownlist-item.focused")).to_have_text("已全部完成")
    keys.press("Enter")
    expect(page.locator(".fjs-select-display")).to_have_text("已全部完成")
    keys.press("Alt+s")
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()

    page.goto(f"{county.url}/cases/{case.id}")
    page.locator("[data-bj=viewer][data-ready]").wait_for()
    go_to(page, "其他口径下的日期")
    keys.press("Alt+8")
    expect(page.get_by_role("button", name="已关注")).to_be_visible()


def test_what_a_key_opens_escape_closes_and_the_focus_is_where_it_was(county: ServedSite, desk: Page) -> None:
    page, case = desk, county.site.start()
    page.goto(f"{county.url}/sign-in?next=/cases/{case.id}")
    page.get_by_label("账号").fill("zjj.cb")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case.id}")
    page.locator("[data-bj=viewer][data-ready]").wait_for()
    go_to(page, "快捷键")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="这一页的快捷键")
    expect(sheet.get_by_role("button", name="关闭")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("link", name="快捷键")).to_be_focused()

    help_ = page.locator("details.page-help")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(help_).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(help_).not_to_have_attribute("open", "")
    expect(help_.locator("summary")).to_be_focused()
