"""Any tool's BPMN opens, shows and survives a round trip without losing an element."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import DESIGNER
from tests.support.foreign_models import models, named, said
from tests.support.odd_files import Odd, odd_files, row

REFERENCE = Path(__file__).parents[3] / "shared" / "bpmn-models"
"""The 21 reference models, beside the checkout where they are kept."""
OPENS = 30_000


def test_what_other_tools_draw_stays_whole(
    served: ServedSite, page: Page, tmp_path: Path, screenshots: Path
) -> None:
    served.sign_in(page, DESIGNER)
    for name, content in models().items():
        file = tmp_path / f"{name}.bpmn"
        file.write_bytes(content)
        assert said(content) - said(written(served, page, file)) == Counter(), name
        for words in ("初审", "政务中心", "酌办", "说明 & 备注"):
            expect(page.locator(".djs-visual text", has_text=words).first).to_be_attached()
        page.screenshot(path=screenshots / f"{name}.png")


@pytest.mark.parametrize("file", sorted(REFERENCE.glob("*.bpmn")), ids=lambda file: file.name)
def test_the_reference_models_stay_whole(served: ServedSite, page: Page, file: Path) -> None:
    served.sign_in(page, DESIGNER)
    assert named(file.read_bytes()) - named(written(served, page, file)) == Counter()
    assert page.locator(".djs-shape").count() > 0


def written(served: ServedSite, page: Page, file: Path) -> bytes:
    """What the designer writes of a file it has opened."""
    page.goto(f"{served.url}/designer")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="导入").click()
    page.wait_for_selector("[data-bj=designer][data-ready]", timeout=OPENS)
    xml = page.evaluate("document.querySelector('[data-bj=designer]').bjModeler.saveXML().then((r) => r.xml)")
    return str(xml).encode()


def test_of_an_odd_file_a_designer_reads_what_is_the_matter(
    served: ServedSite, page: Page, tmp_path: Path, screenshots: Path
) -> None:
    """Each is opened and its fault listed, or refused in one sentence; nothing of a file is lost without a word."""
    served.sign_in(page, DESIGNER)
    unread = Odd("不是 BPMN 的内容", row(2, "<bpmn:madeUp/>"))
    for at, odd in enumerate([*(each for each in odd_files() if len(each.xml) < 200_000), unread]):
        file = tmp_path / f"odd{at}.bpmn"
        file.write_bytes(odd.xml)
        page.goto(f"{served.url}/designer")
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="导入").click()
        if odd.refused:
            expect(page.locator(".notice-refused")).to_contain_text(odd.refused)
        else:
            page.wait_for_selector("[data-bj=designer][data-ready]", timeout=OPENS)
            page.get_by_role("tab", name="问题").click()
            if odd.rule:
                expect(page.locator(f".bj-problem[data-rule={odd.rule}]").first).to_be_visible()
            lost = page.get_by_text("画图工具读不出来")
            expect(lost).to_have_count(1 if odd is unread else 0)
        page.screenshot(path=screenshots / f"odd-{at}.png")
