"""The `viewer` entry draws a diagram, marks it, and can be used without a mouse."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.frontend.conftest import FrontendSite

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="urn:banjie:test">
  <process id="p" isExecutable="true">
    <startEvent id="start"/><userTask id="lixiang" name="立项"/><userTask id="fankui" name="反馈办理结果"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="lixiang"/>
    <sequenceFlow id="f2" sourceRef="lixiang" targetRef="fankui"/>
  </process>
  <bpmndi:BPMNDiagram id="bd"><bpmndi:BPMNPlane id="bp" bpmnElement="p">
    <bpmndi:BPMNShape id="s1" bpmnElement="start"><dc:Bounds x="100" y="102" width="36" height="36"/>
    </bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="lixiang"><dc:Bounds x="200" y="80" width="100" height="80"/>
    </bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s3" bpmnElement="fankui"><dc:Bounds x="1460" y="80" width="100" height="80"/>
    </bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="e1" bpmnElement="f1"><di:waypoint x="136" y="120"/><di:waypoint x="200" y="120"/>
    </bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e2" bpmnElement="f2"><di:waypoint x="300" y="120"/><di:waypoint x="1460" y="120"/>
    </bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>"""


def _attribute(value: object) -> str:
    return escape(json.dumps(value, ensure_ascii=False))


def _embedded(xml: str) -> str:
    text = json.dumps(xml).replace("<", "\\u003c")
    states = _attribute({"lixiang": "finished", "fankui": "running", "不在图上": "running"})
    badges = _attribute({"fankui": [{"text": "剩 2 个工作日", "tone": "warning", "title": "3月18日到期"}]})
    return (
        f'<figure data-bj="viewer" data-label="督办流程图" data-states="{states}" data-badges="{badges}">'
        f'<script type="application/json">{text}</script><p data-fallback>流程图正在打开</p></figure>'
    )


def test_elements_carry_their_states_and_badges(site: FrontendSite, page: Page, screenshots: Path) -> None:
    site.show(page, ["site", "viewer"], _embedded(DIAGRAM))
    page.wait_for_selector('[data-bj="viewer"][data-ready]')
    expect(page.locator('[data-element-id="fankui"].bj-state-running')).to_have_count(1)
    expect(page.locator('[data-element-id="lixiang"].bj-state-finished')).to_have_count(1)
    expect(page.locator(".bj-badge-warning")).to_have_text("剩 2 个工作日")
    expect(page.locator("[data-fallback]")).to_have_count(0)
    expect(page.get_by_role("img", name="督办流程图")).to_be_visible()
    page.screenshot(path=screenshots / "viewer.png")


def test_marks_follow_the_page(site: FrontendSite, page: Page) -> None:
    site.show(page, ["viewer"], _embedded(DIAGRAM))
    page.wait_for_selector('[data-bj="viewer"][data-ready]')
    states = json.dumps({"fankui": "overdue"})
    page.eval_on_selector('[data-bj="viewer"]', "(e, states) => { e.dataset.states = states; }", states)
    page.eval_on_selector('[data-bj="viewer"]', "e => { e.dataset.badges = '{}'; }")
    expect(page.locator('[data-element-id="fankui"].bj-state-overdue')).to_have_count(1)
    expect(page.locator(".bj-state-finished, .bj-state-running, .bj-badge")).to_have_count(0)


def test_a_phone_shows_what_is_under_way_and_the_whole_on_demand(
    site: FrontendSite, phone_page: Page
) -> None:
    site.show(phone_page, ["viewer"], _embedded(DIAGRAM))
    phone_page.wait_for_selector('[data-bj="viewer"][data-ready]')
    current = phone_page.locator('[data-element-id="fankui"] rect').first
    near = current.bounding_box()
    assert near is not None
    assert near["x"] > 0
    assert near["x"] + near["width"] < 390
    phone_page.get_by_role("button", name="显示整张流程图").or_(phone_page.get_by_text("全图")).first.click()
    whole = phone_page.locator('[data-element-id="lixiang"] rect').first.bounding_box()
    far = current.bounding_box()
    assert whole is not None
    assert far is not None
    assert whole["x"] > 0
    assert far["x"] + far["width"] < 390
    assert far["width"] < near["width"]


