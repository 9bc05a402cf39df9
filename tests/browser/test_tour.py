"""The five minutes of docs/tour-supervision.md, in a real browser on the demo's own data, on a desk and on a phone.

`make pictures` runs this file and keeps what it photographs in docs/images; otherwise the pictures stand with the
other tests' below tests/.artifacts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from engine import demo_clock, tables
from engine.database import Database
from engine.engine import Engine
from engine.time import clock
from engine.time.clock import CIVIL, SimulatedClock
from tests.browser.conftest import Camera, ServedSite, serving
from tests.support.browser import opened_page
from tests.web.site_support import ROOT, SmallSite
from web.app import create_app
from workers.cli import demo as command
from workers.cli.audit import audit

ITEM = "整治占道经营"
LATE = "修复城南中学门前路面"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """The demo as `make demo` first shows it, 16 March 2026, 16:50, served."""
    data = tmp_path_factory.mktemp("tour") / "data"
    settings = command.demo_settings("127.0.0.1", 8000, data).model_copy(
        update={"processes": ROOT / "processes"}
    )
    command.prepare(settings, year=False)
    database = Database(settings.database_url)
    demo_clock.use_in_this_process(database).resume()
    engine = Engine(database, settings.data)
    # The clock is the demo's own, moved by its page.
    site = SmallSite(create_app(settings, engine), engine, settings, SimulatedClock(clock.now()))
    try:
        with serving(site) as served:
            yield served
    finally:
        clock.use_for_process(clock._wall)
        database.dispose()


NOTICE = """2027-01-01,休,元旦
2027-01-02,休,元旦
2027-01-03,休,元旦
2027-01-04,休,元旦
2027-01-09,班"""
"""Invented: the fourth is off as well, so that what falls on the sixth moves to the seventh."""


def test_the_notice_of_the_next_year_makes_dates_firm(served: ServedSite, page: Page, camera: Camera) -> None:
    """Worked case 11: seven working days from 25 December 2026 end on a provisional 6 January 2027."""
    served.site.move_to(datetime(2026, 12, 25, 10, 0, tzinfo=CIVIL))
    data = {"title": "排查冬季用气安全", "source": "县长批示", "unit": "住建局"}
    case = served.site.engine.start("supervision", served.site.actor("dcs.dcy1"), data)
    served.site.engine.complete(served.site.open_task(case.id), served.site.actor("dcs.dcy1"), {})
    served.sign_in(page, "dcs.zr")
    page.goto(f"{served.url}/cases/{case.id}")
    expect(page.get_by_text("暂定").first).to_be_visible()
    page.goto(f"{served.url}/calendar/import")
    page.get_by_label("通知名称").fill("演练:2027年放假安排(虚构)")
    page.get_by_label("发布日期").fill("2026-12-25")
    page.get_by_label("安排哪一年").fill("2027")
    page.get_by_label("日期清单").fill(NOTICE)
    page.get_by_role("button", name="看会怎样").click()
    expect(page.get_by_role("heading", name="会改变的时限")).to_be_visible()
    expect(page.get_by_text("排查冬季用气安全").first).to_be_visible()
    camera.take(page, "10-notice")
    page.get_by_role("button", name="导入").click()
    page.goto(f"{served.url}/cases/{case.id}")
    expect(page.get_by_text("2027年1月7日").first).to_be_visible()
    expect(page.get_by_text("暂定")).to_have_count(0)
    camera.take(page, "11-firm")


def test_the_five_minutes(demo: ServedSite, browser: Browser, camera: Camera) -> None:
    with opened_page(browser) as desk, opened_page(browser, phone=True) as phone:
        _three_figures(demo, desk, camera)
        _the_close_of_business(demo, desk, camera)
        _signed_on_a_phone(demo, phone, camera)
        _printed(demo, desk, camera)
        _eight_points(demo, desk, camera)
    with opened_page(browser, phone=True) as unit:
        _refused_with_the_clause(demo, unit, camera)
    _tampered(demo)


def _enter(demo: ServedSite, page: Page, login: str) -> None:
    """Leave, and enter as somebody else."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    demo.sign_in(page, login)


def _three_figures(demo: ServedSite, page: Page, camera: Camera) -> None:
    """16:50: what is overdue, what is due today, what waits for signature."""
    _enter(demo, page, "xzf.xz")
    page.goto(f"{demo.url}/overview")
    for words in ("已逾期", "今日到期", "等签发"):
        expect(page.locator(".figure", has_text=words)).to_be_visible()
    camera.take(page, "1-figures")


def _the_close_of_business(demo: ServedSite, page: Page, camera: Camera) -> None:
    """17:30: nobody does anything; the red slip of worked case 4 goes for signature by itself (SD-06, SD-07)."""
    _enter(demo, page, "dcs.dcy1")
    page.goto(f"{demo.url}/supervision/today")
    expect(page.locator(".ahead", has_text=ITEM)).to_contain_text("红色督办单")
    camera.take(page, "2-due-today")
    page.goto(f"{demo.url}/demo/clock")
    page.get_by_role("button", name="下班").first.click()
    expect(page.get_by_text("演示时钟已走到")).to_be_visible()
    camera.take(page, "3-close")


