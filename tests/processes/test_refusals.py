"""The table of docs/refusals.md: what a rule forbids is refused by that rule, in a scenario that says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.strict_yaml import load

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "processes"
ROW = re.compile(r"^\| ([A-Z]+-\d+\w?) \|.*\| (`.*`) \|$", re.MULTILINE)
ROWS = [
    (rule, scenario)
    for rule, scenarios in ROW.findall((ROOT / "docs" / "refusals.md").read_text(encoding="utf-8"))
    for scenario in re.findall("`([^`]+)`", scenarios)
]
FORBIDS = re.compile("不得|不准|凡未经|缺一不可|不允许|才可结|才可归档|禁止受理|才关")
SAID_BESIDE = {"ZD-02"}
"""Forbidden by its words, and found out afterwards: the page says why."""


@pytest.mark.parametrize(("rule", "scenario"), ROWS, ids="-".join)
def test_a_scenario_is_refused_by_the_rule(rule: str, scenario: str) -> None:
    folder, name = scenario.split("/")
    written = load((PROCESSES / folder / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8"))
    steps = [written.get("start") or {}, *(written.get("steps") or [])]
    assert rule in {step.get("refused") for step in steps}


def test_every_rule_that_forbids_is_in_the_table() -> None:
    rules = load((PROCESSES / "rules.yaml").read_text(encoding="utf-8"))["rules"]
    forbidding = {
        rule["id"]
        for rule in rules
        if FORBIDS.search(
            " ".join([*(each["text"] for each in rule.get("quotations", ())), str(rule.get("reading", ""))])
        )
    }
    assert forbidding >= {"GC-14", "HF-02", "KP-04", "XT-01"}
    assert forbidding - {rule for rule, _ in ROWS} <= SAID_BESIDE
