"""Starting cases, acts on a case as a whole, messages and signals, and what is refused."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.web.api.conftest import Speaker
from tests.web.api.test_task_verbs import begin, open_tasks, refused, said
from tests.web.site_support import NOW, SmallSite

EXTENSION = {"until": "2026-04-30", "reason": "雨季", "progress": "已进场"}
CASE_VERBS: dict[str, dict[str, Any]] = {
    "request_extension": {"data": EXTENSION}, "pause_clock": {"reason": "x"}, "resume_clock": {"reason": "x"},
    "suspend": {"reason": "x"}, "resume": {"reason": "x"}, "cancel": {"reason": "x"}, "copy_to": {"to": ["财政局"]},
}  # fmt: skip


def test_starting_needs_the_post_and_a_whole_form(speak: Speaker) -> None:
    body = {"process": "errand", "data": {"title": "没写单位"}}
    assert speak("zjj.cb").do("start", body).status == 403
    reply = speak("dcs.dcy1").do("start", body)
    assert reply.status == 422
    assert {"source", "unit", "until"} <= reply.json["problems"].keys()
    assert speak("dcs.dcy1").do("start", {"process": "nothing"}).status == 404
    assert speak("dcs.dcy1").do("cases").json["items"] == []


@pytest.mark.parametrize("verb", CASE_VERBS)
def test_a_case_one_may_not_see_is_not_there(site: SmallSite, speak: Speaker, verb: str) -> None:
    case = site.start().id
    hidden = speak("czj.cb").do(verb, CASE_VERBS[verb], case_id=case)
    absent = speak("czj.cb").do(verb, CASE_VERBS[verb], case_id=uuid4())
    assert (hidden.status, hidden.json) == (404, absent.json)


@pytest.mark.parametrize(
    "place", [{"name": "request_extension"}, {"name": "request", "verb": "request_extension"}]
)
def test_an_extension_is_asked_for_in_time_by_the_unit(
    site: SmallSite, speak: Speaker, place: dict[str, str]
) -> None:
    case, client = begin(speak, "ask"), speak("zjj.cb")

    def ask(who: Any = client, case: str = case) -> Any:
        return who.do(
            place["name"],
            {"data": EXTENSION},
            case_id=case,
            **{k: v for k, v in place.items() if k != "name"},
        )

    refused(ask(speak("dcs.dcy1")), 403, "只能由")
    assert ask().status == 200
    due = {line["name"]: line["due_on"] for line in client.do("deadlines", case_id=case).json["items"]}
    assert due["办理"] == "2026-04-30"
    assert "request.received" in said(speak, case)
    site.move_to(NOW.replace(month=5))
    late = ask()
    refused(late, 409, "规定时限已过")
    assert late.json["rule"] == "SD-08"
    assert said(speak, case)[-1] == "refused"


def test_a_request_the_process_does_not_know_is_not_there(site: SmallSite, speak: Speaker) -> None:
    case = site.start().id
    assert speak("zjj.cb").do("request_extension", {"data": EXTENSION}, case_id=case).status == 404
    assert speak("zjj.cb").do("request", {"data": {}}, case_id=case, verb="nothing").status == 404


def test_clocks_stand_and_run_again(site: SmallSite, speak: Speaker) -> None:
    case, client = begin(speak, "line"), speak("dcs.dcy1")
    refused(speak("zjj.cb").do("pause_clock", {"reason": "补正"}, case_id=case), 403, "督查室")
    refused(client.do("pause_clock", {"name": "不存在", "reason": "补正"}, case_id=case), 409, "没有名为")
    refused(client.do("resume_clock", {}, case_id=case), 409, "没有停表")
    assert client.do("pause_clock", {"reason": "补正"}, case_id=case).status == 200
    (paused,) = client.do("deadlines", case_id=case).json["items"]
    assert (paused["status"], paused["due_on"], paused["due_at"]) == ("paused", None, None)
    site.move_to(NOW.replace(day=20))
    assert client.do("resume_clock", {}, case_id=case).status == 200
    (running,) = client.do("deadlines", case_id=case).json["items"]
    assert (running["status"], running["due_on"]) == ("running", "2026-04-03")
    assert "deadline.changed" in said(speak, case)


def test_a_case_stands_still_and_goes_on(speak: Speaker) -> None:
    case, client = begin(speak, "line"), speak("dcs.dcy1")
    task = open_tasks(speak, case)["拟稿"]
    refused(speak("zjj.cb").do("suspend", {"reason": "诉讼"}, case_id=case), 403, "督查室")
    refused(client.do("resume", {"reason": "x"}, case_id=case), 409, "没有中止")
    assert client.do("suspend", {"reason": " "}, case_id=case).json["problems"].keys() == {"reason"}
    assert client.do("suspend", {"reason": "诉讼"}, case_id=case).status == 200
    refused(speak("zjj.cb").do("complete", {"data": {}}, task_id=task), 409, "中止")
    refused(client.do("suspend", {"reason": "诉讼"}, case_id=case), 409, "中止")
    assert client.do("resume", {"reason": "结案"}, case_id=case).status == 200
    assert speak("zjj.cb").do("complete", {"data": {}}, task_id=task).status == 200


def test_a_case_is_called_off_by_who_started_it(speak: Speaker) -> None:
    case = begin(speak, "line")
    refused(speak("dcs.dcy2").do("cancel", {"reason": "误立"}, case_id=case), 403, "发起人")
    assert speak("dcs.dcy1").do("cancel", {"reason": ""}, case_id=case).status == 422
    assert speak("dcs.dcy1").do("cancel", {"reason": "误立"}, case_id=case).status == 200
    assert speak("dcs.dcy1").do("case", case_id=case).json["status"] == "cancelled"
    refused(speak("dcs.dcy1").do("cancel", {"reason": "误立"}, case_id=case), 409, "已撤销")


def test_copies_go_to_units_and_posts_that_exist(speak: Speaker) -> None:
    case, client = begin(speak, "line"), speak("zjj.cb")
    for wrong in ("无此单位", "财政局/无此岗位", "/", "承办人"):
        reply = client.do("copy_to", {"to": ["财政局", wrong]}, case_id=case)
        assert (reply.status, reply.json["problems"].keys()) == (422, {"to"}), wrong
    assert "incident.raised" not in said(speak, case)
    assert client.do("copy_to", {"to": []}, case_id=case).status == 422
    assert client.do("copy_to", {"to": ["财政局", "县长", "发改局/承办人"]}, case_id=case).status == 200
    copies = [e["to"] for e in client.do("events", case_id=case).json["items"] if e.get("kind") == "抄送"]
    assert copies == ["财政局", "县长", "发改局/承办人"]


def test_a_message_reaches_the_one_case_of_its_key(speak: Speaker) -> None:
    first, second = begin(speak, "letter", number="甲1"), begin(speak, "letter", number="乙2")
    client = speak("zwzx.db", "message")
    refused(client.do("message", {"name": "回函", "key": "丙3"}), 409, "没有送达")
    refused(client.do("message", {"name": "没有这种消息"}), 409, "没有送达")
    done = client.do("message", {"name": "回函", "key": "乙2", "data": {"opinion": "同意"}})
    assert done.json["case_id"] == second
    assert speak("dcs.dcy1").do("case", case_id=second).json["data"]["opinion"] == "同意"
    assert "message.received" not in said(speak, first)
    assert client.do("case", case_id=second).status == 403


def test_a_signal_reaches_all_that_wait(site: SmallSite, speak: Speaker) -> None:
    cases = [begin(speak, "letter", number=str(number)) for number in range(3)]
    client = speak("zwzx.db", "message")
    for number in (0, 2):
        client.do("message", {"name": "回函", "key": str(number)})
    assert client.do("signal", {"name": "复工", "data": {"note": "即日"}}).json == {"receivers": 2}
    while site.engine.fire_due().instances:
        pass
    assert [open_tasks(speak, case).keys() for case in cases] == [{"登记"}, set(), {"登记"}]
    assert client.do("signal", {"name": "复工"}).json == {"receivers": 0}
