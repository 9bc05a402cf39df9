"""A year of every procedure of the county: what begins also ends, or what stands in its way is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.rehearsal import Stage
from engine.rehearsal.workload import Workload
from engine.rehearsal.year import Year
from tests.engine.rehearsal.test_year import PROCESSES, SINCE, scenarios_of

CASES = 30
ONCE = {"bonus", "performance", "reception_day"}
"""Once a unit and year, or once a leader and day: the others of a year are refused, which is the rule."""
OTHERS_BEGIN_IT = {"referral"}
"""Only a message of another procedure's case begins it, in the midst of that case."""
FOLDERS = [each.parent.name for each in sorted(PROCESSES.glob("*/scenarios"))]


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(Path(PROCESSES))


@pytest.mark.soak
@pytest.mark.parametrize("process", [each for each in FOLDERS if each not in OTHERS_BEGIN_IT])
def test_a_years_cases_end(stage: Stage, process: str) -> None:
    year = Year(stage, process, Workload(CASES, 1, 2), scenarios_of(process), SINCE)
    list(year.progress())
    found = year.figures
    assert found["started"] == found["ended"] + sum(found["open"].values())
    assert all(why.startswith("不能发起") for why, _ in found["stuck"])
    assert process in ONCE or not found["stuck"]
    assert process in ONCE or found["started"] > 0