def _signed_on_a_phone(demo: ServedSite, page: Page, camera: Camera) -> None:
    """The county head reads facts and basis and signs."""
    _enter(demo, page, "xzf.xz")
    page.goto(f"{demo.url}/sign")
    page.locator("li,article,section", has_text=ITEM).get_by_role("link", name="阅签").first.click()
    expect(page.get_by_text("整改期限").first).to_be_visible()
    camera.take(page, "4-sign")
    page.get_by_role("button", name="签发").first.click()
    expect(page.get_by_role("status").filter(has_text=ITEM).first).to_be_visible()


def _printed(demo: ServedSite, page: Page, camera: Camera) -> None:
    """The red slip with its number, on red ground, printed from the browser; ground off for coloured paper."""
    demo.site.render_papers()
    page.goto(f"{demo.url}/cases?q={ITEM}&process=supervision")
    page.locator(".cell-title a", has_text=ITEM).click()
    page.locator(".paper-line a", has_text="红色督办单").first.click()
    page.locator("[data-bj=document][data-ready]").wait_for()
    expect(page.get_by_role("heading", level=1)).to_contain_text("督办〔2026〕")
    cell = page.locator("section.docx td").first
    red = "rgb(248, 203, 173)"
    expect(cell).to_have_css("background-color", red)
    camera.take(page, "5-slip")
    page.get_by_label("用彩纸打印,不印底色").check()
    expect(cell).not_to_have_css("background-color", red)
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    page.get_by_role("button", name="打印").click()
    expect(page.locator("body[data-printed=yes]")).to_be_visible()


def _eight_points(demo: ServedSite, page: Page, camera: Camera) -> None:
    """Blue, yellow and red of one item: 1 + 2 + 5 = 8 points, each line leading to its slip (SD-09a)."""
    page.goto(f"{demo.url}/unit?unit=zjj&year=2026")
    lines = page.locator("section", has=page.get_by_role("heading", name="积分明细")).locator(
        "li", has_text=ITEM
    )
    expect(lines).to_have_count(3)
    assert sorted(int(text.split()[1]) for text in lines.locator("strong").all_inner_texts()) == [1, 2, 5]
    camera.take(page, "6-points")
    page.goto(f"{demo.url}/scores?year=2026")
    expect(page.locator("tr", has_text="住建局")).to_be_visible()
    camera.take(page, "7-scores")


def _refused_with_the_clause(demo: ServedSite, page: Page, camera: Camera) -> None:
    """The unit asks too late: refused with the clause, the text kept, and review of the slip offered (SD-08)."""
    _enter(demo, page, "zjj.cb")
    page.goto(f"{demo.url}/cases?q={LATE}")
    page.locator(".cell-title a", has_text=LATE).click()
    page.get_by_role("link", name="申请延期").click()
    page.locator("form[data-ready]").wait_for()
    page.locator("input.fjs-input, .fjs-input-group input").first.fill("2026/04/10")
    page.keyboard.press("Tab")
    page.get_by_label("进展情况").fill("沥青已到场")
    page.get_by_label("滞后原因").fill("连日降雨")
    page.get_by_role("button", name="提出申请").click()
    expect(page.get_by_role("alert").filter(has_text="不能再申请延期")).to_be_visible()
    camera.take(page, "8-refused")
    page.locator("form[data-ready]").wait_for()
    expect(page.get_by_label("滞后原因")).to_have_value("连日降雨")
    page.get_by_role("link", name="申请复核").first.click()
    page.locator("form[data-ready]").wait_for()
    assert page.get_by_label("字号").input_value().startswith("督办〔2026〕")
    camera.take(page, "9-review")


def _tampered(demo: ServedSite) -> None:
    """Somebody edits a record behind the program's back: `banjie audit verify` names case, row, field and former value."""
    told = CliRunner()
    environment = {
        "BANJIE_DATABASE_URL": demo.site.settings.database_url,
        "BANJIE_DATA": str(demo.site.settings.data),
    }
    intact = told.invoke(audit, ["verify"], env=environment)
    assert intact.exit_code == 0, intact.output
    row = tables.journal.c
    with demo.site.engine.database.transaction() as connection:
        signed = select(row.instance_id, row.sequence).where(row.actor == "xzf.xz").limit(1)
        case, sequence = connection.execute(signed).one()
        altered = update(tables.journal).where(row.instance_id == case, row.sequence == sequence)
        connection.execute(altered.values(actor="xzf.cwfxz"))
    found = told.invoke(audit, ["verify"], env=environment)
    assert found.exit_code == 1
    with demo.site.engine.database.reading() as connection:
        number = connection.execute(
            select(tables.instance.c.number).where(tables.instance.c.id == case)
        ).scalar_one()
    (named,) = [line for line in found.output.splitlines() if line.startswith("办件 ")]
    assert named.startswith(f"办件 {number} 第 {sequence} 条记录")
    assert named.endswith("改动的是“经办人”,原为“xzf.xz”,现为“xzf.cwfxz”")
