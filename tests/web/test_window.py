"""窗口: a number brings back what is held, a province's number is taken over, papers are at hand, the day's list ends it."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine.matters import register
from engine.matters.checking import read_beside_county
from engine.people.actor import SYSTEM
from engine.records import search
from engine.runtime.telling import number_of
from tests.engine.records.test_identity import FIRM, PERSON
from tests.web.site_support import NOW, ROOT, SmallSite, Visitor, close_small_site, open_small_site
from web.looked_up import KEPT

CLERK = "zwzx.ck1"
APPLICATION = {
    "matter_code": "scj-spjy",
    "applicant": "甲公司",
    "applicant_id": FIRM,
    "phone": "13800000000",
    "channel": "窗口",
}
PAPERS = ["申请表", "营业执照", "健康证明", "食品安全管理制度", "场所平面图"]


@pytest.fixture(scope="module")
def with_matters(prepared_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's database with the county's catalogue and the processes that take applications in."""
    folder = tmp_path_factory.mktemp("matters")
    opened = open_small_site(prepared_database, folder)
    catalogue = read_beside_county(ROOT / "processes" / "catalogue.yaml")
    opened.engine.database.transact(lambda c: register.take(c, catalogue, SYSTEM.login, "测试"))
    for process in ("permit_review", "permit", "bundle"):
        opened.engine.publish(ROOT / "processes" / process, SYSTEM, "测试")
    close_small_site(opened)
    path = folder / "template.db"
    shutil.move(folder / "banjie.db", path)
    return path


