"""Administration: accounts, posts and holders, who is in charge, reforms after a dry run, accounts from a table, the log."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from engine import tables
from tests.web.site_support import NOW, PASSWORD, SmallSite, Visitor

ADMINISTRATOR = "sjj.gly"
_FIRST = re.compile(r'class="first-password">([a-z2-9]{12})<')


def open_account(site: SmallSite, login: str = "zjj.cb9", name: str = "住建局新人") -> str:
    """Open an account on the page; its first password."""
    answer = site.visitor(ADMINISTRATOR).post("/accounts", {"login": login, "name": name}, page="/accounts")
    assert answer.status_code == 200, answer.text
    return str(_FIRST.findall(answer.text)[0])


def sign_in(site: SmallSite, login: str, password: str) -> tuple[Visitor, int]:
    visitor = site.visitor()
    answer = visitor.post("/sign-in", {"login": login, "password": password}, page="/sign-in")
    return visitor, answer.status_code


PEOPLE = ("账号", "姓名", "单位", "岗位", "起日")
UNITS = ("代号", "全称", "简称", "类别", "岗位", "分管领导岗位", "起日")


def workbook(*rows: tuple[str, ...], heading: tuple[str, ...] = PEOPLE) -> BytesIO:
    book = Workbook()
    assert book.active is not None
    for row in (heading, *rows):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return content


def try_import(
    site: SmallSite,
    *rows: tuple[str, ...],
    page: str = "/accounts/import",
    heading: tuple[str, ...] = PEOPLE,
) -> tuple[Visitor, str, int]:
    visitor = site.visitor(ADMINISTRATOR)
    sent = {"file": (workbook(*rows, heading=heading), "导入.xlsx")}
    answer = visitor.post(page, sent, page=page, content_type="multipart/form-data")
    return visitor, answer.text, answer.status_code


def take_shown(visitor: Visitor, text: str, page: str) -> int:
    """Press 导入 under what was shown; the answer's status."""
    digest = re.search(r'name="digest" value="([^"]+)"', text)
    assert digest is not None
    sent = {"digest": digest.group(1), "file": "导入.xlsx"}
    return visitor.post(f"{page}/run", sent, page=page).status_code


def logins(site: SmallSite) -> set[str]:
    with site.engine.database.reading() as connection:
        return set(connection.execute(select(tables.person.c.login)).scalars())


def test_a_first_password_works_once_and_must_be_changed(county_site: SmallSite) -> None:
    site = county_site
    administrator, _status = sign_in(site, ADMINISTRATOR, PASSWORD)
    answer = administrator.post("/accounts", {"login": "zjj.cb9", "name": "新人"}, page="/accounts")
    (first,) = _FIRST.findall(answer.text)
    assert first not in administrator.get("/accounts?q=zjj.cb9").text
    visitor, status = sign_in(site, "zjj.cb9", first)
    assert status == 302
    assert visitor.get("/inbox").headers["Location"] == "/accounts/me/password"
    short = visitor.post("/accounts/me/password", {"present": first, "new": "short", "again": "short"})
    assert short.status_code == 422
    wrong = visitor.post("/accounts/me/password", {"present": "x", "new": "longer than ten", "again": ""})
    assert "现在的密码不对" in wrong.text
    done = visitor.post(
        "/accounts/me/password", {"present": first, "new": "longer than ten", "again": "longer than ten"}
    )
    assert done.status_code == 302
    assert visitor.get("/inbox").status_code == 200
    assert sign_in(site, "zjj.cb9", first)[1] == 401
    again, status = sign_in(site, "zjj.cb9", "longer than ten")
    assert (status, again.get("/inbox").status_code) == (302, 200)


@pytest.mark.parametrize(
    ("login", "said"), [("zjj.cb", "已有人使用"), ("住建局", "小写字母"), ("", "请填写账号")]
)
def test_an_account_that_cannot_be_is_refused_in_words(site: SmallSite, login: str, said: str) -> None:
    before = logins(site)
    answer = site.visitor(ADMINISTRATOR).post("/accounts", {"login": login, "name": "新人"}, page="/accounts")
    assert answer.status_code == 422
    assert said in answer.text
    assert logins(site) == before


