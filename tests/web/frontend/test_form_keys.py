"""Every kind of field by the keyboard alone, and mistakes told at the field to who cannot see them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.support.browser import PAINTED
from tests.web.frontend.conftest import FrontendSite

CHOICES = [{"label": "占道经营", "value": "street"}, {"label": "违建", "value": "building"}]
FIELDS: list[dict[str, Any]] = [
    {"type": "textfield", "key": "name", "label": "名称", "validate": {"required": True}},
    {"type": "textarea", "key": "result", "label": "结果", "validate": {"required": True}},
    {"type": "number", "key": "count", "label": "处数", "validate": {"required": True, "max": 99}},
    {"type": "checkbox", "key": "agreed", "label": "已核对", "validate": {"required": True}},
    {"type": "radio", "key": "sort", "label": "性质", "values": CHOICES, "validate": {"required": True}},
    {"type": "checklist", "key": "kinds", "label": "类别", "values": CHOICES, "validate": {"required": True}},
    {"type": "select", "key": "main", "label": "主要类别", "values": CHOICES, "validate": {"required": True}},
    {"type": "select", "key": "found", "label": "查找类别", "values": CHOICES, "searchable": True,
     "validate": {"required": True}},
    {"type": "taglist", "key": "tags", "label": "标签", "values": CHOICES, "validate": {"required": True}},
    {"type": "datetime", "key": "day", "subtype": "date", "dateLabel": "日期", "validate": {"required": True}},
    {"type": "datetime", "key": "hour", "subtype": "time", "timeLabel": "时刻", "timeInterval": 15, "use24h": True,
     "validate": {"required": True}},
    {"type": "filepicker", "key": "files", "label": "附件", "multiple": True, "validate": {"required": True}},
    {"type": "dynamiclist", "path": "rows", "label": "清单", "allowAddRemove": True, "defaultRepetitions": 1,
     "components": [{"type": "textfield", "id": "Item", "key": "item", "label": "项目",
                     "validate": {"required": True}}]},
]  # fmt: skip
SCHEMA = {"type": "default", "components": [{"id": f"F{n}", **field} for n, field in enumerate(FIELDS)]}
UNTOLD = """() => [...document.querySelectorAll('[data-fields] :is(input, textarea, select)')]
  .filter((each) => each.type !== 'hidden' && each.checkVisibility())
  .filter((each) => {
    const told = (each.getAttribute('aria-describedby') ?? '').split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '').join('');
    return !told.includes('必填') && !told.includes('必须') && !told.includes('选');
  })
  .map((each) => each.id + ' ' + each.outerHTML.slice(0, 160))"""
"""Fields that are wrong and do not say so to who is in them."""

FOCUSED = """() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"""
"""What the field or the button is called that the keyboard is in."""


@pytest.fixture
def form(site: FrontendSite, page: Page) -> Page:
    """The form with every field empty."""
    schema = json.dumps(SCHEMA).replace("<", "\\u003c")
    site.show(
        page,
        ["site", "form"],
        '<form method="post" action="/answer" data-bj="form">'
        f'<script type="application/json" data-schema>{schema}</script>'
        '<script type="application/json" data-data>{}</script><p data-draft-status></p>'
        '<button name="decision" value="submit">提交</button></form>',
    )
    page.wait_for_selector("[data-bj=form][data-ready]")
    return page


def test_what_is_wrong_is_told_at_each_field(form: Page) -> None:
    form.get_by_role("button", name="提交").click()
    problems = form.get_by_role("alert").filter(has_text="还不能提交")
    expect(problems).to_be_focused()
    expect(problems).to_contain_text("日期：此项必填。")
    assert form.evaluate(UNTOLD) == []
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    expect(form.get_by_label("名称")).to_be_focused()
    assert form.get_by_label("名称").get_attribute("aria-invalid") == "true"


def test_every_field_is_filled_in_by_keys_alone(site: FrontendSite, form: Page) -> None:
    keys = form.keyboard

    def at(label: str, *pressed: str, text: str = "", forward: bool = True) -> None:
        """Go on by Tab to the field of this label, then type and press."""
        for _ in range(8):
            keys.press("Tab" if forward else "Shift+Tab")
            if form.evaluate(FOCUSED).removesuffix("*") == label:
                break
        else:
            pytest.fail(f"“{label}” is not reached by Tab")
        keys.type(text, delay=30)
        for key in pressed:
            keys.press(key)

    def choose(label: str, entry: str, text: str = "") -> None:
        """Type into a list until the entry is the one that Enter takes, and take it."""
        at(label, text=text)
        expect(form.locator(".fjs-dropdownlist-item.focused")).to_have_text(entry)
        form.evaluate(PAINTED)
        keys.press("Enter")

    form.locator("body").focus()
    at("名称", text="整治")
    at("结果", text="已办完")
    at("处数", text="12")
    at("已核对", "Space")
    at("占道经营", "Space")
    at("占道经营", "Space")
    choose("主要类别", "占道经营")
    expect(form.locator(".fjs-select-display")).to_have_text("占道经营")
    choose("查找类别", "违建", text="违")
    choose("标签", "占道经营", text="占")
    at("日期", "Enter", text="2026-03-20")
    at("时刻", "Enter", text="09:30")
    with form.expect_file_chooser() as chooser:
        at("选择文件", "Enter")
    chooser.value.set_files(FilePayload(name="照片.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7"))
    at("项目", text="第一项")
    at("增加一项", "Enter")
    form.get_by_label("项目").nth(1).wait_for()
    at("项目", text="第二项", forward=False)
    at("提交", "Enter")
    expect(form).to_have_title("收到")
    payload = json.loads(site.posted[0].fields["payload"])
    assert "files" in payload
    assert {name: value for name, value in payload.items() if name not in ("files", "rows")} == {
        "name": "整治", "result": "已办完", "count": 12, "agreed": True, "sort": "street", "kinds": ["street"],
        "main": "street", "found": "building", "tags": ["street"], "day": "2026-03-20", "hour": "09:30",
    }  # fmt: skip
    assert payload["rows"] == [{"item": "第一项"}, {"item": "第二项"}]
