"""Pools drawn by hand: one with lanes that runs, one for people outside, a message between them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.drawing_hand import Hand
from tests.browser.test_designer import kept, open_new, saved

IN_WINDOW = """() => {
  const { top, left, right, bottom } = document.querySelector('.djs-popup').getBoundingClientRect();
  return top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight;
}"""
"""Whether the menu that is open has its place where the window shows it; it is drawn first, then measured and moved."""


def test_pools_lanes_and_a_message_are_drawn(served: ServedSite, page: Page, screenshots: Path) -> None:
    open_new(served, page)
    hand = Hand(page)
    own = hand.place("create.participant-expanded", hand.middle("handle"), "来信受理中心")
    page.get_by_role("button", name="缩小").click(click_count=3)
    hand.select_pool(own)
    page.locator(".djs-context-pad [data-action=lane-divide-two]").click()
    expect(page.locator(".djs-shape[data-element-id^=Lane_]")).to_have_count(2)
    x, y = hand.middle(own)
    outside = hand.place("create.participant-expanded", (x, y + 2.6 * hand.half_height(own)), "来信人")
    hand.select_pool(outside)
    page.locator(".djs-context-pad [data-action=replace]").click()
    page.wait_for_function(IN_WINDOW)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="问题").click()
    row = page.locator(".bj-problem[data-rule=empty-pool]")
    expect(row).to_contain_text("单位(泳池)“来信人”里什么也没有画。")
    row.get_by_role("button", name="一键修复:改为空的单位(泳池)").click()
    expect(row).to_have_count(0)
    page.locator("[data-rule=house-nobody-starts] .bj-problem-place").click()
    expect(page.locator(f".djs-shape.selected[data-element-id={own}]")).to_have_count(1)
    hand.let_go()
    page.get_by_role("tab", name="内容").click()
    expect(page.get_by_role("heading", name="单位(泳池):来信受理中心")).to_be_visible()
    expect(page.get_by_text("可以发起的岗位、单位")).to_be_visible()
    hand.connect("handle", outside)
    saved(page)
    page.screenshot(path=screenshots / "pools.png")
    xml = kept(served, "letter_reply.bpmn")
    assert f'<bpmn:participant id="{outside}" name="来信人" />' in xml
    assert f'sourceRef="handle" targetRef="{outside}"' in xml