def test_a_newcomer_to_a_post_sees_its_open_tasks_at_once(site: SmallSite) -> None:
    site.start("等新人的事")
    open_account(site)
    visitor = site.visitor(ADMINISTRATOR)
    appointed = visitor.post(
        "/units/zjj/appoint",
        {"login": "zjj.cb9", "post": "zjj/承办人", "valid_from": "2026-03-16"},
        page="/units/zjj",
    )
    assert appointed.status_code == 302, appointed.text
    text = visitor.get("/units/zjj").text
    assert "住建局新人" in text
    with site.engine.database.reading() as connection:
        person = site.engine.directory(connection).person("zjj.cb9")
    assert person.name == "住建局新人"
    newcomer = site.visitor()
    assert newcomer.post("/sign-in/demo", {"login": "zjj.cb9"}, page="/sign-in").status_code == 302
    with newcomer.client.session_transaction() as kept:
        kept.pop("password.given", None)
    assert "等新人的事" in newcomer.get("/inbox").text


def test_a_closed_account_is_out_and_opens_again(site: SmallSite) -> None:
    visitor = site.visitor(ADMINISTRATOR)
    assert visitor.post("/accounts/czj.cb/close", {"reason": "调离"}, page="/accounts").status_code == 302
    assert site.visitor().post("/sign-in/demo", {"login": "czj.cb"}, page="/sign-in").status_code == 404
    assert visitor.post("/accounts/czj.cb/open", {"reason": "调回"}, page="/accounts").status_code == 302
    assert site.visitor("czj.cb").get("/inbox").status_code == 200
    own = visitor.post(f"/accounts/{ADMINISTRATOR}/close", {"reason": "x"}, page="/accounts")
    assert "不能停用自己" in own.text


def test_leaving_a_post_and_a_new_leader_are_recorded_with_their_days(site: SmallSite) -> None:
    visitor = site.visitor(ADMINISTRATOR)
    left = visitor.post(
        "/units/czj/dismiss",
        {"login": "czj.cb", "post": "czj/承办人", "last_day": "2026-03-31", "reason": "轮岗"},
        page="/units/czj",
    )
    assert left.status_code == 302
    charged = visitor.post(
        "/units/czj/charge", {"post": "xzf/副县长（工业商务）", "valid_from": "2026-04-01"}, page="/units/czj"
    )
    assert charged.status_code == 302
    site.move_to(NOW + timedelta(days=20))
    text = visitor.get("/units/czj").text
    assert "副县长（工业商务）" in text
    assert "空缺" in text
    log = visitor.get("/operations").text
    assert ("免职" in log, "轮岗" in log, "登记分管" in log) == (True, True, True)


def test_a_bad_date_is_said_and_nothing_changes(site: SmallSite) -> None:
    answer = site.visitor(ADMINISTRATOR).post(
        "/units/zjj/appoint",
        {"login": "czj.cb", "post": "zjj/承办人", "valid_from": "下周"},
        page="/units/zjj",
    )
    assert answer.status_code == 422
    assert "2026-04-01" in answer.text


def test_accounts_come_from_a_table_after_a_look(site: SmallSite) -> None:
    visitor, text, status = try_import(
        site,
        ("zjj.cb7", "甲某", "住建局", "承办人", "2026-04-01"),
        ("zjj.cb7", "甲某", "财政局", "承办人", ""),
    )
    assert status == 200, text
    assert "将导入 2 行" in text
    assert "zjj.cb7" not in logins(site)
    assert take_shown(visitor, text, "/accounts/import") == 302
    assert "zjj.cb7" in logins(site)
    assert take_shown(visitor, text, "/accounts/import") == 409


