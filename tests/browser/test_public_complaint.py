"""A citizen complains on a phone without a name and reads the answer; duty, reception days and the wall are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from tests.browser.conftest import ServedSite
from tests.web.site_support import ROOT
from tests.web.test_public_complaint import REPLY, STEPS


@pytest.fixture
def county(served: ServedSite) -> ServedSite:
    """The site with complaints, duty and reception days."""
    for process in ("complaint", "liability", "admonition", "duty", "reception_day"):
        served.site.engine.publish(ROOT / "processes" / process, SYSTEM, "测试")
    return served


def test_a_complaint_is_made_and_answered_on_a_phone(
    county: ServedSite, phone_page: Page, screenshots: Path
) -> None:
    page, site = phone_page, county.site
    page.goto(f"{county.url}/public")
    page.screenshot(path=screenshots / "home.png", full_page=True)
    page.get_by_role("link", name="网上投诉").click()
    page.get_by_label("事由").fill("教育局窗口中午没人")
    page.locator(".fjs-form-field-select .fjs-input-group").first.click()
    page.locator(".fjs-dropdownlist-item", has_text="教育局").first.click()
    page.get_by_label("匿名投诉").check()
    expect(page.get_by_label("联系电话")).to_be_hidden()
    expect(page.get_by_label("渠道")).to_be_hidden()
    page.get_by_label("投诉内容(原话)").fill("十二点半去了没有人")
    page.screenshot(path=screenshots / "form.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    page.screenshot(path=screenshots / "given.png", full_page=True)
    page.get_by_role("link", name="查进度").last.click()
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("登记,报领导批示").first).to_be_visible()
    expect(page.get_by_role("link", name="撤回投诉")).to_be_visible()
    page.screenshot(path=screenshots / "progress.png", full_page=True)
    with site.engine.database.reading() as connection:
        row = tables.instance.c
        case = connection.execute(select(row.id).where(row.process == "complaint")).scalar_one()
    replied = {"reply_text": REPLY, "reply_way": "网上", "replied_at": "2026-03-16T16:50:00+08:00"}
    for step, (login, data) in enumerate((*STEPS, ("xnb.sl", replied))):
        site.engine.complete(site.open_task(case), site.actor(login), data)
        if step == 1:
            page.reload()
            expect(page.get_by_text("已经批示办理的投诉要查清,不能再撤回")).to_be_visible()
            expect(page.get_by_role("link", name="撤回投诉")).to_be_hidden()
    page.reload()
    expect(page.get_by_text(REPLY)).to_be_visible()
    page.screenshot(path=screenshots / "answered.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_duty_reception_and_the_wall_are_seen(county: ServedSite, page: Page, screenshots: Path) -> None:
    engine = county.site.engine
    day = {"phone": "县内3", "on_duty": ["应急管理局"]}
    for on, leader in (("2026-03-16", "县长"), ("2026-03-17", None), ("2026-03-19", None)):
        engine.start("duty", SYSTEM, {**day, "duty_on": on, "leader": leader})
    received = {
        "reception_on": "2026-03-18",
        "leader": "县长",
        "hours": "上午9:00—11:30",
        "place": "信访接待大厅",
    }
    engine.start("reception_day", SYSTEM, received)
    county.sign_in(page, "dcs.dcy1")
    page.goto(f"{county.url}/roster")
    expect(page.get_by_text("还没有排班:")).to_be_visible()
    page.screenshot(path=screenshots / "roster.png", full_page=True)
    page.goto(f"{county.url}/wall")
    expect(page.get_by_role("heading", name="今天值班和接待")).to_be_visible()
    page.screenshot(path=screenshots / "wall.png", full_page=True)
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/roster", "/wall", "/public/roster"):
        page.goto(f"{county.url}{path}")
        page.screenshot(path=screenshots / f"{path[1:].replace('/', '-')}-phone.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
