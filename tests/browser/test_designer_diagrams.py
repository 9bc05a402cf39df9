"""A folder with several diagrams: each opens in the designer, is drawn, judged, and goes into the same version."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import kept, open_new, saved


def test_every_diagram_of_a_folder_is_opened_and_edited(
    served: ServedSite, page: Page, screenshots: Path
) -> None:
    open_new(served, page)
    page.get_by_text("加一张图").first.click()
    page.get_by_label("这张图的名称").fill("核实情况")
    page.get_by_label("这张图的代号").fill("letter_check")
    page.get_by_role("button", name="加一张图").click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    expect(page.get_by_role("link", name="letter_check.bpmn")).to_have_attribute("aria-current", "page")
    page.locator("[data-element-id=handle] .djs-hit").first.click(force=True)
    page.get_by_label("岗位", exact=True).fill("督查室")
    page.get_by_label("岗位", exact=True).press("Tab")
    saved(page)
    assert 'post="督查室"' in kept(served, "letter_check.bpmn")
    assert 'post="督查室"' not in kept(served, "letter_reply.bpmn")
    page.get_by_role("tab", name="问题").click()
    other = page.locator(".bj-problem[data-rule=house-no-post]")
    expect(other).to_have_count(1)
    page.screenshot(path=screenshots / "two.png")
    other.get_by_role("link", name="打开这张图").click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    expect(page.get_by_role("link", name="letter_reply.bpmn")).to_have_attribute("aria-current", "page")
    page.get_by_role("tab", name="问题").click()
    page.locator(".bj-problem[data-rule=house-no-post]").get_by_role("button", name="一键修复").click()
    expect(page.locator(".bj-problem[data-rule=house-no-post]")).to_have_count(0)
    saved(page)
    assert 'user="= initiator"' in kept(served, "letter_reply.bpmn")
