"""A program that stands for LibreOffice: called as it is called, it leaves a PDF as it does."""

from __future__ import annotations

import sys
from pathlib import Path

_PROGRAM = """#!{python}
import pathlib, sys, zipfile
profile, *options, source = sys.argv[1:]
assert profile.startswith("-env:UserInstallation=file://") and "--headless" in options, sys.argv
folder = pathlib.Path(options[options.index("--outdir") + 1])
assert "word/document.xml" in zipfile.ZipFile(source).namelist()
runs = pathlib.Path(__file__).with_name("runs")
runs.write_text(runs.read_text() + "x" if runs.exists() else "x")
(folder / (pathlib.Path(source).stem + ".pdf")).write_bytes(b"%PDF-1.7 made of the paper")
"""


def stand_in(folder: Path) -> Path:
    """Write the program into a folder, where it marks each of its runs in the file `runs`; returns its path."""
    program = folder / "soffice"
    program.write_text(_PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    return program
