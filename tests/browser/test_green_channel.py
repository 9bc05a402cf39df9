"""A company's parallel approval from the application on a phone to the certificates, by seven people and more.

The dates are those of the demo, and of docs/tour-green-channel.md: accepted on 2 March, an expert review of ten
working days moves 13 May to 27 May as in worked case 14. 交通运输局 and 消防 are both late and both on the list: the
one is deemed to agree, the other is waited for all the same (GC-09). `make pictures` keeps the tour's pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from sqlalchemy import select

from engine import tables
from engine.administration import set_policy
from engine.people.actor import SYSTEM
from engine.queries.case import CaseTask, tasks_of
from engine.time.clock import CIVIL
from tests.browser.conftest import Camera, ServedSite, going_on
from tests.browser.test_attachments import _pdf
from tests.browser.test_rooms import _fits
from tests.support.browser import opened_page
from tests.web.items import papers, status_of
from tests.web.site_support import ROOT

APPLIED = datetime(2026, 3, 2, 9, 0, tzinfo=CIVIL)
PROJECT = "远山机械厂扩建"
WINDOW, CHIEF = "zwzx.ck1", "zwzx.sxdb"
LOGINS = {
    "发改局": "fgj.cb",
    "自然资源局": "zrj.cb",
    "生态环境局": "hbj.cb",
    "水利局": "slj.cb",
    "应急管理局": "yjj.cb",
    "住建局": "zjj.cb",
    "交通运输局": "jtj.cb",
    "消防救援大队": "xfdd.cb",
    "文旅局": "wlj.cb",
    "城管执法局": "cgj.cb",
    "市场监管局": "scj.cb",
    "政务服务中心": WINDOW,
}
FIRST_STAGE = ("发改局", "自然资源局", "自然资源局", "生态环境局", "水利局", "应急管理局")
"""Who is asked in 立项用地规划许可, once for each matter."""
REVIEW_UNTIL = ("预计何时有结果", "2026-03-30")
DEEMED = {"deemed.scope": "opinion", "deemed.matters": "交通影响意见、消防车道和救援场地意见"}
LATE = ("自然资源局", "交通运输局", "消防救援大队")
ANSWERS: dict[str, dict[str, Any]] = {
    "出具部门意见": {"decision": "approve"},
    "补出意见": {"decision": "approve"},
    "综合审查": {"decision": "approve"},
    "统一发证": {"handed_way": "窗口领取"},
    "接收本阶段材料": {"stage_materials": "本阶段材料一套"},
    "确定审查方式": {"review_mode": "并联书面审查"},
}


@pytest.fixture
def county(opened_database: Path, tmp_path: Path) -> Iterator[ServedSite]:
    """The county on the morning of 2 March, opened from an empty database, its green channel approved (GC-05) and
    published – and 消防 named among what may be deemed, which it may not be.
    """
    with going_on(opened_database, tmp_path, APPLIED) as served:
        served.site.engine.publish(ROOT / "processes" / "green_channel", SYSTEM, "县政府批准")
        for name, value in DEEMED.items():
            set_policy(served.site.engine, name, value, APPLIED.date(), "", "试行", SYSTEM)
        yield served


def _at(county: ServedSite, month: int, day: int, hour: int) -> None:
    county.site.move_to(datetime(2026, month, day, hour, 0, tzinfo=CIVIL))


def _open_tasks(county: ServedSite, case: UUID, name: str | None = None) -> list[CaseTask]:
    with county.site.engine.database.reading() as connection:
        tasks = tasks_of(connection, case)
    return [task for task in tasks if task.status == "open" and name in (None, task.name)]


def _finish(county: ServedSite, case: UUID, *names: str) -> None:
    """Answer through the engine what waits under these names, or all that waits until the case has ended."""
    while waiting := [task for task in _open_tasks(county, case) if not names or task.name in names]:
        for task in waiting:
            actor = county.site.actor(LOGINS[task.unit or ""])
            county.site.engine.complete(task.id, actor, ANSWERS.get(task.name, {}))


class Hand:
    """One browser at a desk, at which the people of the offices sit down one after another."""

    def __init__(self, county: ServedSite, page: Page) -> None:
        self._county, self._page = county, page
        self._login = ""

    def sits_down(self, login: str) -> None:
        """Somebody else takes the desk."""
        if login != self._login:
            self._page.wait_for_load_state("networkidle")
            self._page.context.clear_cookies()
            self._county.sign_in(self._page, login)
            self._login = login

    def answers(self, login: str, task: str, *choices: str, written: tuple[str, str] | None = None) -> None:
        """Open the first waiting task of this name, choose, write into one field, hand in."""
        page = self._page
        self.sits_down(login)
        page.goto(f"{self._county.url}/inbox")
        page.locator(".task-link", has_text=task).first.click()
        page.locator("form[data-ready]").wait_for()
        for choice in choices:
            self._choose(choice)
        if written is not None:
            field = page.get_by_role("textbox", name=written[0])
            field.fill(written[1])
            field.press("Tab")
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_text(f"“{task}”已办结")).to_be_visible()

    def _choose(self, choice: str) -> None:
        """Tick the choice of this name, or take it from the list that has it."""
        ticked = self._page.get_by_label(choice, exact=True)
        if ticked.count():
            ticked.check()
            return
        self._page.locator(".fjs-form-field-select .fjs-input-group").first.click()
        self._page.locator(".fjs-dropdownlist-item", has_text=choice).first.click()


def test_a_company_gets_its_certificates(
    county: ServedSite, browser: Browser, screenshots: Path, camera: Camera
) -> None:
    with opened_page(browser, phone=True) as company, opened_page(browser) as desk:
        desk.set_viewport_size({"width": 1280, "height": 620})
        hand = Hand(county, desk)
        case = _applied(county, company, screenshots)
        _first_stage(county, hand, case)
        company.reload()
        expect(company.get_by_text("最晚 5月13日")).to_be_visible()
        _side_by_side(county, hand, desk, case, camera)
        _expert_review(county, hand)
        company.reload()
        expect(company.get_by_text("暂停计时")).to_be_visible()
        expect(company.get_by_text("专家评审", exact=False).first).to_be_visible()
        camera.take(company, "green-2-paused")
        _fits(company)
        _review_ended(county, hand, desk, case, camera)
        company.reload()
        expect(company.get_by_text("最晚 5月27日")).to_be_visible()
        expect(company.get_by_text("部门审查,出具意见").first).to_be_visible()
        camera.take(company, "green-5-progress")
        _finish(county, case)
        assert status_of(county.site, case) == "completed"
        county.site.render_papers()
        company.reload()
        expect(company.get_by_role("heading", name="您满意吗?")).to_be_visible()
        expect(company.get_by_role("link", name="准予决定").first).to_be_visible()
        company.screenshot(path=screenshots / "done.png", full_page=True)
        _fits(company)


def _applied(county: ServedSite, page: Page, screenshots: Path) -> UUID:
    """On the phone, with papers, without an account; one number and one query code come back (GC-01)."""
    page.goto(f"{county.url}/public")
    page.get_by_role("link", name="工程建设项目并联审批").click()
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("项目名称").fill(PROJECT)
    page.get_by_label("申请人(建设单位)").fill("远山机械有限公司")
    page.get_by_label("统一社会信用代码").fill("91430000MA4L00001D")
    page.get_by_label("建设地点").fill("工业园三路")
    page.get_by_label("总投资(万元)").fill("1200")
    for choice in ("社会投资", "工业建设", "申请表", "营业执照"):
        page.get_by_label(choice, exact=True).check()
    papers: list[FilePayload] = [
        {"name": "申请表.pdf", "mimeType": "application/pdf", "buffer": _pdf()},
        {"name": "营业执照.pdf", "mimeType": "application/pdf", "buffer": _pdf()},
    ]
    page.locator("input[type=file]").first.set_input_files(papers)
    page.screenshot(path=screenshots / "application.png", full_page=True)
    _fits(page)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    expect(page.get_by_text("并联〔2026〕1号")).to_be_visible()
    page.get_by_role("link", name="查进度").last.click()
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("还没有受理")).to_be_visible()
    row = tables.instance.c
    with county.site.engine.database.reading() as connection:
        found: UUID = connection.execute(select(row.id).where(row.number == "并联〔2026〕1号")).scalar_one()
    return found


def _first_stage(county: ServedSite, hand: Hand, case: UUID) -> None:
    """Accepted at the window; five departments at once, each from its own account; its certificates handed out."""
    hand.answers(WINDOW, "受理审查", "材料齐全,受理", "工程建设许可")
    hand.answers(CHIEF, "核算费用")
    hand.answers("zrj.cb", "确定审查方式")
    assert sorted(task.unit or "" for task in _open_tasks(county, case)) == sorted(FIRST_STAGE)
    for unit in FIRST_STAGE:
        hand.answers(LOGINS[unit], "签收审查通知")
        hand.answers(LOGINS[unit], "出具部门意见", "同意")
    _at(county, 3, 10, 9)
    hand.answers("zrj.cb", "综合审查", "同意,进入出证")
    hand.answers(WINDOW, "统一发证", "窗口领取")
    assert papers(county.site).count("准予决定") == 5


def _side_by_side(county: ServedSite, hand: Hand, desk: Page, case: UUID, camera: Camera) -> None:
    """The second stage: five departments at once, three of which have not answered; both limits stand in the head."""
    hand.answers("zrj.cb", "确定审查方式")
    _finish(county, case, "签收审查通知")
    for task in _open_tasks(county, case, "出具部门意见"):
        if task.unit not in LATE:
            actor = county.site.actor(LOGINS[task.unit or ""])
            county.site.engine.complete(task.id, actor, ANSWERS[task.name])
    _at(county, 3, 16, 16)
    hand.sits_down(CHIEF)
    desk.goto(f"{county.url}/cases/{case}")
    expect(desk.locator(".waiting-line")).to_have_count(len(LATE))
    expect(desk.locator(".head-facts")).to_contain_text("总时限")
    expect(desk.locator(".head-facts")).to_contain_text("最近的是“意见”")
    camera.take(desk, "green-1-side-by-side")
    _fits(desk)


def _expert_review(county: ServedSite, hand: Hand) -> None:
    """自然资源局 needs experts and says until when: its limit and the whole one stand still (GC-13)."""
    _at(county, 3, 17, 9)
    hand.answers("zrj.cb", "出具部门意见", "需要特别程序(停表)", "专家评审", written=REVIEW_UNTIL)
    hand.answers("zrj.cb", "告知所需时间")
    assert "特别程序告知书" in papers(county.site)


def _review_ended(county: ServedSite, hand: Hand, desk: Page, case: UUID, camera: Camera) -> None:
    """The limit has moved by the days between; 消防 was urged, never deemed, and answers for itself (GC-09)."""
    _at(county, 3, 30, 16)
    hand.answers("zrj.cb", "登记特别程序结果", written=("结果", "专家同意方案"))
    desk.goto(f"{county.url}/cases/{case}")
    limit = desk.locator(".deadlines > li", has=desk.get_by_text("总时限", exact=True)).first
    limit.locator("summary").click()
    expect(limit.get_by_text("到期日:2026年5月27日")).to_be_visible()
    for words in ("由 5月13日 周三 改为 暂停计时,理由:专家评审", "由 暂停计时 改为 5月27日 周三"):
        expect(desk.get_by_text(f"“总时限”时限{words}").first).to_be_visible()
    camera.take(desk, "green-3-moved", around=limit)
    _fits(desk)
    assert {task.unit for task in _open_tasks(county, case, "出具部门意见")} == {"自然资源局", "消防救援大队"}
    assert [task.unit for task in _open_tasks(county, case, "补出意见")] == ["交通运输局"]
    urged = desk.get_by_text("安全、环保、消防类不默许", exact=False).first
    expect(urged).to_be_visible()
    desk.set_viewport_size({"width": 900, "height": 400})
    camera.take(desk, "green-4-never-deemed", around=urged)
    hand.answers("xfdd.cb", "出具部门意见", "同意")
