"""A simulated year: the same every time, slower with fewer hands, and truthful about what is late."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from engine.rehearsal import Stage
from engine.rehearsal.charts import bars, charts
from engine.rehearsal.scenario_file import read_scenario
from engine.rehearsal.workload import Behaviour, Workload
from engine.rehearsal.year import Year
from engine.time.clock import CIVIL

PROCESSES = Path(__file__).parents[3] / "processes"
SINCE = datetime(2026, 1, 5, 9, tzinfo=CIVIL)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(PROCESSES)


@pytest.fixture(scope="module")
def behaviour() -> Behaviour:
    files = sorted((PROCESSES / "supervision" / "scenarios").glob("*.yaml"))
    return Behaviour([read_scenario(file) for file in files])


def simulated(stage: Stage, behaviour: Behaviour, hours: float, cases: int = 12) -> dict[str, Any]:
    """The figures of a year of supervision."""
    year = Year(stage, "supervision", Workload(cases, 1, hours), behaviour, SINCE)
    told = list(year.progress())
    assert told == sorted(told)
    assert told[-1] == cases
    return year.figures


def test_the_same_year_twice_is_the_same(stage: Stage, behaviour: Behaviour) -> None:
    assert simulated(stage, behaviour, 2, 6) == simulated(stage, behaviour, 2, 6)


def test_slow_hands_make_cases_late(stage: Stage, behaviour: Behaviour) -> None:
    quick, slow = simulated(stage, behaviour, 0.1), simulated(stage, behaviour, 40)
    assert quick["started"] == slow["started"] == 12
    assert quick["on_time"] > slow["on_time"]
    assert slow["elements"]["receive"]["average"] > quick["elements"]["receive"]["average"]
    assert sum(each["queue"] for each in slow["elements"].values()) > sum(
        each["queue"] for each in quick["elements"].values()
    )


@pytest.mark.parametrize("given", [(0, 1, 1), (1001, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_what_cannot_be_simulated_is_said(given: tuple[int, float, float]) -> None:
    with pytest.raises(ValueError, match="应在"):
        Workload(*given)


def test_a_charts_bars_are_as_long_as_their_numbers_say() -> None:
    drawn = bars([("草稿", {"承办人": 4, "局长<1>": 2}), ("现行", {"承办人": 8})], "件")
    svg = ElementTree.fromstring(drawn)
    widths = [float(bar.get("width", 0)) for bar in svg.iter("{http://www.w3.org/2000/svg}rect")][2:]
    assert widths[1] == 2 * widths[0]
    assert widths[2] == widths[0] / 2
    assert "局长&lt;1&gt;" in drawn
    assert "8 件" in drawn


def test_a_year_tells_its_months_and_its_queues(stage: Stage, behaviour: Behaviour) -> None:
    figures = simulated(stage, behaviour, 2, 6)
    assert sum(month["started"] for month in figures["months"].values()) == 6
    assert "督查室" in figures["queues"]
    assert all(max(months.values()) >= 1 for months in figures["queues"].values())
    assert [each["title"] for each in charts([("草稿", figures)])] == [
        "每月来件的按时率", "每个岗位最长的队", "每个环节平均等多久"
    ]  # fmt: skip


def test_single_elements_may_take_their_own_time(stage: Stage, behaviour: Behaviour) -> None:
    year = Year(stage, "supervision", Workload(6, 1, 0.1, each={"receive": 40}), behaviour, SINCE)
    list(year.progress())
    slow = year.figures["elements"]["receive"]["average"]
    assert slow > simulated(stage, behaviour, 0.1, 6)["elements"]["receive"]["average"]
