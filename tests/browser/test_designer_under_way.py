"""A rehearsal and a simulated year under way, act by act: what is seen, and that it is in the reader's language alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import DESIGNER, open_new
from tests.browser.test_designer_chinese import leftovers
from tests.browser.test_english import foreign, in_english
from tests.support.inspection import AXE, violations
from tests.web.english import words_of_the_county
from web.languages import catalogue

PATIENT = 40_000
KEPT = "“走到蓝单”"
SENT = "Message to 住建局"
"""What staff were sent: the county's words, as they were sent."""
TITLE = "整治占道经营"


class Desk:
    """The designer in one language: presses what is called so in Chinese, collects what is in the wrong language."""

    def __init__(self, served: ServedSite, page: Page, english: bool, pictures: Path) -> None:
        self.page, self._english, self._pictures = page, english, pictures
        self._county = words_of_the_county(served.site) + TITLE + KEPT if english else ""
        self.found: set[str] = set()

    def say(self, words: str) -> str:
        """The words in the page's language."""
        return catalogue("en").gettext(words) if self._english else words

    def look(self, state: str) -> None:
        """A picture, and whatever is not in the page's language."""
        self.page.screenshot(path=self._pictures / f"{state}.png")
        if self._english:
            lines = foreign(self.page, self._county, "main > :not(:has(.docx)), .bj-side")
            self.found |= {f"{state}: {line}" for line in lines if SENT not in line}
        else:
            self.found |= leftovers(self.page, state)
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            self.found |= set(violations(self.page, state))

    def button(self, words: str) -> Locator:
        """A button called so."""
        return self.page.get_by_role("button", name=self.say(words), exact=True)

    def tab(self, words: str) -> None:
        """Open a tab."""
        self.page.get_by_role("tab", name=self.say(words)).click()

    def play(self, act: Callable[[], None]) -> None:
        """An act of the rehearsal, until something has happened by it."""
        events = self.page.locator(".bj-events li")
        before = events.count()
        act()
        expect(events.nth(before)).to_be_attached(timeout=PATIENT)


def opened(served: ServedSite, page: Page, english: bool) -> None:
    """The county's supervision as a draft."""
    served.sign_in(page, DESIGNER)
    if english:
        in_english(served, page)
    page.goto(f"{served.url}/designer")
    page.locator("form:has(input[value=supervision]) button").first.click()
    page.wait_for_selector("[data-bj=designer][data-ready]")


def begin(desk: Desk) -> None:
    """A case that comes in before the Spring Festival; what is missing is said first."""
    page = desk.page
    desk.tab("演练")
    desk.look("before")
    desk.button("准备一次演练").click()
    desk.button("开始演练").click()
    expect(page.locator(".bj-note-bad:not(:empty)")).to_be_in_viewport()
    desk.look("missing")
    page.locator("input[type=datetime-local]").fill("2026-02-06T09:00")
    form = page.locator(".bj-form")
    form.get_by_label("事项名称").fill(TITLE)
    for label, value in (("来源", "县长批示"), ("承办(被督办)单位", "住建局")):
        field = form.locator(".fjs-form-field-select", has_text=label).first
        field.locator(".fjs-input-group").click()
        field.get_by_text(value, exact=True).click()
    desk.button("开始演练").click()
    expect(page.locator(".bj-clock strong")).to_have_text("2026-02-06 09:00", timeout=PATIENT)


def through_the_festival(desk: Desk) -> None:
    """Jump over it by the calendar, step back, do what is plain, and let the limit run out: a blue slip, a point."""
    page = desk.page
    page.locator(".bj-calendar summary").click()
    expect(page.locator(".bj-calendar .bj-off small", has_text="春节").first).to_be_visible()
    desk.look("calendar")
    page.locator(".bj-day:not([disabled])", has_text="24").first.click()
    expect(page.locator(".bj-clock strong")).to_have_text("2026-02-24 09:00", timeout=PATIENT)
    expect(page.locator(".bj-calendar")).to_have_attribute("open", "")
    desk.button("退一步").click()
    expect(page.locator(".bj-clock strong")).to_have_text("2026-02-06 09:00")
    for _ in range(3):
        desk.play(lambda: desk.button("照预填的办").click())
    expect(page.locator(".bj-task > p")).to_have_text(["反馈办理结果 住建局"])
    waiting = page.locator(".bj-buttons button", has_text="2026-02-")
    desk.play(waiting.first.click)
    expect(waiting.first).to_contain_text("2026-02-24 17:30")
    expect(waiting.first).to_contain_text("“办理”")
    desk.play(waiting.first.click)
    expect(page.locator("[data-element-id=report].bj-token, .bj-token").first).to_be_attached()
    expect(page.locator(".bj-papers li")).to_contain_text("蓝色督办单 督办〔2026〕1号")
    expect(page.locator(".bj-pane:not([hidden]) li", has_text="住建局 -1")).not_to_have_count(0)
    expect(page.locator(".bj-events")).not_to_contain_text("dcs.")


