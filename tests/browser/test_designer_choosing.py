"""会签方式 and conditions are chosen, with the mouse, not written: by a new user who knows the rules and no FEEL."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.drawing_hand import Hand
from tests.browser.test_designer import kept, open_new, saved
from tests.browser.test_designer_chain import field
from tests.browser.test_designer_forms import add, say

FILE = "letter_reply.bpmn"


def test_a_countersign_and_its_conditions_are_chosen(
    served: ServedSite, page: Page, screenshots: Path
) -> None:
    open_new(served, page)
    asked(page)
    hand = Hand(page)
    for element, by in (("start", -200.0), ("handle", -140.0), ("end", 300.0)):
        hand.drag(element, (by, 0))
    gate = hand.place("create.exclusive-gateway", hand.along("to_end", 0.4))
    hand.select(gate)
    hand.append("append.end-event", "不采纳")
    page.get_by_role("button", name="自动排版").click()
    saved(page)
    countersigned(page, hand, screenshots)
    xml = kept(served, FILE)
    assert '<bj:item in="= cosigners" as="unit"' in xml
    assert '<bj:vote mode="share" share="2/3" veto="reject"' in xml
    assert '<bj:assignment post="承办人" unit="= unit"' in xml
    (first, second) = (flow for flow in hand.flows_of(gate) if flow not in hand.flows_of("handle"))
    conditions(page, hand, first, screenshots)
    hand.select_flow(second)
    page.get_by_label("别的路都不走时走这条").check()
    saved(page)
    page.get_by_role("tab", name="问题").click()
    rules = page.locator(".bj-problem-error").evaluate_all("(rows) => rows.map((row) => row.dataset.rule)")
    assert set(rules) == {"house-no-scenario", "house-no-form", "house-no-limit"}, rules


def asked(page: Page) -> None:
    """A number, a day, yes or no, and several of a list, in the form of the step; whom to ask, in that of the start."""
    page.get_by_role("tab", name="表单等").click()
    page.get_by_role("button", name="start", exact=True).click()
    say(add(page, "taglist"), "label", "会签单位")
    say(page.locator(".bj-component[open]").last, "key", "cosigners")
    page.locator(".bj-component[open]").last.locator("[data-ask='properties.unit'] input").check()
    page.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="handle", exact=True).click()
    for kind, key, label in (
        ("number", "amount", "金额"),
        ("datetime", "seen_on", "看过现场的日期"),
        ("checkbox", "urgent", "急件"),
    ):
        named = "dateLabel" if kind == "datetime" else "label"
        say(add(page, kind), named, label)
        say(page.locator(".bj-component[open]").last, "key", key)
        page.locator(".bj-component[open] > summary").last.click()
    page.get_by_role("button", name="关闭").click()
    page.get_by_role("tab", name="内容").click()


def countersigned(page: Page, hand: Hand, screenshots: Path) -> None:
    """At once, for the units the starter names, decided by two thirds, one veto enough."""
    hand.select("handle")
    field(page, "岗位").fill("承办人")
    field(page, "岗位").press("Tab")
    page.locator("#bj-pane-properties summary", has_text="会签").click()
    field(page, "会签方式").select_option("同时会签")
    field(page, "分给谁(名单)").select_option("会签单位")
    expect(field(page, "每一份里叫什么")).to_have_value("unit")
    field(page, "单位").select_option("会签的这一家")
    field(page, "怎样算通过").select_option("达到比例")
    field(page, "比例").fill("2/3")
    field(page, "比例").press("Tab")
    field(page, "一票否决").select_option("有人不同意即否决")
    saved(page)
    page.screenshot(path=screenshots / "countersign.png")


def conditions(page: Page, hand: Hand, flow: str, screenshots: Path) -> None:
    """Three terms, each chosen; then any of them in place of all; one taken away again."""
    hand.select_flow(flow)
    feel = field(page, "表达式(FEEL)")
    field(page, "字段").select_option("amount")
    field(page, "比较").select_option("大于或等于")
    field(page, "值").fill("5000")
    field(page, "值").press("Tab")
    expect(feel).to_have_value("amount >= 5000")
    page.get_by_role("button", name="再加一个条件").click()
    field(page, "字段").last.select_option("看过现场的日期(seen_on)")
    expect(feel).to_have_value("amount >= 5000 and seen_on = today")
    field(page, "比较").last.select_option("早于")
    field(page, "值").last.select_option("定好的一天")
    page.get_by_label("哪一天").fill("2026-03-01")
    page.get_by_label("哪一天").press("Tab")
    expect(feel).to_have_value('amount >= 5000 and seen_on < date("2026-03-01")')
    page.get_by_role("button", name="再加一个条件").click()
    field(page, "字段").last.select_option("urgent")
    expect(feel).to_have_value('amount >= 5000 and seen_on < date("2026-03-01") and urgent = true')
    field(page, "几个条件").select_option("符合一个就行(或者)")
    expect(feel).to_have_value('amount >= 5000 or seen_on < date("2026-03-01") or urgent = true')
    page.screenshot(path=screenshots / "conditions.png")
    page.get_by_role("button", name="去掉这个条件").nth(1).click()
    expect(feel).to_have_value("amount >= 5000 or urgent = true")
    saved(page)
