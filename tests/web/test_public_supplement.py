"""A project's applicant on the page of progress: papers asked for are read about and sent, and how it ended is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import PUBLIC, SYSTEM
from engine.records.query_codes import code_of
from tests.web.site_support import ROOT, SmallSite, Visitor, close_small_site, open_small_site

PROJECT = {
    "project": "远山机械二期厂房",
    "applicant": "远山机械有限公司",
    "credit_code": "91430000MA4L00001D",
    "site": "工业园三路",
    "investor": "社会投资",
    "works": "工业建设",
    "amount": 1200,
}
SEND = "/public/progress/case/send/g_s_web"


@pytest.fixture
def county(prepared_database: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A site where projects are applied for."""
    opened = open_small_site(prepared_database, tmp_path)
    opened.engine.publish(ROOT / "processes" / "green_channel", SYSTEM, "测试")
    yield opened
    close_small_site(opened)


def looked_up(county: SmallSite, case: UUID) -> Visitor:
    """The applicant, who has looked the case up by number and code."""
    with county.engine.database.reading() as connection:
        number = connection.execute(select(tables.instance.c.number)).scalar_one()
    visitor = county.visitor()
    visitor.post("/public/progress", {"number": number, "code": code_of(county.engine.database, case)})
    return visitor


def test_what_a_project_lacks_is_told_and_sent_online(county: SmallSite) -> None:
    engine, desk = county.engine, county.actor("zwzx.ck1")
    case = engine.start("green_channel", PUBLIC, PROJECT).id
    engine.complete(
        county.open_task(case), desk, {"decision": "supplement", "intake_missing": "缺项目总平面图"}
    )
    engine.complete(county.open_task(case), desk, {"intake_missing": "缺项目总平面图"})
    visitor = looked_up(county, case)
    page = visitor.get("/public/progress/case").text
    assert "缺项目总平面图" in page, "the applicant reads what is missing"
    assert SEND in page, "and sends it from here"
    empty = visitor.post(SEND, {"payload": "{}"})
    assert (empty.status_code, "补正说明" in empty.text) == (422, True)
    answer = {"intake_supplied": "总平面图", "intake_files": "files::1"}
    sent = {"payload": json.dumps(answer), "files::1": (BytesIO(b"%PDF-1.7 x"), "总平面图.pdf")}
    assert visitor.post(SEND, sent).status_code == 302
    after = visitor.get("/public/progress/case").text
    assert "已收到“补交材料”" in after
    assert SEND not in after
    desk_page = county.visitor("zwzx.ck1").get(f"/tasks/{county.open_task(case)}").text
    assert "致 申请人" in desk_page, "what tells the applicant is theirs, whoever issues it"
    assert "致 政务服务中心" not in desk_page
    assert "总平面图.pdf" in desk_page


def test_a_case_that_was_withdrawn_is_not_called_done(county: SmallSite) -> None:
    engine = county.engine
    case = engine.start("green_channel", PUBLIC, PROJECT).id
    visitor = looked_up(county, case)
    taken_back = {"payload": json.dumps({"withdraw_reason": "不建了"})}
    assert visitor.post("/public/progress/case/send/g_withdraw", taken_back).status_code == 302
    page = visitor.get("/public/progress/case").text
    assert "已结束:撤回申请" in page
    assert "已办结" not in page
