"""Every verb on a task: done, and refused in the clerk's words."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.web.api.client import Program, Reply
from tests.web.api.conftest import Speaker
from tests.web.site_support import SmallSite

TASK_VERBS: dict[str, dict[str, Any]] = {
    "claim": {}, "unclaim": {}, "complete": {"data": {}}, "return": {"reason": "x"}, "withdraw": {},
    "transfer": {"to": "zjj.fg"}, "delegate": {"to": "zjj.fg"}, "add_signer": {"to": "财政局"},
    "remove_signer": {"who": "财政局"}, "remind": {}, "record_oral": {"data": {}}, "confirm_oral": {},
    "deny_oral": {"reason": "不是"},
}  # fmt: skip


def begin(speak: Speaker, process: str, **data: Any) -> str:
    reply = speak("dcs.dcy1").do(
        "start", {"process": process, "data": {"title": "修路", "unit": "住建局", **data}}
    )
    assert reply.status == 201
    return str(reply.json["case_id"])


def open_tasks(speak: Speaker, case: str) -> dict[str, str]:
    """Names of the open tasks of a case, and of a 会签 their units, with their keys."""
    tasks = speak("dcs.dcy1").do("case", case_id=case).json["tasks"]
    known = [task for task in tasks if task["status"] == "open"]
    return {task["unit"] if task["name"] == "会签" else task["name"]: task["id"] for task in known}


def said(speak: Speaker, case: str) -> list[str]:
    return [event["event"] for event in speak("dcs.dcy1").do("events", case_id=case).json["items"]]


def refused(reply: Reply, status: int, words: str) -> None:
    assert reply.status == status, reply.json
    assert words in reply.json["detail"]


@pytest.mark.parametrize("verb", TASK_VERBS)
def test_a_task_one_may_not_see_is_not_there(speak: Speaker, verb: str) -> None:
    task = open_tasks(speak, begin(speak, "line"))["拟稿"]
    hidden = speak("czj.cb").do(verb, TASK_VERBS[verb], task_id=task)
    absent = speak("czj.cb").do(verb, TASK_VERBS[verb], task_id=uuid4())
    assert (hidden.status, hidden.json) == (404, absent.json)


def test_claiming_and_giving_back(speak: Speaker) -> None:
    case = begin(speak, "line")
    task, first, second = open_tasks(speak, case)["拟稿"], speak("zjj.cb"), speak("zjj.fg")
    assert first.do("claim", task_id=task).status == 200
    assert first.do("claim", {}, task_id=task).status == 200
    refused(second.do("claim", task_id=task), 409, "认领")
    refused(second.do("unclaim", task_id=task), 403, "只能放回自己")
    assert [line["claimed"] for line in first.do("tasks").json["items"]] == [True]
    assert second.do("tasks").json["items"] == []
    assert first.do("unclaim", task_id=task).status == 200
    assert second.do("claim", task_id=task).status == 200
    assert said(speak, case).count("task.claimed") == 2
    refused(speak("dcs.dcy1").do("claim", task_id=task), 409, "认领")
    assert second.do("unclaim", task_id=task).status == 200
    refused(speak("dcs.dcy1").do("claim", task_id=task), 403, "不由您办理")


def test_completing_writes_the_case_and_moves_it_on(speak: Speaker) -> None:
    case = begin(speak, "line")
    task, client = open_tasks(speak, case)["拟稿"], speak("zjj.cb")
    done = client.do("complete", {"data": {"text": "初稿"}}, task_id=task)
    assert (done.status, done.json["case_id"]) == (200, case)
    assert client.do("case", case_id=case).json["data"]["text"] == "初稿"
    refused(client.do("complete", {"data": {}}, task_id=task), 409, "办结")
    check = open_tasks(speak, case)["审核"]
    refused(client.do("complete", {"data": {}}, task_id=check), 403, "不由您办理")


def test_a_form_is_judged_field_by_field(site: SmallSite, speak: Speaker) -> None:
    task = site.open_task(site.start().id)
    reply = speak("zjj.cb").do(
        "complete", {"data": {"result": "一二三", "progress": "sideways"}}, task_id=task
    )
    assert (reply.status, reply.kind) == (422, "invalid")
    assert reply.json["problems"].keys() == {"result", "progress"}
    assert speak("zjj.cb").do("task", task_id=task).json["status"] == "open"


@pytest.mark.parametrize("to", ["draft", "拟稿", None])
def test_sending_back(speak: Speaker, to: str | None) -> None:
    case = begin(speak, "line")
    speak("zjj.cb").do("complete", {"data": {"text": "初稿"}}, task_id=open_tasks(speak, case)["拟稿"])
    check, client = open_tasks(speak, case)["审核"], speak("fgj.cb")
    empty = client.do("return", {"to": to, "reason": " "}, task_id=check)
    assert empty.json["problems"].keys() == {"reason"}
    refused(client.do("return", {"to": "审核", "reason": "缺附件"}, task_id=check), 422, "只能退回")
    refused(client.do("return", {"to": "不存在", "reason": "缺附件"}, task_id=check), 422, "只能退回")
    assert client.do("return", {"to": to, "reason": "缺附件"}, task_id=check).status == 200
    assert open_tasks(speak, case).keys() == {"拟稿"}
    assert "task.returned" in said(speak, case)


def test_taking_back_until_somebody_has_opened_what_follows(speak: Speaker) -> None:
    case, client = begin(speak, "line"), speak("zjj.cb")
    task = open_tasks(speak, case)["拟稿"]
    refused(client.do("withdraw", task_id=task), 403, "只能撤回自己")
    client.do("complete", {"data": {}}, task_id=task)
    assert client.do("withdraw", task_id=task).status == 200
    again = open_tasks(speak, case)["拟稿"]
    client.do("complete", {"data": {}}, task_id=again)
    speak("fgj.cb").do("task", task_id=open_tasks(speak, case)["审核"])
    refused(client.do("withdraw", task_id=again), 409, "已经打开")


def test_handing_over_for_good(speak: Speaker) -> None:
    case, client = begin(speak, "line"), speak("zjj.cb")
    task = open_tasks(speak, case)["拟稿"]
    for to in ("无此人", "czj.cb"):
        assert client.do("transfer", {"to": to}, task_id=task).json["problems"].keys() == {"to"}
    assert client.do("transfer", {"to": "zjj.fg"}, task_id=task).status == 200
    refused(client.do("complete", {"data": {}}, task_id=task), 409, "认领")
    assert speak("zjj.fg").do("complete", {"data": {}}, task_id=task).status == 200
    assert "task.transferred" in said(speak, case)


def test_letting_a_colleague_prepare(speak: Speaker) -> None:
    case, client = begin(speak, "line"), speak("zjj.cb")
    task = open_tasks(speak, case)["拟稿"]
    assert client.do("delegate", {"to": "zjj.cb"}, task_id=task).json["problems"].keys() == {"to"}
    assert client.do("delegate", {"to": "zjj.fg"}, task_id=task).status == 200
    assert speak("zjj.fg").do("complete", {"data": {"text": "代拟"}}, task_id=task).status == 200
    assert open_tasks(speak, case).keys() == {"拟稿"}
    assert client.do("complete", {"data": {"text": "定稿"}}, task_id=task).status == 200
    assert open_tasks(speak, case).keys() == {"审核"}


def test_signers_come_and_go(speak: Speaker) -> None:
    case = begin(speak, "vote", units=["住建局", "发改局"])
    task, client = open_tasks(speak, case)["住建局"], speak("zjj.cb")
    assert client.do("add_signer", {"to": "财政局"}, task_id=task).status == 200
    assert open_tasks(speak, case).keys() == {"住建局", "发改局", "财政局"}
    assert client.do("remove_signer", {"who": "发改局"}, task_id=task).status == 200
    refused(client.do("remove_signer", {"who": "发改局"}, task_id=task), 422, "会签名单")
    for unit, login in (("住建局", "zjj.cb"), ("财政局", "czj.cb")):
        vote = {"data": {"decision": "approve", "opinion": "同意"}}
        assert speak(login).do("complete", vote, task_id=open_tasks(speak, case)[unit]).status == 200
    assert speak("dcs.dcy1").do("case", case_id=case).json["status"] == "completed"


def test_signers_before_and_after(speak: Speaker) -> None:
    case, client = begin(speak, "line"), speak("zjj.cb")
    task = open_tasks(speak, case)["拟稿"]
    refused(client.do("add_signer", {"to": "财政局", "place": "above"}, task_id=task), 422, "place")
    refused(client.do("add_signer", {"to": "财政局"}, task_id=task), 422, "会签")
    assert client.do("add_signer", {"to": "财政局", "place": "before"}, task_id=task).status == 200
    refused(client.do("complete", {"data": {}}, task_id=task), 409, "等加签人")
    asked = open_tasks(speak, case)["拟稿(前加签)"]
    facts = speak("czj.cb").do("task", task_id=asked).json
    assert (facts["signer"], facts["mine"]) == ("before", True)
    vote = {"data": {"decision": "approve", "opinion": "同意"}}
    assert speak("czj.cb").do("complete", vote, task_id=asked).status == 200
    assert client.do("add_signer", {"to": "fgj.cb", "place": "after"}, task_id=task).status == 200
    assert client.do("remove_signer", {"who": "fgj.cb"}, task_id=task).status == 200
    assert client.do("complete", {"data": {}}, task_id=task).status == 200
    assert open_tasks(speak, case).keys() == {"审核"}
    assert {"signer.added", "signer.removed"} <= set(said(speak, case))


@pytest.mark.parametrize("verb", ["return", "transfer", "delegate", "add_signer", "remove_signer"])
def test_what_the_diagram_does_not_allow_is_refused(site: SmallSite, speak: Speaker, verb: str) -> None:
    client, task = speak("zjj.cb"), site.open_task(site.start().id)
    assert client.do("task", task_id=task).json["verbs"] == []
    reply = client.do(verb, TASK_VERBS[verb], task_id=task)
    refused(reply, 422 if "signer" in verb else 403, "会签" if "signer" in verb else "没有允许")
    if "signer" not in verb:
        assert reply.json["rule"] == "SD-04"


def test_reminding(speak: Speaker) -> None:
    case = begin(speak, "line")
    task: str = open_tasks(speak, case)["拟稿"]
    assert speak("dcs.dcy1").do("remind", {"text": "请抓紧"}, task_id=task).status == 200
    refused(speak("dcs.dcy1").do("remind", task_id=UUID(task)), 409, "以后才能再催")
    assert speak("dcs.dcy2").do("remind", task_id=UUID(task)).status == 200
    texts = [
        e["text"]
        for e in speak("dcs.dcy1").do("events", case_id=case).json["items"]
        if e.get("kind") == "催办"
    ]
    assert texts == ["请抓紧", "请尽快办理“拟稿”"]


def test_a_verb_that_takes_nothing_takes_nothing(speak: Speaker) -> None:
    client: Program = speak("zjj.cb")
    task = open_tasks(speak, begin(speak, "line"))["拟稿"]
    assert client.do("claim", {"to": "zjj.fg"}, task_id=task).json["problems"] == {"to": "没有这一项,请删去"}
