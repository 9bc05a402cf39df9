"""The `site` entry: htmx and the small helpers of every page."""

from __future__ import annotations

import gzip

from playwright.sync_api import Page, expect

from tests.web.frontend.conftest import STATIC, FrontendSite, refuse_questions

POST_FORM = '<form method="post" action="/act" {attributes}><button>撤回</button></form>'


def test_htmx_sends_the_token_and_puts_the_answer_in(site: FrontendSite, page: Page) -> None:
    site.show(page, ["site"], '<button hx-post="/act" hx-target="#to">签收</button><div id="to"></div>')
    page.get_by_role("button", name="签收").click()
    expect(page.locator("#to")).to_contain_text("收到")
    assert site.posted[0].headers["X-Csrftoken"] == "token-of-the-page"


def test_a_failed_request_is_told_in_chinese(site: FrontendSite, page: Page) -> None:
    site.show(page, ["site"], '<button hx-get="/files/none">查看</button>')
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("alert")).to_contain_text("错误 404")


def test_what_htmx_brings_comes_to_life(site: FrontendSite, page: Page) -> None:
    figure = b'<figure data-bj="viewer" data-xml-url="/files/none.bpmn"></figure>'
    site.files["part"] = (figure, "text/html")
    site.show(
        page,
        ["site", "viewer"],
        '<button hx-get="/files/part" hx-target="#to">图</button><div id="to"></div>',
    )
    page.get_by_role("button", name="图").click()
    expect(page.get_by_role("alert")).to_contain_text("流程图没有显示出来")


def test_a_question_refused_sends_nothing(site: FrontendSite, page: Page) -> None:
    site.show(page, ["site"], POST_FORM.format(attributes='data-confirm="撤回后要重新签发，确定吗？"'))
    asked = refuse_questions(page)
    page.get_by_role("button", name="撤回").click()
    assert asked == ["撤回后要重新签发，确定吗？"]
    assert site.posted == []


def test_a_question_accepted_sends(site: FrontendSite, page: Page) -> None:
    site.show(page, ["site"], POST_FORM.format(attributes='data-confirm="撤回后要重新签发，确定吗？"'))
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="撤回").click()
    expect(page).to_have_title("收到")
    assert len(site.posted) == 1


def test_a_plain_form_is_sent_once(site: FrontendSite, page: Page) -> None:
    site.show(page, ["site"], POST_FORM.format(attributes=""))
    page.get_by_role("button", name="撤回").dblclick()
    expect(page).to_have_title("收到")
    assert len(site.posted) == 1


def test_shortcuts_focus_and_press(site: FrontendSite, page: Page) -> None:
    search = '<input aria-label="查找" aria-keyshortcuts="/">'
    site.show(
        page,
        ["site"],
        search + '<form method="post" action="/act"><button aria-keyshortcuts="Alt+S">提交</button></form>',
    )
    page.keyboard.press("/")
    expect(page.get_by_label("查找")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.get_by_label("查找")).to_have_value("a/b")
    page.keyboard.press("Alt+s")
    expect(page).to_have_title("收到")


def test_every_page_loads_little() -> None:
    scripts = [path for path in (STATIC / "dist" / "assets").glob("*.js") if path.name.startswith("site-")]
    assert len(scripts) == 1
    assert len(gzip.compress(scripts[0].read_bytes())) < 60_000


def test_nothing_is_loaded_from_outside() -> None:
    styles = list((STATIC / "dist" / "assets").glob("*.css"))
    assert styles
    for style in styles:
        assert "http" not in style.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
