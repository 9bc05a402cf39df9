"""Files that come with a form are checked by content and fetched only as downloads."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict

from engine import tables
from engine.records.blobs import Blobs, digest_of
from engine.records.virus_scan import scan_with
from engine.refusals import Refused
from tests.web.items import received_item
from tests.web.site_support import ROOT, SmallSite
from web import taking

PDF, PNG = b"%PDF-1.7 text", b"\x89PNG\r\n\x1a\n picture"


def _package(*members: str) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as package:
        for member in members:
            package.writestr(member, "<x/>")
    return packed.getvalue()


def _sent(*files: tuple[str, bytes]) -> MultiDict[str, FileStorage]:
    return MultiDict([("files::1", FileStorage(BytesIO(content), name)) for name, content in files])


def _take(
    site: SmallSite,
    sent: MultiDict[str, FileStorage],
    data: dict[str, Any],
    scanner: str = "",
    case: UUID | None = None,
) -> dict[str, Any]:
    case = case or site.start().id
    with site.app.test_request_context(), site.engine.database.transaction() as connection:
        received = taking.check(scan_with(scanner), sent)
        return taking.keep(connection, Blobs(site.settings.files), case, "zjj.cb", received, data).data


def _address(key: str) -> str:
    return f"/attachments/{UUID(hex=key)}"


def test_files_take_the_place_of_their_reference(site: SmallSite) -> None:
    data = _take(
        site, _sent(("完工照片.png", PNG), ("../../报告.pdf", PDF)), {"files": "files::1", "result": "办完"}
    )
    assert data["result"] == "办完"
    assert len(data["files"]) == 2
    with site.engine.database.reading() as connection:
        rows = connection.execute(select(tables.attachment.c.name, tables.attachment.c.size)).all()
    assert sorted((row.name, row.size) for row in rows) == [
        ("完工照片.png", len(PNG)),
        ("报告.pdf", len(PDF)),
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("病毒.exe", b"MZ", "不是可以上传的文件"),
        ("照片.png", PDF, "内容与扩展名不符"),
        ("没有扩展名", PDF, "不是可以上传的文件"),
        ("大.pdf", PDF + bytes(taking.LARGEST), "超过 20 MB"),
        ("报告.docx", b"PK\x03\x04 no package", "内容与扩展名不符"),
        ("表格改名.docx", _package("xl/workbook.xml"), "内容与扩展名不符"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    site: SmallSite, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        _take(site, _sent(("好的.pdf", PDF), (name, content)), {"files": "files::1"})
    with site.engine.database.reading() as connection:
        assert connection.execute(select(tables.attachment.c.id)).all() == []


def test_too_many_files_are_refused(site: SmallSite) -> None:
    many = _sent(*((f"{n}.pdf", PDF) for n in range(taking.MOST + 1)))
    with pytest.raises(Refused, match="最多上传 20 个"):
        _take(site, many, {"files": "files::1"})


def test_a_file_is_a_download_and_listed_on_the_case(site: SmallSite) -> None:
    key = _take(site, _sent(("报告.pdf", PDF)), {"files": "files::1"})["files"][0]
    visitor = site.visitor("dcs.dcy1")
    answer = visitor.get(_address(key))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    with site.engine.database.reading() as connection:
        case_id = connection.execute(select(tables.instance.c.id)).scalar_one()
    assert "报告.pdf" in visitor.get(f"/cases/{case_id}").text


def test_evidence_goes_with_the_answer_to_whoever_checks_it(site: SmallSite) -> None:
    case_id = received_item(site)
    payload = '{"result": "账款已全部清偿。", "files": "files::1"}'
    sent = {"payload": payload, "files::1": (BytesIO(PDF), "凭证.pdf")}
    answer = site.visitor("czj.cb").post(f"/tasks/{site.open_task(case_id)}", sent)
    assert answer.status_code == 302, answer.text
    seen = site.visitor("dcs.dcy1").get(f"/tasks/{site.open_task(case_id)}").text
    assert "凭证.pdf" in seen


def test_the_same_name_again_is_the_next_version_and_the_same_file_is_not_kept_twice(site: SmallSite) -> None:
    case = site.start().id
    for content in (PDF, PDF, PDF + b" mended"):
        newest = _take(site, _sent(("报告.pdf", content)), {"files": "files::1"}, case=case)["files"][0]
    visitor = site.visitor("dcs.dcy1")
    shown = visitor.get(f"/cases/{case}").text
    assert "第 2 版" in shown
    page = visitor.get(f"{_address(newest)}/view").text
    assert [digest in page for digest in map(digest_of, (PDF, PDF + b" mended"))] == [True, True]
    with site.engine.database.reading() as connection:
        assert len(connection.execute(select(tables.attachment.c.id)).all()) == 2


def test_a_scanner_that_finds_something_or_does_not_answer_lets_nothing_in(
    site: SmallSite, tmp_path: Path
) -> None:
    program = tmp_path / "scan.py"
    program.write_text("import sys; bad = b'EICAR' in sys.stdin.buffer.read(); print('Eicar'); sys.exit(bad)")
    scanner = f"{sys.executable} {program}"
    assert _take(site, _sent(("好.pdf", PDF)), {"files": "files::1"}, scanner)["files"]
    with pytest.raises(Refused, match=r"“坏.pdf”里查出病毒\(Eicar\)"):
        _take(site, _sent(("坏.pdf", PDF + b"EICAR")), {"files": "files::1"}, scanner)
    with pytest.raises(Refused, match="查毒程序暂时用不了"):
        _take(site, _sent(("好.pdf", PDF)), {"files": "files::1"}, str(tmp_path / "nothing"))
    with site.engine.database.reading() as connection:
        assert len(connection.execute(select(tables.attachment.c.id)).all()) == 1


def test_files_of_a_refused_answer_do_not_stay(site: SmallSite) -> None:
    case = site.start()
    sent = {"payload": '{"files": "files::1"}', "files::1": (BytesIO(PDF), "凭证.pdf")}
    answer = site.visitor("zjj.cb").post(f"/tasks/{site.open_task(case.id)}", sent)
    assert answer.status_code == 422
    with site.engine.database.reading() as connection:
        assert connection.execute(select(tables.attachment.c.id)).all() == []


def test_a_picture_is_shown_and_cannot_act(site: SmallSite) -> None:
    key = _take(site, _sent(("照片.png", PNG)), {"files": "files::1"})["files"][0]
    visitor = site.visitor("dcs.dcy1")
    answer = visitor.get(f"{_address(key)}/shown")
    assert (answer.headers["Content-Type"], answer.headers["X-Frame-Options"]) == ("image/png", "SAMEORIGIN")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert f'src="{_address(key)}/shown"' in visitor.get(f"{_address(key)}/view").text


def test_the_words_of_a_word_file_are_shown_as_text(site: SmallSite) -> None:
    slip = (ROOT / "processes" / "supervision" / "documents" / "blue-slip.docx").read_bytes()
    keys = _take(site, _sent(("单.docx", slip), ("表.zip", _package("a"))), {"files": "files::1"})["files"]
    visitor = site.visitor("dcs.dcy1")
    page = visitor.get(f"{_address(keys[0])}/view").text
    assert "督办单" in page.split("预览")[1]
    assert visitor.get(f"{_address(keys[0])}/shown").status_code == 404
    assert "请下载查看" in visitor.get(f"{_address(keys[1])}/view").text