def test_the_watermark_is_in_full_view(site: FrontendSite, page: Page) -> None:
    site.show(page, ["viewer"], _embedded(DIAGRAM))
    mark = page.locator(".bjs-powered-by")
    expect(mark).to_be_in_viewport(ratio=1)
    assert mark.evaluate(
        """mark => { const box = mark.getBoundingClientRect();
        return mark.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }"""
    )
    mark.click()
    expect(page.locator(".bjs-powered-by-lightbox")).to_be_visible()


def test_keys_and_buttons_move_and_zoom(site: FrontendSite, page: Page) -> None:
    site.show(page, ["viewer"], _embedded(DIAGRAM))
    page.wait_for_selector('[data-bj="viewer"][data-ready]')
    shape = page.locator('[data-element-id="lixiang"] rect').first
    before = shape.bounding_box()
    page.get_by_role("button", name="放大流程图").click()
    zoomed = shape.bounding_box()
    page.get_by_role("img", name="督办流程图").focus()
    page.keyboard.press("Control+ArrowLeft")
    moved = shape.bounding_box()
    page.get_by_role("button", name="显示整张流程图").click()
    after = shape.bounding_box()
    assert before is not None
    assert zoomed is not None
    assert moved is not None
    assert zoomed["width"] > before["width"]
    assert moved["x"] != zoomed["x"]
    assert after == before


def test_a_click_tells_the_page_which_element(site: FrontendSite, page: Page) -> None:
    site.show(page, ["viewer"], _embedded(DIAGRAM))
    page.wait_for_selector('[data-bj="viewer"][data-ready]')
    page.evaluate("document.addEventListener('bj:element', e => { window.told = e.detail; })")
    page.locator('[data-element-id="fankui"] .djs-hit').first.click()
    assert page.evaluate("window.told") == {"id": "fankui", "name": "反馈办理结果"}


def test_the_diagram_can_come_from_an_address(site: FrontendSite, page: Page) -> None:
    site.files["d.bpmn"] = (DIAGRAM.encode(), "application/xml")
    site.show(page, ["viewer"], '<figure data-bj="viewer" data-xml-url="/files/d.bpmn"></figure>')
    expect(page.locator('[data-element-id="fankui"]')).to_have_count(1)


def test_a_missing_diagram_is_told_in_words(site: FrontendSite, page: Page) -> None:
    site.show(page, ["viewer"], '<figure data-bj="viewer" data-xml-url="/files/none.bpmn"></figure>')
    expect(page.get_by_role("alert")).to_contain_text("流程图没有显示出来")


def test_on_paper_stands_the_whole_diagram_and_the_screen_is_as_before(
    site: FrontendSite, page: Page
) -> None:
    page.set_viewport_size({"width": 700, "height": 800})
    site.show(page, ["site", "viewer"], _embedded(DIAGRAM))
    page.wait_for_selector('[data-bj="viewer"][data-ready]')
    look = """() => {
      const box = document.querySelector('.bj-viewer-canvas').getBoundingClientRect();
      const within = [...document.querySelectorAll('.djs-shape')].every((shape) => {
        const each = shape.getBoundingClientRect();
        return each.left >= box.left && each.right <= box.right;
      });
      const { a, e, f } = document.querySelector('.viewport').getCTM();
      return [within, a.toFixed(2), Math.round(e), Math.round(f)];
    }"""
    before = page.evaluate(look)
    page.evaluate(f"addEventListener('beforeprint', () => (window.printed = ({look})()))")
    page.pdf()
    assert (before[0], page.evaluate("window.printed[0]")) == (False, True)
    assert page.evaluate(look) == before
