"""The monthly report's two rates are compared as whole numbers (DJ-03, case 22)."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from engine.definitions.gate import check_folder
from engine.expressions import compile_expression

FOLDER = Path(__file__).parents[2] / "processes" / "oversight_report"
LINES = {"oversight_report.spot.least": 90, "oversight_report.in_time.least": 99}


def low(name: str, spot: int, in_time: int, closed: int, overdue: int) -> object:
    """What the diagram makes of such a month."""
    diagram = (FOLDER / "oversight_report.bpmn").read_text(encoding="utf-8")
    (written,) = re.findall(rf"^\s*{name} = (.+)$", diagram, re.MULTILINE)
    figures = {"closed": closed, "in_time": in_time, "overdue": overdue}
    scope = {"spot": spot, "figures": figures}
    return compile_expression(unescape(written)).evaluate(scope, {"policy": lambda key: LINES[str(key)]})


@pytest.mark.parametrize(("in_time", "alarm"), [(989, True), (990, False), (1000, False)])
def test_989_of_1000_in_time_is_an_alarm_and_990_is_not(in_time: int, alarm: bool) -> None:
    assert low("late_low", 1000, in_time, 1000, 0) is alarm
    assert low("late_low", 1000, min(in_time, 995), 995, 5) is alarm


@pytest.mark.parametrize(("spot", "alarm"), [(899, True), (900, False)])
def test_899_of_1000_on_the_spot_is_an_alarm_and_900_is_not(spot: int, alarm: bool) -> None:
    assert low("spot_low", spot, 1000, 1000, 0) is alarm


def test_a_month_without_cases_is_no_alarm() -> None:
    assert (low("spot_low", 0, 0, 0, 0), low("late_low", 0, 0, 0, 0)) == (False, False)


def test_the_gate_has_nothing_to_say() -> None:
    assert check_folder(FOLDER) == []
