"""批量办理: several leads dismissed for one common reason, each judged and recorded by itself."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from tests.web.site_support import ROOT, SmallSite, Visitor

DISMISS = {"decision": "dismiss", "excuse": "客观原因", "opinion": "当日全县停电"}


@pytest.fixture
def leads(site: SmallSite) -> list[str]:
    """The keys of three leads' tasks of verification, one of no known unit."""
    site.engine.publish(ROOT / "processes" / "liability", SYSTEM, "测试")
    for unit in ("住建局", "发改局", None):
        told = {"unit": unit, "reason": "超过时限未办结", "rule": "XS-04", "matter": "zjj-sgxk"}
        site.engine.message("问责线索", None, told, SYSTEM)
    for task in opened(site, "inspect"):
        site.engine.complete(task["id"], SYSTEM, {"findings": "停电", "suggestion": "dismiss"})
    return [str(task["id"]) for task in opened(site)]


def opened(site: SmallSite, element: str = "verify") -> list[dict[str, Any]]:
    """The rows of the tasks of a step."""
    row = tables.user_task.c
    with site.engine.database.reading() as connection:
        found = connection.execute(
            select(tables.user_task).where(row.element == element).order_by(row.created_at, row.id)
        )
        return [dict(each) for each in found.mappings()]


def sent(visitor: Visitor, tasks: list[str], data: dict[str, Any]) -> Any:
    """The one form submitted for these tasks."""
    page = visitor.post("/inbox/bulk/form", {"task": tasks}, page="/inbox").text
    return visitor.post("/inbox/bulk/answer", {"task": tasks, "payload": json.dumps(data)}, opened=page)


def test_one_reason_for_all_leaves_a_record_in_each(site: SmallSite, leads: list[str]) -> None:
    visitor = site.visitor("jwjw.jc1")
    assert "一起办理所选" in visitor.get("/inbox").text
    form = visitor.post("/inbox/bulk/form", {"task": leads}, page="/inbox").text
    assert "一起办理 3 件" in form
    assert '"excuse"' in form
    assert '"suspect"' not in form
    assert sent(visitor, leads, DISMISS).status_code == 302
    assert "已办结 3 项" in visitor.get("/inbox").text
    assert [row["status"] for row in opened(site)] == ["completed"] * 3
    assert {row["ended_by"] for row in opened(site)} == {"jwjw.jc1"}
    with site.engine.database.reading() as connection:
        fields = tables.field.c
        said = connection.execute(select(fields.value).where(fields.name == "excuse")).scalars().all()
        reasons = connection.execute(select(fields.value).where(fields.name == "unit")).scalars().all()
    assert list(said) == ["客观原因"] * 3
    assert "住建局" in reasons


def test_what_one_case_s_form_refuses_is_said_and_the_others_are_done(
    site: SmallSite, leads: list[str]
) -> None:
    visitor = site.visitor("jwjw.jc1")
    sent(visitor, leads, {"decision": "confirm", "opinion": "属实"})
    text = visitor.get("/inbox").text
    assert "已办结 2 项" in text
    assert "线索没有责任单位" in text
    assert sorted(row["status"] for row in opened(site)) == ["completed", "completed", "open"]


def test_where_nothing_can_be_done_what_was_typed_is_kept(site: SmallSite, leads: list[str]) -> None:
    answer = sent(site.visitor("jwjw.jc1"), leads, {"decision": "dismiss", "opinion": "停电"})
    assert answer.status_code == 422
    assert "不予追究的原因" in answer.text
    assert "\\u505c\\u7535" in answer.text or "停电" in answer.text
    assert [row["status"] for row in opened(site)] == ["open"] * 3


def test_another_s_tasks_are_not_done(site: SmallSite, leads: list[str]) -> None:
    answer = sent(site.visitor("jwjw.fzr"), leads, DISMISS)
    assert answer.status_code == 403
    assert [row["status"] for row in opened(site)] == ["open"] * 3


def test_only_tasks_of_one_step_that_allows_it(site: SmallSite, leads: list[str]) -> None:
    errand: UUID = site.open_task(site.start(unit="县纪委监委").id)
    visitor = site.visitor("jwjw.cb")
    visitor.post("/inbox/bulk/form", {"task": [str(errand)]}, page="/inbox")
    assert "须逐件办理" in visitor.get("/inbox").text
    visitor.post("/inbox/bulk/form", {"task": [str(errand), leads[0]]}, page="/inbox")
    assert "不是同一个环节" in visitor.get("/inbox").text
    visitor.post("/inbox/bulk/form", {}, page="/inbox")
    assert "没有勾选环节" in visitor.get("/inbox").text
    assert "一起办理所选" not in visitor.get("/inbox").text
