"""代理 through the interface: one's own post, for a period, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.api.conftest import Speaker
from tests.web.api.test_task_verbs import begin, open_tasks, refused

WEEK = {"post": "住建局/承办人", "to": "zjj.fg", "valid_from": "2026-03-16", "valid_to": "2026-03-20"}


def test_the_holder_of_a_post_lets_somebody_act_for_it(speak: Speaker) -> None:
    case, task = begin(speak, "ask"), None
    task = open_tasks(speak, case)["办理"]
    refused(speak("zjj.fg").do("complete", {"data": {}}, task_id=task), 403, "不由您办理")
    made = speak("zjj.cb").do("deputise", WEEK)
    assert (made.status, made.json.keys()) == (201, {"id"})
    refused(speak("zjj.cb").do("deputise", WEEK), 409, "已代理")
    deputy, holder = (speak(who).do("task", task_id=task).json for who in ("zjj.fg", "zjj.cb"))
    assert (deputy["acts_for"], holder["acts_for"]) == ("住建局承办人", "")
    waiting = {each["id"]: each["acts_for"] for each in speak("zjj.fg").do("tasks").json["items"]}
    assert waiting[str(task)] == "住建局承办人"
    assert speak("zjj.fg").do("complete", {"data": {}}, task_id=task).status == 200
    events = speak("dcs.dcy1").do("events", case_id=case).json["items"]
    done = next(each for each in events if each["event"] == "task.completed")
    assert (done["by"], done["on_behalf"]) == ("zjj.fg", "zjj/承办人")


@pytest.mark.parametrize(
    ("who", "changed", "status", "said"),
    [
        ("zjj.fg", {}, 403, "只有任"),
        ("dcs.zr", {}, 403, "只有任"),
        ("zjj.cb", {"post": "住建局/无此岗位"}, 422, "没有岗位"),
        ("zjj.cb", {"post": "住建局"}, 422, "写明岗位"),
        ("zjj.cb", {"to": "nobody"}, 422, "nobody"),
        ("zjj.cb", {"valid_to": "2026-03-15"}, 422, ""),
        ("zjj.cb", {"processes": ["没有的流程"]}, 422, ""),
    ],
)
def test_what_is_refused(speak: Speaker, who: str, changed: dict[str, Any], status: int, said: str) -> None:
    refused(speak(who).do("deputise", {**WEEK, **changed}), status, said)
