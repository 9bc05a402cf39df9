"""From an empty designer to a version in force, by pointing and typing: drawn, rehearsed, published by a second person."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from engine.queries.versions import current_version
from tests.browser.conftest import ServedSite
from tests.browser.test_designer import open_new, saved
from tests.browser.test_designer_tools import MARK_ON_TOP

CHIEF = "dcs.zr"


def complete(page: Page) -> None:
    """Give the new procedure's only step what the gate asks for, a post, a form, a limit; say who may start it."""
    page.locator("[data-element-id=handle] .djs-hit").first.click(force=True)
    page.get_by_label("岗位", exact=True).fill("督查室")
    page.get_by_label("岗位", exact=True).press("Tab")
    page.get_by_label("表单", exact=True).select_option("forms/handle.json")
    page.get_by_role("button", name="加一个时限").click()
    expect(page.locator(".bj-note", has_text="届满")).to_be_visible()
    page.locator("svg[data-element-id=letter_reply]").click(position={"x": 400, "y": 20})
    page.locator("#bj-pane-properties").get_by_label("督查室", exact=True).check()
    saved(page)


def test_a_procedure_is_drawn_rehearsed_and_published(
    served: ServedSite, page: Page, screenshots: Path
) -> None:
    open_new(served, page)
    complete(page)
    page.get_by_role("tab", name="演练").click()
    page.get_by_role("button", name="准备一次演练").click()
    page.locator(".bj-form").get_by_label("标题").fill("群众来信")
    page.locator(".bj-form").get_by_label("主办单位").fill("住建局")
    page.locator("input[type=datetime-local]").fill("2026-02-12T09:00")
    page.get_by_label("谁发起").select_option("督查室")
    page.get_by_role("button", name="开始演练").click()
    expect(page.locator("[data-element-id=handle].bj-token")).to_have_count(1, timeout=20_000)
    expect(page.locator(".bj-task")).to_contain_text("2026-02-26 17:30 前")
    page.screenshot(path=screenshots / "rehearsal.png")
    page.get_by_label("跳到哪一刻").fill("2026-02-13T10:00")
    page.get_by_role("button", name="跳到这一刻").click()
    expect(page.locator(".bj-clock strong")).to_have_text("2026-02-13 10:00")
    page.locator(".bj-task-form > summary").click()
    page.get_by_label("办理结果").fill("已经答复来信人。")
    page.get_by_role("button", name="办理", exact=True).click()
    expect(page.get_by_role("heading", name="现在没有待办")).to_be_visible()
    page.get_by_role("button", name="退一步").click()
    expect(page.locator(".bj-task")).to_have_count(1)
    page.locator(".bj-task-form > summary").click()
    page.get_by_label("办理结果").fill("已经答复来信人。")
    page.get_by_role("button", name="办理", exact=True).click()
    expect(page.locator(".bj-case")).to_contain_text("办结")
    page.get_by_label("用例的名称").fill("按时答复")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已存为用例")).to_be_visible()
    page.get_by_role("tab", name="发布").click()
    page.get_by_role("button", name="全部演练").click()
    expect(page.get_by_text("1 个用例全部通过")).to_be_visible(timeout=20_000)
    page.screenshot(path=screenshots / "scenarios.png")
    simulate(page, screenshots)
    page.get_by_role("tab", name="发布").click()
    page.get_by_label("改了什么").fill("新流程,依据办公室要求")
    page.get_by_role("button", name="送复核").click()
    expect(page.get_by_text("已送复核。")).to_be_visible()
    publish_as_second(served, page, screenshots)


def simulate(page: Page, screenshots: Path) -> None:
    """A year begun, seen under way, left and come back to, stopped; a small one seen to its end."""
    page.get_by_role("tab", name="模拟").click()
    page.get_by_label("一共多少件").fill("1000")
    page.get_by_role("button", name="模拟这份草稿").click()
    expect(page.locator(".bj-year")).to_contain_text("正在模拟:来了", timeout=30_000)
    page.screenshot(path=screenshots / "year-under-way.png")
    page.reload()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    page.get_by_role("tab", name="模拟").click()
    expect(page.get_by_label("一共多少件")).to_have_value("1000")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="停下").click()
    expect(page.get_by_text("停下了,没有结果。")).to_be_visible()
    page.get_by_label("一共多少件").fill("6")
    page.get_by_role("button", name="模拟这份草稿").click()
    expect(page.get_by_role("heading", name="结果", exact=True)).to_be_visible(timeout=30_000)
    expect(page.locator("[data-element-id=handle].bj-heat-3")).to_have_count(1)
    page.screenshot(path=screenshots / "year.png")


def publish_as_second(served: ServedSite, page: Page, screenshots: Path) -> None:
    """The owner cannot publish; a second person can."""
    page.get_by_role("link", name="来信办理").click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    page.get_by_role("tab", name="发布").click()
    expect(page.get_by_role("button", name="收回修改")).to_be_visible()
    expect(page.get_by_role("button", name="同意发布")).to_have_count(0)
    page.get_by_role("button", name="退出").click()
    served.sign_in(page, CHIEF)
    # The second person looks and approves on a phone.
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served.url}/designer")
    page.get_by_role("link", name="来信办理").click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    page.get_by_role("tab", name="发布").click()
    page.screenshot(path=screenshots / "approval.png", full_page=True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="同意发布").click()
    expect(page.get_by_text("“来信办理”第 1 版已发布")).to_be_visible()
    with served.site.engine.database.reading() as connection:
        version = current_version(connection, "letter_reply")
    assert version is not None
    assert version.name == "来信办理"


def test_what_is_not_ready_is_not_sent(served: ServedSite, page: Page) -> None:
    open_new(served, page)
    page.get_by_role("tab", name="发布").click()
    page.get_by_label("改了什么").fill("试试")
    page.get_by_role("button", name="送复核").click()
    expect(page.get_by_text("处须改,见“问题”。")).to_be_visible()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    assert page.evaluate(MARK_ON_TOP), "what the page tells must not push the mark out of the window"
