"""卷宗: a case as one file, whole, with a digest, and without what its reader may not see."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from docx import Document

from engine.dossier.bundle import LIST, RECORD, WORD_FILE, DamagedDossier, bundle, check
from engine.dossier.collecting import collect
from engine.records.blobs import Blobs
from engine.time import clock
from tests.web.site_support import SmallSite
from tests.web.test_secrecy import NAME, PHONE, WORDS, complaint
from workers.cli import main

__all__ = ["complaint"]


def fetched(site: SmallSite, login: str, case: UUID) -> bytes:
    """The dossier as somebody gets it."""
    answer = site.visitor(login).get(f"/cases/{case}/dossier.zip")
    assert answer.status_code == 200
    assert check(answer.data).digest == answer.headers["X-Dossier-Digest"]
    return answer.data


def text_of(content: bytes) -> str:
    """Everything the dossier's Word file says."""
    with ZipFile(BytesIO(content)) as archive:
        word = Document(BytesIO(archive.read(WORD_FILE)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_it_holds_history_papers_files_and_their_digests(site: SmallSite, complaint: UUID) -> None:
    site.render_papers()
    content = fetched(site, "xnb.sl", complaint)
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        listed = json.loads(archive.read(LIST))
        assert archive.read("附件/01 录音说明.pdf").startswith(b"%PDF")
        assert archive.read(RECORD).count(b"\n") >= 3
    assert set(names) == {*listed["files"], LIST}
    assert any(name.startswith("文书/") and "交办函" in name for name in names)
    text = text_of(content)
    for words in ("窗口空岗", "投诉登记表", "交办函", "录音说明.pdf", "批示办理方式", "慢作为", "交办", NAME):
        assert words in text


def test_who_may_not_see_the_complainant_gets_a_dossier_without(site: SmallSite, complaint: UUID) -> None:
    site.render_papers()
    content = fetched(site, "dcs.dcy1", complaint)
    with ZipFile(BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "ignore")
        assert not any(name.startswith("附件/") for name in archive.namelist())
    for words in (NAME, PHONE, WORDS, "录音说明"):
        assert words not in text_of(content)
        assert words not in everything
    assert site.visitor("jyj.fzr").get(f"/cases/{complaint}/dossier.zip").status_code == 404


def test_a_changed_dossier_is_found_out(site: SmallSite) -> None:
    case = site.start().id
    content = fetched(site, "dcs.dcy1", case)
    for name in (WORD_FILE, RECORD, LIST):
        with ZipFile(BytesIO(content)) as source:
            members = {each: source.read(each) for each in source.namelist()}
        members[name] = members[name].replace(b"2026", b"2025") if name != WORD_FILE else b"PK"
        changed = BytesIO()
        with ZipFile(changed, "w") as archive:
            for each, part in members.items():
                archive.writestr(each, part)
        if name == LIST:
            assert check(changed.getvalue()).digest != check(content).digest
        else:
            with pytest.raises(DamagedDossier, match="与目录里的摘要不符"):
                check(changed.getvalue())
    with pytest.raises(DamagedDossier, match="不是卷宗"):
        check(b"nonsense")


def test_the_page_says_whether_a_dossier_is_whole_and_whose(site: SmallSite) -> None:
    case, other = site.start("甲事").id, site.start("乙事").id
    visitor, page = site.visitor("dcs.dcy1"), f"/cases/{case}"
    assert "导出卷宗" in visitor.get(page).text
    for content, said in (
        (fetched(site, "dcs.dcy1", case), "卷宗完整,是本办件的"),
        (fetched(site, "dcs.dcy1", other), "但不是本办件的"),
        (b"nonsense", "核验未通过"),
    ):
        visitor.post(f"{page}/dossier/check", {"dossier": (BytesIO(content), "卷宗.zip")}, page=page)
        assert said in visitor.get(page).text


def test_the_same_case_gives_the_same_bytes(site: SmallSite) -> None:
    case, now = site.start().id, clock.now()
    with site.engine.database.reading() as connection:
        made = [
            bundle(collect(site.engine, connection, Blobs(site.settings.files), case), "dcs.dcy1", now)
            for _ in range(2)
        ]
    assert made[0] == made[1]


def test_the_command_exports_and_checks(
    site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANJIE_DATA", str(site.settings.data))
    started, file = site.start(), tmp_path / "卷宗.zip"
    run = CliRunner().invoke
    made = run(main, ["dossier", started.number, "-o", str(file), "--json"])
    assert made.exit_code == 0, made.output
    digest = json.loads(made.output)["digest"]
    found = run(main, ["dossier", "--verify", str(file), "--json"])
    assert json.loads(found.output)["digest"] == digest
    file.write_bytes(b"nonsense")
    assert run(main, ["dossier", "--verify", str(file)]).exit_code == 1
    assert run(main, ["dossier", "没有这件"]).exit_code == 1
    assert run(main, ["dossier"]).exit_code == 2
