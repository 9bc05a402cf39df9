"""Find a Chromium of the system. Standard library only: it also runs before anything is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
MAC_PROGRAMS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def find_chromium() -> str | None:
    """The path of a browser to drive: BANJIE_CHROMIUM if set, else the first one the system has."""
    chosen = os.environ.get("BANJIE_CHROMIUM")
    if chosen:
        return chosen
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in (*found, *MAC_PROGRAMS) if path and Path(path).exists()), None)
