"""总览: every number is the length of the list it leads to."""

from __future__ import annotations

import html
import re

import pytest

from engine import tables
from engine.people.actor import SYSTEM
from tests.web.items import waiting_for_signature
from tests.web.site_support import NOW, ROOT, SmallSite

_FIGURE = re.compile(
    r'figure-[a-z]+" href="([^"]+)"><strong class="figure-number">(\d+)</strong><span>([^<]+)'
)
_CELL = re.compile(r'<td class="number" data-label="[^"]+"><a href="([^"]+)">(\d+)</a>')


def figures(site: SmallSite, login: str) -> dict[str, tuple[str, int]]:
    text = site.visitor(login).get("/overview").text
    return {name: (html.unescape(path), int(number)) for path, number, name in _FIGURE.findall(text)}


@pytest.fixture
def busy(site: SmallSite) -> SmallSite:
    """A county with something overdue, near, signed for."""
    waiting_for_signature(site)
    site.start("已经逾期", due="2026-03-17")
    site.start("明天到期", due="2026-03-24")
    site.start("今天到期", due="2026-03-23", unit="财政局")
    site.start("还早", due="2026-06-30")
    site.move_to(NOW.replace(day=23, hour=17, minute=31))
    return site


def test_what_stands_how_is_counted(busy: SmallSite) -> None:
    numbers = {name: number for name, (_path, number) in figures(busy, "dcs.zr").items()}
    assert numbers == {"已逾期": 3, "今日到期": 1, "临近时限": 1, "等签发": 1, "有异议": 0, "在办": 5}


def test_every_number_is_the_length_of_its_list(busy: SmallSite) -> None:
    visitor = busy.visitor("dcs.zr")
    text = visitor.get("/overview").text
    links = [(html.unescape(path), int(number)) for path, number in _CELL.findall(text)]
    links += list(figures(busy, "dcs.zr").values())
    assert len(links) > 8
    for path, number in links:
        assert f'<span class="count">{number}</span></h1>' in visitor.get(path).text, path


_WEEK = re.compile(r'<a href="([^"]+)">[^<]+ <strong>(\d+)</strong></a>')


def test_the_week_s_figures_are_the_lengths_of_their_lists(busy: SmallSite) -> None:
    errand = busy.start("当天办结")
    busy.engine.complete(
        busy.open_task(errand.id), busy.actor("zjj.cb"), {"result": "已经办完了", "progress": "all"}
    )
    busy.engine.complete(busy.open_task(errand.id), busy.actor("dcs.dcy1"), {"decision": "approve"})
    visitor = busy.visitor("dcs.zr")
    week = [(html.unescape(path), int(n)) for path, n in _WEEK.findall(visitor.get("/overview").text)]
    assert {path.rpartition("=")[2]: number for path, number in week}["ended"] == 1
    assert len(week) >= 2
    for path, number in week:
        assert f'<span class="count">{number}</span></h1>' in visitor.get(path).text, path


def test_the_week_s_digest_is_on_the_page_once_it_is_drawn_up(site: SmallSite) -> None:
    site.engine.publish(ROOT / "processes" / "supervision_digest", SYSTEM, "测试")
    visitor = site.visitor("dcs.dcy1")
    assert "下一次 3月20日 周五 16:00 自动出稿" in visitor.get("/overview").text
    site.move_to(NOW.replace(day=20, hour=16, minute=1))
    text = visitor.get("/overview").text
    assert "督办周汇总(2026-03-20)" in text
    assert "修改后传回" in text
    paper = re.search(r'<a href="(/documents/[^"]+)">看汇总稿', text)
    assert paper
    assert visitor.get(paper[1]).status_code == 200
    assert "督办周汇总" not in site.visitor("xzf.fxzcj").get("/overview").text


def test_cases_of_no_unit_are_a_list_of_their_own(busy: SmallSite) -> None:
    rows = tables.instance
    with busy.engine.database.transaction() as connection:
        connection.execute(rows.update().where(rows.c.title == "还早").values(unit_id=None))
    visitor = busy.visitor("dcs.zr")
    text = visitor.get("/overview").text
    assert "没有主办单位" in text
    assert "/cases?status=running&amp;unit=none" in text
    listed = visitor.get("/cases?status=running&unit=none").text
    assert '<span class="count">1</span></h1>' in listed
    assert "还早" in listed


def test_the_supervisors_begin_the_day_here_and_everybody_else_at_the_tasks(site: SmallSite) -> None:
    for login, start in (("dcs.dcy1", "/overview"), ("zjj.cb", "/inbox"), ("xzf.xz", "/inbox")):
        visitor = site.visitor()
        sent = visitor.post("/sign-in/demo", {"login": login}, page="/sign-in")
        assert (sent.headers["Location"], visitor.get("/").headers["Location"]) == (start, start)


def test_a_leader_sees_the_units_in_their_charge_and_others_nothing(busy: SmallSite) -> None:
    assert figures(busy, "xzf.fxzcj")["在办"][1] == 3
    assert busy.visitor("zjj.cb").get("/overview").status_code == 403
