"""The first hour of the demo with the county's own process: clock, slip, answer, check, print."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine import demo_clock
from tests.browser.conftest import ServedSite
from tests.support.browser import opened_page
from tests.web.items import received_item
from tests.web.site_support import NOW


@pytest.fixture
def demo(served: ServedSite) -> ServedSite:
    """The served site with the demo's movable clock and one item due today, received by its unit."""
    site = served.site
    clock = demo_clock.use_in_this_process(site.engine.database)
    with site.engine.database.transaction() as connection:
        clock.set_to(connection, NOW)
    received_item(site)
    return served


def test_the_first_hour(
    demo: ServedSite, page: Page, screenshots: Path, request: pytest.FixtureRequest
) -> None:
    demo.sign_in(page, "dcs.dcy1")
    page.get_by_role("link", name="演示时钟").click()
    page.get_by_role("button", name="下班").first.click()
    expect(page.get_by_text("已发往 财政局")).to_be_visible()
    page.screenshot(path=screenshots / "clock.png", full_page=True)

    with opened_page(request.getfixturevalue("browser"), phone=True) as phone:
        demo.sign_in(phone, "czj.cb")
        phone.get_by_role("link", name="反馈办理结果").click()
        phone.locator("form[data-ready]").wait_for()
        phone.get_by_label("办理结果").fill("账款已全部清偿,凭证附后。")
        phone.screenshot(path=screenshots / "answer.png", full_page=True)
        phone.get_by_role("button", name="提交").click()
        expect(phone.get_by_text("“反馈办理结果”已办结")).to_be_visible()

    page.goto(f"{demo.url}/inbox")
    page.locator(".task-link", has_text="核验").click()
    page.locator("form[data-ready]").wait_for()
    expect(page.get_by_text("账款已全部清偿,凭证附后。").first).to_be_visible()
    page.locator("[data-fields] label", has_text="通过").first.click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("“核验”已办结")).to_be_visible()

    demo.site.render_papers()
    page.goto(f"{demo.url}/cases?q=拖欠")
    page.get_by_role("link", name="清理拖欠中小企业账款").click()
    expect(page.locator(".head-facts").get_by_text("销号")).to_be_visible()
    page.locator(".paper-line a").click()
    page.locator("[data-bj=document][data-ready]").wait_for()
    expect(page.locator("section.docx")).to_contain_text("财政局")
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    page.get_by_role("button", name="打印").click()
    expect(page.locator("body[data-printed=yes]")).to_be_visible()
    page.screenshot(path=screenshots / "paper.png", full_page=True)


def test_a_late_extension_is_refused_with_its_clause(demo: ServedSite, page: Page) -> None:
    demo_clock.move_forward(demo.site.engine, NOW.replace(hour=17, minute=31))
    demo.sign_in(page, "czj.cb")
    page.get_by_role("link", name="反馈办理结果").click()
    page.get_by_role("link", name="申请延期").click()
    page.locator("form[data-ready]").wait_for()
    page.locator("input.fjs-input, .fjs-input-group input").first.fill("2026/04/10")
    page.keyboard.press("Tab")
    page.get_by_label("进展情况").fill("已清偿八成")
    page.get_by_label("滞后原因").fill("资金调度滞后")
    page.get_by_role("button", name="提出申请").click()
    expect(page.get_by_role("alert").filter(has_text="不能再申请延期")).to_be_visible()
    expect(page.get_by_text("申请延期完成").first).to_be_visible()
    page.locator("form[data-ready]").wait_for()
    expect(page.get_by_label("滞后原因")).to_have_value("资金调度滞后")
