"""The register as a workbook, the empty import table, and dates under other readings."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from engine.people.actor import PUBLIC, SYSTEM
from engine.records.milestones import COLUMNS
from tests.web.items import TITLE, received_item
from tests.web.site_support import NOW, ROOT, SmallSite, Visitor


def _sheet(visitor: Visitor, path: str) -> Worksheet:
    answer = visitor.get(path)
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(answer.data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def _rows(sheet: Worksheet) -> list[dict[str, Any]]:
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def test_the_register_comes_out_with_its_data(site: SmallSite) -> None:
    received_item(site)
    site.move_to(NOW.replace(hour=17, minute=31))
    rows = _rows(_sheet(site.visitor("dcs.dcy1"), "/cases/export.xlsx"))
    assert len(rows) == 1
    row = rows[0]
    assert row["事项"] == TITLE
    assert row["牵头单位"] == "财政局"
    assert row["最近文书"] == "蓝色督办单"
    assert (row["规定完成时限"].month, row["规定完成时限"].day, row["规定完成时限"].hour) == (3, 16, 17)
    assert row["完成标准"] == "台账内账款全部清偿"


def test_only_what_is_filtered_and_may_be_seen_comes_out(site: SmallSite) -> None:
    received_item(site)
    site.start("整治占道经营", "住建局")
    assert len(_rows(_sheet(site.visitor("dcs.dcy1"), "/cases/export.xlsx"))) == 2
    assert [row["牵头单位"] for row in _rows(_sheet(site.visitor("zjj.cb"), "/cases/export.xlsx"))] == [
        "住建局"
    ]
    assert len(_rows(_sheet(site.visitor("dcs.dcy1"), "/cases/export.xlsx?unit=czj"))) == 1
    assert _rows(_sheet(site.visitor("dcs.dcy1"), "/cases/export.xlsx?q=没有这样的事")) == []


ASKED = {"kind": "咨询", "question": "公积金怎么提取", "unit": "住建局", "came_by": "电话"}


def test_cases_of_several_processes_come_out_without_hundreds_of_columns(site: SmallSite) -> None:
    site.start("整治占道经营", "住建局")
    site.engine.publish(ROOT / "processes" / "consultation", SYSTEM, "测试")
    site.engine.start("consultation", PUBLIC, ASKED)
    rows = _rows(_sheet(site.visitor("dcs.dcy1"), "/cases/export.xlsx"))
    assert len({row["流程"] for row in rows}) == 2
    assert {len(row) for row in rows} == {11}


def test_what_a_clerk_typed_never_becomes_a_formula(site: SmallSite) -> None:
    site.start("=HYPERLINK(1)", "住建局")
    sheet = _sheet(site.visitor("dcs.dcy1"), "/cases/export.xlsx")
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_the_empty_table_can_be_filled_and_read_back(site: SmallSite) -> None:
    sheet = _sheet(site.visitor("dcs.dcy1"), "/import/template.xlsx")
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet.max_row == 1


def test_other_readings_stand_side_by_side(site: SmallSite) -> None:
    case_id = received_item(site)
    site.move_to(NOW.replace(hour=17, minute=31))
    text = " ".join(site.visitor("dcs.dcy1").get(f"/cases/{case_id}/readings").text.split())
    assert "黄单判定" in text
    assert "<td>现行口径</td><td><strong>3月23日 周一</strong></td>" in text
    assert "<td>遇休息日不顺延</td><td>3月21日 周六</td>" in text
    assert "<td>起算日算第 1 天</td><td>3月20日 周五</td>" in text


def test_a_limit_to_come_is_foreseen(site: SmallSite) -> None:
    case_id = received_item(site)
    text = site.visitor("dcs.dcy1").get(f"/cases/{case_id}/readings").text
    assert "尚未起算" in text
    assert "3月23日 周一" in text
