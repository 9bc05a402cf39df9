"""签批: a paper is read and signed on one page; a refusal needs a word why; twice the same is done once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine import tables
from tests.web.items import TITLE, papers, received_item, task_named, waiting_for_signature
from tests.web.site_support import SmallSite

SIGNER = "xzf.cwfxz"


def _answer(site: SmallSite, task: UUID) -> tuple[str, Any]:
    row = tables.user_task.c
    with site.engine.database.reading() as connection:
        found = connection.execute(select(row.status, row.answer).where(row.id == task)).one()
    return found.status, found.answer


def test_the_list_and_the_page_show_what_is_needed(site: SmallSite) -> None:
    task = task_named(site, waiting_for_signature(site), "签发黄色督办单")
    visitor = site.visitor(SIGNER)
    assert f"/sign/{task}" in visitor.get("/sign").text
    text = visitor.get(f"/sign/{task}").text
    assert "发蓝色督办单提醒" in text
    assert "第五条" in text
    assert "督办〔2026〕1号" in text
    assert "签发后 财政局扣 2 分" in " ".join(text.split())
    assert [
        word for word in ("签发黄色督办单", "退回重拟", "不签发") if f">{word}</button>" not in text
    ] == []


def test_one_touch_signs_and_a_second_changes_nothing(site: SmallSite) -> None:
    task = task_named(site, waiting_for_signature(site), "签发黄色督办单")
    visitor = site.visitor(SIGNER)
    opened = visitor.get(f"/sign/{task}").text
    first = visitor.post(f"/sign/{task}", {"decision": "approve"}, opened=opened)
    assert first.headers["Location"] == "/sign"
    assert papers(site) == ["蓝色督办单", "黄色督办单"]
    again = visitor.post(f"/sign/{task}", {"decision": "approve"}, opened=opened)
    assert again.status_code == 302
    assert papers(site) == ["蓝色督办单", "黄色督办单"]


def test_a_slip_is_not_refused_without_a_word_why(site: SmallSite) -> None:
    task = task_named(site, waiting_for_signature(site), "签发黄色督办单")
    visitor = site.visitor(SIGNER)
    answer = visitor.post(f"/sign/{task}", {"decision": "reject", "opinion": " "})
    assert answer.status_code == 422
    assert "请写一句理由" in answer.text
    assert _answer(site, task)[0] == "open"
    said = visitor.post(f"/sign/{task}", {"decision": "reject", "opinion": "已约谈,给三天时间。"})
    assert said.status_code == 302
    status, answer = _answer(site, task)
    assert (status, answer["decision"], answer["opinion"]) == ("completed", "reject", "已约谈,给三天时间。")
    assert papers(site) == ["蓝色督办单"]


def test_what_was_typed_is_kept_when_somebody_was_first(site: SmallSite) -> None:
    task = task_named(site, waiting_for_signature(site), "签发黄色督办单")
    visitor = site.visitor(SIGNER)
    opened = visitor.get(f"/sign/{task}").text
    site.engine.complete(task, site.actor(SIGNER), {"decision": "return", "opinion": "重拟"})
    late = visitor.post(f"/sign/{task}", {"decision": "reject", "opinion": "我另有意见"}, opened=opened)
    assert late.status_code == 409
    assert "我另有意见" in late.text


def test_an_unknown_decision_is_refused(site: SmallSite) -> None:
    task = task_named(site, waiting_for_signature(site), "签发黄色督办单")
    assert site.visitor(SIGNER).post(f"/sign/{task}", {"decision": "burn"}).status_code == 400


def test_a_task_that_is_no_approval_goes_to_its_own_page(site: SmallSite) -> None:
    case_id = received_item(site)
    report = task_named(site, case_id, "反馈办理结果")
    assert site.visitor("czj.cb").get(f"/sign/{report}").headers["Location"] == f"/tasks/{report}"


def test_only_who_has_something_to_sign_is_led_there(site: SmallSite) -> None:
    waiting_for_signature(site)
    assert 'href="/sign"' in site.visitor(SIGNER).get("/inbox").text
    assert 'href="/sign"' not in site.visitor("czj.cb").get("/inbox").text
    assert TITLE in site.visitor(SIGNER).get("/sign").text
