"""口头批示 in a real browser: the office writes it down at its desk, the leader confirms it on the phone."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from engine.people.actor import SYSTEM
from tests.browser.conftest import ServedSite
from tests.browser.test_rooms import _fits
from tests.support.inspection import faults
from tests.web.items import task_named
from tests.web.site_support import ROOT

PAPER = {
    "title": "关于开展自建房安全排查的通知",
    "from_org": "市人民政府办公室",
    "from_number": "市政办函〔2026〕12号",
    "received_on": "2026-03-16",
    "urgency": "加急",
    "secret": "非涉密",
    "doc_kind": "handle",
    "reply_by": "2026-03-31",
}
PROPOSED = {"proposal": "建议住建局牵头", "leader": "常务副县长", "suggested": ["住建局"]}
CLERK, DEPUTY_HEAD, LEADER = "zfb.ws", "zfb.fzr", "xzf.cwfxz"


@pytest.fixture
def case(served: ServedSite) -> UUID:
    """A paper that waits for the instruction of 常务副县长."""
    site = served.site
    site.engine.publish(ROOT / "processes" / "incoming_document", SYSTEM, "测试")
    case = site.engine.start("incoming_document", site.actor(CLERK), PAPER).id
    site.engine.complete(task_named(site, case, "拟办"), site.actor(DEPUTY_HEAD), PROPOSED)
    return case


def test_what_was_said_is_written_down_and_confirmed_on_the_phone(
    served: ServedSite, case: UUID, page: Page, phone_page: Page, screenshots: Path
) -> None:
    served.sign_in(page, CLERK)
    page.goto(f"{served.url}/tasks/{task_named(served.site, case, '批示')}")
    page.keyboard.press("Alt+O")
    page.locator("form[data-ready]").wait_for()
    assert faults(page, "writing down what was said") == []
    page.locator("[data-fields] label", has_text="阅,归档").first.click()
    page.get_by_label("批示内容").fill("请各单位学习。")
    page.screenshot(path=screenshots / "note.png", full_page=True)
    page.get_by_role("button", name="记下,送领导确认").click()
    expect(page.get_by_text("已记下,等本人确认")).to_be_visible()
    expect(page.get_by_text("代记“批示”的口头批示,待本人确认").first).to_be_visible()

    served.sign_in(phone_page, LEADER)
    expect(phone_page.get_by_text("口头批示待确认")).to_be_visible()
    phone_page.locator(".task-link", has_text="自建房").click()
    expect(phone_page.locator(".notice-oral")).to_contain_text("请各单位学习。")
    _fits(phone_page)
    phone_page.screenshot(path=screenshots / "phone.png", full_page=True)
    phone_page.locator(".notice-oral").get_by_role("link", name="确认口头批示").click()
    expect(phone_page.locator(".consequences")).to_contain_text("归档")
    phone_page.screenshot(path=screenshots / "confirm-phone.png", full_page=True)
    phone_page.get_by_role("button", name="确认照口头批示办").click()
    expect(phone_page.get_by_text("归档").first).to_be_visible()
    assert task_named(served.site, case, "归档")


def test_what_was_not_said_so_goes_back(served: ServedSite, case: UUID, page: Page, phone_page: Page) -> None:
    task = task_named(served.site, case, "批示")
    said = {"decision": "read", "opinion": "请各单位学习。"}
    served.site.engine.record_oral(task, served.site.actor(CLERK), said)
    served.sign_in(page, LEADER)
    page.goto(f"{served.url}/tasks/{task}")
    page.locator(".notice-oral").get_by_role("link", name="不是这样").click()
    page.get_by_label("哪里不对").fill("要交住建局办")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="确认退还代记").click()
    expect(page.get_by_text("没有确认代记的口头批示").first).to_be_visible()
    served.sign_in(phone_page, CLERK)
    phone_page.goto(f"{served.url}/messages")
    expect(phone_page.get_by_text("要交住建局办").first).to_be_visible()
