"""A year simulated in the designer: beside the pages, to be stopped and to come back to; by given numbers or by history."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.queries.workload import workload
from engine.rehearsal import kept_years
from engine.time import clock
from tests.web.site_support import NOW, SmallSite, Visitor
from tests.web.test_designer import DESIGNER, drawn_whole, send


def year_seen(visitor: Visitor, draft: str, edition: str = "draft") -> dict[str, Any]:
    """A draft's simulated year once it is over."""
    for _ in range(400):
        found: dict[str, Any] = visitor.get(f"{draft}/year").get_json()["years"].get(edition, {})
        if found.get("state") != "running":
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def test_a_simulation_runs_beside_the_pages_and_is_there_to_come_back_to(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = drawn_whole(visitor)
    assert visitor.get(f"{draft}/year").get_json() == {"years": {}, "version": None}
    asked = {"cases": 1000, "per_day": 1, "hours": 1}
    begun = send(visitor, f"{draft}/year", draft, json=asked).get_json()["years"]["draft"]
    assert (begun["state"], begun["figures"]) == ("running", None)
    stopped = send(visitor, f"{draft}/year/stop", draft, json={}).get_json()["years"]["draft"]
    assert stopped["state"] == "stopped"
    assert clock.now() == NOW
    send(visitor, f"{draft}/year", draft, json={**asked, "cases": 12})
    done = year_seen(visitor, draft)
    assert (done["state"], done["asked"]["cases"], done["changed"]) == ("done", 12, False)
    assert done["figures"]["started"] == done["figures"]["ended"] == 12
    assert len(visitor.get(f"{draft}/year/charts").get_json()) == 4
    send(visitor, f"{draft}/files/README.md", draft, data=b"#")
    assert year_seen(visitor, draft)["changed"]
    refused = send(visitor, f"{draft}/year", draft, json={"cases": 0})
    assert refused.status_code == 422
    assert "件数应在" in refused.get_json()["message"]


def test_a_draft_that_cannot_run_is_not_simulated_and_says_why(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = drawn_whole(visitor)
    broken = visitor.get(f"{draft}/files/letter.bpmn").text.replace('targetRef="end"', 'targetRef="nowhere"')
    send(visitor, f"{draft}/files/letter.bpmn", draft, data=broken.encode())
    send(visitor, f"{draft}/year", draft, json={"cases": 3, "per_day": 1, "hours": 1})
    failed = year_seen(visitor, draft)
    assert failed["state"] == "failed"
    assert "nowhere" in failed["message"]


def test_a_year_that_breaks_is_told_and_the_next_one_runs(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = site.visitor(DESIGNER)
    draft = drawn_whole(visitor)
    asked = {"cases": 3, "per_day": 1, "hours": 1}
    with monkeypatch.context() as broken:
        broken.setattr("web.designer.simulating.laid_out", lambda *_: 1 / 0)
        send(visitor, f"{draft}/year", draft, json=asked)
        failed = year_seen(visitor, draft)
    assert (failed["state"], "记在网站的日志里" in failed["message"]) == ("failed", True)
    assert "division" not in failed["message"]
    send(visitor, f"{draft}/year", draft, json=asked)
    assert year_seen(visitor, draft)["state"] == "done"


def test_a_year_nobody_was_heard_of_is_broken_off(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = drawn_whole(visitor)
    key = UUID(draft.rpartition("/")[2])
    site.engine.database.transact(lambda held: kept_years.begin(held, key, "draft", "", {"cases": 3}))
    assert visitor.get(f"{draft}/year").get_json()["years"]["draft"]["state"] == "running"
    site.clock.move_to(NOW + timedelta(minutes=3))
    told = visitor.get(f"{draft}/year", headers={"Cookie": "language=en"}).get_json()["years"]["draft"]
    assert (told["state"], "中断" in told["message"] or "broke off" in told["message"]) == ("failed", True)


def test_a_year_may_be_told_by_the_history_of_real_cases(site: SmallSite) -> None:
    site.start()
    with site.engine.database.reading() as connection:
        found = workload(connection, "errand", site.engine.world(connection))
    assert found == {"cases": 1, "per_day": 1.0, "hours": {}}
    visitor = site.visitor(DESIGNER)
    draft = drawn_whole(visitor)
    assert visitor.get(f"{draft}/year/history").get_json()["cases"] == 0
    assert visitor.get(f"{draft}/year/charts").get_json()[0]["svg"].startswith("<svg")
