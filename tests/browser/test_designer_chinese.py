"""No English is left on what a designer sees beside the canvas: editors, rehearsal, year, publication, versions, migration."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import DESIGNER

LATIN = re.compile(r"[A-Za-z]{4,}")
KNOWN = re.compile(
    r"BPMN|FEEL|Word|Ctrl|Delete|English|Banjie|JSON|Powered by bpmn\.io|\.(?:bpmn|zip|docx)"
    r"|^[a-z][a-z0-9_.-]*$|如 [a-z]+|· [a-z_]+$|(?:表单|决策表|文书模板) [a-z]+$|\b[a-z0-9]+(?:[_./-][a-z0-9]+)+\b"
)
"""Names that have no Chinese; what a designer gave a short name in Latin letters: files, fields, numbers."""
CHIEF = "dcs.zr"


def leftovers(page: Page, where: str) -> set[str]:
    """Visible texts and titles with a Latin word; ids, formulas and what the county wrote itself apart."""
    said = page.evaluate(
        """() => [...document.querySelectorAll('main *, .bj-side *, .bj-editor *')]
        .filter((e) => !e.closest('code, svg, script, style, datalist, option, .bj-feel, .docx, [data-process-name], .designer-diagrams'))
        .filter((e) => e.checkVisibility())
        .flatMap((e) => [e.title, e.getAttribute('aria-label'), e.placeholder,
          ...[...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent)])
        .filter((t) => t && t.trim())"""
    )
    assert said
    return {f"{where}: {text.strip()}" for text in said if LATIN.search(KNOWN.sub("", text.strip()))}


def test_editors_rehearsal_year_and_publication_are_chinese(served: ServedSite, page: Page) -> None:
    served.sign_in(page, DESIGNER)
    page.goto(f"{served.url}/designer")
    found = leftovers(page, "designer")
    page.locator("li", has_text="三色督办").get_by_role("button", name="打开修改").click()
    page.wait_for_selector("[data-bj=designer][data-ready]")
    page.get_by_role("tab", name="表单等").click()
    for words in ("表单", "决策表", "文书模板"):
        row = (
            page.locator("section", has=page.get_by_role("heading", name=words, exact=True))
            .locator(".bj-files button")
            .first
        )
        if not row.count():
            continue
        row.click()
        expect(page.locator(".bj-editor")).to_be_visible()
        page.wait_for_load_state("networkidle", timeout=60_000)
        found |= leftovers(page, words)
        page.get_by_role("button", name="关闭", exact=True).click()
    page.get_by_role("button", name="看和改默认值").click()
    expect(page.locator(".bj-editor input").first).to_be_visible()
    found |= leftovers(page, "numbers")
    page.get_by_role("tab", name="演练").click()
    page.get_by_role("button", name="准备一次演练").click()
    expect(page.get_by_role("button", name="开始演练")).to_be_visible()
    found |= leftovers(page, "rehearsal")
    page.get_by_role("tab", name="发布").click()
    expect(page.locator(".bj-scenarios li").first).to_be_visible()
    found |= leftovers(page, "publishing")
    page.get_by_role("button", name="退出").click()
    served.sign_in(page, CHIEF)
    for path in ("versions/supervision/history", "versions/supervision"):
        page.goto(f"{served.url}/designer/{path}")
        found |= leftovers(page, path)
    assert sorted(found) == []
