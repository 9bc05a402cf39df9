"""One item through all three colours, from an empty database to 销号: leaders sign on a phone, the unit pays eight points.

`make pictures` keeps what is photographed in docs/images.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.time.clock import CIVIL
from tests.browser.conftest import Camera, ServedSite, going_on
from tests.browser.test_rooms import _fits
from tests.support.browser import opened_page
from tests.web.site_support import NOW

TITLE = "清理拖欠中小企业账款"
UNIT, SUPERVISOR, VICE, HEAD = "czj.cb", "dcs.dcy1", "xzf.cwfxz", "xzf.xz"
BLUE = NOW.replace(hour=17, minute=31)
YELLOW = datetime(2026, 3, 23, 17, 31, tzinfo=CIVIL)
"""Five days after the 16th is a Saturday (SD-05)."""
RED = datetime(2026, 4, 2, 17, 31, tzinfo=CIVIL)
"""Ten days after the yellow slip was signed (SD-06)."""


@pytest.fixture
def county(opened_database: Path, tmp_path: Path) -> Iterator[ServedSite]:
    """The county on an afternoon, opened from an empty database."""
    with going_on(opened_database, tmp_path, NOW) as served:
        yield served


def _as(county: ServedSite, page: Page, login: str) -> None:
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    county.sign_in(page, login)


def _task(page: Page, name: str) -> None:
    page.locator(".task-link", has_text=name).first.click()
    page.locator("form[data-ready]").wait_for()


def _submit(page: Page, name: str) -> None:
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text(f"“{name}”已办结")).to_be_visible()


def _pick(page: Page, question: str, answer: str) -> None:
    page.locator(".fjs-form-field-select", has_text=question).locator(".fjs-input-group").first.click()
    page.locator(".fjs-dropdownlist-item", has_text=answer).first.click()


def test_an_item_goes_through_all_colours(county: ServedSite, browser: Browser, camera: Camera) -> None:
    with opened_page(browser) as desk, opened_page(browser, phone=True) as phone:
        _registered(county, desk)
        _taken_over(county, phone)
        county.site.move_to(BLUE)
        _blue(county, phone, camera)
        county.site.move_to(YELLOW)
        _signed(county, phone, camera, VICE, "黄色督办单", "colours-2-yellow")
        county.site.move_to(RED)
        _signed(county, phone, camera, HEAD, "红色督办单", "colours-3-red")
        _answered(county, phone)
        _ended(county, desk, camera)


def _registered(county: ServedSite, desk: Page) -> None:
    """督查室 assigns the item, due today."""
    _as(county, desk, SUPERVISOR)
    desk.goto(f"{county.url}/start/supervision")
    desk.locator("form[data-ready]").wait_for()
    desk.get_by_label("事项名称").fill(TITLE)
    _pick(desk, "来源", "会议交办")
    _pick(desk, "承办(被督办)单位", "财政局")
    day = desk.locator(".fjs-form-field-datetime input:visible").first
    day.fill("2026/03/16")
    day.press("Tab")
    desk.get_by_label("完成标准").fill("台账内账款全部清偿")
    desk.get_by_label("随文件导入,不再逐项立项").check()
    desk.locator("form[data-ready] .form-actions button").first.click()
    expect(desk.get_by_role("heading", name=TITLE)).to_be_visible()


def _taken_over(county: ServedSite, phone: Page) -> None:
    """The unit receives it and says how it goes about it (DS-01, DS-04)."""
    _as(county, phone, UNIT)
    phone.goto(f"{county.url}/inbox/receipts")
    phone.locator(".task-link", has_text="签收").first.click()
    phone.locator("form[data-ready]").wait_for()
    _submit(phone, "签收")
    phone.goto(f"{county.url}/inbox")
    _task(phone, "报落实方案")
    for label, text in (
        ("责任人", "分管副局长"),
        ("工作班子", "国库股、企业股"),
        ("落实方案", "逐户清偿,每周通报一次"),
    ):
        phone.get_by_label(label).fill(text)
    _submit(phone, "报落实方案")


def _blue(county: ServedSite, phone: Page, camera: Camera) -> None:
    """At close of business the blue slip has gone out by itself, for one point (SD-04)."""
    county.site.render_papers()
    _as(county, phone, UNIT)
    phone.goto(f"{county.url}/unit")
    expect(phone.get_by_text("蓝色督办单").first).to_be_visible()
    _fits(phone)
    camera.take(phone, "colours-1-blue")


def _signed(county: ServedSite, phone: Page, camera: Camera, login: str, kind: str, picture: str) -> None:
    """The slip has gone for signature by itself; the leader reads and signs it on a phone (SD-07)."""
    _as(county, phone, login)
    phone.goto(f"{county.url}/sign")
    phone.locator("li", has_text=TITLE).get_by_role("link", name="阅签").first.click()
    expect(phone.get_by_role("button", name=f"签发{kind}")).to_be_visible()
    _fits(phone)
    camera.take(phone, picture)
    phone.get_by_role("button", name=f"签发{kind}").click()
    expect(phone.get_by_text(f"签发{kind}:{TITLE}")).to_be_visible()
    county.site.render_papers()


def _answered(county: ServedSite, phone: Page) -> None:
    """The unit reports that it is done."""
    _as(county, phone, UNIT)
    _task(phone, "反馈办理结果")
    phone.get_by_label("办理结果").fill("账款已全部清偿,凭证附后。")
    _submit(phone, "反馈办理结果")


def _ended(county: ServedSite, desk: Page, camera: Camera) -> None:
    """督查室 checks it, the item is struck off; all three slips and eight points stand on record (SD-09a)."""
    _as(county, desk, SUPERVISOR)
    _task(desk, "核验")
    desk.get_by_label("核验通过,准予销号").check()
    _submit(desk, "核验")
    desk.goto(f"{county.url}/cases?q={TITLE}")
    desk.get_by_role("link", name=TITLE).first.click()
    expect(desk.locator(".head-facts").get_by_text("销号")).to_be_visible()
    for kind in ("蓝色督办单", "黄色督办单", "红色督办单"):
        expect(desk.locator(".paper-line a", has_text=kind)).to_have_count(1)
    camera.take(desk, "colours-4-done")
    desk.goto(f"{county.url}/unit?unit=czj&year=2026")
    expect(desk.get_by_text("-8").or_(desk.get_by_text("−8")).first).to_be_visible()
    _fits(desk)
