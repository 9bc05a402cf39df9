"""成批立项: a table with the register's columns, tried first, then all of it or nothing; the export comes back in."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine import tables
from tests.web.items import received_item
from tests.web.site_support import SmallSite, Visitor

PATH = "/start/supervision/table"
HEADER = "事项,来源,牵头单位,配合单位,督办类型,规定完成时限(文件明示的),完成标准"
GOOD = f'{HEADER}\n清理欠薪,会议交办,人社局,"公安局、住建局",专项查办,2026年3月20日,欠薪清零\n排查隐患,县长批示,应急局,,,,\n'
_DIGEST = re.compile(r'name="digest" value="([0-9a-f]{64})"')


def tried(visitor: Visitor, content: bytes, name: str = "事项.csv") -> TestResponse:
    """The dry run of a file."""
    return visitor.post(PATH, {"file": (BytesIO(content), name)})


def begun(visitor: Visitor, shown: str, name: str = "事项.csv") -> TestResponse:
    """What was shown, begun."""
    return visitor.post(f"{PATH}/run", {"digest": _DIGEST.findall(shown)[0], "file": name}, opened=shown)


def cases(site: SmallSite) -> int:
    """How many cases there are."""
    with site.engine.database.reading() as connection:
        found: int = connection.execute(select(func.count()).select_from(tables.instance)).scalar_one()
    return found


def waiting(site: SmallSite) -> list[str]:
    """The open tasks."""
    row = tables.user_task.c
    with site.engine.database.reading() as connection:
        return sorted(connection.execute(select(row.name).where(row.status == "open")).scalars())


def test_a_table_is_tried_and_then_begun_once(site: SmallSite) -> None:
    visitor = site.visitor("dcs.dcy1")
    shown = tried(visitor, GOOD.encode()).text
    assert "将发起 2 项" in shown
    assert cases(site) == 0
    assert begun(visitor, shown).status_code == 302
    assert cases(site) == 2
    assert waiting(site) == ["立项", "立项"]
    assert begun(visitor, shown).status_code == 409
    again = tried(visitor, GOOD.encode()).text
    assert begun(visitor, again).status_code == 302
    assert cases(site) == 2


def test_a_deputy_head_s_requests_wait_for_the_overseers(site: SmallSite) -> None:
    """SD-02: 副县长提请, in bulk, is not handed out until 督查室 files it, even where the table says so."""
    table = '事项,来源,牵头单位,规定完成时限(文件明示的),"随文件导入,不再逐项立项"\n督促开工,副县长提请,农业农村局,2026-03-30,是\n公布清单,会议交办,司法局,2026-03-30,是\n'
    visitor = site.visitor("xzf.fxzny")
    assert begun(visitor, tried(visitor, table.encode()).text).status_code == 302
    assert waiting(site) == ["立项", "签收"]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (f"{HEADER}\n,会议交办,人社局,,,,\n", "第 2 行 请填写“事项”"),
        (f"{HEADER}\n清理欠薪,会议交办,,,,,\n", "第 2 行 请选择“牵头单位”"),
        (f"{HEADER}\n清理欠薪,不知哪来,人社局,,,,\n", "第 2 行 "),
        (f"{HEADER}\n清理欠薪,会议交办,天上局,,,,\n", "第 2 行 "),
        (f"{HEADER}\n清理欠薪,会议交办,人社局,,,不知何时,\n", "第 2 行 "),
        (f"编号,{HEADER}\n督办事项〔2099〕9号,清理欠薪,会议交办,人社局,,,,\n", "编号由系统取"),
        (f"{HEADER},心情\n清理欠薪,会议交办,人社局,,,,,好\n", "“心情”不认识"),
        (f"{HEADER}\n清理欠薪,会议交办,人社局,,,,\n清理欠薪,会议交办,人社局,,,,\n", "与第 2 行完全相同"),
        (HEADER, "没有任何事项"),
        ("随便\n写写\n", "找不到表头"),
        ("事项,来源,牵头单位,文件已注明完成\n清理欠薪,会议交办,人社局,也许\n", "请填是或否"),
        ("", "空的"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_row_by_row_and_nothing_is_begun(
    site: SmallSite, table: str, told: str
) -> None:
    answer = tried(site.visitor("dcs.dcy1"), table.encode())
    assert answer.status_code == 422
    assert told in answer.text
    assert "没有发起任何一项" in answer.text
    assert cases(site) == 0


@pytest.mark.parametrize(
    ("language", "number", "title"), [("zh", "编号", "事项"), ("en", "Number", "Matter")]
)
def test_the_register_s_export_comes_back_in(site: SmallSite, language: str, number: str, title: str) -> None:
    received_item(site, kind="专项查办", cooperating=["审计局", "乡镇街道"])
    visitor = site.visitor("dcs.dcy1")
    visitor.client.set_cookie("language", language)
    book = load_workbook(BytesIO(visitor.get("/cases/export.xlsx").data))
    sheet = book.worksheets[0]
    heading, copy = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
    copy[heading.index(number)], copy[heading.index(title)] = None, "另一件"
    sheet.append(copy)
    shown = tried(visitor, saved(book), "台账.xlsx").text
    assert "row-problems" not in shown
    assert begun(visitor, shown, "台账.xlsx").status_code == 302
    assert cases(site) == 2
    first, second = data_of(site, "清理拖欠中小企业账款"), data_of(site, "另一件")
    kept = ("source", "unit", "due", "standard", "basis", "kind", "cooperating", "filed")
    assert {key: first.get(key) for key in kept} == {key: second.get(key) for key in kept}


def test_the_empty_table_can_be_filled_in(site: SmallSite) -> None:
    visitor = site.visitor("dcs.dcy1")
    book = load_workbook(BytesIO(visitor.get(f"{PATH}/empty.xlsx").data))
    sheet = book.worksheets[0]
    (heading,) = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=1))
    assert {"事项", "来源", "牵头单位", "督办类型"} <= set(heading)
    told = {"事项": "清理欠薪", "来源": "会议交办", "牵头单位": "人社局"}
    sheet.append([told.get(str(name)) for name in heading])
    assert "将发起 1 项" in tried(visitor, saved(book), "空表.xlsx").text


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def data_of(site: SmallSite, title: str) -> dict[str, Any]:
    """The standing data of the case with this title."""
    row = tables.field.c
    statement = (
        select(row.name, row.value)
        .join(tables.instance, tables.instance.c.id == row.instance_id)
        .where(tables.instance.c.title == title)
        .order_by(row.sequence)
    )
    with site.engine.database.reading() as connection:
        return {row.name: row.value for row in connection.execute(statement)}


OLD = (
    f"{HEADER},原编号,原发起日期\n"
    "清理欠薪,会议交办,人社局,,专项查办,2025年12月20日,欠薪清零,安督〔2025〕7号,2025-11-03\n"
    "排查隐患,县长批示,应急局,,,,,,\n"
)


def test_last_years_open_cases_keep_their_number_and_day(site: SmallSite) -> None:
    visitor = site.visitor("dcs.dcy1")
    shown = tried(visitor, OLD.encode()).text
    assert "其中 1 项是本流程启用以前的" in shown
    assert "安督〔2025〕7号" in shown
    assert begun(visitor, shown).status_code == 302
    row, act = tables.instance.c, tables.journal.c
    with site.engine.database.reading() as connection:
        case = connection.execute(select(tables.instance).where(row.number == "安督〔2025〕7号")).one()
        first = connection.execute(
            select(act.at, act.due_at).where(act.instance_id == case.id).order_by(act.sequence)
        ).first()
    assert case.started_at.date().isoformat() == "2025-11-03"
    assert first is not None
    assert (first.at.date().isoformat(), first.due_at.date().isoformat()) == ("2026-03-16", "2025-11-03")
    again = tried(visitor, OLD.encode()).text
    assert "另有 1 行已在台账" in again


def test_what_was_due_before_the_import_is_not_done_again(site: SmallSite) -> None:
    visitor = site.visitor("dcs.dcy1")
    shown = tried(visitor, OLD.encode()).text
    assert begun(visitor, shown).status_code == 302
    row = tables.instance.c
    with site.engine.database.reading() as connection:
        case = connection.execute(select(row.id).where(row.number == "安督〔2025〕7号")).scalar_one()
    site.move_to(site.clock())
    timer = tables.timer.c
    with site.engine.database.reading() as connection:
        due = connection.execute(
            select(timer.due_at).where(timer.instance_id == case, timer.status == "armed")
        ).scalars()
        assert all(each > site.clock() for each in due)
        papers = (
            select(func.count()).select_from(tables.document).where(tables.document.c.instance_id == case)
        )
        assert connection.execute(papers).scalar_one() == 0


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("安督〔2025〕7号,", "要么都填,要么都不填"),
        ("安督〔2025〕7号,去年冬天", "请写成 2025-11-03 的形式"),
        (f"{'安' * 41},2025-11-03", "最多 40 个字"),
    ],
)
def test_a_row_of_last_year_that_is_not_right_is_said(site: SmallSite, cells: str, said: str) -> None:
    content = f"{HEADER},原编号,原发起日期\n清理欠薪,会议交办,人社局,,专项查办,,,{cells}\n"
    answer = tried(site.visitor("dcs.dcy1"), content.encode())
    assert answer.status_code == 422
    assert "第 2 行 " in answer.text
    assert said in answer.text


def test_what_began_since_the_process_is_in_use_is_no_case_of_last_year(site: SmallSite) -> None:
    visitor = site.visitor("dcs.dcy1")
    shown = tried(visitor, OLD.replace("2025-11-03", "2026-03-16").encode()).text
    answer = begun(visitor, shown)
    assert answer.status_code == 422
    assert "不早于本流程启用之日" in answer.text
    assert cases(site) == 0
