"""一键修复 in a real browser: a diagram with many faults is mended by pressing buttons alone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from engine.definitions import drafts
from tests.browser.conftest import ServedSite
from tests.browser.test_designer import DESIGNER

FAULTS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bj="urn:banjie:bpmn:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="urn:t">
  <process id="faulty">
    <userTask id="first"><extensionElements><bj:assignment unit="督查室" post="督查员"/><bj:form ref="forms/gone.json"/>
      <bj:deadline name="办理" limit="policy:faulty.days"/><bj:deadline name="办理" limit="2 wd"/><bj:rule id="ZZ-99"/></extensionElements></userTask>
    <sequenceFlow id="f1" sourceRef="first" targetRef="split"/>
    <exclusiveGateway id="split" gatewayDirection="Converging"/>
    <sequenceFlow id="f2" sourceRef="split" targetRef="second"><conditionExpression xsi:type="tFormalExpression">result = "好"</conditionExpression></sequenceFlow>
    <sequenceFlow id="f3" sourceRef="split" targetRef="third"/>
    <userTask id="second" name="复核"/>
    <userTask id="third" name="归档"><extensionElements><bj:public name="正在归档"/><bj:public name="归档"/></extensionElements></userTask>
    <sequenceFlow id="f4" sourceRef="second" targetRef="third"><conditionExpression xsi:type="tFormalExpression">true</conditionExpression></sequenceFlow>
    <boundaryEvent id="late" name="到期" attachedToRef="third" cancelActivity="false"><timerEventDefinition id="late_t"/></boundaryEvent>
    <sequenceFlow id="f5" sourceRef="late" targetRef="wait"/>
    <intermediateCatchEvent id="wait" name="等回音"><messageEventDefinition id="wait_m"/></intermediateCatchEvent>
    <sequenceFlow id="f6" sourceRef="wait" targetRef="useless"/>
    <exclusiveGateway id="useless"/>
    <sequenceFlow id="f7" sourceRef="useless" targetRef="last"/>
    <manualTask id="last" name="提醒"/>
    <manualTask id="third" name="同一个 id"/>
  </process>
</definitions>
"""
PRESSED = {
    "duplicate-id", "extension-twice", "engine-no-start", "missing-end-event", "missing-condition", "gateway-direction",
    "lone-conditional-flow", "superfluous-gateway", "timer-without-time", "missing-trigger-ref", "house-not-executable",
    "house-no-post", "house-no-form", "house-no-limit", "house-missing-file", "house-same-deadline",
    "house-unknown-policy", "house-unknown-rule", "house-nobody-starts", "house-no-readme", "house-unnamed",
}  # fmt: skip


def test_a_diagram_with_many_faults_is_mended_by_pressing(
    served: ServedSite, page: Page, screenshots: Path
) -> None:
    designer = served.site.actor(DESIGNER).person_id
    assert designer is not None
    files = {"faulty.bpmn": FAULTS.encode()}
    draft = served.site.engine.database.transact(
        lambda connection: drafts.begin(connection, "faulty", designer, files)
    )
    served.sign_in(page, DESIGNER)
    page.goto(f"{served.url}/designer/{draft}")
    page.wait_for_selector("[data-bj=designer][data-ready]")
    page.get_by_role("tab", name="问题").click()
    unnamed = page.locator("[data-rule=missing-condition]").first
    expect(unnamed).to_contain_text("排他网关“选一条路”的出线“选一条路 → 归档”既没有条件")
    page.screenshot(path=screenshots / "faults.png")
    pressed = undone_and_done_again(page) | press_all(page)
    page.screenshot(path=screenshots / "mended.png")
    assert pressed >= PRESSED, PRESSED - pressed
    left = page.locator(".bj-problem-error").evaluate_all("(rows) => rows.map((row) => row.dataset.rule)")
    assert left == ["house-no-scenario"]
    page.get_by_role("button", name="一键修复:去演练一遍").click()
    expect(page.get_by_role("tab", name="演练")).to_have_attribute("aria-selected", "true")


def undone_and_done_again(page: Page) -> set[str]:
    """What the server mended is taken back by Ctrl+Z and by the button, over a step of drawing, and done again."""
    twins, twice = page.locator("[data-rule=duplicate-id]"), page.locator("[data-rule=extension-twice]")
    twins.get_by_role("button", name="一键修复:换一个 id").click()
    expect(twins).to_have_count(0)
    expect(page.locator(".djs-visual text", has_text="同一个 id")).to_be_attached()
    element = page.locator("[data-element-id=split]").first
    element.click()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_text("已保存")).to_be_visible()
    moved = element.get_attribute("transform") or ""
    twice.get_by_role("button", name="一键修复:只留第一个").click()
    expect(twice).to_have_count(0)
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("撤销", "重做"))
    page.keyboard.press("Control+z")
    expect(twice).to_have_count(1)
    expect(element).to_have_attribute("transform", moved)
    redo.click()
    expect(twice).to_have_count(0)
    undo.click()
    expect(twice).to_have_count(1)
    undo.click()
    expect(element).not_to_have_attribute("transform", moved)
    redo.click()
    expect(element).to_have_attribute("transform", moved)
    return {"duplicate-id"}


def press_all(page: Page) -> set[str]:
    """Press whatever mends there are, the first in the list each time; the rules mended."""
    pressed: set[str] = set()
    for _ in range(60):
        rows = page.locator(".bj-problem:not([data-rule=house-no-scenario]):has(button:text('一键修复'))")
        if not rows.count():
            break
        row = rows.first
        pressed.add(row.get_attribute("data-rule") or "")
        before = page.locator(".bj-problems").inner_text()
        row.get_by_role("button", name="一键修复").click()
        naming = page.locator(".djs-direct-editing-content")
        if naming.count():
            naming.fill("受理")
            page.locator(".djs-container").click(position={"x": 5, "y": 5})
        page.wait_for_function(
            "(before) => document.querySelector('.bj-problems').innerText !== before", arg=before
        )
    return pressed
