"""Whether every case can finish, shown in a real browser: sound, the way to where it cannot, step by step."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import DESIGNER

BLOCKED = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
<process id="stuck" name="等不齐" isExecutable="true"><startEvent id="s" name="收件"/>
<exclusiveGateway id="x" name="要不要会签" default="x_a"/><userTask id="a" name="初审"/><userTask id="b" name="会签"/>
<parallelGateway id="j" name="等齐"/><endEvent id="e" name="办结"/>
<sequenceFlow id="s_x" sourceRef="s" targetRef="x"/><sequenceFlow id="x_a" sourceRef="x" targetRef="a"/>
<sequenceFlow id="x_b" sourceRef="x" targetRef="b"><conditionExpression>need = true</conditionExpression></sequenceFlow>
<sequenceFlow id="a_j" sourceRef="a" targetRef="j"/><sequenceFlow id="b_j" sourceRef="b" targetRef="j"/>
<sequenceFlow id="j_e" sourceRef="j" targetRef="e"/></process></definitions>"""


def test_the_way_to_where_a_case_stops_is_shown_on_the_diagram(
    served: ServedSite, page: Page, screenshots: Path, tmp_path: Path
) -> None:
    file = tmp_path / "stuck.bpmn"
    file.write_text(BLOCKED, encoding="utf-8")
    served.sign_in(page, DESIGNER)
    page.goto(f"{served.url}/designer")
    page.locator("input[name=file]").set_input_files(file)
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    page.get_by_role("tab", name="问题").click()
    verdict = page.locator(".bj-sound")
    expect(verdict).to_contain_text("有一种走法办不结")
    verdict.get_by_role("button", name="在图上看这种走法").click()
    expect(page.locator(".bj-way-list li")).to_have_count(4)
    expect(page.locator(".bj-way-number")).to_have_count(4)
    expect(page.locator("g.djs-connection.bj-way")).to_have_count(3)
    page.screenshot(path=screenshots / "way.png")
    page.get_by_role("button", name="上一步").click()
    expect(page.locator(".bj-way-number")).to_have_count(3)
    expect(page.locator(".bj-way-now[data-element-id=a]")).to_have_count(1)
    page.get_by_role("button", name="收起").click()
    expect(page.locator(".bj-way-number")).to_have_count(0)
    page.locator("[data-rule=join-blocks]").get_by_role("button", name="在图上看这种走法").click()
    expect(page.locator(".bj-way-number")).not_to_have_count(0)
