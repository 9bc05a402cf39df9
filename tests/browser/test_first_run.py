"""From an empty database to the first case, in a real browser: the site is opened, people get in, a process runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.people import first_run
from tests.browser.opening import open_the_site, set_up
from tests.support.browser import opened_page
from tests.support.serving import answering
from tests.web.public_site import APPLICATION
from tests.web.site_support import MATTER, SmallSite, close_small_site, open_small_site


@pytest.fixture
def empty(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[SmallSite, str]]:
    """A site with nothing but its tables, behind a real server."""
    site = open_small_site(sqlite_template, tmp_path, demo=False)
    with answering(site.app) as url:
        yield site, url
    close_small_site(site)


def _sign_in(page: Page, url: str, login: str, password: str) -> None:
    page.goto(f"{url}/sign-in")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def _set_up(page: Page, url: str) -> str:
    """What the administrator does next: the catalogue, a process, a first password for the window."""
    set_up(page, ["事项办理"])
    page.goto(f"{url}/accounts?q=zwzx.ck1")
    page.locator("td summary").first.click()
    page.get_by_role("button", name="发初始密码").click()
    return page.locator(".first-password").inner_text()


def _apply(page: Page, url: str) -> str:
    """What a restaurant does on a phone; the number it is given."""
    page.goto(f"{url}/public/matters/{MATTER}")
    page.get_by_role("link", name="网上办理").or_(page.get_by_role("link", name="网上申请")).first.click()
    for label, key in (
        ("申请人", "applicant"),
        ("身份证号码或统一社会信用代码", "applicant_id"),
        ("联系电话", "phone"),
    ):
        page.get_by_label(label, exact=False).first.fill(APPLICATION[key])
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("查询码").first).to_be_visible()
    return page.locator("dd").filter(has_text="安政务").first.inner_text()


def test_from_an_empty_database_to_the_first_application(
    browser: Browser, empty: tuple[SmallSite, str], screenshots: Path
) -> None:
    site, url = empty
    code = site.engine.database.transact(first_run.new_code)
    with opened_page(browser) as office, opened_page(browser, phone=True) as phone:
        open_the_site(office, url, str(code))
        office.screenshot(path=screenshots / "setup.png", full_page=True)
        given = _set_up(office, url)
        number = _apply(phone, url)
        phone.screenshot(path=screenshots / "given.png", full_page=True)
        office.goto(f"{url}/inbox")
        office.get_by_role("button", name="退出").click()
        _sign_in(office, url, "zwzx.ck1", given)
        for label, text in (
            ("现在的密码", given),
            ("新密码(", "one of my own"),
            ("再输一遍新密码", "one of my own"),
        ):
            office.get_by_label(label).fill(text)
        office.get_by_role("button", name="修改").click()
        office.goto(f"{url}/inbox")
        expect(office.get_by_text(number).last).to_be_visible()
