"""Units, points, numbers and the calendar: read by those whose business they are, changed by fewer."""

from __future__ import annotations

from typing import Any

import pytest

from engine import administration
from engine.administration import rederive_stale
from engine.records import scores
from tests.web.api.conftest import Speaker
from tests.web.api.test_task_verbs import begin, refused
from tests.web.site_support import NOW, SmallSite

NOTICE = {
    "notice": "演练通知",
    "issued": "2026-03-16",
    "off": ["2026-03-18", {"date": "2026-03-19", "name": "演练"}],
}
NUMBER = {"value": "9 wd", "valid_from": "2026-04-01", "basis": "政府常务会议纪要", "reason": "人手不足"}


def test_the_units_of_the_county(speak: Speaker) -> None:
    units = {unit["id"]: unit for unit in speak("zjj.cb").do("units").json["items"]}
    assert (units["zjj"]["short_name"], units["zjj"]["kind"]) == ("住建局", "审批部门")


def _score(site: SmallSite) -> None:
    site.start("占道", "住建局")
    site.start("预算", "财政局")
    site.move_to(NOW.replace(hour=17, minute=31))


def test_points_are_seen_by_the_unit_its_leader_and_the_overseers(site: SmallSite, speak: Speaker) -> None:
    _score(site)

    def seen(login: str, **query: Any) -> list[tuple[str, int]]:
        lines = speak(login).do("scores", query={"year": 2026, **query}).json["items"]
        return sorted((line["unit_id"], line["points"]) for line in lines)

    assert seen("zjj.cb") == [("zjj", -1)]
    assert seen("dcs.dcy1") == [("czj", -1), ("zjj", -1)]
    assert seen("dcs.dcy1", unit="住建局") == [("zjj", -1)]
    assert seen("xzf.fxzcj") == [("zjj", -1)]
    assert seen("dcs.dcy1", year=2025) == []
    refused(speak("zjj.cb").do("scores", query={"year": 2026, "unit": "财政局"}), 403, "积分")
    refused(speak("zjj.cb").do("scores", query={"year": 2026, "unit": "无此单位"}), 422, "没有")


def test_a_reversal_stands_beside_what_it_reverses(site: SmallSite, speak: Speaker) -> None:
    _score(site)
    client = speak("dcs.dcy1")
    (line,) = client.do("scores", query={"year": 2026, "unit": "zjj"}).json["items"]
    with site.engine.database.reading() as connection:
        (entry,) = scores.ledger(connection, 2026, "zjj")
    administration.reverse_score(site.engine, entry.id, site.actor("dcs.zr"), "复核成立")
    first, second = client.do("scores", query={"year": 2026, "unit": "zjj"}).json["items"]
    assert (first["id"], second["reversal_of"], second["points"]) == (line["id"], line["id"], 1)
    assert first["reversed_by"] == second["id"]
    page = client.do("scores", query={"year": 2026, "limit": 2}).json
    rest = client.do("scores", query={"year": 2026, "limit": 2, "cursor": page["next"]}).json
    assert len({entry["id"] for entry in page["items"] + rest["items"]}) == 3
    assert rest["next"] is None
    assert client.do("scores", query={"year": 2026, "cursor": "nothing"}).json["problems"].keys() == {
        "cursor"
    }


def test_a_number_holds_from_its_day(speak: Speaker) -> None:
    client, chief = speak("dcs.dcy1"), speak("dcs.zr")
    before = client.do("policy", name="supervision.limit").json
    assert (before["value"], before["is_default"], before["basis"]) == ("7 wd", True, "SD-03")
    refused(client.do("set_policy", NUMBER, name="supervision.limit"), 403, "权限")
    after = chief.do("set_policy", NUMBER, name="supervision.limit").json
    assert (after["value"], after["is_default"], after["on"]) == ("9 wd", False, "2026-04-01")
    assert client.do("policy", name="supervision.limit").json["value"] == "7 wd"
    later = client.do("policy", name="supervision.limit", query={"on": "2026-05-01"}).json
    assert (later["value"], later["basis"]) == ("9 wd", "政府常务会议纪要")
    assert speak("zjj.cb").do("policy", name="supervision.limit").status == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": "900 wd"}, "value"),
        ({"value": "soon"}, "value"),
        ({"value": "1e99999999"}, "value"),
        ({"value": True}, "value"),
        ({"reason": " "}, "reason"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"valid_from": 20260401}, "valid_from"),
        ({"basis": ""}, "basis"),
    ],
)
def test_a_number_that_cannot_be_is_refused(speak: Speaker, change: dict[str, Any], field: str) -> None:
    reply = speak("dcs.zr").do("set_policy", {**NUMBER, **change}, name="supervision.limit")
    assert reply.status == 422
    assert any(name.startswith(field) for name in reply.json["problems"])
    assert speak("dcs.zr").do("set_policy", NUMBER, name="no.such").status == 404


def test_a_notice_moves_the_limits(site: SmallSite, speak: Speaker) -> None:
    case, client = begin(speak, "line"), speak("dcs.zr")
    refused(speak("zjj.cb").do("import_notice", NOTICE), 403, "权限")
    done = client.do("import_notice", NOTICE).json
    assert done["off"] == ["2026-03-18", "2026-03-19"]
    assert client.do("calendar", year=2026).json["version"] == done["version"]
    days = {day["date"]: day for day in client.do("calendar", year=2026).json["days"]}
    assert (days["2026-03-19"]["kind"], days["2026-03-19"]["name"]) == ("holiday", "演练")
    while rederive_stale(site.engine):
        pass
    assert client.do("deadlines", case_id=case).json["items"][0]["due_on"] == "2026-04-01"


@pytest.mark.parametrize(
    "change",
    [
        {"off": []},
        {"off": ["2026-03-18"], "work": ["2026-03-18"]},
        {"off": ["2026-03-18", "2026-03-18"]},
        {"off": ["0001-01-01"]},
        {"off": [20260318]},
        {"off": {"演练": ["2026-03-18"]}},
        {"notice": " "},
        {"issued": "soon"},
        {"year": 1},
    ],
)
def test_a_notice_that_cannot_be_is_refused(speak: Speaker, change: dict[str, Any]) -> None:
    reply = speak("dcs.zr").do("import_notice", {**NOTICE, **change})
    assert reply.status == 422
    assert reply.json["problems"]


def test_the_calendar_says_what_is_provisional(speak: Speaker) -> None:
    client = speak("zjj.cb", "read")
    assert client.do("calendar", year=2026).json["provisional"] is False
    assert client.do("calendar", year=2030).json["provisional"] is True
    assert {client.do("calendar", year=year).status for year in (1999, 2100, 10**12)} == {404}


def test_a_year_s_scores_with_their_bonus(site: SmallSite, speak: Speaker) -> None:
    for number in range(5):
        data = {"title": f"第 {number} 项", "source": "会议交办", "unit": "财政局", "due": "2026-11-30"}
        site.engine.start("supervision", site.actor("dcs.dcy1"), data)
    year = speak("xzf.xz").do("year_scores", year=2026).json
    assert year["kinds"] == ["蓝色督办单", "黄色督办单", "红色督办单"]
    (line,) = year["items"]
    assert (line["unit_id"], line["items"], line["bonus"], line["net"], line["place"]) == (
        "czj",
        5,
        15,
        15,
        1,
    )
    assert year["candidates"] == ["czj"]
    refused(speak("czj.cb").do("year_scores", year=2026), 403, "")
    refused(speak("xzf.xz").do("year_scores", year=1899), 404, "没有")
