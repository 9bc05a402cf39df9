"""An empty database becomes a county in a real browser: the first administrator, the catalogue, the processes."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Page, expect

from tests.support.inspection import faults
from tests.web.site_support import ROOT

PASSWORD = "a long enough secret"


def open_the_site(page: Page, url: str, code: str) -> None:
    """What whoever installed the site does: the code, the county's file, the administrator's password."""
    page.goto(url)
    expect(page.get_by_role("heading", name="第一次使用")).to_be_visible()
    assert faults(page, "the first run") == []
    page.get_by_label("开站码").fill(code)
    page.get_by_label("单位名录").set_input_files(ROOT / "processes" / "county.yaml")
    page.get_by_label("系统管理员的密码").fill(PASSWORD)
    page.get_by_label("再输一遍密码").fill(PASSWORD)
    page.get_by_role("button", name="开通站点").click()
    expect(page.get_by_role("heading", name="开站")).to_be_visible()


def set_up(page: Page, processes: Iterable[str]) -> None:
    """What the administrator does next: the catalogue, and the processes of these names."""
    names = list(processes)
    page.get_by_role("button", name="载入流程旁边的事项目录").click()
    expect(page.get_by_text("已载入")).to_be_visible()
    for name in names:
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="检查并发布勾选的").click()
    expect(page.get_by_text(f"已发布 {len(names)} 个流程")).to_be_visible(timeout=120_000)
