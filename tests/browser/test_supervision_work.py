"""What 督查室 and the units do beside the three colours, in a real browser, on a desk and on a phone.

A table of items, receipts and plans of several items at once, one case held, a slip set aside, a referral, and a
summary edited in a word processor.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Page, expect

from engine.people.actor import SYSTEM
from engine.time.clock import CIVIL
from tests.browser.conftest import ServedSite
from tests.web.items import papers, received_item, status_of
from tests.web.site_support import NOW, ROOT

CLOSE = NOW.replace(hour=17, minute=31)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = ["事项", "来源", "牵头单位", "规定完成时限(文件明示的)", "完成标准"]


@pytest.fixture(params=["desk", "phone"])
def either(request: pytest.FixtureRequest) -> Page:
    """A page at 1440 pixels, then one at 390."""
    chosen: Page = request.getfixturevalue("page" if request.param == "desk" else "phone_page")
    return chosen


def _publish(served: ServedSite, *processes: str) -> None:
    for process in processes:
        served.site.engine.publish(ROOT / "processes" / process, SYSTEM, "测试")


def _as(served: ServedSite, page: Page, login: str, path: str = "/inbox") -> None:
    """Somebody else sits down, and opens a page that must fit."""
    # What was just sent leads on to its next page, which renews the session: it must not do so after this.
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    served.sign_in(page, login)
    page.goto(f"{served.url}{path}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def _shot(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def _open(page: Page, task: str) -> None:
    """Open the waiting task of this name, its form ready to be filled in."""
    page.locator(".task-link", has_text=task).first.click()
    page.locator("form[data-ready]").wait_for()


def _submit(page: Page, button: str = "提交") -> None:
    page.get_by_role("button", name=button).click()
    expect(page.locator("form.answer-form, form.sign-form")).to_have_count(0)


def _table(*rows: list[str]) -> FilePayload:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, *rows):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return FilePayload(name="督办事项.xlsx", mimeType=TABLE, buffer=file.getvalue())


def test_items_come_from_a_table_once_its_rows_are_mended(
    served: ServedSite, either: Page, screenshots: Path
) -> None:
    """SD-02, SD-03: row errors name row and column, the dry run starts nothing, the mended table starts all."""
    page = either
    _as(served, page, "dcs.dcy1", "/start/supervision/table")
    good = ["清理欠薪", "会议交办", "人社局", "2026-03-20", "欠薪清零"]
    page.get_by_label("CSV 或 XLSX 文件").set_input_files(
        _table(good, ["排查隐患", "县长批示", "安监大队", "2月30日", ""])
    )
    page.get_by_role("button", name="试读").click()
    problems = page.locator(".notice-refused")
    for words in ("第 3 行 “牵头单位”中没有“安监大队”", "应填写日期", "没有发起任何一项"):
        expect(problems).to_contain_text(words)
    _shot(page, screenshots, "row-errors")
    page.get_by_label("CSV 或 XLSX 文件").set_input_files(
        _table(good, ["排查隐患", "县长批示", "应急局", "", ""])
    )
    page.get_by_role("button", name="试读").click()
    expect(page.get_by_role("heading", name="试读:将发起 2 项")).to_be_visible()
    _shot(page, screenshots, "dry-run")
    page.get_by_role("button", name="发起这 2 项").click()
    page.goto(f"{served.url}/cases?process=supervision")
    for title in ("清理欠薪", "排查隐患"):
        expect(page.get_by_role("link", name=title)).to_be_visible()
    _shot(page, screenshots, "register")


def test_several_items_are_received_and_planned_at_once(
    served: ServedSite, either: Page, screenshots: Path
) -> None:
    """DS-01, DS-04: receipts need no form; the plans are asked for once and checked item by item."""
    page, site = either, served.site
    for title in ("清理欠薪", "清理账款"):
        data = {"title": title, "source": "会议交办", "unit": "财政局", "due": "2026-03-20", "filed": True}
        site.engine.start("supervision", site.actor("dcs.dcy1"), data)
    _as(served, page, "czj.cb", "/inbox/receipts")
    for box in page.locator("input[name=task]").all():
        box.check(force=True)
    _shot(page, screenshots, "receipts")
    page.get_by_role("button", name="签收所选").click()
    expect(page.get_by_text("已签收 2 项")).to_be_visible()
    page.goto(f"{served.url}/inbox")
    for box in page.locator("li", has_text="报落实方案").locator("input[name=task]").all():
        box.check(force=True)
    page.get_by_role("button", name="一起办理所选").click()
    page.locator("form[data-ready]").wait_for()
    page.get_by_role("button", name="提交,办结这 2 件").click()
    expect(page.get_by_text("还不能提交")).to_be_visible()
    page.get_by_label("责任人").fill("分管副局长")
    page.get_by_label("工作班子").fill("国库股、企业股")
    page.get_by_label("落实方案").fill("月底前逐户核对,每周通报一次。")
    _shot(page, screenshots, "plans")
    page.get_by_role("button", name="提交,办结这 2 件").click()
    expect(page.get_by_text("已办结 2 项")).to_be_visible()
    expect(page.locator(".task-link", has_text="反馈办理结果")).to_have_count(2)


def test_one_case_is_held_with_a_reason_and_goes_on(
    served: ServedSite, either: Page, screenshots: Path
) -> None:
    """自动任务: what was held does not go out at close of business; resumed, it goes out as of its own time."""
    page, site = either, served.site
    case = received_item(site)
    _as(served, page, "dcs.dcy1", "/timers")
    page.get_by_role("link", name="暂停此件").first.click()
    page.get_by_label("理由(记入经过)").fill("正在核实债权人名单")
    page.get_by_role("button", name="暂停办理").click()
    expect(page.get_by_text("到点的事不会自动办").first).to_be_visible()
    expect(page.get_by_text("正在核实债权人名单")).to_be_visible()
    _shot(page, screenshots, "held")
    site.move_to(CLOSE)
    assert papers(site) == []
    page.get_by_role("link", name="恢复").first.click()
    page.get_by_label("理由(记入经过)").fill("名单已核实")
    page.get_by_role("button", name="恢复办理").click()
    site.move_to(CLOSE)
    assert papers(site) == ["蓝色督办单"]
    page.goto(f"{served.url}/cases/{case}")
    expect(page.get_by_text("正在核实债权人名单")).to_be_visible()


def test_a_slip_is_set_aside_and_its_point_given_back(
    served: ServedSite, either: Page, screenshots: Path
) -> None:
    """复核: asked for by the unit, confirmed by its principal, decided by one who did not draft the slip."""
    page, site = either, served.site
    _publish(served, "slip_review")
    case = received_item(site)
    site.move_to(CLOSE)
    _as(served, page, "czj.cb", f"/cases/{case}")
    page.get_by_role("link", name="申请复核").first.click()
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("不服的理由").fill("当日 17:20 已书面反馈,附收发室登记")
    page.locator("form[data-ready] button.button-primary").click()
    expect(page.locator("form.answer-form")).to_have_count(0)
    _as(served, page, "czj.fzr")
    _open(page, "确认申请复核")
    page.locator("[data-fields] label", has_text="申请复核").first.click()
    _submit(page)
    _as(served, page, "dcs.dcy1")
    _open(page, "说明拟单情况")
    page.get_by_label("拟单的事实和依据").fill("17:30 未见反馈,次日才收到登记簿")
    _submit(page)
    _as(served, page, "zfb.zr")
    _open(page, "复核")
    page.locator("[data-fields] label", has_text="撤销原单").first.click()
    page.get_by_label("理由").last.fill("反馈已按期交到")
    _shot(page, screenshots, "decide")
    _submit(page)
    site.move_to(CLOSE)
    _as(served, page, "czj.cb", "/unit?year=2026")
    lines = page.locator("section", has=page.get_by_role("heading", name="积分明细"))
    expect(lines).to_contain_text("冲回")
    _shot(page, screenshots, "counter-entry")
    assert papers(site).count("蓝色督办单") == 1
    assert status_of(site, case) == "running"


def test_grave_harm_is_referred_and_answered(served: ServedSite, either: Page, screenshots: Path) -> None:
    """SD-10d: marked by 督查室, signed by the county head, received and answered by the organ."""
    page, site = either, served.site
    _publish(served, "referral")
    case = received_item(site)
    _as(served, page, "dcs.dcy1", f"/cases/{case}")
    page.get_by_role("link", name="认定重大不良影响").click()
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("造成了什么重大不良影响").fill("拖欠账款引发群体上访,被省级媒体曝光")
    page.get_by_text("请选择").click()
    page.get_by_text("县纪委监委", exact=True).click()
    _shot(page, screenshots, "harm")
    page.locator("form[data-ready] button.button-primary").click()
    expect(page.locator("form.answer-form")).to_have_count(0)
    site.move_to(NOW)
    _as(served, page, "dcs.dcy1")
    _open(page, "拟移送函")
    _shot(page, screenshots, "draft")
    _submit(page)
    _as(served, page, "xzf.xz", "/sign")
    page.get_by_role("link", name="阅签").first.click()
    _shot(page, screenshots, "sign")
    _submit(page, "签发")
    assert papers(site) == ["移送函"]
    _as(served, page, "jwjw.jc1")
    _open(page, "签收移送件")
    _submit(page)
    _open(page, "回填处理结果")
    _shot(page, screenshots, "answer")


def test_the_edited_summary_is_what_is_signed_and_filed(
    served: ServedSite, either: Page, screenshots: Path
) -> None:
    """DS-02: drafted by a timer on the week's last working day, edited as in WPS, brought back, signed, filed."""
    page, site = either, served.site
    received_item(site)
    _publish(served, "supervision_digest")
    site.move_to(datetime(2026, 3, 20, 16, 0, tzinfo=CIVIL))
    site.render_papers()
    _as(served, page, "dcs.dcy1")
    page.locator(".task-link", has_text="修改后传回").click()
    page.locator("form[data-ready]").wait_for()
    _shot(page, screenshots, "edit")
    page.locator(".paper-line a", has_text="督办汇总稿").click()
    with page.expect_download() as drafted:
        page.get_by_role("link", name="下载 Word 文件").click()
    edited = Document(drafted.value.path())
    assert any("新立督办事项1件" in paragraph.text for paragraph in edited.paragraphs)
    edited.add_paragraph("下周重点:盯紧清欠。")
    file = BytesIO()
    edited.save(file)
    page.go_back()
    page.locator("form[data-ready]").wait_for()
    page.locator("input[type=file]").set_input_files(
        FilePayload(name="督办周汇总(改).docx", mimeType=WORD, buffer=file.getvalue())
    )
    _submit(page)
    _as(served, page, "dcs.zr", "/sign")
    page.get_by_role("link", name="阅签").first.click()
    expect(page.locator(".sign-facts")).to_contain_text("督办周汇总(改).docx")
    _shot(page, screenshots, "sign")
    _submit(page, "签发")
    _as(served, page, "dcs.dcy1", "/cases?q=督办周汇总")
    page.locator(".cell-title a", has_text="督办周汇总").click()
    expect(page.locator(".head-facts")).to_contain_text("已签发、归档")
    page.get_by_role("link", name="督办周汇总(改).docx").first.click()
    _shot(page, screenshots, "filed")
    with page.expect_download() as filed:
        page.get_by_role("link", name="下载", exact=True).click()
    assert Path(filed.value.path()).read_bytes() == file.getvalue()
