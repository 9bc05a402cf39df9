"""A year of the demo's county: every procedure in use, by its own scenarios at other dates and with other names.

A scenario is a case as its designer thinks of it, so the demo's cases are plausible and reach every branch. Each is
played through the real engine at a week of the year before the demo begins; every third is cut off where the
demo begins, so that cases stand at all stages. The choice is seeded: every demo is the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any, Final, cast

from sqlalchemy import select

from engine import tables
from engine.administration import rederive_stale
from engine.demo_clock import FIRST_INSTANT
from engine.engine import Engine
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from engine.rehearsal import finding
from engine.rehearsal.finding import NotFound
from engine.rehearsal.play import Play
from engine.rehearsal.scenario import Answer, Scenario, Step
from engine.rehearsal.scenario_file import ScenarioError, read_scenario
from engine.rehearsal.stage import Stage, ThrowAwayEngine
from engine.rehearsal.verbs import perform
from engine.strict_yaml import load
from engine.time import clock
from engine.time.clock import SimulatedClock

FILE: Final = "year.yaml"
WEEK: Final = timedelta(days=7)
_COUNTY_WIDE: Final = frozenset({"import_calendar", "set_policy", "migrate", "signal", "publish"})
"""Verbs that change more than a scenario's own cases."""
_OVERDUE_AT_MOST: Final = timedelta(days=7)
_WITHDRAWN: Final = "当事人已不再需要办理,撤销留痕"
_HELD_TO: Final = timedelta(days=120)
"""Longer scenarios would not fit into the year."""
_TELLING: Final = 3
"""Shorter names (甲) may stand in a text by chance: they are followed only where they are all of it."""


@dataclass(frozen=True, slots=True)
class Year:
    """What `year.yaml` says: the seed, processes left out, cases a scenario brings, names, and standing answers."""

    seed: int
    leave_out: tuple[str, ...]
    times: Mapping[str, int]
    names: Mapping[str, list[str]]
    titles: Mapping[str, list[str]]
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Planned:
    """A scenario moved to its place in the year."""

    scenario: Scenario
    until: datetime


def read_year(path: Path) -> Year:
    """Read `year.yaml`."""
    said = load(path.read_text(encoding="utf-8"))
    answers = {name: Answer(each.get("by"), each["data"]) for name, each in said["answers"].items()}
    return Year(said["seed"], tuple(said["leave_out"]), said["times"], said["names"], said["titles"], answers)


class _Naming:
    """Names of the demo by the field of a form, and titles by the process a case is of, each in turn."""

    def __init__(self, year: Year) -> None:
        self._names = {field: cycle(names) for field, names in year.names.items()}
        self._titles = {process: cycle(titles) for process, titles in year.titles.items()}

    def named(self, data: Mapping[str, Any], process: str, renamed: dict[str, str]) -> dict[str, Any]:
        """What a case starts with, under names of the demo; `renamed` keeps which stands for which of the scenario's."""
        given = dict(data)
        titles = self._titles.get(process)
        for field, names in {**self._names, **({"title": titles} if titles else {})}.items():
            said = given.get(field)
            if isinstance(said, str):
                if said not in renamed:
                    renamed[said] = next(names)
                given[field] = renamed[said]
        return given


def plan_year(processes: Path, year: Year, begins: datetime) -> list[Planned]:
    """The scenarios of every process at their dates, the earliest first. `begins` is when the year does."""
    random, naming = Random(year.seed), _Naming(year)
    planned = [
        _placed(scenario, year, random, naming, begins)
        for scenario in _scenarios(processes, year)
        for _ in range(_times(scenario, year))
    ]
    return sorted(planned, key=lambda each: each.scenario.now)


def _times(scenario: Scenario, year: Year) -> int:
    """What stays open is brought once: a visitor is to find today's work, not a heap of it."""
    return year.times.get(scenario.process, 1) if _ends_its_cases(scenario) else 1


def withdraw_leftovers(engine: Engine, year: Year) -> None:
    """Withdraw what a moved date left behind and has been overdue for long; the reason stands in its history.

    Before, limits derived while next year's calendar was not out yet are derived again.
    """
    row = tables.instance.c
    behind = select(row.id).where(
        row.status == "running",
        row.process.not_in(year.leave_out),
        row.due_at < FIRST_INSTANT - _OVERDUE_AT_MOST,
    )
    with clock.using(SimulatedClock(FIRST_INSTANT)):
        while rederive_stale(engine):
            pass
        with engine.database.reading() as connection:
            cases = connection.execute(behind).scalars().all()
        for case in cases:
            engine.cancel(case, SYSTEM, _WITHDRAWN)


class _Beside(Play):
    """A play beside other cases: their limits are not its own to derive again under an earlier day's calendar."""

    def _rederive(self) -> int:
        return 0


def play_year(engine: Engine, planned: Iterable[Planned]) -> None:
    """Play them one after another; what a moved date makes impossible is left undone, as in life.

    A play begins earlier than the one before ended: each touches its own cases alone, and no timer of another
    is due at an earlier time.
    """
    for each in planned:
        simulated = SimulatedClock(each.scenario.now)
        with clock.using(simulated), finding.cases_from_here(engine.database):
            play = _Beside(cast(ThrowAwayEngine, engine), Stage(None), simulated, each.scenario.answers)
            play.held = list(each.scenario.hold)
            play.timeline.begin_here()
            _play(play, each)


