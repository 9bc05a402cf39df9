"""Before its script arrives, or without one, every page is readable, and what needs no form to be filled in can be done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ServedSite
from tests.support.browser import TIMEOUT

PAGES = {
    "zjj.cb": ("/inbox", "/inbox/done", "/cases", "/unit", "/more", "/messages", "/phrases", "/notices/mine",
               "/shortcuts", "/roster", "/accounts/me/password"),
    "dcs.dcy1": ("/overview", "/wall", "/start", "/supervision/today", "/timers", "/scores", "/policy", "/rules",
                 "/calendar", "/operations", "/audit", "/people"),
    "sjj.gly": ("/setup", "/accounts", "/units/zjj", "/incidents", "/texts"),
    "sjj.sjy": ("/designer", "/publishing"),
    "xzf.xz": ("/sign",),
}  # fmt: skip
OPEN = ("/public", "/public/results", "/public/promises", "/public/roster", "/public/progress")


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    """A browser whose scripts are off."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    context.set_default_timeout(TIMEOUT)
    yield context.new_page()
    context.close()


def test_task_and_case_are_readable_without_a_script(served: ServedSite, bare: Page) -> None:
    case = served.site.start()
    task = served.site.open_task(case.id)
    served.sign_in(bare, "zjj.cb")
    expect(bare.get_by_text("整治占道经营").first).to_be_visible()
    bare.goto(f"{served.url}/tasks/{task}")
    for text in (
        "反馈办理结果",
        "今日 17:30 前",
        "在交办事项未按规定完成时限当天",
        "街面整洁",
        "请打开浏览器的脚本",
    ):
        expect(bare.get_by_text(text).first).to_be_visible()
    bare.goto(f"{served.url}/cases/{case.id}")
    for text in ("现在在谁那里", "发起,编号"):
        expect(bare.get_by_text(text).first).to_be_visible()


def test_every_main_page_is_readable_without_a_script(served: ServedSite, bare: Page) -> None:
    served.site.start()
    for path in OPEN:
        _is_readable(bare, served.url + path)
    for login, paths in PAGES.items():
        served.sign_in(bare, login)
        for path in paths:
            _is_readable(bare, served.url + path)
        bare.get_by_role("button", name="退出").first.click()


def _is_readable(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("main h1").first, url).to_be_visible()
    expect(page.locator("main .page-help").first, url).to_be_visible()


def test_what_needs_no_form_is_done_without_a_script(served: ServedSite, bare: Page) -> None:
    case = served.site.start()
    served.sign_in(bare, "zjj.cb")
    bare.goto(f"{served.url}/cases/{case.id}")
    bare.get_by_role("button", name="关注").click()
    expect(bare.get_by_role("button", name="已关注")).to_be_visible()
    bare.goto(f"{served.url}/tasks/{served.site.open_task(case.id)}")
    bare.get_by_role("button", name="认领").first.click()
    expect(bare.get_by_role("button", name="放回").first).to_be_visible()
    bare.goto(f"{served.url}/cases/{case.id}/acts/copy_to")
    bare.get_by_label("财政局").first.check()
    bare.locator("main form button.button-primary").click()
    expect(bare.get_by_role("heading", name="确认以后")).to_be_visible()
    bare.get_by_role("button", name="确认抄送").click()
    expect(bare.get_by_text("抄送 财政局").first).to_be_visible()
    bare.get_by_role("button", name="English").first.click()
    expect(bare.locator("html")).to_have_attribute("lang", "en")
