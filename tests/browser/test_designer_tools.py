"""The drawing tools: copying between diagrams, aligning, colours, search, the small map, what goes out, the mark."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.drawing_hand import Hand
from tests.browser.test_designer import kept, open_new, saved

MARK_ON_TOP = """() => {
  const mark = [...document.querySelectorAll('.bjs-powered-by')].find((each) => each.checkVisibility({ visibilityProperty: true }));
  const { left, top, width, height } = mark.getBoundingClientRect();
  return [[2, 2], [width - 2, 2], [2, height - 2], [width - 2, height - 2], [width / 2, height / 2]]
    .every(([x, y]) => mark.contains(document.elementFromPoint(left + x, top + y)));
}"""


def test_elements_are_aligned_coloured_found_and_undone(
    served: ServedSite, page: Page, screenshots: Path
) -> None:
    open_new(served, page)
    hand = Hand(page)
    hand.drag("end", (120, 90))
    hand.select("handle")
    page.keyboard.down("Shift")
    page.mouse.click(*hand.middle("end"))
    page.keyboard.up("Shift")
    page.locator(".djs-context-pad [data-action=align-elements]").click()
    page.locator(".djs-popup [data-id=align-elements-middle]").click()
    assert abs(hand.middle("handle")[1] - hand.middle("end")[1]) < 2
    hand.select("handle")
    page.locator(".djs-context-pad [data-action=bj-colours]").click()
    page.locator(".djs-popup [data-id=yellow]").click()
    saved(page)
    assert 'color:background-color="#fff3c4"' in kept(served, "letter_reply.bpmn")
    page.get_by_role("button", name="撤销").click()
    saved(page)
    assert "#fff3c4" not in kept(served, "letter_reply.bpmn")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".djs-search-input input")).to_be_focused()
    page.keyboard.type("办结")
    page.keyboard.press("End")
    expect(page.locator(".djs-search-result").first).to_contain_text("办结")
    page.keyboard.press("Escape")
    page.locator(".djs-minimap .toggle").click()
    expect(page.locator(".djs-minimap .map")).to_be_visible()
    page.screenshot(path=screenshots / "tools.png")


def test_what_is_copied_is_pasted_into_another_diagram(served: ServedSite, page: Page) -> None:
    open_new(served, page)
    hand = Hand(page)
    hand.select("handle")
    page.get_by_label("岗位", exact=True).fill("督查室")
    page.get_by_label("岗位", exact=True).press("Tab")
    saved(page)
    page.locator(".bj-canvas").click(position={"x": 300, "y": 40})
    hand.select("handle")
    page.keyboard.press("Control+c")
    page.goto(f"{served.url}/designer")
    page.get_by_label("名称", exact=True).fill("另一个流程")
    page.get_by_label("代号(小写字母)").fill("another")
    page.get_by_role("button", name="新建", exact=True).click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    page.locator(".bj-canvas").click(position={"x": 300, "y": 40})
    page.keyboard.press("Control+v")
    page.mouse.move(600, 700)
    page.mouse.click(600, 720)
    expect(page.locator(".djs-shape", has_text="办理")).to_have_count(2)
    xml = page.evaluate("document.querySelector('[data-bj=designer]').bjModeler.saveXML().then((r) => r.xml)")
    assert len(re.findall(r'<bj:assignment post="督查室"', xml)) == 1


def test_it_goes_out_as_bpmn_svg_and_png(served: ServedSite, page: Page) -> None:
    open_new(served, page)
    for words, ending, begins in (
        ("BPMN 文件", ".bpmn", b"<?xml"),
        ("SVG 图片", ".svg", b"<?xml"),
        ("PNG 图片", ".png", b"\x89PNG"),
    ):
        page.get_by_text("导出", exact=True).click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name=words).click()
        assert waiting.value.suggested_filename == f"letter_reply{ending}"
        assert Path(waiting.value.path()).read_bytes().startswith(begins)


def test_the_mark_is_never_covered(served: ServedSite, page: Page) -> None:
    open_new(served, page)
    assert page.evaluate(MARK_ON_TOP)
    hand = Hand(page)
    hand.drag("handle", (330, 250))
    page.locator(".djs-context-pad [data-action=append]").click()
    expect(page.locator(".djs-popup")).to_be_visible()
    assert page.evaluate(MARK_ON_TOP)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="表单等").click()
    page.get_by_role("button", name="handle", exact=True).click()
    expect(page.locator(".bj-preview").get_by_label("办理结果")).to_be_visible()
    expect(page.locator(".bj-canvas .bjs-powered-by")).to_be_hidden()
    page.get_by_role("button", name="关闭").click()
    assert page.evaluate(MARK_ON_TOP)
    page.set_viewport_size({"width": 900, "height": 640})
    page.locator(".bjs-powered-by").first.scroll_into_view_if_needed()
    assert page.evaluate(MARK_ON_TOP)
