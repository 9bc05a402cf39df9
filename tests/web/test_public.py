"""The public site: matters, forms, applying – and nothing more than one should see."""

from __future__ import annotations

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from engine import tables
from engine.dossier.bundle import WORD_FILE
from engine.people.actor import PUBLIC
from engine.records import search
from engine.refusals import Refused
from engine.runtime.fields import read_fields
from tests.web.public_site import APPLICATION, apply, case_id, count, county, look_up, public_database
from tests.web.site_support import MATTER, SmallSite

__all__ = ["county", "public_database"]


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
