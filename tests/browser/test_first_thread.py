"""The first hour of the demo in a real browser, at a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.web.site_support import NOW


@pytest.fixture(params=["desk", "phone"])
def browser_page(request: pytest.FixtureRequest) -> Page:
    """A page at 1440 pixels, then one at 390."""
    chosen: Page = request.getfixturevalue("page" if request.param == "desk" else "phone_page")
    return chosen


def _fits(page: Page) -> None:
    """Nothing sticks out of the page to the side."""
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], page.url


def test_from_sign_in_to_the_end_of_a_case(served: ServedSite, browser_page: Page, screenshots: Path) -> None:
    page = browser_page
    started = served.site.start("整治城区占道经营")

    served.sign_in(page, "zjj.cb")
    _fits(page)
    page.screenshot(path=screenshots / "inbox.png", full_page=True)
    page.get_by_role("link", name="整治城区占道经营").click()

    page.locator("form[data-ready]").wait_for()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("还不能提交")).to_be_visible()
    page.get_by_label("办理结果").fill("街面已经整治完毕。")
    page.get_by_text("请选择").click()
    page.get_by_text("已全部完成").click()
    _fits(page)
    page.screenshot(path=screenshots / "task.png", full_page=True)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    page.get_by_role("button", name="退出").click()

    served.sign_in(page, "dcs.dcy1")
    page.get_by_role("link", name="整治城区占道经营").click()
    page.locator("form[data-ready]").wait_for()
    expect(page.get_by_text("街面已经整治完毕。")).to_be_visible()
    page.get_by_text("通过,销号").click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("“核验”已办结")).to_be_visible()

    page.goto(f"{served.url}/cases/{started.id}")
    page.locator("[data-bj=viewer][data-ready]").wait_for()
    expect(page.locator(".head-facts").get_by_text("销号")).to_be_visible()
    _fits(page)
    page.screenshot(path=screenshots / "case.png", full_page=True)


def test_the_clock_brings_the_slip_and_the_slip_can_be_read(
    served: ServedSite, browser_page: Page, screenshots: Path
) -> None:
    page = browser_page
    started = served.site.start("整治城区占道经营")
    served.sign_in(page, "dcs.dcy1")
    served.site.move_to(NOW.replace(hour=17, minute=31))
    served.site.render_papers()

    page.goto(f"{served.url}/cases/{started.id}")
    page.locator("[data-bj=viewer][data-ready]").wait_for()
    assert page.locator(".bj-state-overdue").count() == 1
    expect(page.locator(".bj-badge")).to_contain_text("住建局")
    page.get_by_role("link", name="测督〔2026〕1号").first.click()
    page.locator("[data-bj=document][data-ready]").wait_for()
    expect(page.locator("section.docx")).to_contain_text("安澜县住房和城乡建设局")
    _fits(page)
    page.screenshot(path=screenshots / "paper.png", full_page=True)


def test_the_register_is_searched_from_the_keyboard(served: ServedSite, page: Page) -> None:
    served.site.start("整治城区占道经营")
    served.site.start("清理规范性文件", "司法局")
    served.sign_in(page, "dcs.dcy1")
    page.keyboard.press("Alt+2")
    page.wait_for_url("**/overview")
    page.goto(f"{served.url}/cases")
    page.keyboard.press("/")
    page.keyboard.type("规范性")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="清理规范性文件")).to_be_visible()
    expect(page.get_by_role("link", name="整治城区占道经营")).to_have_count(0)


def test_a_draft_survives_a_closed_page(served: ServedSite, page: Page) -> None:
    started = served.site.start()
    served.sign_in(page, "zjj.cb")
    task = f"{served.url}/tasks/{served.site.open_task(started.id)}"
    page.goto(task)
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("办理结果").fill("写到一半,有人来访")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.goto(f"{served.url}/inbox")
    page.goto(task)
    expect(page.get_by_label("办理结果")).to_have_value("写到一半,有人来访")


def test_the_skip_link_comes_first(served: ServedSite, page: Page) -> None:
    served.sign_in(page, "zjj.cb")
    page.goto(f"{served.url}/inbox")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
