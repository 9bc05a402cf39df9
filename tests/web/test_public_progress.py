"""Where an applicant's case is: looked up by number and code, papers sent, withdrawn, rated."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from engine import tables
from engine.people.actor import PUBLIC, SYSTEM
from engine.records.query_codes import code_of
from engine.records.ratings import MESSAGE, rate
from engine.runtime.fields import read_fields
from engine.time import clock
from tests.web.public_site import accept, apply, case_id, count, county, look_up, public_database, wanted
from tests.web.site_support import ROOT, SmallSite, Visitor

__all__ = ["county", "public_database"]


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(county: SmallSite) -> None:
    visitor = county.visitor()
    number, code = apply(visitor)
    other = county.visitor()

    def told(given: tuple[str, str]) -> str:
        answer = other.post("/public/progress", {"number": given[0], "code": given[1]})
        assert answer.status_code == 404
        return re.sub(r'value="[^"]*"|content="[^"]*"', "", answer.text)

    assert told((number, "22222222")) == told(("安政务〔2026〕99999号", code)) == told(("", ""))
    assert other.get("/public/progress/case").status_code == 302


@pytest.mark.parametrize("brackets", ["〔{}〕", "[{}]", "({})", "【{}】", "\uff08{}\uff09", "{}", " [ {} ] "])
def test_the_number_may_be_typed_with_the_keys_of_a_telephone(county: SmallSite, brackets: str) -> None:
    visitor = county.visitor()
    number, code = apply(visitor)
    typed = number.replace("〔2026〕", brackets.format("2026"))
    assert look_up(county.visitor(), typed, code.lower()) == 302
    assert look_up(county.visitor(), typed.removesuffix("号"), f" {code} ") == 302


def test_staff_numbers_are_no_way_in_for_processes_that_are_not_public(county: SmallSite) -> None:
    case = county.start()
    code = code_of(county.engine.database, case.id)
    assert look_up(county.visitor(), case.number, code) == 404


def test_missing_papers_are_sent_from_the_page(county: SmallSite) -> None:
    visitor = county.visitor()
    number, code = apply(visitor)
    case = case_id(county, number)
    desk = county.actor("zwzx.ck1")
    county.engine.complete(
        county.open_task(case),
        desk,
        {"checked": "supplement", "missing": wanted(county, case), "defects": "缺全部材料"},
    )
    assert look_up(visitor, number, code) == 302
    page = visitor.get("/public/progress/case").text
    assert "怎样补正:缺全部材料" in page
    assert f"还缺哪些材料:{'、'.join(wanted(county, case))}" in page
    path = re.search(r'href="(/public/progress/case/send/[^"]+)"', page)
    assert path is not None
    empty = visitor.post(path.group(1), {"payload": "{}"})
    assert (empty.status_code, "补正说明" in empty.text) == (422, True)
    answer = {"supplement_note": "已补身份证", "supplement_files": "files::1"}
    sent = {"payload": json.dumps(answer), "files::1": (BytesIO(b"%PDF-1.7 x"), "身份证.pdf")}
    assert visitor.post(path.group(1), sent).status_code == 302
    after = visitor.get("/public/progress/case").text
    assert "缺全部材料" not in after
    desk_page = county.visitor("zwzx.ck1").get(f"/tasks/{county.open_task(case)}").text
    assert "身份证.pdf" in desk_page
    assert "B · 申请人" in desk_page
    assert re.search(r">[0-9a-f]{32}<", desk_page) is None
    assert "已收到“补交材料”" in after
    assert path.group(1) not in after
    late = visitor.get(path.group(1))
    assert late.status_code == 302, "who comes after the case has gone on is led back to where it stands"
    assert "这一件已经往下办了" in visitor.get(late.headers["Location"]).text


@pytest.mark.parametrize(("accepted", "element"), [(False, "check_withdraw"), (True, "ask_withdraw")])
def test_an_application_is_withdrawn_by_who_made_it(county: SmallSite, accepted: bool, element: str) -> None:
    """As soon as it is handed in, and until it is decided."""
    visitor = county.visitor()
    number, code = apply(visitor)
    if accepted:
        accept(county, case_id(county, number))
    look_up(visitor, number, code)
    page = visitor.get("/public/progress/case").text
    assert "撤回申请" in page
    address = f"/public/progress/case/send/{element}"
    assert visitor.post(address, {"payload": "{}"}).status_code == 422
    answer = visitor.post(address, {"payload": json.dumps({"withdraw_reason": "店不开了"})})
    assert answer.status_code == 302, answer.text
    after = visitor.get("/public/progress/case").text
    assert "撤回申请" in after
    assert address not in after
    row = tables.instance.c
    with county.engine.database.reading() as connection:
        found = connection.execute(select(row.status, row.outcome).where(row.number == number)).one()
    assert tuple(found) == ("completed", "撤回申请")


PUBLICLY_STARTED: dict[str, tuple[dict[str, object], str]] = {
    "consultation": (
        {"kind": "咨询", "question": "开面馆要办哪些证", "unit": "市场监管局"},
        "answer_withdraw",
    ),
    "enterprise_request": (
        {"title": "用电增容", "company": "安澜某食品厂", "office": "工信局", "content": "旺季电力不足"},
        "contact_withdraw",
    ),
    "green_channel": (
        {
            "project": "远山机械二期厂房",
            "applicant": "远山机械有限公司",
            "credit_code": "91430000MA4L00001D",
            "site": "工业园三路",
            "investor": "社会投资",
            "works": "工业建设",
            "amount": 1200,
        },
        "g_withdraw",
    ),
}


@pytest.mark.parametrize("process", PUBLICLY_STARTED)
def test_whatever_the_public_starts_they_withdraw_a_minute_later(county: SmallSite, process: str) -> None:
    data, element = PUBLICLY_STARTED[process]
    engine = county.engine
    engine.publish(ROOT / "processes" / process, SYSTEM, "测试")
    case = engine.start(process, PUBLIC, data).id
    with engine.database.reading() as connection:
        number = connection.execute(select(tables.instance.c.number)).scalar_one()
    visitor = county.visitor()
    assert look_up(visitor, number, code_of(engine.database, case)) == 302
    page = visitor.get("/public/progress/case").text
    assert f"/public/progress/case/send/{element}" in page
    address = f"/public/progress/case/send/{element}"
    assert visitor.post(address, {"payload": json.dumps({"withdraw_reason": "不办了"})}).status_code == 302
    with engine.database.reading() as connection:
        found = connection.execute(select(tables.instance.c.status, tables.instance.c.outcome)).one()
    assert found.status == "completed"
    assert "撤回" in found.outcome


def test_a_concluded_case_is_rated_once(county: SmallSite) -> None:
    visitor = county.visitor()
    number, code = apply(visitor)
    case = case_id(county, number)
    look_up(visitor, number, code)
    early = visitor.post("/public/progress/case/rate", {"level": "5"}, page="/public/progress/case")
    assert early.status_code == 302
    assert "办结以后才能评价" in visitor.get("/public/progress/case").text
    accept(county, case)
    with county.engine.database.transaction() as connection:
        row = tables.instance
        connection.execute(
            row.update()
            .where(row.c.id == case)
            .values(status="completed", ended_at=clock.now(), outcome="准予")
        )
    visitor.post(
        "/public/progress/case/rate", {"level": "2", "words": "等得太久"}, page="/public/progress/case"
    )
    assert "您已评价:不满意" in visitor.get("/public/progress/case").text
    visitor.post("/public/progress/case/rate", {"level": "5"}, page="/public/progress/case")
    assert "一件只评一次" in visitor.get("/public/progress/case").text
    assert count(county, tables.rating) == 1
    published = county.visitor().get("/public/results").text
    assert number in published
    assert "<td>食品经营许可</td>" in published
    assert "香满楼" not in published
    assert "1 件评价,0 件满意" in county.visitor().get("/public/promises").text


def test_the_rating_of_a_case_without_a_limit_counts(county: SmallSite) -> None:
    """当场办结的 has no limit to be kept, but is rated like any other; who has nothing to show is not listed."""
    visitor = county.visitor()
    number, code = apply(visitor)
    look_up(visitor, number, code)
    row = tables.instance
    assert "市场监管局" not in visitor.get("/public/promises").text
    with county.engine.database.transaction() as connection:
        ended = {"status": "completed", "ended_at": clock.now(), "outcome": "当场办结"}
        connection.execute(row.update().where(row.c.number == number).values(**ended))
    visitor.post("/public/progress/case/rate", {"level": "5"}, page="/public/progress/case")
    kept = visitor.get("/public/promises").text
    assert "1 件评价,1 件满意" in kept
    assert '<td data-label="办结">0</td>' in kept


def concluded(county: SmallSite) -> tuple[Visitor, str]:
    """An applicant who looks at their concluded case in a county that follows low ratings up; its number."""
    county.engine.publish(ROOT / "processes" / "satisfaction", SYSTEM, "测试")
    visitor = county.visitor()
    number, code = apply(visitor)
    row = tables.instance
    with county.engine.database.transaction() as connection:
        ended = {"status": "completed", "ended_at": clock.now(), "outcome": "准予"}
        connection.execute(row.update().where(row.c.number == number).values(**ended))
    look_up(visitor, number, code)
    return visitor, number


def rated_low(visitor: Visitor) -> None:
    """Rate the case with the lowest level but one."""
    said = {"level": "2", "words": "等得太久"}
    visitor.post("/public/progress/case/rate", said, page="/public/progress/case")


def test_a_low_rating_and_its_message_are_written_together(county: SmallSite) -> None:
    """Whenever the site stops: where the follow-up is not on its way, nothing has been rated, and may be again."""
    visitor, number = concluded(county)
    with county.engine.database.transaction() as connection:
        connection.exec_driver_sql("alter table inbox rename to gone")
    with pytest.raises(DBAPIError):
        rate(county.engine, case_id(county, number), 2, "等得太久")
    with county.engine.database.transaction() as connection:
        connection.exec_driver_sql("alter table gone rename to inbox")
    assert count(county, tables.rating) == 0
    rated_low(visitor)
    assert "您已评价:不满意" in visitor.get("/public/progress/case").text
    while county.engine.fire_due().instances:
        pass
    row = tables.instance.c
    with county.engine.database.reading() as connection:
        begun = connection.execute(select(row.id).where(row.process == "satisfaction")).scalar_one()
        facts = read_fields(connection, begun)
    assert (facts["rated_case", ""], facts["words", ""], facts["level", ""]) == (number, "等得太久", 2)


def test_a_follow_up_that_cannot_begin_is_an_incident_and_the_rating_stands(county: SmallSite) -> None:
    """Two processes begin with a low rating: none does."""
    visitor, number = concluded(county)
    with county.engine.database.transaction() as connection:
        start, version = tables.start_event, tables.process_version.c
        begins = connection.execute(select(start).where(start.c.name == MESSAGE)).mappings().one()
        another = connection.execute(select(version.id).where(version.process == "permit")).scalar_one()
        connection.execute(start.insert().values({**begins, "version_id": another}))
    rated_low(visitor)
    while county.engine.fire_due().instances:
        pass
    assert "您已评价:不满意" in visitor.get("/public/progress/case").text
    with county.engine.database.reading() as connection:
        incident = connection.execute(select(tables.incident.c.instance_id)).scalar_one()
    assert incident == case_id(county, number)
