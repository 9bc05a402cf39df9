"""The `documents` entry shows and prints the very Word file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from playwright.sync_api import Page, expect

from tests.web.frontend.conftest import FrontendSite

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY = (
    "<header>办结 · 首页</header><main><div data-bj='document' data-url='/files/slip.docx'>"
    "<a data-fallback href='/files/slip.docx'>下载督办单</a></div>"
    "<button type='button' data-bj-print>打印</button></main>"
)


def _slip() -> bytes:
    document = Document()
    heading = document.add_heading("蓝色督办单", 0)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("住建局：贵单位承办的“整治占道经营”今日到期。")
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "责任单位", "住建局"
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_word_file_is_shown_with_its_table(site: FrontendSite, page: Page, screenshots: Path) -> None:
    site.files["slip.docx"] = (_slip(), WORD)
    site.show(page, ["site", "documents"], BODY)
    expect(page.locator("section.docx")).to_contain_text("蓝色督办单")
    expect(page.locator("section.docx td").first).to_have_text("责任单位")
    border = page.locator("section.docx td").first.evaluate("e => getComputedStyle(e).borderTopStyle")
    assert border == "solid"
    expect(page.locator("[data-fallback]")).to_have_count(0)
    page.screenshot(path=screenshots / "document.png")


def test_only_the_document_is_printed(site: FrontendSite, page: Page, screenshots: Path) -> None:
    site.files["slip.docx"] = (_slip(), WORD)
    site.show(page, ["site", "documents"], BODY)
    expect(page.locator("section.docx")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("section.docx")).to_be_visible()
    expect(page.get_by_text("办结 · 首页")).to_be_hidden()
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    sheet = page.pdf(path=screenshots / "print.pdf", prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") == 1


def test_the_button_prints(site: FrontendSite, page: Page) -> None:
    site.files["slip.docx"] = (_slip(), WORD)
    page.add_init_script("window.print = () => { window.printed = true; }")
    site.show(page, ["site", "documents"], BODY)
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") is True


def test_a_broken_file_leaves_the_download(site: FrontendSite, page: Page) -> None:
    site.files["slip.docx"] = (b"not a zip", WORD)
    site.show(page, ["documents"], BODY)
    expect(page.get_by_role("alert")).to_contain_text("文件没有显示出来")
    expect(page.get_by_role("link", name="下载督办单")).to_be_visible()
