"""Cases go over to a new version in a real browser: why they cannot, the mapping, a batch at a time, and back again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine import tables
from tests.browser.conftest import ServedSite
from tests.browser.test_designer_chinese import leftovers
from tests.web.site_support import ERRAND
from tests.web.test_migration import CHIEF, publish_changed
from web.pages import migration


def test_cases_go_over_by_a_mapping_a_batch_at_a_time_and_back(
    served: ServedSite, page: Page, screenshots: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "BATCH", 1)
    for _ in range(3):
        served.site.start()
    before = _standing(served)
    found = re.search(
        r'<bpmn:userTask id="(\w+)" name="([^"]+)"', (ERRAND / "errand.bpmn").read_text("utf-8")
    )
    assert found
    publish_changed(served.site, tmp_path, f'"{found.group(1)}"', '"renamed_step"')
    served.sign_in(page, CHIEF)
    page.goto(f"{served.url}/designer")
    page.locator("li", has_text="errand").get_by_role("link", name="旧版本上的办件").click()
    expect(page.get_by_text("不能换", exact=True)).to_have_count(3)
    page.screenshot(path=screenshots / "reasons.png", full_page=True)
    english = leftovers(page, "reasons")
    page.get_by_label(f"原来的“{found.group(2)}”,成了").select_option("renamed_step")
    page.get_by_role("button", name="按对应表再试一遍").click()
    expect(page.get_by_text("可以换", exact=True)).to_have_count(3)
    page.screenshot(path=screenshots / "plan.png", full_page=True)
    english |= leftovers(page, "plan")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="换到第 2 版").click()
    expect(page.get_by_text("3 件已换到第 2 版,时限和办理人不变。")).to_be_visible(timeout=20_000)
    page.screenshot(path=screenshots / "moved.png", full_page=True)
    assert sorted(english | leftovers(page, "moved")) == []
    assert [row[1:] for row in _standing(served)] == [row[1:] for row in before]
    page.get_by_role("button", name="换回原来的版本").click()
    expect(page.get_by_text("3 件已换回原来的版本。")).to_be_visible(timeout=20_000)
    assert _standing(served) == before


def _standing(served: ServedSite) -> list[tuple[object, ...]]:
    """Each case's version, limit and assignee of its open task."""
    case, task = tables.instance, tables.user_task
    statement = (
        tables.instance.join(task, task.c.instance_id == case.c.id)
        .select()
        .with_only_columns(case.c.version_id, case.c.limit_at, task.c.due_at, task.c.assignee, task.c.unit_id)
        .where(task.c.status == "open")
        .order_by(case.c.started_at, case.c.id)
    )
    with served.site.engine.database.reading() as connection:
        return [tuple(row) for row in connection.execute(statement)]
