"""The desk in a real browser: a number, an application, its receipt and the next ticket by keys, at both widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.matters import register
from engine.matters.checking import read_beside_county
from engine.people.actor import SYSTEM
from tests.browser.conftest import ServedSite
from tests.engine.records.test_identity import FIRM
from tests.web.site_support import ROOT

CLERK = "zwzx.ck1"


@pytest.fixture
def desk(served: ServedSite) -> ServedSite:
    """The site with the county's catalogue and the process that takes applications in."""
    catalogue = read_beside_county(ROOT / "processes" / "catalogue.yaml")
    engine = served.site.engine
    engine.database.transact(lambda c: register.take(c, catalogue, SYSTEM.login, "测试"))
    for process in ("permit_review", "permit", "bundle"):
        engine.publish(ROOT / "processes" / process, SYSTEM, "测试")
    return served


def test_a_company_is_served_without_a_mouse_at_the_end(
    desk: ServedSite, page: Page, screenshots: Path
) -> None:
    desk.sign_in(page, CLERK)
    page.goto(f"{desk.url}/window")
    page.get_by_label("身份证号码或统一社会信用代码").fill(FIRM)
    page.get_by_role("button", name="调出在库材料").click()
    expect(page.get_by_text("还没有在库材料")).to_be_visible()
    page.screenshot(path=screenshots / "looked-up.png", full_page=True)
    page.get_by_label("办什么").select_option("matter:scj-spjy")
    page.get_by_role("button", name="填申请").click()
    expect(page.get_by_label("身份证号码或统一社会信用代码")).to_have_value(FIRM)
    page.get_by_label("申请人", exact=False).first.fill("甲公司")
    page.get_by_label("联系电话").fill("13800000000")
    page.screenshot(path=screenshots / "application.png", full_page=True)
    page.get_by_role("button", name="收件,出凭证").click()
    expect(page.get_by_role("heading", name="刚才的件")).to_be_visible()
    page.screenshot(path=screenshots / "desk.png", full_page=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path=screenshots / "desk-phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Alt+g")
    expect(page.get_by_role("heading", name="核对材料")).to_be_visible()
    page.screenshot(path=screenshots / "check-phone.png", full_page=True)
