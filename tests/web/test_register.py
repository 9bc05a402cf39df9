"""The register: filters, order, pages."""

from __future__ import annotations

import re

import pytest

from tests.web.site_support import NOW, SmallSite

_TITLE = re.compile(r'class="cell-title"><a href="[^"]+">([^<]+)</a>')


@pytest.fixture
def full_site(site: SmallSite) -> SmallSite:
    """Four cases of three units; one has its slip and one is done."""
    site.start("整治占道经营", "住建局", "2026-03-16")
    site.start("清理规范性文件", "司法局", "2026-03-20")
    site.start("编制流程图范本", "政务服务中心", "2026-04-30")
    done = site.start("修补城区道路", "住建局", "2026-03-27")
    site.engine.complete(
        site.open_task(done.id), site.actor("zjj.cb"), {"result": "已经修补。", "progress": "all"}
    )
    site.engine.complete(site.open_task(done.id), site.actor("dcs.dcy1"), {"decision": "approve"})
    site.move_to(NOW.replace(hour=17, minute=31))
    return site


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["整治占道经营", "清理规范性文件", "编制流程图范本", "修补城区道路"]),
        ("sort=-due", ["编制流程图范本", "清理规范性文件", "整治占道经营", "修补城区道路"]),
        ("sort=number", ["整治占道经营", "清理规范性文件", "编制流程图范本", "修补城区道路"]),
        ("unit=zjj", ["整治占道经营", "修补城区道路"]),
        ("status=completed", ["修补城区道路"]),
        ("due=overdue", ["整治占道经营"]),
        ("due=week", ["清理规范性文件"]),
        ("paper=蓝色督办单", ["整治占道经营"]),
        ("paper=none", ["清理规范性文件", "编制流程图范本", "修补城区道路"]),
        ("q=司法局", ["清理规范性文件"]),
        ("q=道 住建", ["整治占道经营", "修补城区道路"]),
        ("q=%25", []),
        ("status=nonsense&sort=nonsense&due=nonsense", ["整治占道经营", "清理规范性文件", "编制流程图范本", "修补城区道路"]),
    ],
)  # fmt: skip
def test_the_register_is_filtered_and_ordered(full_site: SmallSite, query: str, titles: list[str]) -> None:
    text = full_site.visitor("dcs.dcy1").get(f"/cases?{query}").text
    assert _TITLE.findall(text) == titles


def test_pages_beyond_the_last_show_the_last(full_site: SmallSite) -> None:
    visitor = full_site.visitor("dcs.dcy1")
    assert len(_TITLE.findall(visitor.get("/cases?page=99").text)) == 4
    assert len(_TITLE.findall(visitor.get("/cases?page=-3").text)) == 4
    assert len(_TITLE.findall(visitor.get("/cases?q=整治占道&page=99").text)) == 1
    assert "没有符合条件的办件" in visitor.get("/cases?q=无此事&page=99").text


def test_long_registers_are_paged(site: SmallSite) -> None:
    rows = [
        {"title": f"第 {n} 件", "source": "县长批示", "unit": "住建局", "until": "2026-03-20"}
        for n in range(55)
    ]
    site.engine.start_many("errand", site.actor("dcs.dcy1"), rows)
    visitor = site.visitor("dcs.dcy1")
    assert len(_TITLE.findall(visitor.get("/cases?sort=number").text)) == 50
    second = visitor.get("/cases?sort=number&page=2").text
    assert _TITLE.findall(second) == [f"第 {n} 件" for n in range(50, 55)]
    assert "第 2 页,共 2 页" in second
    assert "sort=number" in second.split('rel="prev" href="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=专项查办", ["查办举报"]),
        ("source=会议交办", ["普通事项", "查办举报"]),
        ("source=会议交办&kind=专项查办", ["查办举报"]),
        ("kind=没有这种", []),
        ("process=supervision&year=2026", ["普通事项", "查办举报"]),
        ("year=2025", []),
        ("year=nonsense&basis=nonsense", ["普通事项", "查办举报"]),
    ],
)
def test_the_register_is_filtered_by_fields_of_the_start_form(
    site: SmallSite, query: str, titles: list[str]
) -> None:
    """DS-07: 督办类型, and whatever else a start form offers (its property `filter`)."""
    for title, kind in (("普通事项", None), ("查办举报", "专项查办")):
        data = {"title": title, "source": "会议交办", "unit": "住建局", "due": "2026-03-20", "kind": kind}
        site.engine.start("supervision", site.actor("dcs.dcy1"), data)
    text = site.visitor("dcs.dcy1").get(f"/cases?{query}").text
    assert _TITLE.findall(text) == titles
    assert "督办类型" in text


def test_the_register_of_one_process_has_its_own_name(site: SmallSite) -> None:
    """All cases are 办件; those of 三色督办 are 督办台账, for those who may start them."""
    overseer, clerk = site.visitor("dcs.dcy1"), site.visitor("zjj.cb")
    assert "<title>办件 ·" in overseer.get("/cases").text
    own = overseer.get("/cases?process=supervision").text
    assert "<title>督办台账 ·" in own
    assert "<details open>" not in own
    assert 'href="/start/supervision">发起' in own
    assert "清除" not in own
    assert 'href="/cases?process=supervision">清除' in overseer.get("/cases?process=supervision&q=占道").text
    assert re.search(r'href="/cases\?process=supervision"[^>]*aria-current="page"', own)
    assert "督办台账" not in clerk.get("/cases").text
    export = overseer.get("/cases/export.xlsx?process=supervision")
    assert "%E7%9D%A3%E5%8A%9E%E5%8F%B0%E8%B4%A6" in export.headers["Content-Disposition"]


def test_a_page_behind_all_pages_is_the_last_one(site: SmallSite) -> None:
    site.start()
    for asked in ("99999999999999999999", "-5", "0", "2"):
        answer = site.visitor("dcs.dcy1").get(f"/cases?page={asked}")
        assert (answer.status_code, "整治占道经营" in answer.text) == (200, True)
