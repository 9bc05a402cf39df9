"""A change that the scenarios do not know yet: told in words, brought up to it by a press, or taken away."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from engine.definitions import drafts
from tests.browser.conftest import ServedSite
from tests.browser.drawing_hand import Hand
from tests.browser.test_designer import saved
from tests.web.test_designer import DESIGNER, errand_opened

DATED = """name: 核验有三个工作日
process: errand
now: 2026-03-16 09:00
start: {by: 督查室, data: {title: 整治占道经营, source: 县长批示, unit: 住建局, until: 2026-03-20}}
answers:
  反馈办理结果: {by: 住建局, data: {result: 已经整治, progress: all}}
until: 2026-03-17 00:00
expect:
  - {deadline: 核验, date: 2026-03-19}
"""
WRONG = DATED.replace("核验有三个工作日", "到期才销号").replace(
    "{deadline: 核验, date: 2026-03-19}", "{state: 销号}"
)


def test_a_step_is_renamed_and_its_limit_changed(served: ServedSite, page: Page, screenshots: Path) -> None:
    path = errand_opened(served.site)
    with served.site.engine.database.transaction() as connection:
        (draft,) = drafts.of_person(connection, served.site.actor(DESIGNER).person_id)
        for name, text in (("核验有三个工作日", DATED), ("到期才销号", WRONG)):
            drafts.keep(connection, draft.id, f"scenarios/{name}.yaml", text.encode())
    served.sign_in(page, DESIGNER)
    page.goto(f"{served.url}{path}")
    page.wait_for_selector("[data-bj=designer][data-ready]")
    Hand(page).select("Check")
    page.get_by_label("名称", exact=True).fill("核验办结")
    page.get_by_label("名称", exact=True).press("Tab")
    limit = page.get_by_label("数", exact=True).first
    limit.fill("5")
    limit.press("Tab")
    saved(page)
    page.get_by_role("tab", name="发布").click()
    page.get_by_role("button", name="全部演练").click()
    expect(page.get_by_text("3 个用例,3 个没有通过。")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("照这次的改动更新就通过:2026-03-19 改为 2026-03-23。")).to_be_visible()
    expect(page.get_by_text("照这次的改动更新就通过:环节“核验”改叫“核验办结”。")).to_be_visible()
    expect(page.get_by_text("办件“销号”,应有 至少 1 个")).to_be_visible()
    page.screenshot(path=screenshots / "failing.png")
    page.get_by_role("button", name="照这次的改动更新 2 个用例,再演练").click()
    expect(page.get_by_text("3 个用例,1 个没有通过。")).to_be_visible(timeout=20_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="去掉用例 到期才销号").click()
    page.get_by_role("button", name="全部演练").click()
    expect(page.get_by_text("2 个用例全部通过。")).to_be_visible(timeout=20_000)
    page.screenshot(path=screenshots / "passing.png")
