"""The lowest Chromium the pages are made for (docs/ui.md): nothing that is sent needs a later one."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.web.site_support import ROOT
from web.styles import ORDER

LOWEST: Final = 109
LATER_CSS: Final = {
    "nesting (112)": r"(?:^|[{};])\s*&",
    "color-mix(), lab(), oklch() (111)": r"\b(?:color-mix|oklab|oklch|lab|lch)\(",
    "relative colours (119)": r"\b(?:rgb|hsl)a?\(\s*from\b",
    "light-dark() (123)": r"\blight-dark\(",
    "subgrid (117)": r"\bsubgrid\b",
    "@scope, @starting-style, @view-transition (117)": r"@(?:scope|starting-style|view-transition|property-rule)\b",
    "style queries (111)": r"@container[^{]*\bstyle\(",
    "field-sizing (123)": r"\bfield-sizing\b",
    ":user-valid, :dir(), :popover-open (114)": r":(?:user-(?:in)?valid|dir\(|popover-open)",
    "round(), mod(), linear() (113)": r"[:\s(,](?:round|mod|rem|linear)\(",
    "anchors (125)": r"\banchor(?:-size)?\(|position-anchor",
    "interpolate-size (129)": r"\binterpolate-size\b",
}
"""What a style sheet could say that came later and that a page would miss; not how lines break or bars look."""
LATER_SCRIPT: Final = {
    "arrays that are copied (110)": r"\.to(?:Sorted|Reversed|Spliced)\(",
    "groupBy (117)": r"\b(?:Object|Map)\.groupBy\b",
    "fromAsync (121)": r"\bArray\.fromAsync\b",
    "withResolvers, Promise.try (119)": r"\bPromise\.(?:withResolvers|try)\b",
    "canParse, URL.parse (120)": r"\bURL\.(?:canParse|parse)\b",
    "well-formed strings (111)": r"\.(?:isWellFormed|toWellFormed)\(",
    "sets together (122)": r"\.(?:symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(",
    "popovers (114)": r"\.(?:showPopover|togglePopover|hidePopover)\(",
    "AbortSignal.any (116)": r"\bAbortSignal\.any\b",
    "setHTMLUnsafe, getHTML, moveBefore (124)": r"\.(?:setHTMLUnsafe|getHTML|moveBefore)\(",
    "import attributes (123)": r"from\s*[\"'][^\"']+[\"']\s*with\s*\{",
    "iterator helpers (122)": r"\bIterator\.from\b",
}
"""What a script could use that came later."""
DETECTED: Final = {
    ("site", "setHTMLUnsafe, getHTML, moveBefore (124)"),
}
"""What a library asks for before it uses it (htmx)."""


def _found(text: str, later: dict[str, str]) -> set[str]:
    return {name for name, pattern in later.items() if re.search(pattern, text, re.MULTILINE)}


def test_the_stated_version_is_the_one_that_is_built_for() -> None:
    built = (ROOT / "web" / "frontend" / "vite.config.js").read_text(encoding="utf-8")
    assert f"'chrome{LOWEST}', 'edge{LOWEST}'" in built
    assert f"Chromium 内核 {LOWEST} 起" in (ROOT / "docs" / "ui.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ORDER)
def test_a_style_sheet_of_ours_needs_no_later_browser(name: str) -> None:
    sheet = (ROOT / "web" / "static" / "css" / f"{name}.css").read_text(encoding="utf-8")
    assert _found(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL), LATER_CSS) == set()


def test_what_is_built_needs_no_later_browser() -> None:
    assets = ROOT / "web" / "static" / "dist" / "assets"
    found = set()
    for path in sorted(assets.iterdir()):
        later = {".css": LATER_CSS, ".js": LATER_SCRIPT}.get(path.suffix)
        if later is not None:
            text = path.read_text(encoding="utf-8")
            found |= {(path.name.partition("-")[0], name) for name in _found(text, later)}
    assert found <= DETECTED


@pytest.mark.parametrize(
    ("text", "later"),
    [(".a { & .b { color: red } }", LATER_CSS), ("p{color:color-mix(in srgb,red,blue)}", LATER_CSS),
     ("a.toSorted()", LATER_SCRIPT), ("Promise.withResolvers()", LATER_SCRIPT)],
)  # fmt: skip
def test_later_things_come_to_light(text: str, later: dict[str, str]) -> None:
    assert len(_found(text, later)) == 1
