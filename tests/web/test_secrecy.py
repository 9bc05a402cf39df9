"""A complainant stays hidden (CP-10): from the unit complained of everything, from others who they are."""

from __future__ import annotations

import json
import re
from io import BytesIO
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from engine.records import search
from tests.web.site_support import ROOT, SmallSite, Visitor

NAME, PHONE, WORDS = "欧阳无名氏", "13955557777", "我在窗口等了四十分钟没有人"
PDF = b"%PDF-1.7 evidence"
INSTRUCT = {"mode": "assign", "to": "县政府办", "opinion": "请查"}
SUBMIT = {
    "title": "窗口空岗",
    "gist": "窗口上午十时空岗",
    "nature": "慢作为",
    "proposal": "assign",
    "proposal_text": "请县政府办查",
}


@pytest.fixture
def complaint(site: SmallSite) -> UUID:
    """A complaint against 教育局, registered with a file and handed to 县政府办."""
    for folder in ("complaint", "liability", "admonition"):
        site.engine.publish(ROOT / "processes" / folder, SYSTEM, "测试")
    told = {
        "title": "窗口空岗",
        "about": "教育局",
        "channel": "电话",
        "complainant_name": NAME,
        "complainant_phone": PHONE,
        "content": WORDS,
    }
    case = site.engine.start("complaint", site.actor("xnb.sl"), told).id
    sent = {
        "payload": json.dumps({**SUBMIT, "evidence": "files::1"}),
        "files::1": (BytesIO(PDF), "录音说明.pdf"),
    }
    answer = site.visitor("xnb.sl").post(f"/tasks/{site.open_task(case)}", sent)
    assert answer.status_code == 302, answer.text
    site.engine.complete(site.open_task(case), site.actor("xnb.fzr"), INSTRUCT)
    return case


def evidence(site: SmallSite) -> str:
    """The path of the file handed in."""
    with site.engine.database.reading() as connection:
        key: UUID = connection.execute(select(tables.attachment.c.id)).scalar_one()
    return f"/attachments/{key}"


def asked(visitor: Visitor, path: str) -> str:
    """The text of a page that must be there."""
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.text


def test_the_intake_sees_who_complained_and_the_file(site: SmallSite, complaint: UUID) -> None:
    clerk = site.visitor("xnb.sl")
    page = asked(clerk, f"/cases/{complaint}")
    assert all(word in page for word in (NAME, PHONE, WORDS, "录音说明.pdf"))
    assert clerk.get(evidence(site)).data == PDF


@pytest.mark.parametrize("login", ["zfb.cb", "dcs.dcy1", "xzf.xz"])
def test_others_of_the_case_do_not(site: SmallSite, complaint: UUID, login: str) -> None:
    """Who handles it, and who oversees everything, read what the intake wrote for them."""
    visitor = site.visitor(login)
    pages = [asked(visitor, f"/cases/{complaint}")]
    if login == "zfb.cb":
        pages.append(asked(visitor, f"/tasks/{site.open_task(complaint)}"))
    for page in pages:
        assert "窗口空岗" in page
        assert not any(word in page for word in (NAME, PHONE, WORDS, "录音说明"))
    assert visitor.get(evidence(site)).status_code == 404


@pytest.mark.parametrize("login", ["jyj.fzr", "jyj.cb"])
def test_the_unit_complained_of_finds_nothing(site: SmallSite, complaint: UUID, login: str) -> None:
    while search.refresh(site.engine.database, site.engine.vault):
        pass
    visitor = site.visitor(login)
    assert visitor.get(f"/cases/{complaint}").status_code == 404
    assert visitor.get(evidence(site)).status_code == 404
    for path in ("/cases?q=空岗", "/inbox", "/messages"):
        assert "窗口空岗" not in visitor.get(path).text


def test_the_unit_complained_of_is_hidden_from_even_where_it_oversees_all(site: SmallSite) -> None:
    site.engine.publish(ROOT / "processes" / "complaint", SYSTEM, "测试")
    told = {
        "title": "督查室压件",
        "about": "督查室",
        "channel": "信件",
        "anonymous": True,
        "content": "压件",
    }
    case = site.engine.start("complaint", site.actor("xnb.sl"), told).id
    overseer = site.visitor("dcs.dcy1")
    assert overseer.get(f"/cases/{case}").status_code == 404
    assert "督查室压件" not in overseer.get("/cases").text
    table = load_workbook(BytesIO(overseer.get("/cases/export.xlsx").data))
    assert "督查室压件" not in str(list(table.active.values))
    assert "督查室压件" in asked(site.visitor("xzf.xz"), "/cases")


@pytest.mark.usefixtures("complaint")
def test_by_the_complainant_s_name_the_intake_finds_the_case_and_nobody_else(site: SmallSite) -> None:
    while search.refresh(site.engine.database, site.engine.vault):
        pass
    for login, knows in (
        ("xnb.sl", True),
        ("zfb.cb", False),
        ("dcs.dcy1", False),
        ("xzf.xz", False),
        ("jyj.cb", False),
    ):
        for path in (f"/cases?q={NAME}", f"/cases?q={PHONE}"):
            assert ("窗口空岗" in asked(site.visitor(login), path)) is knows, (login, path)


@pytest.mark.usefixtures("complaint")
def test_papers_export_search_and_history_do_not_name_the_complainant(site: SmallSite) -> None:
    site.render_papers()
    while search.refresh(site.engine.database, site.engine.vault):
        pass
    secrets = re.compile("|".join((NAME, PHONE, WORDS, "录音说明")))
    with site.engine.database.reading() as connection:
        said = [
            str(row)
            for table in (tables.journal, tables.field, tables.document, tables.notification, tables.inbox)
            for row in connection.execute(select(table))
        ]
        grams = " ".join(connection.execute(select(tables.case_text.c.grams)).scalars())
    assert said
    assert not any(secrets.search(row) for row in said)
    assert "欧阳" not in grams
    overseer = site.visitor("dcs.dcy1")
    assert NAME not in asked(overseer, f"/cases?q={NAME}").replace(f'value="{NAME}"', "").replace(
        f"?q={NAME}", ""
    )
    table = load_workbook(BytesIO(overseer.get("/cases/export.xlsx").data))
    assert not secrets.search(str(list(table.active.values)))


@pytest.mark.usefixtures("complaint")
def test_only_the_intake_is_asked_to_tell_the_complainant_and_the_text_names_nothing(site: SmallSite) -> None:
    """What goes to the complainant's telephone may be read by whoever stands beside (CP-10)."""
    page = asked(site.visitor("xnb.sl"), "/window/notices")
    said = re.findall(r"<p><strong>(.+?)</strong></p>", page)
    assert said == ["您提交的事项已受理,进度请凭编号和查询码查询。"]
    assert "要告知申请人的" in asked(site.visitor("xnb.sl"), "/unit")
    for login in ("zfb.cb", "jyj.cb", "dcs.dcy1"):
        assert "没有要告知的" in asked(site.visitor(login), "/window/notices")
    address = re.findall(r'action="(/window/notices/[^"]+)"', page)[0]
    assert site.visitor("zfb.cb").post(address, page="/inbox").status_code == 404
    assert site.visitor("xnb.sl").post(address, page="/window/notices").status_code == 302
    assert "没有要告知的" in asked(site.visitor("xnb.sl"), "/window/notices")
