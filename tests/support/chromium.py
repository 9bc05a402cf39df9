"""Find a Chromium to drive. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
MAC_PROGRAMS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
# Where `playwright install chromium` puts its own, on Linux and on macOS.
DOWNLOADED = (
    ".cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)


def find_chromium() -> str | None:
    """The path of a browser that starts: BANJIE_CHROMIUM if set, else the first one found; or None."""
    chosen = os.environ.get("BANJIE_CHROMIUM")
    return chosen or next(filter(_starts, _candidates()), None)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield from filter(os.path.exists, MAC_PROGRAMS)
    for pattern in DOWNLOADED:
        yield from map(str, sorted(Path.home().glob(pattern), reverse=True))


def _starts(program: str) -> bool:
    """Ubuntu's `chromium-browser` may be a stub that only names another package."""
    try:
        command = [program, "--version"]
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
