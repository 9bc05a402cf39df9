"""What a simulated year is made of: how many cases come in, and when; how long hands take."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final

from engine.time.calendar import WorkingCalendar
from engine.time.clock import civil_date
from engine.time.office_hours import OfficeHours
from engine.words import words

MOST_CASES: Final = 1_000
_LEAST, _MOST = 0.5, 1.75
"""Hands take between half and seven quarters of the hours given."""
_WORKDAY: Final = 480


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
