"""A complaint from the citizen's phone to its reply and rating, every step in a real browser by whoever's turn it is.

`make pictures` keeps the pictures of the citizen's side in docs/images.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.time.clock import CIVIL
from tests.browser.conftest import Camera, ServedSite, going_on
from tests.browser.test_rooms import _fits
from tests.support.browser import PAINTED
from tests.web.site_support import NOW

NAME, PHONE, WORDS = "欧阳某", "13912345678", "我中午十二点半带着孩子去报名,窗口没有人"
TOLD, TITLE, GIST = "教育局窗口中午没人", "窗口中午空岗", "办事群众反映窗口中午空岗"
COMMENT = "今天中午去,窗口还是没有人"
REPLY = "教育局窗口已安排中午值班,感谢监督。"
OFFICE, HEAD, HANDLER = "xnb.sl", "xnb.fzr", "xnb.cbg"
UNIT, COMPLAINED_OF = "zfb.cb", "jyj.cb"
VISIT_DAY = datetime(2026, 3, 20, 9, 0, tzinfo=CIVIL)


@pytest.fixture
def county(opened_database: Path, tmp_path: Path) -> Iterator[ServedSite]:
    """The county on an afternoon, opened from an empty database."""
    with going_on(opened_database, tmp_path, NOW) as served:
        yield served


@pytest.mark.parametrize("named", [True, False], ids=["named", "anonymous"])
def test_from_the_citizen_s_phone_to_the_reply_and_the_rating(
    county: ServedSite, phone_page: Page, page: Page, camera: Camera, named: bool
) -> None:
    number, code = _complain(county, phone_page, camera, named)
    _registered(county, page)
    _assigned(county, page)
    _handled(county, page)
    _secret(county, page, number)
    _answered(county, page)
    if named:
        _visited(county, page)
    _read_and_rated(county, phone_page, camera, number, code)
    _followed_up(county, page, number)


def _enter(county: ServedSite, page: Page, login: str) -> None:
    """Enter as somebody else, once the page before has ended its errands."""
    page.goto("about:blank")
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    county.sign_in(page, login)


def _open(county: ServedSite, page: Page, login: str, title: str) -> None:
    """Enter as somebody else and open the task of this title from the inbox."""
    _enter(county, page, login)
    page.locator(".task-link", has_text=title).first.click()
    page.locator("form[data-ready]").wait_for()


def _choose(page: Page, question: str, answer: str) -> None:
    """Choose an answer of a question with round buttons."""
    field = page.locator(".fjs-form-field-radio", has_text=question)
    field.get_by_label(answer, exact=True).check()


def _pick(page: Page, question: str, answer: str) -> None:
    """Choose from a list."""
    page.locator(".fjs-form-field-select", has_text=question).locator(".fjs-input-group").click()
    page.locator(".fjs-dropdownlist-item", has_text=answer).first.click()


def _submit(page: Page, task: str) -> None:
    page.locator("form[data-ready] .form-actions button").first.click()
    expect(page.get_by_text(f"“{task}”已办结")).to_be_visible()


def _complain(county: ServedSite, phone: Page, camera: Camera, named: bool) -> tuple[str, str]:
    """The complaint is made; the number and the query code given for it."""
    phone.goto(f"{county.url}/public")
    phone.get_by_role("link", name="网上投诉").click()
    phone.locator("form[data-ready]").wait_for()
    phone.get_by_label("事由").fill(TOLD)
    _pick(phone, "被投诉单位", "教育局")
    if named:
        phone.get_by_label("投诉人").fill(NAME)
        phone.get_by_label("联系电话").fill(PHONE)
    else:
        phone.get_by_label("匿名投诉").check()
        expect(phone.get_by_label("联系电话")).to_be_hidden()
    phone.get_by_label("投诉内容(原话)").fill(WORDS)
    _fits(phone)
    camera.take(phone, "complaint-1-form")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="已收到")).to_be_visible()
    _fits(phone)
    camera.take(phone, "complaint-2-given")
    number = re.search(r"效能投诉〔2026〕\d+号", phone.locator("main").inner_text())
    assert number
    return number[0], phone.locator("dd.code").inner_text()


def _registered(county: ServedSite, page: Page) -> None:
    """登记并报批: the office writes the gist that all others will read."""
    _open(county, page, OFFICE, TOLD)
    page.get_by_label("事由").fill(TITLE)
    page.get_by_label("投诉内容(转述)").fill(GIST)
    _choose(page, "反映的性质", "服务态度")
    _choose(page, "拟办意见", "交办")
    page.get_by_label("理由和建议").fill("建议请县政府办查")
    _submit(page, "登记并报批")


def _assigned(county: ServedSite, page: Page) -> None:
    """批示, 交办 to a unit that is not the one complained of (CP-08)."""
    _open(county, page, HEAD, TITLE)
    _choose(page, "办理方式", "交办")
    _pick(page, "承办单位", "县政府办")
    page.get_by_label("批示", exact=False).last.fill("请县政府办查清")
    _submit(page, "批示办理方式")


def _tells_nothing(page: Page) -> None:
    """Nothing of the complainant stands in the page, neither shown nor hidden (CP-10)."""
    for secret in (NAME, PHONE, WORDS):
        assert secret not in page.content(), secret


def _handled(county: ServedSite, page: Page) -> None:
    """办理并反馈: the unit that handles it reads the gist alone."""
    _open(county, page, UNIT, TITLE)
    expect(page.get_by_text(GIST).first).to_be_visible()
    _tells_nothing(page)
    page.get_by_label("查明的情况").fill("窗口中午没有排班")
    page.get_by_label("处理情况").fill("已安排中午值班")
    _submit(page, "办理并反馈")


def _secret(county: ServedSite, page: Page, number: str) -> None:
    """The unit that handled it never reads who complained; the unit complained of finds no case at all (CP-08, CP-10)."""
    page.goto(f"{county.url}/cases?q={number}")
    page.locator(".cell-title a", has_text=TITLE).click()
    page.get_by_role("heading", level=1).wait_for()
    _tells_nothing(page)
    case = page.url
    _enter(county, page, COMPLAINED_OF)
    for path in ("/inbox", "/messages", f"/cases?q={TITLE}", f"/cases?q={number}"):
        page.goto(f"{county.url}{path}")
        _tells_nothing(page)
        expect(page.get_by_role("link", name=TITLE)).to_have_count(0)
    answer = page.goto(case)
    assert answer is not None
    assert answer.status == 404
    _tells_nothing(page)


def _answered(county: ServedSite, page: Page) -> None:
    """审核反馈, 认定结论, 回复投诉人."""
    _open(county, page, HANDLER, TITLE)
    _choose(page, "审核意见", "通过")
    _submit(page, "审核反馈")
    page.locator(".task-link", has_text=TITLE).first.click()
    page.locator("form[data-ready]").wait_for()
    _choose(page, "结论", "属实")
    _submit(page, "认定结论")
    _open(county, page, OFFICE, TITLE)
    page.get_by_label("回复内容").fill(REPLY)
    _choose(page, "回复方式", "网上")
    moment = page.locator(".fjs-form-field-datetime input:visible")
    for position, value in enumerate(("2026/03/16", "16:50")):
        moment.nth(position).fill(value)
        page.keyboard.press("Tab")
        page.evaluate(PAINTED)
    _submit(page, "回复投诉人")


def _visited(county: ServedSite, page: Page) -> None:
    """回访 on its day: nobody answers the telephone, the case is archived."""
    county.site.move_to(VISIT_DAY)
    _open(county, page, OFFICE, TITLE)
    _choose(page, "投诉人的评价", "联系不上")
    _choose(page, "处理", "归档")
    _submit(page, "回访")


def _read_and_rated(county: ServedSite, phone: Page, camera: Camera, number: str, code: str) -> None:
    """With number and code, on a phone that knows nothing of the case: the reply, then a low rating."""
    phone.context.clear_cookies()
    phone.goto(f"{county.url}/public/progress")
    phone.get_by_label("编号").fill(number)
    phone.get_by_label("查询码").fill(code)
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_text(REPLY)).to_be_visible()
    _tells_nothing(phone)
    _fits(phone)
    camera.take(phone, "complaint-3-reply", phone.get_by_text(REPLY))
    phone.get_by_label("非常不满意").check()
    phone.get_by_label("想说的话").fill(COMMENT)
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("您已评价:非常不满意")).to_be_visible()


def _followed_up(county: ServedSite, page: Page, number: str) -> None:
    """The low rating is a case of its own at the office, with the citizen's words and the number (PY-01)."""
    county.site.move_to(county.site.clock() + timedelta(seconds=1))
    _open(county, page, OFFICE, "差评核查")
    expect(page.get_by_role("heading", name="核实差评")).to_be_visible()
    expect(page.get_by_label("群众的话")).to_have_value(COMMENT)
    expect(page.get_by_label("被评办件")).to_have_value(number)
    _tells_nothing(page)
