"""How long a simulated year takes: many permits on the real engine, each seen to its end."""

from __future__ import annotations

import time
from datetime import datetime

from engine.rehearsal import Stage
from engine.rehearsal.scenario_file import read_scenario
from engine.rehearsal.workload import Workload
from engine.rehearsal.year import Year
from engine.time.clock import CIVIL
from tests.bench.figures import Figure, most
from tests.bench.timing import Spread
from tests.web.site_support import ROOT

SINCE = datetime(2026, 1, 5, 9, tzinfo=CIVIL)


def simulated(cases: int) -> Figure:
    """Seconds of this process for so many permits, four a working day."""
    processes = ROOT / "processes"
    scenarios = [read_scenario(file) for file in sorted((processes / "permit" / "scenarios").glob("*.yaml"))]
    year = Year(Stage(processes), "permit", Workload(cases, 4, 0.5), scenarios, SINCE)
    start = time.process_time()
    list(year.progress())
    taken = Spread.of([time.process_time() - start])
    assert year.figures["ended"] == cases, year.figures["stuck"]
    return most(f"一年模拟,{cases} 件行政许可(处理器时间)", "sqlite", taken, 60 * cases / 1_000, " s")
