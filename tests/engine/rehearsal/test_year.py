"""A simulated year: the same every time, slower with fewer hands, and truthful about what is late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from engine.rehearsal import Stage
from engine.rehearsal.charts import bars, charts, strips
from engine.rehearsal.scenario_file import read_scenario
from engine.rehearsal.workload import Behaviour, Workload
from engine.rehearsal.year import Year
from engine.rehearsal.year_figures import Queues
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
    assert any(post.startswith("督查室") for post in figures["queues"])
    for weeks in figures["queues"].values():
        days = [date.fromisoformat(week) for week in weeks]
        assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(days))
        assert max(weeks.values()) >= 1
    assert [each["title"] for each in charts([("草稿", figures)])] == [
        "每月来件的按时率", "每个岗位的队,逐周最多几件", "每个岗位最长的队", "每个环节平均等多久"
    ]  # fmt: skip


def test_single_elements_may_take_their_own_time(stage: Stage, behaviour: Behaviour) -> None:
    year = Year(stage, "supervision", Workload(6, 1, 0.1, each={"receive": 40}), behaviour, SINCE)
    list(year.progress())
    slow = year.figures["elements"]["receive"]["average"]
    assert slow > simulated(stage, behaviour, 0.1, 6)["elements"]["receive"]["average"]


def test_a_queue_that_nothing_moves_is_as_long_as_before() -> None:
    queues = Queues()
    monday = SINCE
    queues.longer("窗口", monday)
    queues.longer("窗口", monday + timedelta(days=1))
    queues.shorter("窗口", monday + timedelta(days=15))
    queues.longer("局长", monday + timedelta(days=14))
    assert queues.by_week() == {
        "窗口": {"2026-01-05": 2, "2026-01-12": 2, "2026-01-19": 2},
        "局长": {"2026-01-19": 1},
    }
    drawn = strips([("草稿", queues.by_week()), ("现行", {})])
    lines = [
        each.get("d", "") for each in ElementTree.fromstring(drawn).iter() if each.get("class") == "line s1"
    ]
    assert len(lines) == 2
    assert len({point.partition("H")[0].split()[1] for point in lines[0][1:].split("L")}) == 1


def test_every_permit_of_a_year_is_seen_to_its_end(stage: Stage) -> None:
    """Materials on file already (GC-16), days of the scenario's own course, applicants who never come back."""
    files = sorted((PROCESSES / "permit" / "scenarios").glob("*.yaml"))
    known = Behaviour([read_scenario(file) for file in files])
    year = Year(stage, "permit", Workload(27, 8, 0.5), known, SINCE)
    list(year.progress())
    assert (year.figures["started"], year.figures["ended"], year.figures["stuck"]) == (27, 27, {})
