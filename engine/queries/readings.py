"""The dates of a limit under the other readings of its clause (rules.md A15), beside the one in force."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from engine.time.calendar import WorkingCalendar
from engine.time.deadline import Ledger
from engine.time.office_hours import OfficeHours

Way = Literal["in_force", "working_days", "calendar_days", "first_day_counts", "rolled", "not_rolled"]
"""How a clause may be read: days of which kind, whether the first day counts, whether a rest day moves the end."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A way of reading a limit and the last day it gives."""

    way: Way
    due: date


def readings(ledger: Ledger, calendar: WorkingCalendar, hours: OfficeHours) -> list[Reading]:
    """The reading in force, then those that give another day; empty while the clock stands or counts minutes."""
    if ledger.paused or ledger.unit == "min":
        return []
    found: list[Reading] = []
    for way, other in _others(ledger):
        due = other.due_date(calendar, hours)
        if due is not None and (way == "in_force" or due != found[0].due):
            found.append(Reading(way, due))
    return found


def _others(ledger: Ledger) -> Iterator[tuple[Way, Ledger]]:
    yield "in_force", ledger
    if ledger.stated is not None:
        rolled = ledger.stated_rest_day == "next_wd"
        yield (
            ("not_rolled", replace(ledger, stated_rest_day="none"))
            if rolled
            else (
                "rolled",
                replace(ledger, stated_rest_day="next_wd"),
            )
        )
        return
    if ledger.unit == "cd":
        yield "working_days", replace(ledger, unit="wd")
        rolled = ledger.roll == "next_wd"
        yield (
            ("not_rolled", replace(ledger, roll="none"))
            if rolled
            else ("rolled", replace(ledger, roll="next_wd"))
        )
    else:
        yield "calendar_days", replace(ledger, unit="cd")
    if ledger.amount > 1:
        yield "first_day_counts", replace(ledger, amount=ledger.amount - 1)
