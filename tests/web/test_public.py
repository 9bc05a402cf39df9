"""The public site: matters, applying, looking up, sending papers, rating – and nothing more than one should see."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from docx import Document
from sqlalchemy import Table, func, select

from engine import tables
from engine.database import Database
from engine.dossier.bundle import WORD_FILE
from engine.engine import Engine
from engine.matters import register
from engine.matters.checking import FILE_NAME, read_beside_county
from engine.people.actor import PUBLIC, SYSTEM
from engine.records import search
from engine.records.query_codes import code_of
from engine.refusals import Refused
from engine.runtime.fields import read_fields
from engine.time import clock
from tests.web.site_support import MATTER, NOW, ROOT, SmallSite, Visitor, close_small_site, open_small_site

APPLICATION = {
    "matter_code": MATTER,
    "applicant": "安澜县香满楼餐馆",
    "applicant_id": "91430000MA4L16JX51",
    "phone": "13900001111",
}
_CODE = re.compile(r'<dd class="code">([A-Z2-9]{8})</dd>')
_NUMBER = re.compile(r"安政务〔2026〕\d{5}号")


@pytest.fixture(scope="module")
def public_database(prepared_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site's database with the catalogue and the process for ordinary matters."""
    folder = tmp_path_factory.mktemp("public")
    shutil.copyfile(prepared_database, folder / "prepared.db")
    database = Database(f"sqlite:///{folder / 'prepared.db'}")
    with clock.using(lambda: NOW):
        catalogue = read_beside_county(ROOT / "processes" / FILE_NAME)
        database.transact(lambda connection: register.take(connection, catalogue, SYSTEM.login, "测试"))
        Engine(database, folder).publish(ROOT / "processes" / "permit", SYSTEM, "测试")
    database.dispose()
    return folder / "prepared.db"


