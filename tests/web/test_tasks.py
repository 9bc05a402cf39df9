"""Answering a task: what was typed is never lost, and two people never both do it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from engine import tables
from tests.web.site_support import NOW, SmallSite
from web.answers import for_form, inputs, without_empty_reading

GOOD = {"result": "街面已经整治完毕。", "progress": "all"}


def _payload(data: dict[str, Any]) -> dict[str, str]:
    return {"payload": json.dumps(data)}


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(site: SmallSite) -> None:
    case = site.start()
    path = f"/tasks/{site.open_task(case.id)}"
    answer = site.visitor("zjj.cb").post(path, _payload({"result": "一二三", "progress": "all"}))
    assert answer.status_code == 422
    assert "“办理结果”" in answer.text
    assert "\\u4e00\\u4e8c\\u4e09" in answer.text or "一二三" in answer.text
    assert site.open_task(case.id) is not None


def test_the_second_of_two_people_is_told_who_was_first(site: SmallSite) -> None:
    case = site.start()
    site.engine.complete(site.open_task(case.id), site.actor("zjj.cb"), GOOD)
    check = f"/tasks/{site.open_task(case.id)}"
    first, second = site.visitor("dcs.dcy1"), site.visitor("dcs.dcy2")
    both_opened = first.get(check), second.get(check)
    assert [page.status_code for page in both_opened] == [200, 200]
    assert first.post(check, _payload({"decision": "approve"})).status_code == 302
    late = second.post(
        check, _payload({"decision": "return", "opinion": "还差一条街"}), opened=both_opened[1].text
    )
    assert late.status_code == 409
    assert "督查室督查员甲" in late.text
    assert "还差一条街" in late.text


def test_sending_twice_does_it_once(site: SmallSite) -> None:
    case = site.start()
    path = f"/tasks/{site.open_task(case.id)}"
    visitor = site.visitor("zjj.cb")
    sent = {**_payload(GOOD), "key": "7" * 32}
    assert visitor.post(path, sent).status_code == 302
    assert visitor.post(path, sent, page="/inbox").status_code == 302
    row = tables.user_task.c
    with site.engine.database.reading() as connection:
        ended = connection.execute(select(row.id).where(row.status == "completed")).all()
    assert len(ended) == 1


def test_a_draft_is_kept_for_its_writer_alone_and_gone_when_sent(site: SmallSite) -> None:
    case = site.start()
    path = f"/tasks/{site.open_task(case.id)}"
    visitor = site.visitor("zjj.cb")
    token = visitor.get(path).text.split('name="csrf-token" content="')[1].split('"')[0]
    kept = visitor.client.post(f"{path}/draft", json={"result": "刚写了一半"}, headers={"X-CSRFToken": token})
    assert kept.status_code == 204
    again = visitor.get(path).text
    assert "已恢复上次的草稿" in again
    assert json.dumps("刚写了一半").strip('"') in again or "刚写了一半" in again
    assert "刚写了一半" not in site.visitor("zjj.fg").get(path).text
    assert "有草稿" in visitor.get("/inbox").text, "and is found again from the list"
    assert "有草稿" not in site.visitor("zjj.fg").get("/inbox").text
    visitor.post(path, _payload(GOOD))
    with site.engine.database.reading() as connection:
        assert connection.execute(select(tables.draft.c.data)).all() == []


@pytest.mark.parametrize("payload", ["[]", "nonsense", '"text"'])
def test_a_payload_that_is_no_form_is_refused(site: SmallSite, payload: str) -> None:
    case = site.start()
    answer = site.visitor("zjj.cb").post(f"/tasks/{site.open_task(case.id)}", {"payload": payload})
    assert answer.status_code == 400


def test_claiming_tells_colleagues(site: SmallSite) -> None:
    case = site.start()
    site.engine.complete(site.open_task(case.id), site.actor("zjj.cb"), GOOD)
    check = f"/tasks/{site.open_task(case.id)}"
    site.visitor("dcs.dcy1").post(f"{check}/claim", page=check)
    assert "督查室督查员甲 正在办理" in site.visitor("dcs.dcy2").get(check).text
    assert "没有待办" in site.visitor("dcs.dcy2").get("/inbox").text
    assert "我已认领" in site.visitor("dcs.dcy1").get("/inbox").text
    site.visitor("dcs.dcy1").post(f"{check}/unclaim", page=check)
    assert "核验" in site.visitor("dcs.dcy2").get("/inbox").text


def test_the_inbox_counts_and_groups(site: SmallSite) -> None:
    for due in ("2026-03-16", "2026-03-20", "2026-04-20"):
        site.start(f"{due} 到期的事", due=due)
    text = site.visitor("zjj.cb").get("/inbox").text
    for heading in ("今日到期", "本周到期", "以后"):
        assert heading in text
    assert text.count('class="task-link"') == 3
    site.move_to(NOW.replace(hour=17, minute=31))
    assert "今日已到期" in site.visitor("zjj.cb").get("/inbox").text


def test_what_is_done_and_started_is_listed(site: SmallSite) -> None:
    case = site.start()
    site.engine.complete(site.open_task(case.id), site.actor("zjj.cb"), GOOD)
    assert "整治占道经营" in site.visitor("zjj.cb").get("/inbox/done").text
    assert "整治占道经营" in site.visitor("dcs.dcy1").get("/inbox/started").text


def test_after_a_task_the_inbox_points_at_the_next(site: SmallSite) -> None:
    first, second = site.start("第一件"), site.start("第二件", due="2026-03-20")
    answer = site.visitor("zjj.cb").post(f"/tasks/{site.open_task(first.id)}", _payload(GOOD))
    assert answer.headers["Location"] == f"/inbox#task-{site.open_task(second.id)}"


def test_a_start_with_mistakes_starts_nothing(site: SmallSite) -> None:
    answer = site.visitor("dcs.dcy1").post("/start/errand", _payload({"title": "没写单位"}))
    assert answer.status_code == 422
    assert "牵头单位" in answer.text
    with site.engine.database.reading() as connection:
        assert connection.execute(select(tables.instance.c.id)).all() == []


def test_what_is_only_to_be_read_and_empty_is_not_shown() -> None:
    """In the first round there is no opinion of an earlier one, so its grey box is left out; the form stays whole."""
    inner = [{"key": "last", "readonly": True}, {"key": "opinion"}]
    form = {"components": [{"type": "group", "components": inner}, {"key": "title", "readonly": True}]}
    shown = without_empty_reading(form, {"title": "修路", "last": ""})
    assert shown is not None
    assert [part["key"] for part in inputs(shown)] == ["opinion", "title"]
    assert [part["key"] for part in inputs(without_empty_reading(form, {"last": "退回"}))] == [
        "last",
        "opinion",
    ]
    assert [part["key"] for part in inputs(form)] == ["last", "opinion", "title"]


def test_nobody_finds_the_decision_of_another_as_their_own() -> None:
    """Decision and opinion start empty; where a form shows the earlier one to be read, it stands there."""
    said = {"decision": "approve", "opinion": "同意", "title": "修路"}
    asked = {"components": [{"key": "decision"}, {"key": "opinion"}, {"key": "title"}]}
    assert for_form(asked, said) == {"title": "修路"}
    assert for_form({"components": [{"key": "opinion", "readonly": True}]}, said) == {"opinion": "同意"}
    drafted = {"components": [{"key": "opinion", "properties": {"prefill": "advice"}}]}
    assert for_form(drafted, {**said, "advice": "拟同意"}) == {"opinion": "拟同意"}