@pytest.fixture
def window(with_matters: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A fresh site with matters."""
    opened = open_small_site(with_matters, tmp_path)
    yield opened
    close_small_site(opened)


def look_up(visitor: Visitor, **sent: str) -> TestResponse:
    """The desk after a number was looked up."""
    return visitor.post("/window", sent, follow_redirects=True)


def looked_up(visitor: Visitor, **sent: str) -> str:
    """What the address calls a look-up by."""
    return visitor.post("/window", sent).headers["Location"].partition("look=")[2]


def take_in(visitor: Visitor, **more: Any) -> TestResponse:
    """Send an application, from the form the desk opens."""
    opened = visitor.get(f"/window/apply?choice=matter:scj-spjy&look={looked_up(visitor, number=FIRM)}")
    assert opened.status_code == 200
    payload = json.dumps({**APPLICATION, **more})
    return visitor.post("/window/start/permit", {"payload": payload}, opened=opened.text)


def check(visitor: Visitor, **answer: Any) -> TestResponse:
    """Answer 核对材料 of the newest case."""
    text = visitor.get("/window/next").headers["Location"]
    return visitor.post(text, {"payload": json.dumps(answer)})


def test_an_application_is_taken_in_and_its_paper_is_one_key_away(window: SmallSite) -> None:
    visitor = window.visitor(CLERK)
    assert "还没有在库材料" in look_up(visitor, number=FIRM.lower()).text
    answer = take_in(visitor)
    assert answer.status_code == 302
    desk = visitor.get(answer.headers["Location"]).text
    assert "食品经营许可·甲公司" in desk
    assert "接着办:核对材料" in desk
    assert desk.count("button-primary") == 1
    assert 'aria-keyshortcuts="Alt+P"' in desk
    assert "收件凭证" in desk
    assert 'aria-keyshortcuts="Alt+N"' in desk


def test_the_receipt_is_printed_with_what_its_applicant_looks_the_case_up_by(window: SmallSite) -> None:
    """Number, code and QR code go out with the first paper; who does not take such cases in never sees them (GC-17)."""
    visitor = window.visitor(CLERK)
    desk = visitor.get(take_in(visitor).headers["Location"])
    window.render_papers()
    path = re.search(r'href="(/documents/[^"?]+)', desk.text)
    case = re.search(r'href="(/cases/[^"?]+)"', desk.text)
    assert path
    assert case
    receipt = visitor.get(path[1]).text
    code = re.search(r'<dd class="code">([A-Z2-9]{8})</dd>', receipt)
    assert code
    number = re.search(r"安政务〔2026〕\d{5}号", receipt)
    assert number
    assert "data:image/svg+xml" in receipt
    assert "致 申请人" in receipt
    assert code[1] in visitor.get(f"{case[1]}/slip").text
    public = window.visitor()
    assert public.post("/public/progress", {"number": number[0], "code": code[1]}).status_code == 302
    check(visitor, received=PAPERS, checked="accept")
    handler = window.visitor("scj.cb")
    assert handler.get(case[1]).status_code == 200
    for place in (path[1], case[1]):
        assert code[1] not in handler.get(place).text
    assert handler.get(f"{case[1]}/slip").status_code == 404


def test_what_was_looked_up_may_be_gone_back_to_and_tabs_keep_apart(window: SmallSite) -> None:
    """Every page of the desk has an address of its own, in which no number stands."""
    visitor = window.visitor(CLERK)
    one, other = looked_up(visitor, number=FIRM), looked_up(visitor, number=PERSON, province="SC-1")
    for _again in range(2):
        assert f'value="{FIRM}"' in visitor.get(f"/window?look={one}").text
        assert f'value="{PERSON}"' in visitor.get(f"/window?look={other}").text
    assert FIRM in visitor.get(f"/window/apply?choice=matter:scj-spjy&look={one}").text
    with visitor.client.session_transaction() as session:
        sealed = session[KEPT][one]
    assert FIRM.encode() not in base64.b64decode(sealed)
    for stale in ("nothing", ""):
        assert (
            visitor.get(f"/window/apply?choice=matter:scj-spjy&look={stale}").headers["Location"] == "/window"
        )
    stranger = window.visitor("zwzx.lc")
    assert FIRM not in stranger.get(f"/window?look={one}").text


def test_what_was_handed_in_is_brought_back(window: SmallSite) -> None:
    visitor = window.visitor(CLERK)
    take_in(visitor)
    answer = check(visitor, received=PAPERS, checked="accept")
    assert answer.status_code == 302
    assert "/window?case=" in answer.headers["Location"]
    assert "受理通知书" in visitor.get(answer.headers["Location"]).text
    found = look_up(visitor, number=FIRM).text
    for paper in ("营业执照", "健康证明", "场所平面图"):
        assert f"<strong>{paper}</strong>" in found
    assert "<strong>申请表</strong>" not in found
    assert "安政务〔2026〕00001号" in found
    assert "还没有在库材料" in look_up(visitor, number=PERSON).text


def test_who_came_before_is_known_by_their_number(window: SmallSite) -> None:
    """Their cases, their name and telephone come back, although nothing was handed in; to another desk nothing does."""
    visitor = window.visitor(CLERK)
    take_in(visitor)
    while search.refresh(window.engine.database, window.engine.vault):
        pass
    found = look_up(visitor, number=FIRM).text
    assert ("还没有在库材料" in found, "食品经营许可·甲公司" in found) == (True, True)
    look = looked_up(visitor, number=FIRM)
    form = visitor.get(f"/window/apply?choice=matter:scj-spjy&look={look}").text
    name = json.dumps("甲公司")[1:-1]
    assert ("甲公司" in form or name in form, APPLICATION["phone"] in form) == (True, True)
    other = looked_up(visitor, number=PERSON)
    stranger = visitor.get(f"/window/apply?choice=matter:scj-spjy&look={other}").text
    assert ("甲公司" in stranger or name in stranger, APPLICATION["phone"] in stranger) == (False, False)


def test_what_is_missing_is_said_with_everything_kept(window: SmallSite) -> None:
    visitor = window.visitor(CLERK)
    take_in(visitor)
    answer = check(visitor, received=["申请表"], checked="accept")
    assert answer.status_code == 422
    assert "材料没有收齐,不能受理" in answer.text
    assert "SW-03" in answer.text


def test_a_province_s_number_starts_one_case(window: SmallSite) -> None:
    visitor = window.visitor(CLERK)
    first = take_in(visitor, province_number="SC-2026-0001").headers["Location"]
    assert take_in(visitor, province_number="SC-2026-0001").headers["Location"] == first
    found = look_up(visitor, province="SC-2026-0001").text
    assert "省平台编号 SC-2026-0001 已有办件" in found
    assert ">填申请</button>" not in found


def test_a_slip_of_the_pen_is_seen_and_kept(window: SmallSite) -> None:
    visitor = window.visitor(CLERK)
    wrong = look_up(visitor, number=FIRM[:-1], province="X1")
    assert wrong.status_code == 422
    assert "“号码”应是 18 位的身份证号码或统一社会信用代码,现有 17 位" in wrong.text
    assert f'value="{FIRM[:-1]}"' in wrong.text
    assert 'value="X1"' in wrong.text
    assert look_up(visitor).status_code == 422


def test_a_request_is_offered_only_while_it_can_be_taken(window: SmallSite) -> None:
    """申请人撤回: before acceptance and after it; what has been withdrawn is not withdrawn again."""
    visitor = window.visitor(CLERK)
    case, other = (take_in(visitor).headers["Location"].replace("/window?case=", "/cases/") for _ in range(2))
    offered = f'href="{case}/requests/withdraw"'
    assert offered in visitor.get(case).text
    reason = {"payload": json.dumps({"withdraw_reason": "改日再办"})}
    visitor.post(f"{case}/requests/withdraw", reason, page=f"{case}/requests/withdraw")
    assert offered not in visitor.get(case).text
    check(visitor, received=PAPERS, checked="accept")
    assert f'href="{other}/requests/withdraw"' in visitor.get(other).text


def test_a_matter_is_told_by_its_name(window: SmallSite) -> None:
    visitor = window.visitor(CLERK)
    case = visitor.get(take_in(visitor).headers["Location"].replace("/window?case=", "/cases/")).text
    assert "食品经营许可</dd>" in case
    assert "scj-spjy" not in case


def test_a_refused_application_keeps_what_was_typed(window: SmallSite) -> None:
    visitor = window.visitor(CLERK)
    answer = take_in(visitor, matter_code="gone", phone="13900000001")
    assert answer.status_code == 422
    assert "13900000001" in answer.text
    assert "食品经营许可" not in visitor.get("/cases").text


def test_the_day_ends_with_whom_to_tell(window: SmallSite) -> None:
    visitor = window.visitor(CLERK)
    take_in(visitor)
    assert "今天没有必须告知的" in visitor.get("/window/today").text
    window.move_to(NOW + timedelta(days=7) - timedelta(hours=3))
    text = visitor.get("/window/today").text
    assert "食品经营许可·甲公司" in text
    assert "核对材料" in text
    assert "今日必须告知" in visitor.get("/window").text
    window.move_to(NOW + timedelta(days=8))
    assert "今天没有必须告知的" in visitor.get("/window/today").text


def test_only_the_desk_comes_in(window: SmallSite) -> None:
    assert window.visitor("scj.cb").get("/window").status_code == 403
    assert window.visitor("zwzx.lc").get("/window").status_code == 200
    assert window.visitor(CLERK).post("/window/start/supervision", {}, page="/window").status_code == 404


def test_the_called_diagram_is_drawn_where_the_case_is(window: SmallSite) -> None:
    """Before acceptance only the case's own diagram; then 审查与决定 as well, which holds the open task."""
    visitor = window.visitor(CLERK)
    take_in(visitor)
    case = visitor.get("/window/next").headers["Location"]
    path = re.findall(r'href="(/cases/[0-9a-f-]+)"', visitor.get(case).text)[0]
    assert visitor.get(path).text.count('data-bj="viewer"') == 1
    check(visitor, received=PAPERS, checked="accept")
    text = visitor.get(path).text
    called = f"{path}/diagram.bpmn?process=permit_review"
    assert f'data-xml-url="{called}"' in text
    assert "上图调用,正在办" in text
    assert 'id="permit_review"' in visitor.get(called).text
    assert visitor.get(f"{path}/diagram.bpmn?process=supervision").status_code == 404


def test_applicants_no_message_has_reached_are_listed_printed_and_told(window: SmallSite) -> None:
    clerk = window.visitor(CLERK)
    case = window.engine.start("permit", window.actor(CLERK), {**APPLICATION, "channel": "窗口"}).id
    checked = {"checked": "accept", "received": PAPERS}
    window.engine.complete(window.open_task(case), window.actor(CLERK), checked)
    with window.engine.database.reading() as connection:
        assert number_of(connection, window.engine.vault, case, "phone") == APPLICATION["phone"]
    page = clerk.get("/window/notices").text
    assert "已受理" in page
    assert "data-bj-print" in page
    assert f'<a href="tel:{APPLICATION["phone"]}">' in page
    handler = window.visitor("scj.cb").get("/window/notices").text
    assert ("已受理" in handler, APPLICATION["phone"] in handler) == (True, False)
    sheet = re.search(rf'href="(/window/notices/{case}/[^"]+)">打印这一条', page)
    assert sheet
    alone = clerk.get(sheet[1]).text
    assert ("已受理" in alone, 'class="code"' in alone) == (True, True)
    assert window.visitor("czj.cb").get(sheet[1]).status_code == 404
    address = page.split(f'action="/window/notices/{case}/')[1].split('"')[0]
    clerk.post(f"/window/notices/{case}/{address}", page="/window/notices")
    assert "没有要告知的" in clerk.get("/window/notices").text
    assert "已告知申请人(窗口当面或电话)" in clerk.get(f"/cases/{case}").text
