"""A complaint from the public site: without an account or a name, followed with its code, answered and rated."""

from __future__ import annotations

import json
import re
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from tests.web.site_support import ROOT, SmallSite, Visitor

NAME, WORDS, REPLY = "欧阳无名氏", "十二点半去了没有人,一直等到两点", "教育局窗口已安排中午值班"
TOLD = {"title": "教育局窗口中午没人", "about": "教育局", "content": WORDS}
STEPS: list[tuple[str, dict[str, object]]] = [
    (
        "xnb.sl",
        {
            "title": "教育局窗口空岗",
            "gist": "窗口中午空岗",
            "nature": "服务态度",
            "proposal": "self",
            "proposal_text": "自办",
        },
    ),
    ("xnb.fzr", {"mode": "self", "opinion": "请抓紧"}),
    ("xnb.cbg", {"finding": "中午无人", "result": "已安排值班"}),
    ("xnb.cbg", {"found": "属实", "finding": "中午无人", "result": "已安排值班", "nature": "服务态度"}),
]


@pytest.fixture
def county(site: SmallSite) -> SmallSite:
    """A site where one may complain."""
    for folder in ("complaint", "liability", "admonition"):
        site.engine.publish(ROOT / "processes" / folder, SYSTEM, "测试")
    return site


def complain(site: SmallSite, **more: object) -> tuple[Visitor, UUID]:
    """Complain and open the case with what one was given; the complainant and the case."""
    visitor = site.visitor()
    sent = {
        "payload": json.dumps({**TOLD, "evidence": "files::1", **more}),
        "files::1": (BytesIO(b"%PDF-1.7 evidence"), "照片.pdf"),
    }
    answer = visitor.post("/public/apply/complaint", sent)
    assert answer.status_code == 302, answer.text
    given = visitor.get("/public/apply/given").text
    number = re.search(r"效能投诉〔2026〕\d+号", given)
    code = re.search(r'<dd class="code">([A-Z2-9]{8})</dd>', given)
    assert number
    assert code
    assert visitor.post("/public/progress", {"number": number[0], "code": code[1]}).status_code == 302
    with site.engine.database.reading() as connection:
        row = tables.instance.c
        case: UUID = connection.execute(select(row.id).where(row.number == number[0])).scalar_one()
    return visitor, case


def test_nobody_need_give_a_name_and_the_answer_is_read_with_the_code(county: SmallSite) -> None:
    visitor, case = complain(county, anonymous=True)
    page = visitor.get("/public/progress/case").text
    assert "登记,报领导批示" in page
    assert "正在办" in page
    for login, data in STEPS:
        county.engine.complete(county.open_task(case), county.actor(login), data)
    assert REPLY not in visitor.get("/public/progress/case").text
    replied = {"reply_text": REPLY, "reply_way": "网上", "replied_at": "2026-03-16T16:50:00+08:00"}
    county.engine.complete(county.open_task(case), county.actor("xnb.sl"), replied)
    page = visitor.get("/public/progress/case").text
    assert REPLY in page
    assert "调查核实" in page
    assert "自办调查" not in page
    assert visitor.post("/public/progress/case/rate", {"level": "5"}).status_code == 302
    assert "您已评价" in visitor.get("/public/progress/case").text


def test_a_complaint_is_no_published_result_and_hidden_from_whom_it_is_about(county: SmallSite) -> None:
    visitor, case = complain(county, complainant_name=NAME)
    page = visitor.get("/public/progress/case").text
    assert NAME not in page
    assert WORDS not in page
    assert "效能投诉" not in county.visitor().get("/public/results").text
    assert county.visitor("jyj.cb").get(f"/cases/{case}").status_code == 404
    reader = county.visitor("xnb.sl").get(f"/cases/{case}").text
    assert "教育局窗口中午没人" in reader


def test_whoever_left_no_number_on_the_public_page_is_nobody_to_tell(county: SmallSite) -> None:
    """They look it up with the code; who left one is told."""
    for number, waiting in (("", 0), ("13955557777", 1)):
        _visitor, case = complain(county, complainant_name=NAME, complainant_phone=number)
        for login, data in STEPS[:2]:
            county.engine.complete(county.open_task(case), county.actor(login), data)
        page = county.visitor("xnb.sl").get("/window/notices").text
        assert page.count("您提交的事项已受理") == waiting


def test_what_is_missing_is_said_and_everything_typed_is_kept(county: SmallSite) -> None:
    visitor = county.visitor()
    opened = visitor.get("/public/apply/complaint").text
    assert "网上投诉" in opened
    answer = visitor.post(
        "/public/apply/complaint", {"payload": json.dumps({"title": "没人", "content": WORDS})}
    )
    assert answer.status_code == 422
    assert "请选择“被投诉单位”" in answer.text or "请填写“被投诉单位”" in answer.text
    assert json.dumps(WORDS)[1:-1] in answer.text
