"""The oldest browser that is promised is the one the scripts are built for."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_the_promised_browser_is_the_one_built_for() -> None:
    built = re.search(r"'chrome(\d+)'", (ROOT / "web" / "frontend" / "vite.config.js").read_text("utf-8"))
    promised = re.search(r"Chromium 内核 (\d+) 起", (ROOT / "docs" / "ui.md").read_text("utf-8"))
    assert built is not None
    assert promised is not None
    assert built.group(1) == promised.group(1)
