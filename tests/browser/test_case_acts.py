"""Verbs on a whole case in a real browser: who is chosen, what it brings, the receipt; on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_rooms import _fits
from tests.support.browser import opened_page


def test_a_case_is_circulated_and_read(
    served: ServedSite, browser: Browser, page: Page, screenshots: Path
) -> None:
    case = served.site.start("整治占道经营").id
    served.sign_in(page, "dcs.dcy1")
    page.goto(f"{served.url}/cases/{case}")
    page.screenshot(path=screenshots / "case.png", full_page=True)
    page.get_by_role("link", name="传阅", exact=True).click()
    page.get_by_label("财政局", exact=True).check()
    page.screenshot(path=screenshots / "ask.png")
    _fits(page)
    page.get_by_role("button", name="下一步:看看会怎样").click()
    expect(page.locator(".consequences")).to_contain_text("传阅 财政局")
    page.screenshot(path=screenshots / "confirm.png", full_page=True)
    page.get_by_role("button", name="确认传阅").click()
    expect(page.locator("#told + ul")).to_contain_text("传阅,还没有阅")
    with opened_page(browser, phone=True) as phone:
        served.sign_in(phone, "czj.cb")
        phone.goto(f"{served.url}/inbox/told")
        phone.screenshot(path=screenshots / "told.png", full_page=True)
        _fits(phone)
        phone.goto(f"{served.url}/cases/{case}/acts/copy_to")
        phone.screenshot(path=screenshots / "ask-phone.png")
        _fits(phone)
        phone.goto(f"{served.url}/inbox/told")
        phone.get_by_role("button", name="已阅").click()
        expect(phone.get_by_role("button", name="已阅")).to_have_count(0)
    page.reload()
    expect(page.locator("#told + ul")).to_contain_text("已阅")
