"""The law is visible: each rule leads to its elements, each element to the scenarios through it."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.rehearsal.tracing import trace

PROCESSES = Path(__file__).parents[3] / "processes"


def test_a_rule_leads_to_its_element_and_scenarios(tmp_path: Path) -> None:
    for name in ("county.yaml", "rules.yaml"):
        shutil.copy(PROCESSES / name, tmp_path / name)
    shutil.copytree(PROCESSES / "slip_review", tmp_path / "slip_review")
    shutil.copytree(PROCESSES / "supervision", tmp_path / "supervision")
    for name in ("criticism", "talk"):
        shutil.copytree(PROCESSES / name, tmp_path / name)
    keep = sorted((tmp_path / "supervision" / "scenarios").glob("用例01*"))
    for file in (tmp_path / "supervision" / "scenarios").iterdir():
        if file not in keep:
            file.unlink()
    found = trace(tmp_path)
    blue = [item for item in found if item.rule == "SD-04" and item.element == "blue"]
    assert blue
    assert any("用例1" in name for item in blue for name in item.passed)
    assert not any(item.failed for item in found)
    assert [item.rule for item in found] == sorted(item.rule for item in found)
