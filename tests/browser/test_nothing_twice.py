"""Two tabs, two people at once, a double click, the back button, a lost connection: nothing is done twice, nothing is lost."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engine import tables
from tests.browser.conftest import ServedSite

TYPED = "街面已经整治完毕。"
OWNER = "zjj.cb"
AFTER_THE_PAUSE_MS = 2_000
"""Longer than a form waits after the last change before it keeps a draft."""


@pytest.fixture
def case(served: ServedSite) -> UUID:
    """A case whose 反馈办理结果 is open to 住建局."""
    return served.site.start("整治占道经营").id


def _fill(served: ServedSite, page: Page, case: UUID) -> None:
    page.goto(f"{served.url}/tasks/{served.site.open_task(case)}")
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("办理结果").fill(TYPED)
    page.get_by_text("请选择").click()
    page.get_by_text("已全部完成").click()


def _completions(served: ServedSite, case: UUID) -> int:
    row = tables.journal.c
    statement = select(row.events).where(row.instance_id == case)
    with served.site.engine.database.reading() as connection:
        events = [event for events in connection.execute(statement).scalars() for event in events]
    return sum(event["event"] == "task.completed" for event in events)


def test_the_second_tab_is_told_and_keeps_what_was_typed(served: ServedSite, page: Page, case: UUID) -> None:
    served.sign_in(page, OWNER)
    second = page.context.new_page()
    _fill(served, page, case)
    _fill(served, second, case)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    second.get_by_role("button", name="提交").click()
    expect(second.locator(".bj-problems")).to_contain_text("您填写的内容没有提交")
    expect(second.get_by_label("办理结果")).to_have_value(TYPED)
    assert _completions(served, case) == 1


def test_a_double_click_and_the_back_button_do_it_once(served: ServedSite, page: Page, case: UUID) -> None:
    served.sign_in(page, OWNER)
    _fill(served, page, case)
    task = page.url
    page.get_by_role("button", name="提交").dblclick()
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    page.go_back()
    page.goto(task)
    expect(page.get_by_role("heading", name="这个环节已经办结")).to_be_visible()
    expect(page.get_by_role("button", name="提交")).to_have_count(0)
    assert _completions(served, case) == 1


def test_what_was_only_looked_at_is_no_draft(served: ServedSite, page: Page, case: UUID) -> None:
    """The form fills its own fields in when it opens; kept as a draft, they would stand there as of that day."""
    served.sign_in(page, OWNER)
    kept: list[str] = []
    page.on("request", lambda request: kept.append(request.url) if request.url.endswith("/draft") else None)
    page.goto(f"{served.url}/tasks/{served.site.open_task(case)}")
    page.locator("form[data-ready]").wait_for()
    page.wait_for_timeout(AFTER_THE_PAUSE_MS)
    assert kept == []
    page.get_by_label("办理结果").fill(TYPED)
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    assert len(kept) == 1


def test_a_lost_connection_loses_nothing_and_the_draft_is_there_tomorrow(
    served: ServedSite, page: Page, case: UUID
) -> None:
    served.sign_in(page, OWNER)
    _fill(served, page, case)
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".bj-problems")).to_contain_text("没有连上服务器")
    expect(page.get_by_label("办理结果")).to_have_value(TYPED)
    page.context.set_offline(False)
    page.reload()
    page.locator("form[data-ready]").wait_for()
    expect(page.get_by_label("办理结果")).to_have_value(TYPED)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    assert _completions(served, case) == 1


def test_a_login_that_has_run_out_loses_nothing(served: ServedSite, page: Page, case: UUID) -> None:
    """What was typed stays; signed in again in another tab, the same button sends it, under the new session."""
    served.sign_in(page, OWNER)
    _fill(served, page, case)
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".bj-problems")).to_contain_text("登录已经到期")
    expect(page.get_by_label("办理结果")).to_have_value(TYPED)
    served.sign_in(page.context.new_page(), OWNER)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("“反馈办理结果”已办结")).to_be_visible()
    assert _completions(served, case) == 1
