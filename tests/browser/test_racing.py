"""Two people of one post open the same task and send it in the same moment: done once, the other is told, nothing lost."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_nothing_twice import _completions
from tests.support.browser import opened_page

FIRST, SECOND = "dcs.dcy1", "dcs.dcy2"
OPINIONS = {FIRST: "现场看过,街面整洁,同意销号。", SECOND: "照片齐全,同意销号,建议回头看。"}


@pytest.fixture
def case(served: ServedSite) -> UUID:
    """A case whose 核验 is open to both of 督查室."""
    site = served.site
    case = site.start("整治占道经营").id
    site.engine.complete(
        site.open_task(case), site.actor("zjj.cb"), {"result": "已经整治完毕", "progress": "all"}
    )
    return case


def _typed(served: ServedSite, page: Page, login: str) -> None:
    """Enter, open the task from the inbox and fill it in."""
    served.sign_in(page, login)
    page.locator(".task-link", has_text="整治占道经营").first.click()
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("通过,销号").check()
    page.get_by_label("意见").fill(OPINIONS[login])
    expect(page.get_by_text("草稿已保存")).to_be_visible()


def test_of_two_who_race_one_is_served_and_the_other_told_by_whom(
    served: ServedSite, browser: Browser, case: UUID, screenshots: Path
) -> None:
    with opened_page(browser) as one, opened_page(browser) as other:
        pages = {FIRST: one, SECOND: other}
        for login, page in pages.items():
            _typed(served, page, login)
        for page in pages.values():
            page.get_by_role("button", name="提交").dispatch_event("click")
        for page in pages.values():
            page.locator(".bj-problems:visible, [role=status]:has-text('“核验”已办结')").first.wait_for()
        (loser,) = [login for login, page in pages.items() if page.locator(".bj-problems").is_visible()]
        (winner,) = pages.keys() - {loser}
        told = pages[loser].locator(".bj-problems")
        expect(told).to_contain_text(f"“核验”已由{served.site.actor(winner).name}办结,您填写的内容没有提交")
        expect(pages[loser].get_by_label("意见")).to_have_value(OPINIONS[loser])
        pages[loser].screenshot(path=screenshots / "told.png")
        pages[loser].reload()
        expect(pages[loser].get_by_text(f"{served.site.actor(winner).name} 于")).to_be_visible()
        expect(pages[loser].get_by_text(OPINIONS[loser])).to_be_visible()
        pages[loser].screenshot(path=screenshots / "later.png")
    assert _completions(served, case) == 2
