"""What 督查室 watches, through the interface: the day's slips, timers, other readings; several cases at once."""

from __future__ import annotations

from sqlalchemy import func, select

from engine import tables
from tests.web.api.conftest import Speaker
from tests.web.api.test_task_verbs import refused
from tests.web.items import ITEM, TITLE, received_item
from tests.web.site_support import SmallSite


def test_the_slips_of_the_day_are_told_to_the_overseers_alone(site: SmallSite, speak: Speaker) -> None:
    received_item(site)
    found = speak("dcs.dcy1").do("slips_today").json
    (slip,) = found["due"]
    assert (slip["title"], slip["kind"], slip["how"], slip["points"]) == (
        TITLE,
        "蓝色督办单",
        "by_itself",
        -1,
    )
    assert slip["at"] == "2026-03-16T17:30:00+08:00"
    assert "SD-04" in slip["rules"]
    assert found["sent"] == []
    assert speak("czj.cb").do("slips_today").status == 403


def test_what_fires_by_itself_and_what_is_held(site: SmallSite, speak: Speaker) -> None:
    case = received_item(site)
    client = speak("dcs.dcy1")
    names = [line["name"] for line in client.do("timers").json["items"]]
    assert "规定完成时限届满" in names
    later = client.do("timers", query={"until": "2026-03-31"}).json["items"]
    assert len(later) >= len(names)
    assert client.do("suspend", {"reason": "等上级批复"}, case_id=case).status == 200
    (held,) = client.do("timers").json["held"]
    assert (held["title"], held["reason"]) == (TITLE, "等上级批复")
    assert speak("czj.cb").do("timers").status == 403


def test_the_dates_under_other_readings(site: SmallSite, speak: Speaker) -> None:
    case = received_item(site, due="2026-03-21")
    limits = {
        each["name"]: each["readings"]
        for each in speak("dcs.dcy1").do("readings", case_id=case).json["items"]
    }
    assert {"way": "in_force", "due": "2026-03-21"} in limits["办理"]
    assert len({each["due"] for each in limits["办理"]}) == len(limits["办理"]) >= 1
    assert speak("jyj.cb").do("readings", case_id=case).status == 404


def test_several_cases_are_started_together_or_not_at_all(site: SmallSite, speak: Speaker) -> None:
    client = speak("dcs.dcy1")
    rows = [{**ITEM, "title": f"事项{number}"} for number in range(3)]
    body = {"process": "supervision", "items": rows}
    first = client.do("start_several", body, key="batch-1")
    assert first.status == 201
    assert client.do("start_several", body, key="batch-1").json == first.json

    def count() -> int:
        with site.engine.database.reading() as connection:
            found: int = connection.execute(select(func.count()).select_from(tables.instance)).scalar_one()
        return found

    assert count() == 3
    broken = {"process": "supervision", "items": [*rows, {**ITEM, "unit": "火星局"}]}
    refused(client.do("start_several", broken), 422, "")
    assert count() == 3
