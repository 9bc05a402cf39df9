"""What a time limit is counted in – working days, calendar days, office minutes – and how pauses stop the count.

Rules T-1, T-2, T-6. A point is a civil date, or an aware instant where office minutes are counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from engine.time.calendar import WorkingCalendar
from engine.time.office_hours import OfficeHours
from engine.words import words

Unit = Literal["wd", "cd", "min"]
"""wd: working days (工作日); cd: calendar days (自然日); min: office minutes (办公分钟)."""

Stretch = tuple[date, date]
"""A stretch in which the clock stands: after its first point, up to and including its last."""

_DAY = timedelta(days=1)


class LedgerError(ValueError):
    """A deadline that cannot be so; the message is Chinese, saying what is wrong and how to mend it."""


class Scale(Protocol):
    """How one unit counts."""

    def step(self, point: date, units: int) -> date:
        """The point `units` later."""

    def between(self, first: date, last: date) -> int:
        """Units after `first` up to `last`."""

    def before(self, point: date) -> date:
        """The point after which the clock stands when a pause begins at `point`."""

    def at(self, day: date) -> date:
        """The point at which a limit stated as a civil date ends."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days; the day a pause begins and the day it ends both stand still."""

    calendar: WorkingCalendar

    def step(self, point: date, units: int) -> date:
        return self.calendar.add_workdays(point, units)

    def between(self, first: date, last: date) -> int:
        return self.calendar.workdays_between(first, last)

    def before(self, point: date) -> date:
        return point - _DAY

    def at(self, day: date) -> date:
        return day


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Civil days; pauses as for working days."""

    def step(self, point: date, units: int) -> date:
        return point + _DAY * units

    def between(self, first: date, last: date) -> int:
        return (last - first).days

    def before(self, point: date) -> date:
        return point - _DAY

    def at(self, day: date) -> date:
        return day


@dataclass(frozen=True, slots=True)
class OfficeMinutes:
    """Office minutes between aware instants; a pause stands from instant to instant."""

    calendar: WorkingCalendar
    hours: OfficeHours

    def step(self, point: date, units: int) -> date:
        return self.hours.add_minutes(instant(point), units, self.calendar)

    def between(self, first: date, last: date) -> int:
        return self.hours.minutes_between(instant(first), instant(last), self.calendar)

    def before(self, point: date) -> date:
        return point

    def at(self, day: date) -> date:
        return self.hours.close_of(day, self.calendar)


def instant(point: date) -> datetime:
    """The aware instant `point` must be where office minutes are counted; raises LedgerError otherwise."""
    if not isinstance(point, datetime) or point.tzinfo is None:
        raise LedgerError(
            words("办公分钟的时限需要带时区的时刻,而不是“%(point)s”;请给出具体时刻。", point=point)
        )
    return point


def scale_of(unit: Unit, calendar: WorkingCalendar, hours: OfficeHours) -> Scale:
    """The scale that counts `unit` on this calendar."""
    if unit == "wd":
        return WorkingDays(calendar)
    return CalendarDays() if unit == "cd" else OfficeMinutes(calendar, hours)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same stretches without overlaps, in order, so that no unit stands still twice."""
    whole: list[Stretch] = []
    for first, last in sorted(stretches):
        if whole and first <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(last, whole[-1][1]))
        else:
            whole.append((first, last))
    return whole


def stood(scale: Scale, stretches: Sequence[Stretch], since: date, until: date) -> int:
    """Units after `since` up to `until` during which the clock stood; `stretches` are merged."""
    cuts = ((max(first, since), min(last, until)) for first, last in stretches)
    return sum(scale.between(first, last) for first, last in cuts if first < last)


def run_out(scale: Scale, stretches: Sequence[Stretch], anchor: date, units: int, since: date) -> date:
    """The first point by which `units` have run after `anchor`, what stood still after `since` made good."""
    point = scale.step(anchor, units)
    while (later := scale.step(anchor, units + stood(scale, stretches, since, point))) > point:
        point = later
    return point
