"""The figures, each with its target; a measure takes a county on one database, or both with the floor."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from engine import tables
from tests.bench import diagrams
from tests.bench.county import County
from tests.bench.crews import acts_a_second, drained_a_second, lateness
from tests.bench.crowd import crowd
from tests.bench.plain import PlainSpiff
from tests.bench.timing import Spread, against, by_turns, seconds_each

PROCESSES = 2
DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Figure:
    """One cell of the table: what was measured on which database, and what it should be (None: no target)."""

    name: str
    database: str
    value: Spread
    unit: str
    target: str
    holds: bool | None

    def row(self) -> dict[str, Any]:
        """The figure as JSON."""
        value = {"middle": self.value.middle, "low": self.value.low, "high": self.value.high}
        return {
            "name": self.name,
            "database": self.database,
            **value,
            "unit": self.unit,
            "target": self.target,
            "holds": self.holds,
        }


def most(name: str, database: str, value: Spread, target: float | None, unit: str = "×") -> Figure:
    """A figure that should not exceed its target."""
    said = "" if target is None else f"≤ {target:g}{unit}"
    return Figure(name, database, value, unit, said, None if target is None else value.middle <= target)


def least(name: str, database: str, value: float, target: float | None, unit: str) -> Figure:
    """A figure that should reach its target."""
    said = "" if target is None else f"≥ {target:g}{unit}"
    return Figure(name, database, Spread.of([value]), unit, said, None if target is None else value >= target)


def table(found: Iterable[Figure]) -> list[str]:
    """The figures as a Markdown table, a row for each thing measured; what falls short is bold."""
    rows: dict[str, dict[str, Figure]] = {}
    for figure in found:
        rows.setdefault(figure.name, {})[figure.database] = figure
    lines = ["| 量什么 | 目标 SQLite · PostgreSQL | SQLite | PostgreSQL |", "|---|---|---|---|"]
    for name, by_database in rows.items():
        both = [by_database.get(each) for each in DATABASES]
        alone = by_database.get("")
        targets = list(dict.fromkeys(figure.target for figure in both if figure and figure.target))
        cells = [_cell(alone), "同左"] if alone else [_cell(figure) for figure in both]
        lines.append(f"| {name} | {' · '.join(targets)} | {' | '.join(cells)} |")
    return lines


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    value = figure.value.text(figure.unit)
    return f"**{value}**" if figure.holds is False else value


def steps(counties: Mapping[str, County], rounds: int, instances: int) -> list[Figure]:
    """A step on each database against plain SpiffWorkflow, by turns."""
    floor = PlainSpiff(diagrams.PLAIN)
    blocks = {"floor": lambda: floor.block(instances)}
    for name, county in counties.items():
        for process in ("plain", "limited"):
            blocks[f"{name} {process}"] = lambda county=county, process=process: county.block(
                process, instances
            )
    taken = by_turns(blocks, rounds)
    wanted = {"sqlite plain": 3.0, "sqlite limited": 5.0, "postgresql plain": 6.0, "postgresql limited": 9.0}
    words = {"plain": "办结一个环节", "limited": "……带时限、定时器、通知"}
    found = [most("普通 SpiffWorkflow 的一步", "", Spread.of([1e3 * s for s in taken["floor"]]), None, " ms")]
    for key, target in wanted.items():
        name, process = key.split()
        if name in counties:
            found.append(most(words[process], name, against(taken, key, "floor"), target))
            found.append(
                most(f"{words[process]},毫秒", name, Spread.of([1e3 * s for s in taken[key]]), None, " ms")
            )
    return found


def costs(name: str, county: County) -> list[Figure]:
    """Statements and commits of an act, and where its time goes."""
    found = []
    for process, said, target in (("plain", "普通", 8), ("limited", "带时限、定时器、通知", 10)):
        cases = county.start(process, 40)
        done = [county.open_task(case) for case in cases]
        with county.counted() as cost:
            began = time.process_time()
            taken = seconds_each(lambda done=done: [county.complete(task, note="已办") for task in done], 1)
            busy = time.process_time() - began
        count = len(cases)
        parts = {"SQL": cost.sql, "提交": cost.commit, "其余": taken - cost.sql - cost.commit}
        parts["CPU"] = busy
        one = Spread.of([cost.statements / count])
        found.append(most(f"每一步的 SQL 语句({said})", name, one, target, ""))
        found.append(most(f"每一步的提交({said})", name, Spread.of([cost.commits / count]), 1, ""))
        for part, seconds in parts.items():
            found.append(most(f"其中 {part}({said})", name, Spread.of([1e3 * seconds / count]), None, " ms"))
    return found


def stored(name: str, county: County, instances: int) -> list[Figure]:
    """Bytes a finished case of three tasks leaves behind, and ten steps with 5 kB of new data each."""
    county.block("plain", 5)
    before = county.size()
    county.block("plain", instances)
    each = (county.size() - before) / instances / 1000
    before, facts = county.size(), 0
    cases = county.start("ten", max(20, instances // 10))
    for _ in range(10):
        for case in cases:
            said = base64.b85encode(os.urandom(4000)).decode()
            facts += len(said)
            county.complete(county.open_task(case), **{f"said{facts}": said})
    times = (county.size() - before) / facts
    return [
        most("办结的三环节办件占用(含索引)", name, Spread.of([each]), 4, " kB"),
        most("十步各 5 kB 新数据,占用与数据之比", name, Spread.of([times]), 2.5),
    ]


def loops(name: str, county: County, cases: int) -> list[Figure]:
    """The 30th and the 100th round of a loop against the first ones."""
    started = county.start("rounds", cases)
    taken = []
    for _ in range(102):
        tasks = [county.open_task(case) for case in started]
        taken.append(seconds_each(lambda tasks=tasks: [county.complete(t, again=True) for t in tasks], cases))
    first = fmean(taken[1:4])
    return [
        most("第 30 步与第 1 步之比", name, Spread.of([t / first for t in taken[28:31]]), 3),
        most("第 100 步与第 1 步之比", name, Spread.of([t / first for t in taken[98:101]]), 6),
    ]


def shapes(name: str, county: County, rounds: int) -> list[Figure]:
    """Five split/join stages against one; two thousand branches against five."""
    taken = by_turns(
        {key: lambda key=key: county.block(key, 5, steps=5) for key in ("stages1", "stages5")}, rounds
    )
    at_start = [_tasks_at_start(county, key) for key in ("stages1", "stages5")]
    few, many = county.start("branches5", 20), county.start("branches2000", 1)
    some = [county.open_task(case) for case in few]
    small = seconds_each(lambda: [county.complete(task, decision="approve") for task in some], len(some))
    large = []
    for _ in range(5):
        task = county.open_task(many[0])
        large.append(seconds_each(lambda task=task: county.complete(task, decision="approve"), 1) / small)
    return [
        most("五段分合与一段之比,每步", name, against(taken, "stages5", "stages1"), 2.5),
        most("五段分合启动时的任务数,与一段之比", name, Spread.of([at_start[1] / at_start[0]]), 1),
        most("2000 个分支的一步与 5 个之比", name, Spread.of(large), 40 if name == "sqlite" else 15),
    ]


def _tasks_at_start(county: County, process: str) -> int:
    (case,) = county.start(process)
    engine = county.office.engine
    with engine.database.reading() as connection:
        row = (
            connection.execute(tables.instance.select().where(tables.instance.c.id == case)).mappings().one()
        )
        return sum(1 for _ in engine.loaded(connection, dict(row), "look", county.actor).case.tree.tasks())


def crowded(name: str, quiet: County, busy: County, rounds: int, others: int) -> Figure:
    """A step with so many other cases in the database, against one without."""
    (case,) = busy.start("limited")
    crowd(busy, case, others)
    taken = by_turns(
        {"quiet": lambda: quiet.block("limited", 20), "busy": lambda: busy.block("limited", 20)}, rounds
    )
    return most(f"另有 {others} 个办件时,与没有时之比", name, against(taken, "busy", "quiet"), 1.2)


def throughput(name: str, county: County, acts: int) -> list[Figure]:
    """Acts a second with all processes."""
    cases = [case for _ in range(0, acts, 500) for case in county.start("plain", min(500, acts))]
    rate = acts_a_second(county, [county.open_task(case) for case in cases], PROCESSES)
    return [least(f"每秒办结环节({PROCESSES} 个进程)", name, rate, 600, "/s")]


def drained(name: str, county: County, timers: int) -> list[Figure]:
    """Timers a second with all processes, so many of them due at once."""
    for _ in range(0, timers, 500):
        county.start("waiting", min(500, timers))
    county.office.move("2020-03-12 09:00", drain=False)
    rate = drained_a_second(county, timers, PROCESSES)
    return [
        least(f"每秒触发定时器({PROCESSES} 个进程,{timers} 个同时到期)", name, rate, 800, "/s"),
        most(f"{timers} 个同时到期的定时器全部触发", name, Spread.of([timers / rate]), None, " s"),
    ]


def punctual(name: str, county: County, seconds: int) -> list[Figure]:
    """How late the latest hundredth of timers was while the machine was not overloaded."""
    late = sorted(lateness(county, seconds, 20))
    p99 = Spread(late[int(len(late) * 0.99)], late[0], late[-1])
    return [most("定时器晚点,第 99 百分位(最早、最晚)", name, p99, 2, " s")]
