"""Decisions are drawn, filled in and tried in the browser: columns, types, hit policy, rows, several decisions."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lxml import etree
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import kept, open_new
from tests.browser.test_designer_files import open_supervision
from tests.web.site_support import ROOT

TABLES = sorted((ROOT / "processes").glob("*/*.dmn"))
DEFAULT = Counter({("decisionTable@hitPolicy", "UNIQUE"): 9})
"""What means the same where it is not written."""
READ_AND_WRITTEN = """async (xml) => {
  const { bjDecisions } = document.querySelector('.bj-editor');
  await bjDecisions.importXML(xml);
  return (await bjDecisions.saveXML({ format: true })).xml;
}"""


def write(page: Page, cell: Locator, text: str) -> None:
    """Put `text` in the place of what a cell of the table holds."""
    cell.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def cells(page: Page) -> Locator:
    """The cells of the table's rows, the numbers of the rows apart."""
    return page.locator(".bj-decisions tbody td:not(.rule-index):not(.add-rule):not(.add-rule-add)")


def result(page: Page, said: str, **data: str) -> None:
    """Try a row on the server."""
    for name, value in data.items():
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="看结果").click()
    expect(page.locator(".bj-trial .bj-note")).to_have_text(said)


def test_a_new_table_is_filled_in_and_runs(served: ServedSite, page: Page, screenshots: Path) -> None:
    open_new(served, page)
    page.get_by_role("tab", name="表单等").click()
    page.get_by_label("新表的代号").fill("fee")
    page.get_by_label("看哪个字段").fill("amount")
    page.get_by_label("结果存成什么").fill("level")
    page.get_by_role("button", name="新建决策表").click()
    write(page, cells(page).nth(0), "> 100")
    write(page, cells(page).nth(1), '"大额"')
    result(page, "结果:大额", amount="200")
    page.locator(".bj-decisions .add-rule-add").first.click()
    write(page, cells(page).nth(3), "<= 100")
    write(page, cells(page).nth(4), '"小额"')
    result(page, "结果:小额", amount="20")
    a_column_more(page)
    page.screenshot(path=screenshots / "table.png")
    page.get_by_label("几行符合时").locator("visible=true").first.click()
    page.locator(".dms-select-options .option, .options .option", has_text="取第一行符合的").click()
    result(page, "结果:小额", amount="20", urgent="true")
    xml = kept(served, "fee.dmn")
    assert 'hitPolicy="FIRST"' in xml
    assert xml.count("<rule ") == 2
    assert 'typeRef="boolean"' in xml
    assert 'label="是否急件"' in xml
    row = page.locator(".bj-decisions td.rule-index").nth(1)
    row.click(button="right")
    page.get_by_text("删去这一行").click()
    result(page, "结果:没有符合的行", amount="20")


def a_column_more(page: Page) -> None:
    """A second thing to look at: named, typed."""
    page.locator(".bj-decisions th .add-input").first.click()
    head = page.locator(".bj-decisions th.input-cell").nth(1)
    head.dblclick()
    menu = page.locator(".context-menu")
    menu.locator("[contenteditable]").first.click()
    page.keyboard.type("是否急件")
    menu.locator(".cm-content, [contenteditable]").nth(1).click()
    page.keyboard.type("urgent")
    menu.locator(".dms-input-select").click()
    page.locator(".options .option", has_text=re.compile("^是否$")).click()
    page.keyboard.press("Escape")


def test_a_table_of_the_county_is_tried_and_changed(served: ServedSite, page: Page) -> None:
    open_supervision(served, page)
    page.get_by_role("button", name="extension-approver").first.click()
    result(page, "结果:县长", colour="红")
    write(page, cells(page).nth(10), '"常务副县长"')
    result(page, "结果:常务副县长", colour="红")


def test_several_decisions_are_shown_as_a_picture(served: ServedSite, page: Page, screenshots: Path) -> None:
    open_supervision(served, page)
    page.get_by_role("button", name="bonus", exact=True).click()
    expect(page.locator(".bj-decisions [data-element-id]").filter(has_text="优岗比例").first).to_be_visible()
    mark = page.locator(".bj-decisions .bjs-powered-by")
    expect(mark).to_be_in_viewport(ratio=1)
    page.screenshot(path=screenshots / "picture.png")
    page.get_by_role("button", name="年度加分", exact=True).click()
    expect(page.locator(".bj-decisions .decision-table-name")).to_have_text("年度加分")
    expect(mark.locator("visible=true")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.dataset.untranslated ?? ''") == ""


def test_every_table_of_the_library_stays_whole(served: ServedSite, page: Page) -> None:
    open_supervision(served, page)
    page.get_by_role("button", name="bonus", exact=True).click()
    expect(page.locator(".bj-decisions .djs-container")).to_be_visible()
    for file in TABLES:
        written = page.evaluate(READ_AND_WRITTEN, file.read_text("utf-8"))
        lost = said(file.read_bytes()) - said(written.encode()) - DEFAULT
        assert lost == Counter(), file.name


def said(xml: bytes) -> Counter[tuple[str, str]]:
    """The elements of a file with their texts and attributes."""
    found: Counter[tuple[str, str]] = Counter()
    for element in etree.fromstring(xml).iter(etree.Element):
        name = etree.QName(element).localname
        found[name, " ".join((element.text or "").split())] += 1
        found.update((f"{name}@{key}", value) for key, value in element.attrib.items())
    return found