@pytest.fixture
def county(public_database: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A site that serves the public."""
    opened = open_small_site(public_database, tmp_path)
    yield opened
    close_small_site(opened)


def apply(visitor: Visitor, **more: object) -> tuple[str, str]:
    """Apply; the number and the query code one is given."""
    payload = json.dumps({**APPLICATION, **more})
    answer = visitor.post("/public/apply/permit", {"payload": payload})
    assert answer.status_code == 302, answer.text
    text = visitor.get(answer.headers["Location"]).text
    return _NUMBER.findall(text)[0], _CODE.findall(text)[0]


def look_up(visitor: Visitor, number: str, code: str) -> int:
    return visitor.post("/public/progress", {"number": number, "code": code}).status_code


def case_id(site: SmallSite, number: str) -> UUID:
    row = tables.instance.c
    with site.engine.database.reading() as connection:
        found: UUID = connection.execute(select(row.id).where(row.number == number)).scalar_one()
    return found


def wanted(site: SmallSite, case: UUID) -> list[str]:
    """The papers that the case asks for."""
    with site.engine.database.reading() as connection:
        found: list[str] = read_fields(connection, case)["wanted", ""]
    return found


def accept(site: SmallSite, case: UUID) -> None:
    """The window accepts the application: its limit begins to run."""
    answer = {"checked": "accept", "received": wanted(site, case)}
    site.engine.complete(site.open_task(case), site.actor("zwzx.ck1"), answer)


def an_applicant(site: SmallSite) -> Visitor:
    """Somebody whose application was accepted, with its progress open."""
    visitor = site.visitor()
    number, code = apply(visitor)
    accept(site, case_id(site, number))
    assert look_up(visitor, number, code) == 302
    return visitor


def count(site: SmallSite, table: Table) -> int:
    with site.engine.database.reading() as connection:
        found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return found


def test_the_catalogue_is_open_to_everybody_with_its_seven_items(county: SmallSite) -> None:
    visitor = county.visitor()
    home = visitor.get("/public").text
    assert "食品经营许可" in home
    found = visitor.get("/public?q=食品").text
    assert (f"/matters/{MATTER}" in found, "/matters/scj-gtdj" in found) == (True, False)
    guide = visitor.get(f"/public/matters/{MATTER}").text
    for item in ("办事时限", "收费标准", "所需手续", "规定条件", "服务程序", "办事岗位", "处罚条例"):
        assert f"<dt>{item}</dt>" in guide
    assert visitor.get(f"/public/matters/{MATTER}/flow.svg").text.startswith("<svg")
    assert "svg" in visitor.get(f"/public/matters/{MATTER}/qr.svg").text
    assert visitor.get("/public/matters/nothing").status_code == 404


def test_one_applies_without_an_account_and_sees_where_it_is(county: SmallSite) -> None:
    visitor = county.visitor()
    number, code = apply(visitor)
    other = county.visitor()
    assert look_up(other, number, code) == 302
    page = other.get("/public/progress/case").text
    assert number in page
    assert "政务服务中心" in page
    assert "正在办" in page
    assert "13900001111" not in page
    assert "91430000MA4L16JX51" not in page


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


def test_staff_find_what_came_over_the_public_pages_before_anybody_has_touched_it(county: SmallSite) -> None:
    engine = county.engine
    while search.refresh(engine.database, engine.vault):
        pass
    number, _code = apply(county.visitor())
    clerk = county.visitor("zwzx.ck1")
    assert f">{APPLICATION['applicant']}" not in clerk.get("/cases?q=99999").text
    assert number in clerk.get(f"/cases?q={number}").text
    assert search.refresh(engine.database, engine.vault) == 1
    assert number in clerk.get(f"/cases?q={APPLICATION['applicant']}").text


def test_staff_numbers_are_no_way_in_for_processes_that_are_not_public(county: SmallSite) -> None:
    case = county.start()
    code = code_of(county.engine.database, case.id)
    assert look_up(county.visitor(), case.number, code) == 404


def test_what_is_wrong_is_said_at_the_field_and_nothing_starts(county: SmallSite) -> None:
    before = count(county, tables.instance)
    payload = json.dumps({**APPLICATION, "phone": "不告诉你"})
    answer = county.visitor().post("/public/apply/permit", {"payload": payload})
    assert answer.status_code == 422
    assert "请填手机号" in answer.text
    assert json.dumps("安澜县香满楼餐馆")[1:-1] in answer.text
    assert count(county, tables.instance) == before


def test_a_helper_applies_for_another_with_their_consent_on_record(county: SmallSite) -> None:
    visitor = county.visitor()
    asked = {**APPLICATION, "for_other": True}
    refused = visitor.post("/public/apply/permit", {"payload": json.dumps({**asked, "helper": "村帮办员"})})
    assert refused.status_code == 422
    assert "申请人本人同意由帮办人代办" in refused.text
    number, _code = apply(visitor, for_other=True, helper="村帮办员", consent=True)
    with county.engine.database.reading() as connection:
        kept = read_fields(connection, case_id(county, number))
    assert (kept["helper", ""], kept["consent", ""]) == ("村帮办员", True)


def test_sending_twice_applies_once(county: SmallSite) -> None:
    visitor = county.visitor()
    opened = visitor.get("/public/apply/permit").text
    before = count(county, tables.instance)
    for _ in range(2):
        assert (
            visitor.post(
                "/public/apply/permit", {"payload": json.dumps(APPLICATION)}, opened=opened
            ).status_code
            == 302
        )
    assert count(county, tables.instance) == before + 1


def test_files_come_along_and_go_when_the_application_is_refused(county: SmallSite) -> None:
    def send(phone: str) -> str:
        visitor = county.visitor()
        data = {
            "payload": json.dumps({**APPLICATION, "phone": phone, "handed_in": "files::1"}),
            "files::1": (BytesIO(b"%PDF-1.4 scan"), "执照.pdf"),
        }
        answer = visitor.post(
            "/public/apply/permit", data, page="/public/apply/permit", content_type="multipart/form-data"
        )
        problems = re.findall(r"<li>([^<]+)</li>", answer.text)
        return str(answer.status_code) + "".join(problems)

    assert "请填手机号" in send("wrong")
    assert count(county, tables.attachment) == 0
    assert send("13900001111") == "302"
    assert count(county, tables.attachment) == 1


def test_a_process_that_is_not_for_the_public_cannot_be_started_by_it(county: SmallSite) -> None:
    assert county.visitor().get("/public/apply/errand").status_code == 404
    with pytest.raises(Refused, match="不能在网上发起"):
        county.engine.start("errand", PUBLIC, {"title": "x"})


def test_the_public_actor_may_do_nobodys_task(county: SmallSite) -> None:
    case = county.start()
    with pytest.raises(Refused):
        county.engine.complete(county.open_task(case.id), PUBLIC, {"result": "x", "progress": "all"})
    for refused in (county.engine.suspend, county.engine.cancel):
        with pytest.raises(Refused):
            refused(case.id, PUBLIC, "不想办了")


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


def test_the_window_has_the_code_for_whom_it_serves(county: SmallSite) -> None:
    """Who applies at the counter gets a code too; only those who take such cases in are shown it (GC-17)."""
    number, code = apply(county.visitor())
    page = f"/cases/{case_id(county, number)}"
    clerk = county.visitor("zwzx.ck1")
    assert code in clerk.get(page).text
    with ZipFile(BytesIO(clerk.get(f"{page}/dossier.zip").data)) as archive:
        word = archive.read(WORD_FILE)
    cells = [
        cell.text for table in Document(BytesIO(word)).tables for row in table.rows for cell in row.cells
    ]
    assert "申请人" in cells, "whoever came without an account is called so in the dossier's history"
    assert "public" not in "\n".join(cells)
    assert code not in county.visitor("scj.cb").get(page).text


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


def test_the_form_of_a_matter_may_be_filled_in_by_hand(county: SmallSite) -> None:
    visitor = county.visitor()
    assert f'href="/public/matters/{MATTER}/form"' in visitor.get(f"/public/matters/{MATTER}").text
    form = visitor.get(f"/public/matters/{MATTER}/form").text
    for asked in (
        "食品经营许可申请表",
        "申请人 *",
        "联系电话 *",
        "帮办人",
        "□ 申请人本人同意由帮办人代办",
        "□ 健康证明",
    ):
        assert asked in form
    for own in ("从哪里来", "省平台编号", "特别紧急"):
        assert own not in form, "the window's own questions are not the applicant's"
    assert visitor.get("/public/matters/nothing/form").status_code == 404


def test_search_engines_keep_guides_and_figures_and_nothing_else(county: SmallSite) -> None:
    visitor = county.visitor()
    robots = visitor.get("/robots.txt").text.splitlines()
    assert {"Disallow: /", "Disallow: /public/progress", "Allow: /public"} <= set(robots)
    kept = ("/public", f"/public/matters/{MATTER}", "/public/results", "/public/promises")
    for path in kept:
        assert "X-Robots-Tag" not in visitor.get(path).headers
    number, code = apply(visitor)
    look_up(visitor, number, code)
    for path in (
        "/sign-in",
        "/public/apply/permit",
        "/public/apply/given",
        "/public/progress/case",
        "/public/progress/case/qr.svg",
    ):
        assert visitor.get(path).headers["X-Robots-Tag"] == "noindex", path


def test_large_print_is_kept_and_leads_nowhere_else(county: SmallSite) -> None:
    visitor = county.visitor()
    answer = visitor.post("/public/large-print", {"back": "https://elsewhere.example/public"}, page="/public")
    assert answer.headers["Location"].startswith("/public")
    assert 'class="large-print"' in visitor.get("/public").text


def test_tries_are_limited(county: SmallSite) -> None:
    visitor = county.visitor()
    page = visitor.get("/public/progress").text
    answers = [
        visitor.post("/public/progress", {"number": "x", "code": "y"}, opened=page).status_code
        for _ in range(17)
    ]
    assert (answers[0], answers[-1]) == (404, 429)
