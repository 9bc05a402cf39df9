"""Every page is readable before its script arrives: what is asked, by when, why, and what has happened."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import ServedSite


def test_task_and_case_are_readable_without_a_script(browser: Browser, served: ServedSite) -> None:
    case = served.site.start()
    task = served.site.open_task(case.id)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    try:
        served.sign_in(page, "zjj.cb")
        expect(page.get_by_text("整治占道经营").first).to_be_visible()
        page.goto(f"{served.url}/tasks/{task}")
        for text in ("反馈办理结果", "今日 17:30 前", "在交办事项未按规定完成时限当天", "街面整洁"):
            expect(page.get_by_text(text).first).to_be_visible()
        page.goto(f"{served.url}/cases/{case.id}")
        for text in ("现在在谁那里", "发起,编号"):
            expect(page.get_by_text(text).first).to_be_visible()
    finally:
        context.close()