def _play(play: Play, planned: Planned) -> None:
    for step in planned.scenario.steps:
        if step.at >= planned.until:
            break
        play.run_until(step.at)
        try:
            perform(play, step, planned.scenario.process, None)
        except (Refused, NotFound):
            continue
        play.settle()
    play.run_until(planned.until)


def _scenarios(processes: Path, year: Year) -> Iterator[Scenario]:
    for path in sorted(processes.glob("*/scenarios/*.yaml")):
        if path.parts[-3] in year.leave_out:
            continue
        try:
            scenario = read_scenario(path)
        except ScenarioError:
            continue
        if _fits(scenario):
            yield scenario


def _fits(scenario: Scenario) -> bool:
    """Whether it can be played beside others: it changes nothing county-wide and brings no incident."""
    changes = any(step.do in _COUNTY_WIDE for step in scenario.steps)
    breaks = any(each.words.get("event") == "incident.raised" and each.count != 0 for each in scenario.expect)
    return not changes and not breaks and bool(scenario.steps) and _length(scenario) <= _HELD_TO


def _length(scenario: Scenario) -> timedelta:
    last = max([step.at for step in scenario.steps], default=scenario.now)
    return max(scenario.until or last, last) - scenario.now


def _placed(scenario: Scenario, year: Year, random: Random, naming: _Naming, begins: datetime) -> Planned:
    """The scenario some whole weeks later or earlier.

    One that ends its cases lies anywhere in the year, or, every third, is cut off where the demo begins; one that
    leaves them open ends in the demo's last week, so that nothing stays behind for months.
    """
    length = _length(scenario)
    if not _ends_its_cases(scenario):
        start = FIRST_INSTANT - length - WEEK * random.random()
    elif random.random() < 1 / 3 and length > WEEK:
        start = FIRST_INSTANT - length * random.uniform(0.2, 0.9)
    else:
        start = begins + max(FIRST_INSTANT - begins - length, WEEK) * random.random()
    shift = WEEK * ((start - scenario.now) // WEEK)
    moved = _moved(scenario, shift, naming)
    standing = year.answers if _ends_its_cases(scenario) or random.random() < 3 / 4 else {}
    answers = {**{name: (answer,) for name, answer in standing.items()}, **moved.answers}
    return Planned(replace(moved, answers=answers), min(scenario.now + shift + length, FIRST_INSTANT))


def _ends_its_cases(scenario: Scenario) -> bool:
    """Whether it expects an end, and nothing left open."""
    states = [each.words.get("state") for each in scenario.expect if each.kind == "state"]
    left_open = any(each.kind == "open" and each.count != 0 for each in scenario.expect)
    return bool(states) and "running" not in states and not left_open


def _moved(scenario: Scenario, shift: timedelta, naming: _Naming) -> Scenario:
    renamed: dict[str, str] = {}
    steps = tuple(
        Step(
            step.at + shift,
            step.do,
            step.by,
            _renamed_start(_shifted(step.words, shift), _started(step, scenario), naming, renamed)
            if step.do == "start" else
            _shifted(step.words, shift),
            step.refused,
            step.place,
        )
        for step in scenario.steps
    )  # fmt: skip
    steps = tuple(replace(step, words=_follow(step.words, renamed)) for step in steps)
    answers = {
        name: tuple(
            Answer(each.by, _shifted(each.data, shift), each.unit, _follow(each.item, renamed))
            for each in given
        )
        for name, given in scenario.answers.items()
    }
    return replace(scenario, now=scenario.now + shift, steps=steps, answers=answers, until=None)


def _started(step: Step, scenario: Scenario) -> str:
    """The process a start begins, which need not be the scenario's own."""
    return str(step.words.get("process", scenario.process))


def _renamed_start(words: Any, process: str, naming: _Naming, renamed: dict[str, str]) -> Any:
    """The words of a start, of one case or of several, with names of the demo in place of the scenario's own."""
    if isinstance(items := words.get("items"), list | tuple):
        return {**words, "items": [naming.named(each, process, renamed) for each in items]}
    data = words.get("data")
    return {**words, "data": naming.named(data, process, renamed)} if isinstance(data, Mapping) else words


def _follow(value: Any, renamed: Mapping[str, str]) -> Any:
    """What later steps call by the scenario's own name is called by the new one."""
    if isinstance(value, Mapping):
        return {key: _follow(each, renamed) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_follow(each, renamed) for each in value]
    if isinstance(value, str):
        if value in renamed:
            return renamed[value]
        for old, new in renamed.items():
            value = value.replace(old, new) if len(old) >= _TELLING else value
    return value


def _shifted(value: Any, shift: timedelta) -> Any:
    """A value with every date in it moved."""
    if isinstance(value, Mapping):
        return {key: _shifted(each, shift) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shifted(each, shift) for each in value]
    if isinstance(value, date):
        return value + shift
    if isinstance(value, str):
        return _shifted_text(value, shift)
    return value


def _shifted_text(text: str, shift: timedelta) -> str:
    try:
        return (date.fromisoformat(text) + shift).isoformat() if len(text) == len("2026-03-16") else text
    except ValueError:
        return text
