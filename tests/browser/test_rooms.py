"""The rooms around supervision in a real browser, on a desk and on a phone: the day's slips, timers, unit, signing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.support.browser import opened_page
from tests.web.items import TITLE, YELLOW_DAY, received_item, waiting_for_signature
from tests.web.site_support import NOW

SIGNER = "xzf.cwfxz"


@pytest.fixture
def busy(served: ServedSite) -> ServedSite:
    """A site with items due today, later this week and in the yellow stage."""
    received_item(served.site)
    received_item(served.site, title="办结信访积案三件", due="2026-03-20")
    received_item(served.site, title="完成国库集中支付改革试点方案并报县政府常务会议审定", due="2026-04-10")
    return served


def _fits(page: Page) -> None:
    """Nothing of the page lies beside the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def _photographs(served: ServedSite, page: Page, login: str, places: dict[str, str], folder: Path) -> None:
    served.sign_in(page, login)
    for name, path in places.items():
        answer = page.goto(f"{served.url}{path}")
        assert answer is not None
        assert answer.status == 200, path
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        _fits(page)


PLACES = {
    "dcs.zr": {
        "slips": "/supervision/today",
        "timers": "/timers?span=week",
        "policy": "/policy",
        "number": "/policy/supervision.yellow.after",
        "calendar": "/calendar?year=2026",
        "import": "/calendar/import",
        "more": "/more",
        "scores": "/scores",
        "table": "/start/supervision/table",
        "by-kind": "/cases?kind=专项查办&source=会议交办",
    },
    "czj.cb": {"unit": "/unit"},
    "sjj.gly": {"incidents": "/incidents", "people": "/people"},
    "sjj.sjy": {
        "publishing": "/publishing",
        "rules": "/rules?process=supervision",
        "rule_on_diagram": "/rules/supervision/supervision.bpmn?rule=SD-04",
    },
}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_room_fits_the_screen(
    busy: ServedSite, screenshots: Path, request: pytest.FixtureRequest, phone: bool
) -> None:
    busy.site.move_to(NOW.replace(day=20, hour=9, minute=0))
    for login, places in PLACES.items():
        with opened_page(request.getfixturevalue("browser"), phone=phone) as page:
            _photographs(busy, page, login, places, screenshots)


def test_a_slip_is_signed_on_a_phone(served: ServedSite, phone_page: Page, screenshots: Path) -> None:
    waiting_for_signature(served.site)
    served.sign_in(phone_page, SIGNER)
    phone_page.get_by_role("link", name="签批").click()
    expect(phone_page.get_by_role("heading", name=TITLE)).to_be_visible()
    phone_page.screenshot(path=screenshots / "list.png", full_page=True)
    phone_page.get_by_role("link", name="阅签").click()
    expect(phone_page.get_by_text("发蓝色督办单提醒")).to_be_visible()
    phone_page.screenshot(path=screenshots / "slip.png", full_page=True)
    _fits(phone_page)
    button = phone_page.get_by_role("button", name="不签发")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    button.click()
    expect(phone_page.get_by_role("alert").filter(has_text="请写一句理由")).to_be_visible()
    phone_page.screenshot(path=screenshots / "why.png", full_page=True)
    phone_page.get_by_role("button", name="签发黄色督办单").click()
    expect(phone_page.get_by_text(f"签发黄色督办单:{TITLE}")).to_be_visible()
    expect(phone_page.get_by_text("没有等您签批的件")).to_be_visible()


def test_a_case_is_held_and_a_notice_looked_at(busy: ServedSite, page: Page, screenshots: Path) -> None:
    busy.sign_in(page, "dcs.zr")
    page.get_by_role("link", name="今日应发").click()
    expect(page.get_by_text("不须签字")).to_be_visible()
    page.screenshot(path=screenshots / "slips.png", full_page=True)
    page.get_by_role("link", name="更多").click()
    page.get_by_role("link", name="自动任务").click()
    page.get_by_role("link", name="暂停此件").first.click()
    page.get_by_label("理由").fill("等待法院裁定")
    page.get_by_role("button", name="暂停办理").click()
    expect(page.get_by_text("等待法院裁定")).to_be_visible()
    page.screenshot(path=screenshots / "held.png", full_page=True)
    page.goto(f"{busy.url}/calendar/import")
    page.get_by_label("通知名称").fill("关于2026年4月临时放假的通知")
    page.get_by_label("发布日期").fill("2026-03-16")
    page.get_by_label("安排哪一年").fill("")
    page.get_by_label("日期清单").fill("2026-04-10,休,临时放假\n2026-04-11,班")
    page.get_by_role("button", name="看会怎样").click()
    expect(page.get_by_role("heading", name="与原来不同的日子")).to_be_visible()
    page.screenshot(path=screenshots / "preview.png", full_page=True)
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_text("已导入“关于2026年4月临时放假的通知”")).to_be_visible()


def test_the_day_of_a_yellow_slip(busy: ServedSite, page: Page, screenshots: Path) -> None:
    busy.site.move_to(YELLOW_DAY)
    busy.sign_in(page, "dcs.dcy1")
    page.goto(f"{busy.url}/supervision/today")
    expect(page.get_by_text("由 常务副县长 签").first).to_be_visible()
    page.screenshot(path=screenshots / "yellow.png", full_page=True)
    page.get_by_role("link", name="拟黄色督办单").first.click()
    expect(page.get_by_role("heading", name="拟黄色督办单")).to_be_visible()
