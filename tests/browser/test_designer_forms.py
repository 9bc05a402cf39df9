"""Forms are made and changed in the browser, every attribute of the library's forms as a question, and tried on the server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import kept, open_new
from tests.web.site_support import ROOT

FORMS = sorted((ROOT / "processes").glob("*/forms/*.json"))
KEPT = {"id", "type", "components", "values", "valuesKey", "valuesExpression", "schemaVersion"}
"""What is no question of its own: the choices are one together."""
GROUPS = ("validate", "conditional", "properties")
CATALOGUE = ROOT / "web" / "frontend" / "src" / "designer" / "files" / "forms" / "catalogue.js"


def add(page: Page, kind: str, where: str = "加一个字段") -> Locator:
    """Add a component and answer its box."""
    page.get_by_label(where, exact=True).last.select_option(kind)
    return page.locator(".bj-component[open]").last


def say(box: Locator, path: str, value: str) -> None:
    """Answer one question of a component's box."""
    ask = box.locator(f"[data-ask='{path}']").first
    control = ask.locator("input, textarea").first
    control.fill(value)
    control.press("Tab")


def test_a_form_with_a_group_a_list_and_a_formula(served: ServedSite, page: Page, screenshots: Path) -> None:
    open_new(served, page)
    page.get_by_role("tab", name="表单等").click()
    page.get_by_role("button", name="handle", exact=True).click()
    preview = page.locator(".bj-preview")
    expect(preview.get_by_label("办理结果")).to_be_visible()
    decision = add(page, "radio")
    say(decision, "label", "审批意见")
    say(page.locator(".bj-component[open]").last, "key", "decision")
    page.locator(".bj-component[open]").last.locator("[data-ask='validate.required'] input").check()
    expect(preview.get_by_text("不同意")).to_be_visible()
    page.locator(".bj-component[open] > summary").last.click()
    group = add(page, "group")
    say(group, "label", "费用")
    inner = add(page, "dynamiclist", "加到“分组”里")
    say(inner, "label", "费用明细")
    say(page.locator(".bj-component[open]").last, "path", "items")
    cost = add(page, "number", "加到“列表”里")
    say(cost, "label", "金额")
    say(page.locator(".bj-component[open]").last, "key", "amount")
    say(page.locator(".bj-component[open]").last, "validate.min", "0")
    expect(preview.get_by_label("金额")).to_be_visible()
    total = add(page, "expression")
    say(total, "label", "合计")
    say(page.locator(".bj-component[open]").last, "key", "total")
    say(page.locator(".bj-component[open]").last, "expression", "sum(items.amount)")
    page.screenshot(path=screenshots / "form.png")
    page.get_by_role("button", name="试着提交").click()
    said = page.locator(".bj-form-editor .bj-note")
    expect(said).to_contain_text("审批意见")
    expect(said).to_contain_text("办理结果")
    preview.get_by_label("办理结果").fill("已办")
    preview.get_by_label("同意", exact=True).check()
    preview.get_by_label("金额").fill("12")
    page.get_by_role("button", name="试着提交").click()
    expect(said).to_have_text("服务器收下:填写没有问题。")
    schema = json.loads(kept(served, "forms/handle.json"))
    _, chosen, grouped, worked_out = schema["components"]
    assert (chosen["key"], chosen["validate"]) == ("decision", {"required": True})
    (rows,) = grouped["components"]
    assert (rows["path"], rows["components"][0]["validate"]) == ("items", {"min": 0})
    assert worked_out["expression"] == "= sum(items.amount)"
    page.get_by_role("button", name="关闭").click()
    expect(page.locator(".bj-editor")).to_have_count(0)


def test_every_attribute_of_the_librarys_forms_is_a_question(served: ServedSite, page: Page) -> None:
    asked = asks(page, served)
    said = {
        (each["type"], path)
        for file in FORMS
        for each in components(json.loads(file.read_bytes()))
        for path in paths(each)
    }
    assert len(said) > 100
    assert sorted(f"{kind}: {path}" for kind, path in said if path not in asked.get(kind, set())) == []


def asks(page: Page, served: ServedSite) -> dict[str, set[str]]:
    """What the editor asks of a component of each type, seen in the editor itself."""
    open_new(served, page)
    page.get_by_role("tab", name="表单等").click()
    page.get_by_role("button", name="start", exact=True).click()
    expect(page.get_by_label("加一个字段")).to_be_visible()
    kinds = [
        value
        for value in page.get_by_label("加一个字段")
        .locator("option")
        .evaluate_all("all => all.map((o) => o.value)")
        if value
    ]
    found = {}
    for kind in kinds:
        add(page, kind)
        box = page.locator(".bj-fields").first.locator("> li").last
        found[kind] = set(box.locator("[data-ask]").evaluate_all("all => all.map((a) => a.dataset.ask)"))
    return found


def components(component: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The components below one."""
    for inner in component.get("components", ()):
        yield inner
        yield from components(inner)


def paths(component: dict[str, Any]) -> Iterator[str]:
    """What is said of a component, by the path in its JSON."""
    for name, value in component.items():
        if name in GROUPS:
            yield from (f"{name}.{inner}" for inner in value)
        elif name not in KEPT:
            yield name


def test_the_editor_knows_what_the_docs_tell() -> None:
    """docs/forms.md and the editor know the same house attributes."""
    listed = set(re.findall(r"properties\.(\w+)", CATALOGUE.read_text("utf-8")))
    told = set(
        re.findall(
            r"^\| (.+?) \|", (ROOT / "docs" / "forms.md").read_text("utf-8").split("## 自定属性")[1], re.M
        )
    )
    named = {name for cell in told for name in re.findall(r"`(\w+)`", cell)} - {"true"}
    assert named <= listed
