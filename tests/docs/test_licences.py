"""docs/licences.md names every part we chose."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def _python_parts() -> list[str]:
    lists = sorted((ROOT / "requirements").glob("*.in"))
    lines = [line.strip() for path in lists for line in path.read_text("utf-8").splitlines()]
    return [re.split(r"[\[=<>~!;]", line)[0].strip() for line in lines if line and line[0] not in "#-"]


def _browser_parts() -> list[str]:
    package = json.loads((ROOT / "web" / "frontend" / "package.json").read_text("utf-8"))
    return [*package["dependencies"], *package["devDependencies"]]


def _listed() -> set[str]:
    text = (ROOT / "docs" / "licences.md").read_text("utf-8")
    cells = re.findall(r"^\| ([^|]+) \|", text, flags=re.MULTILINE)
    return {name.strip().lower() for cell in cells for name in cell.split(",")}


@pytest.mark.parametrize("part", [*_python_parts(), *_browser_parts()])
def test_every_part_is_named(part: str) -> None:
    assert part.lower() in _listed()


def test_our_own_licence_is_there_in_full() -> None:
    lesser, general = ((ROOT / name).read_text("utf-8") for name in ("LICENSE", "LICENSE.GPL"))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in lesser
    assert "Library." in lesser.rstrip()[-20:]
    assert "END OF TERMS AND CONDITIONS" in general
