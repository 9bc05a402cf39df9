"""The tours of five minutes for a window, a unit, its head, a leader, a citizen and an administrator, in a real browser.

`make pictures` keeps what they photograph in docs/images, for docs/tour-*.md.
"""

from __future__ import annotations

from uuid import UUID

from playwright.sync_api import FilePayload, Page, expect

from engine.people.actor import SYSTEM
from tests.browser.conftest import Camera, ServedSite
from tests.browser.test_attachments import _pdf
from tests.browser.test_oral import CLERK as DOCUMENT_CLERK
from tests.browser.test_oral import LEADER, case
from tests.browser.test_window import CLERK, desk
from tests.engine.records.test_identity import FIRM, PERSON
from tests.web.items import TITLE, received_item, task_named
from tests.web.site_support import ROOT
from tests.web.test_accounts import UNITS, workbook

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
    seen = page.screenshot()
    page.locator(".task-link", has_text=TITLE).first.click()
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("办理结果").fill("台账内 17 户账款已全部清偿,凭证附后。")
    evidence: list[FilePayload] = [
        {"name": "付款凭证.pdf", "mimeType": "application/pdf", "buffer": _pdf()},
        {"name": "系统截图.png", "mimeType": "image/png", "buffer": seen},
    ]
    page.locator("input[type=file]").first.set_input_files(evidence)
    camera.take(page, "unit-2-answer")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    page.goto(f"{served.url}/cases/{item}")
    expect(page.get_by_role("link", name="付款凭证.pdf")).to_be_visible()
    camera.take(page, "unit-3-case")
    page.get_by_role("link", name="系统截图.png").click()
    expect(page.locator("main img")).not_to_have_js_property("naturalWidth", 0)
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
    """On the phone, without an account: find the matter, apply, keep number and code, see how far it is, withdraw."""
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
    phone_page.get_by_role("link", name="撤回申请").click()
    expect(phone_page.get_by_text("到此结束,不能恢复")).to_be_visible()
    phone_page.get_by_label("申请人撤回的理由").fill("选错了事项,另行申请。")
    camera.take(phone_page, "citizen-5-withdraw")
    phone_page.get_by_role("button", name="撤回申请").click()
    expect(phone_page.get_by_role("status").first).to_contain_text("已收到“撤回申请”")
    expect(phone_page.get_by_text("不想办了?")).to_be_hidden()
    assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_head_of_a_section(served: ServedSite, phone_page: Page, camera: Camera) -> None:
    """Between two meetings, on the phone: what waits, an opinion checked, what the unit owes, a colleague reminded."""
    site = served.site
    site.engine.publish(ROOT / "processes" / "consultation", SYSTEM, "测试")
    asked = {"kind": "咨询", "question": "中小企业账款去哪里登记", "unit": "财政局", "came_by": "网上"}
    case = site.engine.start("consultation", site.actor(CLERK), asked).id
    said = {"answer_kind": "answer", "answer": "带合同和欠款凭证到县财政局国库股登记。", "publish": True}
    site.engine.complete(task_named(site, case, "答复"), site.actor("czj.cb"), said)
    item = received_item(site)
    served.sign_in(phone_page, "czj.fg")
    expect(phone_page.locator(".task-link", has_text="核定公开")).to_be_visible()
    camera.take(phone_page, "head-1-inbox")
    phone_page.locator(".task-link", has_text="核定公开").click()
    phone_page.locator("form[data-ready]").wait_for()
    camera.take(phone_page, "head-2-check")
    phone_page.goto(f"{served.url}/unit")
    expect(phone_page.get_by_text("再不办")).to_be_visible()
    camera.take(phone_page, "head-3-unit")
    phone_page.goto(f"{served.url}/tasks/{task_named(site, item, '反馈办理结果')}")
    phone_page.get_by_role("link", name="催办", exact=True).click()
    phone_page.get_by_label("想说的话").fill("会后找我,下班前报来。")
    phone_page.get_by_role("button", name="下一步").click()
    expect(phone_page.locator(".consequences")).to_contain_text("会后找我")
    camera.take(phone_page, "head-4-remind")
    phone_page.get_by_role("button", name="确认催办").click()
    expect(phone_page.get_by_role("status").first).to_contain_text("催办")


def test_the_administrator(served: ServedSite, page: Page, camera: Camera) -> None:
    """Units from a table, tried first; a number with its basis; the calendar; who changed what."""
    served.sign_in(page, "sjj.gly")
    page.goto(f"{served.url}/setup")
    camera.take(page, "admin-1-setup")
    page.get_by_role("link", name="从表格导入单位").click()
    rows = (
        ("xqzf", "新区管理委员会", "新区", "县领导", "主任", "", ""),
        ("xqjs", "新区建设局", "新区建设局", "县直部门", "主要负责人、承办人、联络员", "新区/主任", ""),
    )
    sheet = workbook(*rows, heading=UNITS).getvalue()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("CSV 或 XLSX 文件").set_input_files(
        {"name": "单位.xlsx", "mimeType": kind, "buffer": sheet}
    )
    page.get_by_role("button", name="试读").click()
    expect(page.get_by_text("将导入 2 行")).to_be_visible()
    camera.take(page, "admin-2-units")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("新设单位 2 个、岗位 4 个")
    page.goto(f"{served.url}/policy")
    camera.take(page, "admin-3-numbers")
    page.goto(f"{served.url}/calendar")
    camera.take(page, "admin-4-calendar")
    page.goto(f"{served.url}/operations")
    expect(page.get_by_text("新设单位").first).to_be_visible()
    camera.take(page, "admin-5-log")
