"""The designer in a real browser: draw, see what is wrong, mend it, in Chinese throughout."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from engine.definitions import drafts
from tests.browser.conftest import ServedSite

DESIGNER = "sjj.sjy"
ENGLISH = re.compile(r"[A-Za-z]{3,}")
ALLOWED = re.compile(
    r"= [a-z_]+|\{[a-z]+\}|BPMN|SVG|PNG|FEEL|bpmn\.io|Ctrl|Delete|Esc|Word|SD-\d+|[a-z_]+\.(?:json|bpmn|docx)"
)


def open_new(served: ServedSite, page: Page, name: str = "来信办理", key: str = "letter_reply") -> None:
    """Begin a new procedure and wait until its canvas is there."""
    served.sign_in(page, DESIGNER)
    page.goto(f"{served.url}/designer")
    page.get_by_label("名称", exact=True).fill(name)
    page.get_by_label("代号(小写字母)").fill(key)
    page.get_by_role("button", name="新建", exact=True).click()
    page.wait_for_selector("[data-bj=designer][data-ready]")


def saved(page: Page) -> None:
    """Wait until the server has kept the draft."""
    expect(page.locator(".bj-state")).to_have_text("已保存")


def kept(served: ServedSite, path: str) -> str:
    """A file of the only draft, as the server has it."""
    with served.site.engine.database.reading() as connection:
        person = served.site.engine.directory(connection).person(DESIGNER)
        (draft,) = drafts.of_person(connection, person.id)
        return drafts.files_of(connection, draft.id)[path].decode()


def test_a_change_is_kept_and_judged_as_one_types(served: ServedSite, page: Page, screenshots: Path) -> None:
    open_new(served, page)
    page.get_by_role("tab", name="问题").click()
    problem = page.locator(".bj-problem[data-rule=house-no-post]")
    expect(problem).to_contain_text("没有写由谁办理")
    problem.locator(".bj-problem-place").click()
    page.get_by_role("tab", name="内容").click()
    expect(page.get_by_role("heading", name="人办的环节:办理")).to_be_visible()
    page.get_by_label("岗位", exact=True).fill("督查室")
    page.get_by_label("岗位", exact=True).press("Tab")
    expect(page.locator("#bj-pane-properties .bj-note").first).to_contain_text("今天是:")
    saved(page)
    page.get_by_role("tab", name="问题").click()
    expect(problem).to_have_count(0)
    assert '<bj:assignment post="督查室"' in kept(served, "letter_reply.bpmn")
    page.screenshot(path=screenshots / "problems.png")
    page.locator(".bj-problem[data-rule=house-no-limit]").get_by_role("button", name="一键修复").click()
    expect(page.locator(".bj-problem[data-rule=house-no-limit]")).to_have_count(0)
    page.get_by_role("tab", name="内容").click()
    expect(page.locator("#bj-pane-properties .bj-note").last).to_contain_text("届满")
    page.screenshot(path=screenshots / "properties.png")
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("tab", name="问题").click()
    expect(page.locator(".bj-problem[data-rule=house-no-limit]")).to_have_count(1)


def test_the_countys_procedure_opens_whole(served: ServedSite, page: Page, screenshots: Path) -> None:
    served.sign_in(page, DESIGNER)
    page.goto(f"{served.url}/designer")
    page.locator("li", has_text="三色督办").get_by_role("button", name="打开修改").click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    page.screenshot(path=screenshots / "supervision.png")
    page.get_by_role("tab", name="问题").click()
    expect(page.locator(".bj-problem-error")).to_have_count(0)
    page.locator("[data-element-id=register] .djs-hit").first.click(force=True)
    page.get_by_role("tab", name="内容").click()
    expect(page.get_by_role("heading", name="人办的环节:立项")).to_be_visible()
    page.screenshot(path=screenshots / "register.png")


def test_everything_the_tools_say_is_chinese(served: ServedSite, page: Page) -> None:
    open_new(served, page)
    page.locator("[data-element-id=handle] .djs-hit").first.click(force=True)
    seen = words_on(page)
    for entry in page.locator(".djs-context-pad .entry").all():
        seen |= set(filter(None, [entry.get_attribute("title")]))
    page.locator(".djs-context-pad [data-action=replace]").click()
    seen |= words_on(page)
    page.keyboard.press("Escape")
    page.locator(".djs-context-pad [data-action=append]").click()
    seen |= words_on(page)
    page.keyboard.press("Escape")
    page.locator(".djs-palette [data-action=create]").click()
    seen |= words_on(page)
    page.keyboard.press("Escape")
    untranslated = page.evaluate("document.documentElement.dataset.untranslated ?? ''")
    assert untranslated == ""
    assert sorted(word for word in seen if ENGLISH.search(ALLOWED.sub("", word))) == []


def words_on(page: Page) -> set[str]:
    """What the canvas and its menus say, as text and as titles; names in the diagram and ids apart."""
    return set(
        page.evaluate(
            """() => [...document.querySelectorAll('.bj-toolbar *, .djs-container :not(svg *):not(style), .bj-side *')]
            .filter((e) => !e.closest('code, svg, script, style, datalist, option, [role=tabpanel] select'))
            .flatMap((e) => [e.title, e.getAttribute('aria-label'), e.placeholder,
              ...[...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent)])
            .filter((t) => t && t.trim())"""
        )
    )


def test_on_a_phone_it_is_read_and_says_so_politely(
    served: ServedSite, phone_page: Page, screenshots: Path
) -> None:
    open_url = f"{served.url}/designer"
    served.sign_in(phone_page, DESIGNER)
    phone_page.goto(open_url)
    phone_page.get_by_label("名称", exact=True).fill("来信办理")
    phone_page.get_by_label("代号(小写字母)").fill("letter_reply")
    phone_page.get_by_role("button", name="新建", exact=True).click()
    expect(phone_page.get_by_text("画图需要宽一些的屏幕")).to_be_visible()
    phone_page.wait_for_selector("[data-bj=designer][data-ready]")
    expect(phone_page.locator(".bj-canvas [data-element-id=handle]")).to_be_visible()
    expect(phone_page.get_by_text("只看,不能改")).to_be_visible()
    expect(phone_page.locator(".bj-problem[data-rule=house-no-post]")).to_contain_text("没有写由谁办理")
    expect(phone_page.locator(".djs-palette")).to_have_count(0)
    phone_page.screenshot(path=screenshots / "phone.png")
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390
