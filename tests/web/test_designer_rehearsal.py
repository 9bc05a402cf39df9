"""A rehearsal in the page: acts, papers, the calendar; nothing real is touched."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from engine import tables
from tests.web.site_support import SmallSite, Visitor
from tests.web.test_designer import DESIGNER, send

START = {
    "by": "督查室",
    "data": {
        "title": "整治占道经营",
        "source": "县长批示",
        "unit": "住建局",
        "standard": "清理完毕",
        "basis": "批示〔2026〕1号",
    },
}
_REAL = (
    tables.instance,
    tables.document,
    tables.number_counter,
    tables.outbox,
    tables.user_task,
    tables.journal,
)


def opened(visitor: Visitor) -> str:
    """The path of a draft of the supervision procedure."""
    answer = visitor.post("/designer/open", {"process": "supervision"}, page="/designer")
    return str(answer.headers["Location"])


def walked(
    visitor: Visitor, draft: str, until: str, *steps: dict[str, Any], path: str = "rehearse", **more: Any
) -> Any:
    """What the server answers to a walk."""
    walk = {"now": "2026-03-17 09:00", "start": START, "steps": list(steps), "until": until, **more}
    return send(visitor, f"{draft}/{path}", draft, json=walk)


def counts(site: SmallSite) -> list[int]:
    """How much there is of everything real."""
    with site.engine.database.reading() as connection:
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in _REAL]


def test_papers_scores_and_the_calendar_are_seen_and_nothing_real_is_touched(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = opened(visitor)
    before = counts(site)
    register = {"at": "2026-03-17 09:00", "do": "complete", "by": "督查室", "task": "立项", "data": {}}
    seen = walked(visitor, draft, "2026-06-30 18:00", register).get_json()
    assert seen["failures"] == []
    assert [paper["kind"] for paper in seen["papers"]][:1] == ["蓝色督办单"]
    assert len(seen["days"]) == 42
    assert any(not day["works"] for day in seen["days"])
    file = walked(visitor, draft, "2026-06-30 18:00", register, path="rehearse/paper", place=0)
    assert file.data.startswith(b"PK")
    none = walked(visitor, draft, "2026-06-30 18:00", register, path="rehearse/paper", place=99)
    assert none.status_code == 404
    assert counts(site) == before


def test_other_acts_are_done_or_refused_by_the_engine_in_its_words(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = opened(visitor)
    register = {"at": "2026-03-17 09:00", "do": "complete", "by": "督查室", "task": "立项", "data": {}}
    ask = {"at": "2026-03-18 09:00", "do": "request_extension", "by": "住建局", "case": 1,
           "data": {"until": "2026-04-30", "progress": "已办一半", "reason": "雨季"}}  # fmt: skip
    stop = {"at": "2026-03-18 09:00", "do": "suspend", "by": "督查室", "case": 1, "reason": "等上级批复"}
    for step in (ask, stop):
        seen = walked(visitor, draft, "2026-03-18 09:00", register, step).get_json()
        said = [event["event"] for event in seen["events"]]
        assert seen["failures"] or "instance.suspended" in said or "审批延期" in str(seen["tasks"]), step
    assert (
        walked(visitor, draft, "2026-03-18 09:00", register, stop).get_json()["cases"][0]["status"]
        == "suspended"
    )


def test_a_walk_that_did_not_succeed_is_not_kept_as_a_scenario(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = opened(visitor)
    wrong = {"at": "2026-03-17 09:00", "do": "complete", "by": "督查室", "task": "没有这个环节", "data": {}}
    refused = walked(visitor, draft, "2026-03-17 09:00", wrong, path="scenarios", name="走错了")
    assert refused.status_code == 422
    assert refused.get_json()["message"].startswith("这样走没有办成,存了也通不过:")
    assert all("走错了" not in each["path"] for each in visitor.get(f"{draft}/scenarios").get_json())


def test_a_scenario_that_begins_another_procedure_too_is_played(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = opened(visitor)
    played = send(
        visitor, f"{draft}/scenarios/play", draft, json={"path": "scenarios/撤销的红单不计次数.yaml"}
    )
    assert played.get_json()["failures"] == []


def test_a_second_person_sees_what_became_of_the_scenarios(site: SmallSite) -> None:
    visitor = site.visitor(DESIGNER)
    draft = opened(visitor)
    changed, gone = "scenarios/用例02-周六交办.yaml", "scenarios/不签发-作废再查.yaml"
    text = visitor.get(f"{draft}/files/{changed}").text
    assert visitor.get(f"{draft}/differences").get_json()["differences"] == []
    send(visitor, f"{draft}/files/{changed}", draft, data=text.replace("now: 20", "now: 19", 1).encode())
    send(visitor, f"{draft}/remove", draft, json={"path": gone})
    found = visitor.get(f"{draft}/differences").get_json()["differences"]
    assert [(each["kind"], each["name"]) for each in found] == [("removed", gone), ("changed", changed)]
