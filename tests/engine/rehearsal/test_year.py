"""A simulated year: the same every time, slower with fewer hands, and truthful about what is late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from engine.rehearsal import Stage, StageError
from engine.rehearsal.charts import bars, charts, strips
from engine.rehearsal.scenario import Scenario
from engine.rehearsal.scenario_file import read_scenario
from engine.rehearsal.shifting import Shift
from engine.rehearsal.workload import Workload
from engine.rehearsal.year import Year
from engine.rehearsal.year_figures import Queues
from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL

PROCESSES = Path(__file__).parents[3] / "processes"
SINCE = datetime(2026, 1, 5, 9, tzinfo=CIVIL)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(PROCESSES)


def scenarios_of(process: str) -> list[Scenario]:
    """A procedure's scenarios."""
    return [read_scenario(file) for file in sorted((PROCESSES / process / "scenarios").glob("*.yaml"))]


@pytest.fixture(scope="module")
def supervision() -> list[Scenario]:
    return scenarios_of("supervision")


def simulated(stage: Stage, scenarios: list[Scenario], hours: float, cases: int = 12) -> dict[str, Any]:
    """The figures of a year of supervision."""
    year = Year(stage, "supervision", Workload(cases, 1, hours), scenarios, SINCE)
    told = [far.started for far in year.progress()]
    assert told == sorted(told)
    assert told[-1] == cases
    return year.figures


def test_the_same_year_twice_is_the_same(stage: Stage, supervision: list[Scenario]) -> None:
    assert simulated(stage, supervision, 2, 6) == simulated(stage, supervision, 2, 6)


def test_slow_hands_make_cases_late(stage: Stage, supervision: list[Scenario]) -> None:
    quick, slow = simulated(stage, supervision, 0.1), simulated(stage, supervision, 40)
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


def test_a_year_tells_its_months_and_its_queues(stage: Stage, supervision: list[Scenario]) -> None:
    figures = simulated(stage, supervision, 2, 6)
    assert sum(month["started"] for month in figures["months"].values()) == 6
    assert any(post.startswith("督查室") for post in figures["queues"])
    for weeks in figures["queues"].values():
        days = [date.fromisoformat(week) for week in weeks]
        assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(days))
        assert max(weeks.values()) >= 1
    assert [each["title"] for each in charts([("草稿", figures)])] == [
        "每月来件的按时率", "每个岗位的队,逐周最多几件", "每个岗位最长的队", "每个环节平均多久"
    ]  # fmt: skip


def test_single_elements_may_take_their_own_time(stage: Stage, supervision: list[Scenario]) -> None:
    year = Year(stage, "supervision", Workload(6, 1, 0.1, each={"receive": 40}), supervision, SINCE)
    list(year.progress())
    slow = year.figures["elements"]["receive"]["average"]
    assert slow > simulated(stage, supervision, 0.1, 6)["elements"]["receive"]["average"]


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
    year = Year(stage, "permit", Workload(27, 8, 0.5), scenarios_of("permit"), SINCE)
    list(year.progress())
    assert (year.figures["started"], year.figures["ended"], year.figures["stuck"]) == (27, 27, [])


@pytest.mark.parametrize(
    ("process", "cases"),
    [
        pytest.param("training", 6, id="days in rows keep their distance"),
        pytest.param("document_cleanup", 4, id="another answer of the scenario where the first is not taken"),
        pytest.param("first_inquiry", 6, id="not yet possible is tried again another day"),
        pytest.param("enterprise_visit", 4, id="what scenarios do before they begin"),
        pytest.param("criticism", 4, id="begun by a message"),
        pytest.param("permit_review", 4, id="begun by the procedure that calls it"),
    ],
)
def test_cases_of_every_kind_begin_and_end(stage: Stage, process: str, cases: int) -> None:
    year = Year(stage, process, Workload(cases, 4, 1), scenarios_of(process), SINCE)
    list(year.progress())
    found = year.figures
    assert (found["stuck"], found["open"]) == ([], {})
    assert (found["started"], found["ended"]) == (cases, cases)


def test_what_timers_begin_comes_by_itself(stage: Stage) -> None:
    year = Year(stage, "oversight_report", Workload(5, 1, 1), scenarios_of("oversight_report"), SINCE)
    list(year.progress())
    assert (year.figures["started"], year.figures["ended"]) == (12, 12)


def test_where_nothing_begins_a_case_it_is_said(stage: Stage) -> None:
    year = Year(stage, "referral", Workload(5, 1, 1), scenarios_of("referral"), SINCE)
    with pytest.raises(StageError, match="没有一步发起这个流程的办件"):
        list(year.progress())


def test_dates_move_with_the_case_and_moments_keep_their_distance() -> None:
    calendar = WorkingCalendar.known_at(date(2026, 1, 1))
    said = datetime(2026, 3, 10, 10, tzinfo=CIVIL)  # a Tuesday
    shift = Shift(datetime(2026, 3, 20, 8, 30, tzinfo=CIVIL), calendar)  # a Friday
    assert shift.data({"held": [{"on": date(2026, 3, 9)}]}, said) == {"held": [{"on": date(2026, 3, 19)}]}
    assert shift.data({"on": "2026-03-11"}, said) == {"on": "2026-03-21"}
    assert shift.rolled.data({"on": "2026-03-11"}, said) == {"on": "2026-03-23"}
    happened = {"happened": "2026-03-10T09:00", "reported": "2026-03-10T09:20"}
    assert shift.data(happened, said) == {"happened": "2026-03-20T07:30", "reported": "2026-03-20T07:50"}
    meeting = shift.data({"at": "2026-03-12T09:00:00+08:00", "place": "2026"}, said)
    assert meeting == {"at": "2026-03-22T09:00:00+08:00", "place": "2026"}
