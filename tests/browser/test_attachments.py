"""附件 in a real browser: several at once, refused and sent again, looked at in the page, in their versions."""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_rooms import _fits
from tests.support.browser import opened_page
from tests.web.items import received_item
from tests.web.site_support import ROOT


def _picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((60, 120, 180)) * 320 for _row in range(200))
    head = struct.pack("!2I5B", 320, 200, 8, 2, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + packed + chunk(b"IEND", b"")


def _pdf() -> bytes:
    words = b"BT /F 24 Tf 72 700 Td (Payment voucher 2026-03) Tj ET"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + end % (table, len(body))


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def case(served: ServedSite) -> UUID:
    """An item of 财政局, whose 反馈办理结果 is open."""
    return received_item(served.site)


def _answer(served: ServedSite, page: Page, case: UUID, *files: FilePayload) -> None:
    page.goto(f"{served.url}/tasks/{served.site.open_task(case)}")
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("办理结果").fill("账款已全部清偿,凭证附后。")
    _send(page, *files)


def _send(page: Page, *files: FilePayload) -> None:
    page.locator("input[type=file]").first.set_input_files(list(files))
    page.get_by_role("button", name="提交").click()


def test_files_are_sent_together_and_looked_at(
    served: ServedSite, case: UUID, browser: Browser, page: Page, screenshots: Path
) -> None:
    served.sign_in(page, "czj.cb")
    word = (ROOT / "processes" / "supervision" / "documents" / "blue-slip.docx").read_bytes()
    files = [_file("现场.png", _picture()), _file("凭证.pdf", _pdf()), _file("说明.docx", word)]
    _answer(served, page, case, *files, _file("改名.pdf", _picture()))
    expect(page.locator(".bj-problems")).to_contain_text("“改名.pdf”的内容与扩展名不符")
    page.screenshot(path=screenshots / "refused.png", full_page=True)
    _send(page, *files)
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    page.goto(f"{served.url}/cases/{case}")
    page.get_by_role("link", name="现场.png").click()
    assert page.locator("main img").evaluate("image => image.naturalWidth") == 320
    page.screenshot(path=screenshots / "picture.png")
    page.goto(f"{served.url}/cases/{case}")
    with page.expect_response(lambda answer: answer.url.endswith("/shown")) as shown:
        page.get_by_role("link", name="凭证.pdf").click()
    assert shown.value.headers["content-type"] == "application/pdf"
    page.wait_for_timeout(1500)
    page.screenshot(path=screenshots / "pdf.png")
    with opened_page(browser, phone=True) as phone:
        served.sign_in(phone, "dcs.dcy1")
        phone.goto(f"{served.url}/cases/{case}")
        phone.get_by_role("link", name="说明.docx").click()
        expect(phone.locator(".preview-of-file")).to_contain_text("督办单")
        _fits(phone)
        phone.screenshot(path=screenshots / "word-phone.png")


def test_a_new_version_leaves_the_old_one_in_sight(
    served: ServedSite, case: UUID, page: Page, screenshots: Path
) -> None:
    site = served.site
    served.sign_in(page, "czj.cb")
    _answer(served, page, case, _file("凭证.pdf", _pdf()))
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    again = {"decision": "return", "opinion": "凭证没有盖章"}
    site.engine.complete(site.open_task(case), site.actor("dcs.dcy1"), again)
    _answer(served, page, case, _file("凭证.pdf", _pdf() + b"\n% mended"))
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    page.goto(f"{served.url}/cases/{case}")
    page.get_by_text("第 2 版,以前的版本都在").click()
    page.get_by_role("link", name="第 1 版").click()
    expect(page.get_by_text("这是以前的版本")).to_be_visible()
    expect(page.locator(".versions .digest")).to_have_count(2)
    page.screenshot(path=screenshots / "versions.png", full_page=True)


def test_an_infected_file_is_refused_in_words(
    served: ServedSite, case: UUID, page: Page, tmp_path: Path
) -> None:
    program = tmp_path / "scan.py"
    program.write_text("import sys; bad = b'EICAR' in sys.stdin.buffer.read(); print('Eicar'); sys.exit(bad)")
    served.set_up(virus_scanner=f"{sys.executable} {program}")
    served.sign_in(page, "czj.cb")
    _answer(served, page, case, _file("凭证.pdf", _pdf() + b"EICAR"))
    expect(page.locator(".bj-problems")).to_contain_text("“凭证.pdf”里查出病毒(Eicar)")
    expect(page.get_by_label("办理结果")).to_have_value("账款已全部清偿,凭证附后。")
    _send(page, _file("凭证.pdf", _pdf()))
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
