"""Files that come with a form are checked by content and fetched only as downloads."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict

from engine import tables
from engine.records.blobs import Blobs
from engine.runtime.refusals import Refused
from tests.web.items import received_item
from tests.web.site_support import SmallSite
from web import attachments

PDF, PNG = b"%PDF-1.7 text", b"\x89PNG\r\n\x1a\n picture"


def _sent(*files: tuple[str, bytes]) -> MultiDict[str, FileStorage]:
    return MultiDict([("files::1", FileStorage(BytesIO(content), name)) for name, content in files])


def _take(site: SmallSite, sent: MultiDict[str, FileStorage], data: dict[str, Any]) -> dict[str, Any]:
    case = site.start()
    with site.app.test_request_context(), site.engine.database.transaction() as connection:
        return attachments.take(connection, Blobs(site.settings.files), case.id, "zjj.cb", sent, data)


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
        ("大.pdf", PDF + bytes(attachments.LARGEST), "超过 20 MB"),
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
    many = _sent(*((f"{n}.pdf", PDF) for n in range(attachments.MOST + 1)))
    with pytest.raises(Refused, match="最多上传 20 个"):
        _take(site, many, {"files": "files::1"})


def test_a_file_is_a_download_and_listed_on_the_case(site: SmallSite) -> None:
    key = _take(site, _sent(("报告.pdf", PDF)), {"files": "files::1"})["files"][0]
    visitor = site.visitor("dcs.dcy1")
    answer = visitor.get(f"/attachments/{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}")
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