def test_a_county_is_set_up_from_tables_alone(site: SmallSite) -> None:
    """Units with their posts and leaders, then the people; and the newcomer may do what comes to the new unit."""
    page = "/people/import"
    visitor, text, status = try_import(
        site,
        ("xqzf", "新区管理委员会", "新区", "县领导", "主任", "", "2026-03-16"),
        ("xqjs", "新区建设局", "新区建设局", "县直部门", "主要负责人、承办人,联络员", "新区/主任", ""),
        ("zjj", "安澜县住房和城乡建设局", "住建局", "县直部门", "承办人、档案员", "县政府/常务副县长", ""),
        page=page,
        heading=UNITS,
    )
    assert status == 200, text
    assert "将导入 3 行" in text
    with site.engine.database.reading() as connection:
        assert "xqjs" not in site.engine.directory(connection).units
    assert take_shown(visitor, text, page) == 302
    assert take_shown(visitor, text, page) == 409
    with site.engine.database.reading() as connection:
        directory = site.engine.directory(connection)
    assert {"xqjs/主要负责人", "xqjs/承办人", "xqjs/联络员", "zjj/档案员"} <= set(directory.posts)
    leader = directory.in_charge_of("xqjs", NOW.date())
    assert leader is not None
    assert leader.id == "xqzf/主任"
    assert "新设单位" in visitor.get("/operations").text
    visitor, text, status = try_import(site, ("xqjs.cb", "新人", "新区建设局", "承办人", ""))
    assert status == 200, text
    assert take_shown(visitor, text, "/accounts/import") == 302
    case = site.start("新区道路", "新区建设局")
    site.engine.complete(
        site.open_task(case.id), site.actor("xqjs.cb"), {"result": "已经办完", "progress": "all"}
    )


def test_every_wrong_row_of_units_is_named_and_nothing_is_set_up(site: SmallSite) -> None:
    _visitor, text, status = try_import(
        site,
        ("xqjs", "新区建设局", "新区建设局", "县直部门", "承办人", "", ""),
        ("XQ", "新区规划局", "规划局", "县直部门", "承办人", "", ""),
        ("xqjs", "新区水务局", "水务局", "县直部门", "承办人", "", ""),
        ("xqcz", "安澜县财政局", "新区财政局", "县直部门", "承办人", "", ""),
        ("czj", "别的财政局", "财政局", "县直部门", "承办人", "", ""),
        ("xqga", "新区公安局", "新区公安局", "县直部门", "承办人/甲", "", ""),
        ("xqlj", "新区林业局", "新区林业局", "县直部门", "承办人", "县政府/船长", ""),
        ("xqsl", "新区水利局", "新区水利局", "县直部门", "承办人", "", "明天"),
        ("xqjt", "新区交通局", "新区交通局", "县直部门", "", "", ""),
        ("zjj", "安澜县住房和城乡建设局", "住建局", "县直部门", "承办人", "", ""),
        page="/people/import",
        heading=UNITS,
    )
    assert status == 422
    for line in range(3, 12):
        assert f"第 {line} 行" in text, line
    assert "第 2 行" not in text
    with site.engine.database.reading() as connection:
        assert "xqjs" not in site.engine.directory(connection).units


def test_every_wrong_row_is_named_and_nothing_is_taken(site: SmallSite) -> None:
    before = logins(site)
    _visitor, text, status = try_import(
        site,
        ("ok.one", "甲某", "住建局", "承办人", ""),
        ("坏账号", "乙某", "住建局", "承办人", ""),
        ("ok.two", "丙某", "火星局", "承办人", ""),
        ("ok.three", "丁某", "住建局", "舰长", ""),
        ("czj.cb", "别人", "住建局", "承办人", ""),
        ("ok.four", "戊某", "住建局", "承办人", "明天"),
        ("", "己某", "住建局", "承办人", ""),
    )
    assert status == 422
    for line in (3, 4, 5, 6, 7, 8):
        assert f"第 {line} 行" in text, line
    assert "第 2 行" not in text
    assert logins(site) == before


def test_the_log_is_a_table_too(site: SmallSite) -> None:
    open_account(site)
    book = load_workbook(BytesIO(site.visitor(ADMINISTRATOR).get("/operations/export.xlsx?q=zjj.cb9").data))
    assert book.active is not None
    kinds = [row[2] for row in book.active.values][1:]
    assert "新开账号" in kinds
