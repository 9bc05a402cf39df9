"""年度积分: items, slips, points, bonus and candidates of a year; every number leads to what it counts."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from engine import administration
from engine.people.actor import SYSTEM
from engine.records import scores as ledger
from tests.web.items import ITEM, received_item
from tests.web.site_support import NOW, SmallSite


@pytest.fixture
def year_site(site: SmallSite) -> SmallSite:
    """财政局 with six items and one blue slip (worked case 20), 住建局 with four and none."""
    received_item(site)
    for number in range(5):
        site.engine.start(
            "supervision", site.actor("dcs.dcy1"), {**ITEM, "title": f"第 {number} 项", "due": "2026-11-30"}
        )
    for number in range(4):
        more = {"title": f"道路 {number}", "unit": "住建局", "due": "2026-11-30", "cooperating": ["财政局"]}
        site.engine.start("supervision", site.actor("dcs.dcy1"), {**ITEM, **more})
    site.move_to(NOW.replace(hour=17, minute=31))
    return site


def rows(site: SmallSite, login: str = "dcs.dcy1") -> dict[str, dict[str, object]]:
    """The exported table by unit."""
    answer = site.visitor(login).get("/scores/export.xlsx")
    assert answer.status_code == 200
    heading, *lines = load_workbook(BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True)
    found = [dict(zip(map(str, heading), line, strict=True)) for line in lines]
    return {str(line["单位"]): line for line in found}


def test_worked_case_20_and_a_unit_below_five(year_site: SmallSite) -> None:
    found = rows(year_site)
    assert [found["财政局"][name] for name in ("承办任务数", "蓝色督办单", "积分", "年度加分", "净分")] == [
        6,
        1,
        -1,
        15,
        14,
    ]
    assert [found["住建局"][name] for name in ("承办任务数", "蓝色督办单", "积分", "年度加分", "净分")] == [
        4,
        0,
        0,
        0,
        0,
    ]
    assert (found["财政局"]["名次"], found["住建局"]["名次"]) == (1, 2)
    assert found["财政局"]["效能之星候选"] == "候选"
    assert found["住建局"]["效能之星候选"] is None


def test_every_number_leads_to_what_it_counts(year_site: SmallSite) -> None:
    visitor = year_site.visitor("xzf.xz")
    text = visitor.get("/scores").text
    assert "/cases?process=supervision&amp;unit=czj&amp;year=2026" in text
    assert "/unit?unit=czj&amp;year=2026#slips" in text
    assert "/unit?unit=czj&amp;year=2026#ledger" in text
    assert visitor.get("/cases?process=supervision&unit=czj&year=2026").text.count("cell-title") == 6
    assert visitor.get("/cases?process=supervision&unit=czj&year=2025").text.count("cell-title") == 0
    assert 'id="slips"' in visitor.get("/unit?unit=czj&year=2026").text


def test_a_slip_set_aside_counts_no_more(year_site: SmallSite) -> None:
    with year_site.engine.database.reading() as connection:
        (entry,) = ledger.ledger(connection, 2026)
    administration.reverse_score(year_site.engine, entry.id, year_site.actor("dcs.zr"), "复核撤销")
    found = rows(year_site)["财政局"]
    assert [found[name] for name in ("蓝色督办单", "积分", "净分")] == [0, 0, 15]


@pytest.mark.parametrize(("parties", "items"), [("lead", 6), ("lead+cooperating", 10)])
def test_what_counts_is_the_county_s_switch(year_site: SmallSite, parties: str, items: int) -> None:
    administration.set_policy(
        year_site.engine, "score.parties", parties, NOW.date(), "县政府办通知", "配合单位同责", SYSTEM
    )
    assert rows(year_site)["财政局"]["承办任务数"] == items


def test_phones_show_no_ranking_unless_the_county_says_so(year_site: SmallSite) -> None:
    visitor = year_site.visitor("dcs.dcy1")
    assert 'class="desk-only"' in visitor.get("/scores").text
    administration.set_policy(
        year_site.engine, "mobile.scores", "on", NOW.date(), "县政府办通知", "手机也看", SYSTEM
    )
    assert 'class="desk-only"' not in visitor.get("/scores").text


@pytest.mark.parametrize("year", ["1999", "2027", "nonsense"])
def test_a_year_out_of_reach(year_site: SmallSite, year: str) -> None:
    answer = year_site.visitor("dcs.dcy1").get(f"/scores?year={year}")
    assert answer.status_code == (200 if year == "nonsense" else 404)


def test_a_year_without_items_says_so(year_site: SmallSite) -> None:
    assert "还没有单位承办督办事项" in year_site.visitor("dcs.dcy1").get("/scores?year=2024").text
