"""常用语 in a real browser: a press writes into the field, and what was written is sent."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.web.items import task_named, waiting_for_signature


def test_a_press_writes_into_the_field(served: ServedSite, page: Page, screenshots: Path) -> None:
    case = served.site.start().id
    served.sign_in(page, "zjj.cb")
    page.goto(f"{served.url}/tasks/{served.site.open_task(case)}")
    field = page.locator("[data-fields] textarea").first
    expect(field).to_be_visible()
    page.get_by_role("button", name="请抓紧办理。").click()
    expect(field).to_have_value("请抓紧办理。")
    page.screenshot(path=screenshots / "task.png", full_page=True)
    page.get_by_role("button", name="已阅。").click()
    expect(field).to_have_value("请抓紧办理。已阅。")
    expect(page.locator("[data-draft-status]")).to_contain_text("草稿")


def test_the_leader_signs_with_a_phrase(served: ServedSite, phone_page: Page, screenshots: Path) -> None:
    task = task_named(served.site, waiting_for_signature(served.site), "签发黄色督办单")
    served.sign_in(phone_page, "xzf.cwfxz")
    phone_page.goto(f"{served.url}/sign/{task}")
    phone_page.get_by_role("button", name="请抓紧办理。").click()
    expect(phone_page.locator("textarea[name=opinion]")).to_have_value("请抓紧办理。")
    expect(phone_page.locator("select[name=phrase]")).to_have_count(0)
    phone_page.screenshot(path=screenshots / "sign.png", full_page=True)
