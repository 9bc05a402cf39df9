"""The tours of five minutes for a window, a unit, a leader and a citizen, walked in a real browser.

`make pictures` keeps what they photograph in docs/images, for docs/tour-*.md.
"""

from __future__ import annotations

from uuid import UUID

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Camera, ServedSite
from tests.browser.test_attachments import _pdf, _picture
from tests.browser.test_oral import CLERK as DOCUMENT_CLERK
from tests.browser.test_oral import LEADER, case
from tests.browser.test_window import CLERK, desk
from tests.engine.records.test_identity import FIRM, PERSON
from tests.web.items import TITLE, received_item, task_named

__all__ = ["case", "desk"]


def test_the_window(desk: ServedSite, page: Page, camera: Camera) -> None:
    """A company is served: looked up, taken in, its receipt printed, accepted, and told."""
    desk.sign_in(page, CLERK)
    page.goto(f"{desk.url}/window")
    page.get_by_label("身份证号码或统一社会信用代码").fill(FIRM)
    page.get_by_role("button", name="调出在库材料").click()
    page.get_by_label("办什么").select_option("matter:scj-spjy")
    camera.take(page, "window-1-lookup")
    page.get_by_role("button", name="填申请").click()
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("申请人", exact=False).first.fill("甲公司")
    page.get_by_label("联系电话").fill("13800000000")
    camera.take(page, "window-2-application")
    page.get_by_role("button", name="收件,出凭证").click()
    expect(page.get_by_role("heading", name="刚才的件")).to_be_visible()
    camera.take(page, "window-3-desk")
    page.keyboard.press("Alt+g")
    expect(page.get_by_role("heading", name="核对材料")).to_be_visible()
    camera.take(page, "window-4-check")
    page.goto(f"{desk.url}/window/today")
    expect(page.get_by_role("heading", name="今日必须告知")).to_be_visible()


def test_the_unit(served: ServedSite, page: Page, camera: Camera) -> None:
    """What a unit is asked, by when and under which clause; its answer with evidence; what the case says then."""
    item = received_item(served.site)
    served.sign_in(page, "czj.cb")
    expect(page.locator(".task-link", has_text=TITLE)).to_be_visible()
    camera.take(page, "unit-1-inbox")
    page.locator(".task-link", has_text=TITLE).first.click()
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("办理结果").fill("台账内 17 户账款已全部清偿,凭证附后。")
    evidence: list[FilePayload] = [
        {"name": "付款凭证.pdf", "mimeType": "application/pdf", "buffer": _pdf()},
        {"name": "现场.png", "mimeType": "image/png", "buffer": _picture()},
    ]
    page.locator("input[type=file]").first.set_input_files(evidence)
    camera.take(page, "unit-2-answer")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    page.goto(f"{served.url}/cases/{item}")
    expect(page.get_by_role("link", name="付款凭证.pdf")).to_be_visible()
    camera.take(page, "unit-3-case")
    page.get_by_role("link", name="现场.png").click()
    camera.take(page, "unit-4-file")


def test_the_leader(served: ServedSite, case: UUID, phone_page: Page, camera: Camera) -> None:
    """On the phone: what waits, what the office wrote down of one's words, confirmed after seeing what it brings."""
    said = {"decision": "read", "opinion": "请各单位学习,抓好落实。"}
    site = served.site
    site.engine.record_oral(task_named(site, case, "批示"), site.actor(DOCUMENT_CLERK), said)
    served.sign_in(phone_page, LEADER)
    expect(phone_page.get_by_text("口头批示待确认")).to_be_visible()
    camera.take(phone_page, "leader-1-inbox")
    phone_page.locator(".task-link", has_text="自建房").click()
    phone_page.locator("form[data-ready]").wait_for()
    camera.take(phone_page, "leader-2-spoken")
    phone_page.locator(".notice-oral").get_by_role("link", name="确认口头批示").click()
    expect(phone_page.locator(".consequences")).to_contain_text("归档")
    camera.take(phone_page, "leader-3-confirm")
    phone_page.get_by_role("button", name="确认照口头批示办").click()
    expect(phone_page.get_by_role("status").first).to_contain_text("照口头批示办")


def test_the_citizen(desk: ServedSite, phone_page: Page, camera: Camera) -> None:
    """On the phone, without an account: find the matter, apply, keep number and code, see how far it is."""
    phone_page.goto(f"{desk.url}/public?q=食品经营")
    camera.take(phone_page, "citizen-1-find")
    phone_page.goto(f"{desk.url}/public/matters/scj-spjy")
    camera.take(phone_page, "citizen-2-matter")
    phone_page.goto(f"{desk.url}/public/apply/permit?matter=scj-spjy")
    phone_page.locator("form[data-ready]").wait_for()
    phone_page.get_by_label("申请人", exact=False).first.fill("试点饭馆")
    phone_page.get_by_label("身份证号码或统一社会信用代码").fill(PERSON)
    phone_page.get_by_label("联系电话").fill("13800000000")
    phone_page.locator("form[data-bj=form] .form-actions button").first.click()
    phone_page.wait_for_url("**/given")
    camera.take(phone_page, "citizen-3-given")
    phone_page.locator("main").get_by_role("link", name="查进度").click()
    phone_page.get_by_role("button", name="查询").click()
    expect(phone_page.get_by_text("食品经营许可").first).to_be_visible()
    camera.take(phone_page, "citizen-4-progress")
