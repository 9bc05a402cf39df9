"""What a simulated year is made of: how cases come in, how long hands take, what is answered.

Cases and answers are those of the procedure's own scenarios, taken in turn; nothing is invented about them.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from engine.people.directory import Directory
from engine.rehearsal.finding import Row, fits
from engine.rehearsal.scenario import Scenario, Step
from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL, civil_date
from engine.time.office_hours import OfficeHours
from engine.words import words

MOST_CASES: Final = 1_000
_LEAST, _MOST = 0.5, 1.75
"""Hands take between half and seven quarters of the hours given."""
_WORKDAY: Final = 480
_DATED: Final = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Workload:
    """`cases` in all, `per_day` on average each working day, `hours` of work for a task on average.

    `each` gives the hours of single elements, where they are known.
    """

    cases: int
    per_day: float
    hours: float
    seed: int = 1
    each: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.cases <= MOST_CASES:
            raise ValueError(words("件数应在 1 到 %(most_cases)s 之间。", most_cases=MOST_CASES))
        if not 0.05 <= self.per_day <= 200:
            raise ValueError(words("每个工作日来的件数应在 0.05 到 200 之间。"))
        if not all(0.05 <= hours <= 400 for hours in (self.hours, *self.each.values())):
            raise ValueError(words("每个环节要花的小时数应在 0.05 到 400 之间。"))

    def arrivals(self, since: datetime, calendar: WorkingCalendar, hours: OfficeHours) -> list[datetime]:
        """When the cases come in: at office hours of working days, irregularly, as many a day as given on average."""
        chance = random.Random(self.seed)
        found: list[datetime] = []
        moment = since
        spans = hours.spans(civil_date(since), calendar)
        day = sum(_minutes(first, last) for first, last in spans) or _WORKDAY
        while len(found) < self.cases:
            minutes = max(1, round(chance.expovariate(self.per_day / day)))
            moment = hours.add_minutes(moment, minutes, calendar)
            found.append(moment)
        return found

    def minutes(self, chance: random.Random, element: str = "") -> int:
        """How many office minutes one task takes."""
        return max(1, round(self.each.get(element, self.hours) * 60 * chance.uniform(_LEAST, _MOST)))


def _minutes(first: time, last: time) -> int:
    return (last.hour - first.hour) * 60 + last.minute - first.minute


class Behaviour:
    """How people start and answer, as the scenarios say: each case follows one of them, in turn.

    Scenarios that see a case to its end are preferred: the others break off where nobody would.
    """

    def __init__(self, scenarios: Sequence[Scenario]) -> None:
        starting = [scenario for scenario in scenarios if _start(scenario) is not None]
        self._starting = [scenario for scenario in starting if _ends(scenario)] or starting

    @property
    def is_known(self) -> bool:
        """Whether there is any scenario to follow."""
        return bool(self._starting)

    def scenario(self, place: int) -> Scenario:
        """The scenario that the case of this place follows."""
        return self._starting[place % len(self._starting)]

    def ends(self, place: int) -> bool:
        """Whether the scenario of this place sees its case to its end."""
        return _ends(self.scenario(place))

    def answer(
        self, place: int, task: Row, round_: int, now: datetime, directory: Directory
    ) -> dict[str, Any] | None:
        """What is answered to a task in its round, or None where the scenario says nothing of it.

        Dates in it keep their distance from the moment at which the scenario answers.
        """
        scenario = self.scenario(place)
        said = [
            (step.words.get("data") or {}, step.at)
            for step in scenario.steps
            if _completes(step, task) and fits(directory, task, {**step.words, "case": None})
        ]
        said += [
            (answer.data, scenario.now)
            for name in _names(task)
            for answer in scenario.answers.get(name, ())
            if fits(directory, task, {"unit": answer.unit, "item": answer.item})
        ]
        if not said:
            return None
        data, moment = said[min(round_, len(said) - 1)]
        return _moved(data, moment, now)

    def start(self, place: int, now: datetime) -> tuple[str | None, dict[str, Any]]:
        """Who starts the case and with what; dates keep their distance from the day of starting."""
        scenario = self.scenario(place)
        step = _start(scenario)
        assert step is not None
        return step[0], _moved(step[1], scenario.now, now)


def _moved(data: Mapping[str, Any], since: datetime, now: datetime) -> dict[str, Any]:
    return {key: _shift(value, since, now) for key, value in data.items()}


def _ends(scenario: Scenario) -> bool:
    """Whether the scenario expects its case to have ended."""
    return any(each.kind == "state" and each.words.get("state") != "running" for each in scenario.expect)


def _completes(step: Step, task: Row) -> bool:
    """Whether a step answers a task of the scenario's first case, which is the one that is followed."""
    return (
        step.do == "complete"
        and step.refused is None
        and step.words.get("task") in _names(task)
        and step.words.get("case") in (None, 1)
    )


def _names(task: Row) -> tuple[str, str]:
    return task["name"], task["element"]


def _start(scenario: Scenario) -> tuple[str | None, Mapping[str, Any]] | None:
    for step in scenario.steps:
        if (
            step.do == "start"
            and step.refused is None
            and step.words.get("process") in (None, scenario.process)
        ):
            return step.by, next(_rows(step.words))
    return None


def _rows(given: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from given.get("items") or [given.get("data") or {}]


def _shift(value: Any, since: datetime, now: datetime) -> Any:
    """A date or moment as many days later as the year's case is; what had happened by then has happened by now."""
    by = civil_date(now) - civil_date(since)
    if isinstance(value, date):
        return value + by
    if not isinstance(value, str) or not _DATED.fullmatch(value):
        return value
    try:
        written = datetime.fromisoformat(value)
    except ValueError:
        return value
    moved = (written + by).isoformat()[: len(value)]
    earlier = written.replace(tzinfo=CIVIL) if written.tzinfo is None else written
    if len(value) > 10 and earlier <= since and earlier + by > now:
        moved = (earlier + (now - since)).isoformat()[: len(value)]
    return moved