def look_closer(desk: Desk) -> None:
    """The paper itself, every act that is offered, one that is refused, and the path kept as a scenario."""
    page = desk.page
    page.locator(".bj-papers button").click()
    expect(page.locator(".bj-paper .docx").first).to_be_visible(timeout=PATIENT)
    desk.look("paper")
    desk.button("收起").click()
    for summary in page.locator(".bj-acts summary").all():
        summary.click()
    for choice in page.locator(".bj-acts select").all():
        for at in range(1, choice.locator("option").count()):
            choice.select_option(index=at)
            desk.look(f"act-{at}")
    page.locator(".bj-acts select").first.select_option(index=2)
    page.locator(".bj-acts .button").first.click()
    refused = page.locator(".bj-note-bad:not(:empty)")
    expect(refused).to_contain_text("DS-01", timeout=PATIENT)
    expect(refused).to_be_in_viewport()
    expect(refused).not_to_contain_text("steps")
    desk.look("refused")
    page.locator(".bj-save input").fill("走到蓝单")
    page.locator(".bj-save button").click()
    expect(page.locator(".bj-save [role=status]")).to_contain_text("走到蓝单", timeout=PATIENT)
    desk.look("kept")


def simulate(desk: Desk) -> None:
    """A year of the draft and one of the version in force."""
    page = desk.page
    desk.tab("模拟")
    page.locator(".bj-year input").first.fill("25")
    desk.button("模拟这份草稿").click()
    expect(page.locator(".bj-year-under")).to_be_visible()
    desk.look("year-under-way")
    expect(page.locator(".bj-year table").first).to_be_visible(timeout=PATIENT)
    desk.button("模拟现行版本,好比较").click()
    expect(page.locator(".bj-year-verdict")).to_be_visible(timeout=PATIENT)
    expect(page.locator(".bj-year figure")).to_have_count(4)
    desk.look("year")
    page.locator(".bj-year figure").last.scroll_into_view_if_needed()
    desk.look("year-charts")


@pytest.mark.parametrize("english", [False, True], ids=["chinese", "english"])
def test_a_rehearsal_and_a_year_are_in_the_readers_language(
    served: ServedSite, page: Page, screenshots: Path, english: bool
) -> None:
    page.set_default_timeout(PATIENT)
    opened(served, page, english)
    desk = Desk(served, page, english, screenshots)
    begin(desk)
    through_the_festival(desk)
    desk.look("scored")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    hard_to_use = violations(page, "a rehearsal")
    look_closer(desk)
    simulate(desk)
    assert sorted(desk.found) == []
    assert hard_to_use + violations(page, "a year") == []


def test_a_draft_that_cannot_run_says_so_where_it_would_run(
    served: ServedSite, page: Page, screenshots: Path
) -> None:
    open_new(served, page)
    page.locator("[data-element-id=to_end] .djs-hit").first.click(force=True)
    page.keyboard.press("Delete")
    page.get_by_role("tab", name="问题").click()
    expect(page.locator(".bj-problem-error").first).to_be_visible()
    page.get_by_role("tab", name="模拟").click()
    page.get_by_role("button", name="模拟这份草稿").click()
    said = page.locator(".bj-year .bj-note-bad")
    expect(said).to_contain_text("还没有用例")
    page.screenshot(path=screenshots / "year.png")
    page.get_by_role("tab", name="演练").click()
    page.get_by_role("button", name="准备一次演练").click()
    page.locator(".bj-form").get_by_label("标题").fill("来信")
    page.locator(".bj-form").get_by_label("主办单位").fill("住建局")
    page.get_by_role("button", name="开始演练").click()
    refused = page.locator("#bj-pane-rehearsal, .bj-pane:not([hidden])").locator(".bj-note-bad:not(:empty)")
    expect(refused).to_be_in_viewport(timeout=PATIENT)
    expect(refused).to_contain_text("办理")
    page.screenshot(path=screenshots / "rehearsal.png")
    assert leftovers(page, "refused") == set()
