"""The `form` entry: form-js inside the page's own form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.web.frontend.conftest import FrontendSite, refuse_questions

SCHEMA: dict[str, Any] = {
    "type": "default",
    "components": [
        {"type": "text", "text": "### 反馈办理结果"},
        {
            "type": "textarea",
            "id": "Result",
            "key": "result",
            "label": "办理结果",
            "validate": {"required": True, "minLength": 4},
        },
        {
            "type": "number",
            "id": "Count",
            "key": "count",
            "label": "整治处数",
            "validate": {"min": 1, "max": 99},
        },
        {
            "type": "datetime",
            "id": "Day",
            "key": "day",
            "label": "完成日期",
            "subtype": "date",
            "dateLabel": "完成日期",
        },
        {
            "type": "select",
            "id": "Kind",
            "key": "kind",
            "label": "类别",
            "values": [{"label": "占道经营", "value": "street"}, {"label": "违建", "value": "building"}],
        },
        {
            "type": "textfield",
            "id": "Reason",
            "key": "reason",
            "label": "未完成原因",
            "conditional": {"hide": '=not(kind = "building")'},
        },
        {"type": "textfield", "id": "Title", "key": "title", "label": "事项名称", "readonly": True},
        {"type": "filepicker", "id": "Files", "key": "files", "label": "佐证材料", "multiple": True},
    ],
}


def _page(data: object = None, attributes: str = "", buttons: str = "") -> str:
    def script(name: str, value: object) -> str:
        text = json.dumps(value).replace("<", "\\u003c")
        return f'<script type="application/json" {name}>{text}</script>'

    return (
        f'<form method="post" action="/answer" data-bj="form" {attributes}>'
        '<input type="hidden" name="csrf_token" value="token-of-the-form">'
        f"{script('data-schema', SCHEMA)}{script('data-data', data or {})}"
        "<p data-fallback>表单正在打开</p><p data-draft-status></p>"
        '<button name="decision" value="submit">提交反馈</button>'
        f"{buttons}</form>"
    )


@pytest.fixture
def form(site: FrontendSite, page: Page) -> Page:
    """A page with the form, ready to be filled in."""
    site.show(page, ["site", "form"], _page())
    page.wait_for_selector('[data-bj="form"][data-ready]')
    return page


def test_answers_arrive_as_json_beside_the_pages_own_fields(
    site: FrontendSite, form: Page, screenshots: Path
) -> None:
    form.get_by_label("办理结果").fill("已整治占道经营 12 处")
    form.get_by_label("整治处数").fill("12")
    form.screenshot(path=screenshots / "form.png", full_page=True)
    form.get_by_role("button", name="提交反馈").click()
    expect(form).to_have_title("收到")
    [answer] = site.posted
    assert set(answer.fields) == {"csrf_token", "decision", "payload"}
    assert answer.fields["csrf_token"] == "token-of-the-form"
    assert answer.fields["decision"] == "submit"
    payload = json.loads(answer.fields["payload"])
    assert payload["result"] == "已整治占道经营 12 处"
    assert payload["count"] == 12


def test_mistakes_are_told_in_chinese_and_nothing_is_sent(
    site: FrontendSite, form: Page, screenshots: Path
) -> None:
    form.get_by_label("办理结果").fill("好")
    form.get_by_label("整治处数").fill("100")
    form.get_by_role("button", name="提交反馈").click()
    problems = form.get_by_role("alert").filter(has_text="还不能提交")
    expect(problems).to_contain_text("有 2 处要改")
    expect(problems).to_contain_text("办理结果：至少填写 4 个字。")
    expect(problems).to_contain_text("整治处数：不能大于 99。")
    form.screenshot(path=screenshots / "problems.png", full_page=True)
    form.get_by_role("button", name="整治处数：不能大于 99。").click()
    expect(form.get_by_label("整治处数")).to_be_focused()
    assert site.posted == []


def test_a_required_field_is_asked_for(site: FrontendSite, form: Page) -> None:
    form.get_by_role("button", name="提交反馈").click()
    expect(form.get_by_role("alert").filter(has_text="还不能提交")).to_contain_text("办理结果：此项必填。")
    assert site.posted == []


def test_two_clicks_send_once(site: FrontendSite, form: Page) -> None:
    form.get_by_label("办理结果").fill("已整治完毕")
    form.get_by_role("button", name="提交反馈").dblclick()
    expect(form).to_have_title("收到")
    assert len(site.posted) == 1


def test_a_button_may_send_without_checks(site: FrontendSite, page: Page) -> None:
    site.show(
        page, ["form"], _page(buttons='<button formnovalidate name="decision" value="transfer">转办</button>')
    )
    page.wait_for_selector('[data-bj="form"][data-ready]')
    page.get_by_role("button", name="转办").click()
    expect(page).to_have_title("收到")
    assert site.posted[0].fields["decision"] == "transfer"


def test_a_question_is_asked_after_the_check(site: FrontendSite, page: Page) -> None:
    site.show(page, ["site", "form"], _page(attributes='data-confirm="提交后不能再改，确定吗？"'))
    asked = refuse_questions(page)
    page.get_by_role("button", name="提交反馈").click()
    expect(page.get_by_role("alert").filter(has_text="还不能提交")).to_be_visible()
    assert asked == []
    page.get_by_label("办理结果").fill("已整治完毕")
    page.get_by_role("button", name="提交反馈").click()
    expect(page.get_by_role("alert").filter(has_text="还不能提交")).to_have_count(0)
    assert asked == ["提交后不能再改，确定吗？"]
    assert site.posted == []


def test_fields_show_and_hide_by_feel(form: Page) -> None:
    expect(form.get_by_label("未完成原因")).to_have_count(0)
    form.locator(".fjs-select-display").click()
    form.get_by_text("违建", exact=True).click()
    expect(form.get_by_label("未完成原因")).to_be_visible()


def test_dates_are_picked_from_a_chinese_calendar(site: FrontendSite, form: Page, screenshots: Path) -> None:
    field = form.get_by_label("完成日期")
    expect(field).to_have_attribute("placeholder", "年/月/日")
    field.fill("2026/03/18")
    field.click()
    expect(form.locator(".flatpickr-calendar.open")).to_contain_text("三月")
    form.screenshot(path=screenshots / "calendar.png", full_page=True)
    form.keyboard.press("Escape")
    form.get_by_label("办理结果").fill("已整治完毕")
    form.get_by_role("button", name="提交反馈").click()
    expect(form).to_have_title("收到")
    assert json.loads(site.posted[0].fields["payload"])["day"] == "2026-03-18"


def test_files_travel_under_the_key_the_payload_names(site: FrontendSite, form: Page) -> None:
    form.get_by_label("办理结果").fill("已整治完毕，照片附后")
    files = [FilePayload(name=f"照片{n}.txt", mimeType="text/plain", buffer=b"x") for n in (1, 2)]
    form.locator('input[type="file"]').set_input_files(files)
    expect(form.get_by_role("listitem")).to_have_text(["照片1.txt", "照片2.txt"])
    form.get_by_role("button", name="提交反馈").click()
    expect(form).to_have_title("收到")
    [answer] = site.posted
    key = json.loads(answer.fields["payload"])["files"]
    assert answer.files == {key: ["照片1.txt", "照片2.txt"]}


def test_what_the_server_refuses_is_told_and_nothing_is_lost(site: FrontendSite, form: Page) -> None:
    site.answer = (
        "<main><div id='bj-messages' role='alert'></div><h1>反馈</h1><div role='alert'><p>“照片1.txt”里查出病毒,没有收下。</p></div>"
        "<form method='post' data-bj='form'></form></main>"
    )
    form.get_by_label("办理结果").fill("已整治完毕，照片附后")
    file = FilePayload(name="照片1.txt", mimeType="text/plain", buffer=b"x")
    form.locator('input[type="file"]').set_input_files(file)
    form.get_by_role("button", name="提交反馈").click()
    expect(form.get_by_role("alert")).to_have_text("“照片1.txt”里查出病毒,没有收下。")
    expect(form.get_by_label("办理结果")).to_have_value("已整治完毕，照片附后")
    site.answer = ""
    form.get_by_role("button", name="提交反馈").click()
    expect(form).to_have_title("收到")
    assert [list(answer.files.values()) for answer in site.posted] == [[["照片1.txt"]], [["照片1.txt"]]]


def test_a_lost_connection_loses_nothing(site: FrontendSite, form: Page) -> None:
    form.get_by_label("办理结果").fill("已整治完毕")
    form.context.set_offline(True)
    form.get_by_role("button", name="提交反馈").click()
    expect(form.get_by_role("alert")).to_contain_text("没有连上服务器")
    assert site.posted == []
    form.context.set_offline(False)
    form.get_by_role("button", name="提交反馈").click()
    expect(form).to_have_title("收到")
    assert json.loads(site.posted[0].fields["payload"])["result"] == "已整治完毕"


def test_files_on_their_way_show_how_far_they_are(form: Page) -> None:
    client = form.context.new_cdp_session(form)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
    client.send("Network.enable")
    client.send("Network.emulateNetworkConditions", slow)
    form.get_by_label("办理结果").fill("已整治完毕，照片附后")
    file = FilePayload(name="照片.jpg", mimeType="image/jpeg", buffer=b"x" * 600_000)
    form.locator('input[type="file"]').set_input_files(file)
    form.get_by_role("button", name="提交反馈").click()
    expect(form.locator(".bj-progress")).to_contain_text("正在上传")
    expect(form).to_have_title("收到")


def test_drafts_are_kept_and_come_back(site: FrontendSite, page: Page) -> None:
    draft_url = 'data-draft-url="/draft"'
    site.show(page, ["form"], _page(attributes=draft_url))
    page.get_by_label("办理结果").fill("写到一半")
    expect(page.get_by_role("status")).to_have_text("草稿已保存")
    [draft] = site.posted
    assert draft.path == "draft"
    assert draft.data["result"] == "写到一半"
    assert draft.headers["X-Csrftoken"] == "token-of-the-form"
    site.show(page, ["form"], _page(data=draft.data, attributes=draft_url))
    expect(page.get_by_label("办理结果")).to_have_value("写到一半")


def test_a_read_only_form_sends_nothing_of_its_own(site: FrontendSite, page: Page) -> None:
    site.show(page, ["form"], _page(data={"result": "已整治完毕"}, attributes="data-readonly"))
    expect(page.get_by_label("办理结果")).to_have_value("已整治完毕")
    expect(page.get_by_label("办理结果")).not_to_be_editable()


def test_a_broken_schema_is_told_in_words(site: FrontendSite, page: Page) -> None:
    body = (
        '<form method="post" data-bj="form"><script type="application/json" data-schema>{"a"</script></form>'
    )
    site.show(page, ["form"], body)
    expect(page.get_by_role("alert")).to_contain_text("表单没有显示出来")


def test_fields_grow_with_the_large_print_of_the_page(form: Page) -> None:
    """Whoever needs large print needs it where they write, too."""
    for place in (form.get_by_label("办理结果"), form.get_by_text("办理结果", exact=False).first):
        size = "it => parseFloat(getComputedStyle(it).fontSize)"
        usual = place.evaluate(size)
        form.evaluate("document.documentElement.style.fontSize = '200%'")
        assert place.evaluate(size) > usual * 1.5
        form.evaluate("document.documentElement.style.fontSize = ''")


def test_the_form_fits_a_phone(site: FrontendSite, phone_page: Page, screenshots: Path) -> None:
    site.show(phone_page, ["site", "form"], _page(data={"title": "整治城区主要街道占道经营和乱停乱放" * 3}))
    phone_page.wait_for_selector('[data-bj="form"][data-ready]')
    whole = phone_page.get_by_label("事项名称").evaluate(
        "it => it.scrollWidth <= it.clientWidth && it.scrollHeight <= it.clientHeight + 2"
    )
    assert whole, "a long text that is only to be read is not cut"
    phone_page.screenshot(path=screenshots / "phone.png", full_page=True)
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390
    mark = phone_page.get_by_role("link", name="Powered by bpmn.io")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_in_viewport(ratio=1)
