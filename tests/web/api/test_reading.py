"""What may be read, by whom, and that pages of a list hang together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest

from engine.time.clock import CIVIL
from tests.web.api.conftest import Speaker
from tests.web.site_support import NOW, SmallSite

CASE_VIEWS = ("case", "events", "documents", "deadlines")
GOOD = {"result": "街面已经整治完毕。", "progress": "all"}


@pytest.mark.parametrize("view", CASE_VIEWS)
def test_a_case_is_seen_by_those_it_concerns_only(site: SmallSite, speak: Speaker, view: str) -> None:
    case = site.start()
    assert speak("zjj.cb").do(view, case_id=case.id).status == 200
    assert speak("xzf.xz").do(view, case_id=case.id).status == 200
    hidden = speak("czj.cb").do(view, case_id=case.id)
    absent = speak("czj.cb").do(view, case_id=uuid4())
    assert (hidden.status, hidden.json) == (404, absent.json)


def test_lists_hold_what_one_may_see(site: SmallSite, speak: Speaker) -> None:
    ours, theirs = site.start("整治占道经营", "住建局"), site.start("核定部门预算", "财政局")

    def seen(login: str) -> set[str]:
        return {line["id"] for line in speak(login).do("cases").json["items"]}

    assert seen("zjj.cb") == {str(ours.id)}
    assert seen("czj.cb") == {str(theirs.id)}
    assert seen("dcs.dcy1") == {str(ours.id), str(theirs.id)}


def test_a_case_tells_its_data_its_tasks_and_what_may_be_asked(speak: Speaker) -> None:
    client = speak("dcs.dcy1")
    started = client.do("start", {"process": "ask", "data": {"title": "修路", "unit": "住建局"}})
    assert started.headers["Location"] == f"/api/v1/cases/{started.json['case_id']}"
    case = client.do("case", case_id=started.json["case_id"]).json
    assert (case["title"], case["unit"], case["status"]) == ("修路", "住建局", "running")
    assert case["data"] == {"title": "修路", "unit": "住建局"}
    assert [(task["name"], task["unit"], task["post"]) for task in case["tasks"]] == [
        ("办理", "住建局", "承办人")
    ]
    assert case["requests"] == []
    theirs = speak("zjj.cb").do("case", case_id=case["id"]).json
    assert theirs["requests"] == [{"verb": "request_extension", "name": "申请延期"}]


def test_a_complainant_is_hidden_from_the_unit_complained_of(speak: Speaker) -> None:
    data = {"complainant": "某甲", "matter": "路灯不亮", "unit": "住建局"}
    case = speak("dcs.dcy1").do("start", {"process": "complaint", "data": data}).json["case_id"]
    assert speak("dcs.dcy1").do("case", case_id=case).json["data"] == data
    unit = speak("zjj.cb")
    task = unit.do("tasks").json["items"][0]["id"]
    answers = [unit.do("case", case_id=case), unit.do("events", case_id=case), unit.do("task", task_id=task),
               unit.do("cases"), unit.do("tasks")]  # fmt: skip
    assert answers[0].json["data"] == {"matter": "路灯不亮", "unit": "住建局"}
    assert all(reply.status == 200 and "某甲" not in reply.raw.decode() for reply in answers)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"unit": "财政局"}, ["预算"]),
        ({"unit": "czj"}, ["预算"]),
        ({"process": "line"}, []),
        ({"text": "占道"}, ["占道"]),
        ({"status": "completed"}, []),
        ({"due_from": "2026-03-17"}, ["预算"]),
        ({"due_to": "2026-03-16"}, ["占道"]),
        ({"due_from": "2026-03-16", "due_to": "2026-03-20"}, ["预算", "占道"]),
        ({"paper": "蓝色督办单"}, []),
        ({"text": ""}, ["预算", "占道"]),
    ],
)
def test_the_register_is_filtered(
    site: SmallSite, speak: Speaker, query: dict[str, str], titles: list[str]
) -> None:
    site.start("占道")
    site.clock.move_to(NOW + timedelta(minutes=1))
    site.start("预算", "财政局", due="2026-03-20")
    found = speak("dcs.dcy1").do("cases", query=query).json["items"]
    assert [line["title"] for line in found] == titles


def _walk(client: Any, name: str, limit: int, between: Any = lambda: None) -> list[str]:
    found: list[str] = []
    query: dict[str, object] = {"limit": limit}
    while True:
        page = client.do(name, query=query).json
        found += [line["id"] for line in page["items"]]
        assert len(page["items"]) <= limit
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]
        between()


def test_pages_of_the_register_hang_together_while_cases_come_and_go(site: SmallSite, speak: Speaker) -> None:
    cases = []
    for minute in range(4):
        site.clock.move_to(NOW + timedelta(minutes=minute))
        cases += [site.start(f"第 {minute} 批第 {place} 件", due="2026-03-20").id for place in range(3)]
    site.clock.move_to(NOW + timedelta(minutes=9))

    def meanwhile() -> None:
        site.start("后来的")
        site.engine.cancel(cases[0], site.actor("dcs.dcy1"), "误立") if not cancelled else None
        cancelled.append(True)

    cancelled: list[bool] = []
    walked = _walk(speak("dcs.dcy1"), "cases", 5, meanwhile)
    assert len(walked) == len(set(walked))
    assert sorted(walked) == sorted(str(case) for case in cases)


def test_pages_of_tasks_hang_together(site: SmallSite, speak: Speaker) -> None:
    dues = ["2026-03-20", "2026-03-18", "2026-03-20", "2026-04-01", "2026-03-18"]
    cases = {
        due: [site.start(due, due=due).id for each in dues if each == due] for due in dict.fromkeys(dues)
    }
    expected = [str(site.open_task(case)) for due in sorted(cases) for case in cases[due]]
    client = speak("zjj.cb")
    untimed = (
        speak("dcs.dcy1").do("start", {"process": "vote", "data": {"units": ["住建局"]}}).json["case_id"]
    )
    last = str(site.open_task(UUID(untimed)))
    for limit in (1, 2, 5, 6, 200):
        assert _walk(client, "tasks", limit) == [*expected, last]


def test_reading_a_task_opens_it_for_its_own_person_only(site: SmallSite, speak: Speaker) -> None:
    case = site.start()
    site.engine.complete(site.open_task(case.id), site.actor("zjj.cb"), GOOD)
    done, check = (task["id"] for task in speak("zjj.cb").do("case", case_id=case.id).json["tasks"])
    seen = speak("zjj.cb").do("task", task_id=check).json
    assert (seen["mine"], seen["name"]) == (False, "核验")
    mine = speak("dcs.dcy2").do("task", task_id=check).json
    assert mine["mine"] is True
    assert [component["key"] for component in mine["form"]["components"]] == ["decision", "opinion"]
    assert speak("czj.cb").do("task", task_id=done).status == 404


def test_the_history_speaks_as_scenarios_do(site: SmallSite, speak: Speaker) -> None:
    case = site.start()
    site.clock.move_to(datetime(2026, 3, 16, 18, 0, tzinfo=CIVIL))
    while site.engine.fire_due().instances:
        pass
    client = speak("zjj.cb", "read")
    told = client.do("events", case_id=case.id).json
    assert told["next"] is None
    names = [event["event"] for event in told["items"]]
    for name in ("instance.started", "element.entered", "element.left", "task.created", "deadline.set",
                 "timer.fired", "document.issued", "score.recorded", "notification.sent"):  # fmt: skip
        assert name in names
    (slip,) = [event for event in told["items"] if event["event"] == "document.issued"]
    assert (slip["kind"], slip["unit"], slip["by"]) == ("蓝色督办单", "住建局", "system")
    assert slip["at"] == "2026-03-16T17:30:00+08:00"
    assert slip["recorded_at"] == "2026-03-16T18:00:00+08:00"
    (paper,) = client.do("documents", case_id=case.id).json["items"]
    assert slip["document"] == paper["id"]
    entered = [event["element"] for event in told["items"] if event["event"] == "element.entered"]
    left = [event["element"] for event in told["items"] if event["event"] == "element.left"]
    assert set(entered) - set(left) == {"Feedback"}
    assert [event["name"] for event in told["items"] if event["event"] == "task.created"] == ["反馈办理结果"]


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_the_history_is_read_on_from_where_it_was_left(site: SmallSite, speak: Speaker, limit: int) -> None:
    case = site.start()
    site.engine.complete(site.open_task(case.id), site.actor("zjj.cb"), GOOD)
    site.engine.complete(site.open_task(case.id), site.actor("dcs.dcy1"), {"decision": "approve"})
    client = speak("zjj.cb")
    whole = client.do("events", case_id=case.id).json["items"]
    found: list[Any] = []
    after: int | None = 0
    while after is not None:
        page = client.do("events", case_id=case.id, query={"after": after, "limit": limit}).json
        found += page["items"]
        after = page["next"]
    assert found == whole
    assert client.do("events", case_id=case.id, query={"after": whole[-1]["sequence"]}).json["items"] == []


def test_a_paper_is_fetched_as_it_was_issued(site: SmallSite, speak: Speaker) -> None:
    case = site.start()
    site.move_to(NOW.replace(hour=17, minute=31))
    client = speak("zjj.cb")
    (paper,) = client.do("documents", case_id=case.id).json["items"]
    assert (paper["kind"], paper["number"], paper["file_digest"]) == ("蓝色督办单", "测督〔2026〕1号", None)
    assert client.do("document_file", paper_id=paper["id"]).status == 404
    site.render_papers()
    file = client.do("document_file", paper_id=paper["id"])
    assert file.status == 200
    assert "word/document.xml" in ZipFile(BytesIO(file.raw)).namelist()
    assert speak("czj.cb").do("document_file", paper_id=paper["id"]).status == 404


def test_a_deadline_says_how_it_came_about(speak: Speaker) -> None:
    client = speak("dcs.dcy1")
    case = client.do("start", {"process": "line", "data": {"title": "x", "unit": "住建局"}}).json["case_id"]
    (deadline,) = client.do("deadlines", case_id=case).json["items"]
    assert (deadline["name"], deadline["due_on"], deadline["status"]) == ("办理", "2026-03-30", "running")
    assert date.fromisoformat(deadline["due_on"]) > NOW.date()
    assert "10 个工作日" in deadline["explanation"][0]


def test_processes_and_their_forms(speak: Speaker) -> None:
    known = {line["key"]: line["may_start"] for line in speak("zjj.cb").do("processes").json["items"]}
    assert {"errand", "supervision", "line"} <= known.keys()
    assert known["errand"] is False
    assert speak("zjj.cb").do("start_form", process="errand").status == 403
    assert speak("zjj.cb").do("start_form", process="nothing").status == 404
    form = speak("dcs.dcy1").do("start_form", process="errand").json
    assert [component["key"] for component in form["form"]["components"]][:3] == ["title", "source", "unit"]
    assert "住建局" in form["data"]["units"]
    assert speak("dcs.dcy1").do("start_form", process="line").json["form"] is None
