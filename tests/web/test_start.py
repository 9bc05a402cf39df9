"""发起: what somebody is offered to start."""

from __future__ import annotations

import json
import re

import pytest

from engine.people.actor import SYSTEM
from tests.web.site_support import ROOT, SmallSite


@pytest.mark.parametrize(
    ("login", "offered"),
    [("zjj.fzr", True), ("jyj.cb", True), ("zfb.zr", True), ("xzf.cwfxz", False)],
)
def test_a_post_of_many_units_may_start_from_each(site: SmallSite, login: str, offered: bool) -> None:
    """`bj:case start` names posts; where several units have one of the name, each of their holders is meant."""
    site.engine.publish(ROOT / "processes" / "coordination", SYSTEM, "测试")
    visitor = site.visitor(login)
    assert visitor.get("/start/coordination").status_code == (200 if offered else 403)


def _publish(site: SmallSite, *names: str) -> None:
    for name in names:
        site.engine.publish(ROOT / "processes" / name, SYSTEM, "测试")


def test_a_pilot_is_offered_to_its_units_as_the_engine_starts_it(site: SmallSite) -> None:
    """SF-01: others have nothing to start until the same process is published for the whole county."""
    folder = ROOT / "processes" / "coordination"
    site.engine.publish(folder, SYSTEM, "试点", pilot=["zjj"])
    inside, outside = site.visitor("zjj.fzr"), site.visitor("jyj.cb")
    assert (
        inside.get("/start/coordination").status_code,
        outside.get("/start/coordination").status_code,
    ) == (200, 404)
    assert "/start/coordination" not in outside.get("/start").text
    site.engine.publish(folder, SYSTEM, "推广")
    assert outside.get("/start/coordination").status_code == 200


def test_the_button_says_the_word_of_the_diagram(site: SmallSite) -> None:
    """`bj:case verb`, else a start event's name of two characters, else 发起."""
    _publish(site, "complaint", "outgoing_document")
    words = {"supervision": "发起", "complaint": "登记", "outgoing_document": "拟稿"}
    logins = {"supervision": "dcs.dcy1", "complaint": "xnb.sl", "outgoing_document": "zjj.fzr"}
    for process, word in words.items():
        text = site.visitor(logins[process]).get(f"/start/{process}").text
        assert re.search(rf"<button[^>]*>{word}</button>", text), process


def test_the_list_is_grouped_searched_and_holds_only_what_one_may_start(site: SmallSite) -> None:
    _publish(site, "coordination", "outgoing_document", "meeting", "training", "slip_review", "complaint")
    _publish(site, "legality_review", "fund_payment", "contingency", "change_order", "work_group", "bulletin")
    visitor = site.visitor("zjj.fzr")
    text = visitor.get("/start").text
    assert re.findall(r"<h2>(.*?)</h2>", text)[0] in ("公文和会务", "资金和项目")
    assert "发文办理" in text
    assert "/start/complaint" not in text
    assert "/start/supervision" not in text
    found = visitor.get("/start?q=会务").text
    assert "会议审批" in found
    assert "工程变更审批" not in found
    assert "没有名称里有“不存在”的流程" in visitor.get("/start?q=不存在").text


def test_units_are_chosen_in_the_order_of_the_county(site: SmallSite) -> None:
    """As 县委, 县政府 and departments stand in its list, not by the numbers of their characters."""
    page = site.visitor("dcs.dcy1").get("/start/supervision").text
    shown = json.loads(re.findall(r"data-data>(.*?)</script>", page, re.DOTALL)[0])["units"]
    with site.engine.database.reading() as connection:
        county = [unit.short_name for unit in site.engine.directory(connection).units.values()]
    assert shown == county
    assert shown != sorted(shown)
