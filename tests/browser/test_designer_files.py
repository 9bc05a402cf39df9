"""Templates and numbers of a draft are changed in the browser, without a line of JSON or XML."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import DESIGNER, kept, open_new
from tests.web.site_support import ERRAND


def open_supervision(served: ServedSite, page: Page) -> None:
    """The county's procedure as a draft, its other files listed."""
    served.sign_in(page, DESIGNER)
    page.goto(f"{served.url}/designer")
    page.locator("li", has_text="三色督办").get_by_role("button", name="打开修改").click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    page.get_by_role("tab", name="表单等").click()


def test_a_template_is_checked_and_shown(served: ServedSite, page: Page, screenshots: Path) -> None:
    open_new(served, page)
    page.get_by_role("tab", name="表单等").click()
    page.get_by_label("上传 Word 模板").set_input_files(ERRAND / "documents" / "slip.docx")
    expect(page.get_by_text("请核对:")).to_be_visible()
    expect(page.locator(".bj-paper section.docx")).to_be_visible()
    page.screenshot(path=screenshots / "template.png")


def test_a_number_gets_another_default(served: ServedSite, page: Page, screenshots: Path) -> None:
    open_supervision(served, page)
    page.get_by_role("button", name="看和改默认值").click()
    cell = page.get_by_label("立项的默认值")
    cell.fill("90")
    cell.press("Tab")
    expect(page.get_by_text("不在允许的范围")).to_be_visible()
    cell = page.get_by_label("立项的默认值")
    cell.fill("2")
    cell.press("Tab")
    page.wait_for_timeout(1500)
    issue = page.get_by_label("蓝色督办单怎样发出的默认值")
    assert "auto" not in page.locator(".bj-editor").inner_text()
    issue.select_option("督查室确认后发")
    read = page.locator("tr", has=page.get_by_label("蓝色督办单怎样发出的默认值")).locator("td").nth(2)
    expect(read).to_have_text("督查室确认后发")
    added = page.locator("fieldset", has=page.get_by_text("加一个参数"))
    said = {
        "名称": "谁来抽查",
        "代号": "supervision.spot",
        "选项": "督查室|office\n主办单位|unit",
        "默认值": "unit",
    }
    for label, value in said.items():
        added.get_by_label(label, exact=True).fill(value)
    added.get_by_label("类型").select_option("choice")
    added.get_by_role("button", name="加上").click()
    expect(page.get_by_label("谁来抽查的默认值").locator("option:checked")).to_have_text("主办单位")
    page.screenshot(path=screenshots / "numbers.png")
    policy = kept(served, "policy.yaml")
    assert "default: confirm" in policy
    assert "choices: {office: 督查室, unit: 主办单位}" in policy
    assert "# 三色督办的政策参数" in policy
    assert policy.count("default: 2 wd") >= 1
