"""The designer's panels, editors and menus under axe (WCAG 2.2 AA) on a desk.

A rehearsal and a year under way are looked at where they are played: test_designer_under_way.py.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.drawing_hand import Hand
from tests.browser.test_designer import open_new
from tests.browser.test_designer_files import open_supervision
from tests.support.inspection import AXE, violations

GROUPS = "() => document.querySelectorAll('[role=tabpanel] details').forEach((each) => (each.open = true))"
EDITORS = ("表单", "决策表", "文书模板")


def test_each_panel_and_editor_of_the_designer(served: ServedSite, page: Page) -> None:
    open_supervision(served, page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = violations(page, "表单等")
    for words in EDITORS:
        section = page.locator("section", has=page.get_by_role("heading", name=words, exact=True))
        section.locator(".bj-files button").first.click()
        expect(page.locator(".bj-editor")).to_be_visible()
        page.wait_for_load_state("networkidle")
        found += violations(page, words)
        page.get_by_role("button", name="关闭", exact=True).click()
    page.get_by_role("button", name="看和改默认值").click()
    expect(page.locator(".bj-editor input").first).to_be_visible()
    found += violations(page, "政策参数")
    page.get_by_role("button", name="关闭", exact=True).click()
    for tab in ("问题", "演练", "模拟", "发布", "内容"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_load_state("networkidle")
        page.evaluate(GROUPS)
        found += violations(page, tab)
    page.get_by_role("tab", name="演练").click()
    page.get_by_role("button", name="准备一次演练").click()
    expect(page.get_by_role("button", name="开始演练")).to_be_visible()
    found += violations(page, "准备演练")
    assert not found, "\n".join(found)


def test_what_opens_over_the_canvas(served: ServedSite, page: Page) -> None:
    """An element's panel with every group open, its menus, the search, the small map, the ways out."""
    open_new(served, page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    hand = Hand(page)
    hand.select("handle")
    page.get_by_role("tab", name="内容").click()
    page.evaluate(GROUPS)
    found = violations(page, "环节的内容")
    page.get_by_text("导出", exact=True).click()
    found += violations(page, "导出")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="查找").click()
    page.keyboard.type("办")
    found += violations(page, "查找")
    page.keyboard.press("Escape")
    page.locator(".djs-minimap .toggle").click()
    found += violations(page, "小地图")
    page.locator(".djs-minimap .toggle").click()
    for action in ("append", "replace", "bj-colours"):
        hand.select("handle")
        page.locator(f".djs-context-pad [data-action={action}]").click()
        expect(page.locator(".djs-popup")).to_be_visible()
        found += violations(page, action)
        page.keyboard.press("Escape")
    assert not found, "\n".join(found)
