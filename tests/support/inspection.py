"""What is wrong with a page that is open in a real Chromium: for axe (WCAG 2.2 AA), on a phone, on paper (docs/ui.md)."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize

from tests.support.browser import DESKTOP, PHONE
from tests.web.site_support import ROOT

AXE = ROOT / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
OPTIONS = """{
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  rules: {"target-size": {enabled: true}},
  resultTypes: ["violations"],
}"""
PAPER = ViewportSize(width=718, height=1000)
"""An A4 sheet between its margins."""
UNFIT = """() => {
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) {
    faults.push(`${document.documentElement.scrollWidth} pixels wide`);
  }
  for (const target of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    const around = target.closest('label, .fjs-input-group') ?? target;
    const box = around.getBoundingClientRect();
    const inText = getComputedStyle(target).display === 'inline' && around === target;
    if (target.checkVisibility({ visibilityProperty: true }) && !inText && Math.min(box.width, box.height) < 24) {
      faults.push(`too small to touch: ${target.outerHTML.slice(0, 120)}`);
    }
  }
  return faults;
}"""
"""A page wider than the phone, or a target below 24 pixels that is no link within a sentence (WCAG 2.5.8)."""
NOT_FOR_PAPER = """() => {
  const faults = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length;
  for (const element of document.querySelectorAll('nav, button, .button, .button-primary, summary, .site-footer')) {
    if (shown(element) && !element.closest('.clauses, details[open], [data-bj=designer]')) {
      faults.push(element.outerHTML.slice(0, 120));
    }
  }
  if (document.documentElement.scrollWidth > innerWidth && !document.querySelector('section.docx')) {
    faults.push(`${document.documentElement.scrollWidth} pixels wide`);
  }
  return faults;
}"""
"""What one can only press or follow, and what sticks out of the sheet; a paper has a size of its own."""


def complaints(page: Page, path: str) -> list[str]:
    """What axe finds wrong with the page as it stands, at both widths."""
    found = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        found += violations(page, f"{path} at {size['width']}")
    return found


def violations(page: Page, where: str) -> list[str]:
    """What axe finds wrong with the page as it stands, which has loaded it."""
    found = page.evaluate(f"async () => (await axe.run(document, {OPTIONS})).violations")
    return [f"{where}: {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def look_at(page: Page, url: str, path: str) -> list[str]:
    """Open an address and say what is wrong with its page; an answer that is no page has nothing wrong."""
    page.set_viewport_size(DESKTOP)
    answer = page.goto(url)
    assert answer is not None
    assert answer.status in (200, 404), (path, answer.status)
    if not answer.headers["content-type"].startswith("text/html"):
        return []
    return faults(page, path)


def faults(page: Page, path: str) -> list[str]:
    """What is wrong with the page that is open: for axe, on a phone, on paper."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = complaints(page, path)
    found += [f"{path} on a phone: {each}" for each in page.evaluate(UNFIT)]
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    found += [f"{path} on paper: {each}" for each in page.evaluate(NOT_FOR_PAPER)]
    page.emulate_media(media="screen")
    page.set_viewport_size(DESKTOP)
    return found
