"""The working calendar: which civil dates are working days, as far as could be known on a given day.

Rules T-1, T-2, T-5 and B8. Weekends and statutory days rest; notices change single dates, the later issued
one winning; local ones lie on top of all. Years that no notice arranges are provisional (暂定), never an error.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from engine.time.notice import Notice, shipped_notices
from engine.time.statutory import statutory_days
from engine.words import words

Roll = Literal["next_wd", "none"]
"""What becomes of a date that falls on a rest day: moved to the next working day, or kept."""

Kind = Literal["workday", "make_up", "weekend", "holiday", "statutory"]
"""make_up: a weekend day worked by notice; holiday: off by notice; statutory: off by law, no notice needed."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """What the calendar says about one date: its kind, the festival's name, and the notice that says so."""

    date: date
    kind: Kind
    name: str
    notice: str
    provisional: bool

    @property
    def works(self) -> bool:
        """Whether people work on this day."""
        return self.kind in ("workday", "make_up")


class WorkingCalendar:
    """An immutable calendar; build it with `known_at`, or from notices that are all to be taken as known."""

    def __init__(self, notices: Sequence[Notice] = ()) -> None:
        self.notices = tuple(sorted(notices, key=lambda notice: (notice.local, notice.issued)))
        self.covered = frozenset(notice.year for notice in self.notices if notice.year is not None)
        self._named = _overrides(self.notices)
        self._years: dict[int, list[int]] = {}
        self.digest = _digest(self._named, self.covered)

    @classmethod
    def known_at(cls, day: date, notices: Sequence[Notice] | None = None) -> "WorkingCalendar":
        """The calendar as it could be known on `day`: only notices (shipped by default) issued by then."""
        if notices is None:
            return _shipped_calendar(bisect_right(_issue_dates(), day))
        return cls([notice for notice in notices if notice.issued <= day])

    def with_notice(self, notice: Notice) -> "WorkingCalendar":
        """A calendar that also knows `notice`; it prevails over those issued earlier, or imported earlier
        with the same day of issue, and a local one over the State Council's whenever those are issued."""
        return WorkingCalendar((*self.notices, notice))

    @property
    def version(self) -> str:
        """A name for this content: equal for calendars that answer alike on every date."""
        latest = max(self.covered, default=0)
        return f"{latest}-{self.digest[:12]}" if latest else self.digest[:12]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkingCalendar) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<WorkingCalendar {self.version}>"

    def day(self, day: date) -> Day:
        """Everything the calendar knows about one date."""
        law = statutory_days(day.year).get(day, "")
        off, name, notice = self._named.get(day, (None, law, ""))
        weekend = day.weekday() > 4
        kind: Kind
        if off is None:
            kind = "statutory" if law else "weekend" if weekend else "workday"
        elif off:
            kind = "holiday"
        else:
            kind = "make_up" if weekend else "workday"
        return Day(day, kind, name or law, notice, self.is_provisional(day))

    def is_workday(self, day: date) -> bool:
        """Whether `day` is a working day, make-up days included."""
        numbers = self._year(day.year)
        place = bisect_left(numbers, day.toordinal())
        return place < len(numbers) and numbers[place] == day.toordinal()

    def is_provisional(self, day: date) -> bool:
        """Whether no notice arranges the year of `day`, so that its working days are only presumed."""
        return day.year not in self.covered

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is not counted (T-1); before it if negative.

        0 gives `day` itself, working day or not. Raises OverflowError beyond the year 9999.
        """
        if count == 0:
            return day
        return self._forward(day, count) if count > 0 else self._backward(day, -count)

    def workdays_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` is the earlier one."""
        if last < first:
            return -self.workdays_between(last, first)
        return (
            self._rank(last)
            - self._rank(first)
            + sum(len(self._year(year)) for year in range(first.year, last.year))
        )

    def next_workday(self, day: date) -> date:
        """`day` itself if it is a working day, otherwise the first one after it."""
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def previous_workday(self, day: date) -> date:
        """`day` itself if it is a working day, otherwise the last one before it."""
        return day if self.is_workday(day) else self.add_workdays(day, -1)

    def roll(self, day: date, how: Roll = "next_wd") -> date:
        """Where a date comes to lie that must not, or may, be a rest day (T-1, policy `supervision.roll`)."""
        return self.next_workday(day) if how == "next_wd" else day

    def days(self, first: date, last: date) -> Iterator[Day]:
        """Every date from `first` to `last`, both included."""
        return (self.day(first + _DAY * i) for i in range((last - first).days + 1))

    def _forward(self, day: date, count: int) -> date:
        year, place = day.year, self._rank(day) + count - 1
        while place >= len(self._year(year)):
            place -= len(self._year(year))
            year += 1
        return date.fromordinal(self._year(year)[place])

    def _backward(self, day: date, count: int) -> date:
        year, place = day.year, bisect_left(self._year(day.year), day.toordinal()) - count
        while place < 0:
            year -= 1
            place += len(self._year(year))
        return date.fromordinal(self._year(year)[place])

    def _rank(self, day: date) -> int:
        return bisect_right(self._year(day.year), day.toordinal())

    def _year(self, year: int) -> list[int]:
        """The ordinals of the year's working days, ascending, computed when first asked for."""
        numbers = self._years.get(year)
        if numbers is None:
            if not date.min.year < year < date.max.year:
                raise OverflowError(words("%(year)s 年超出历法可计算的范围。", year=year))
            numbers = self._years[year] = self._workdays_of(year)
        return numbers

    def _workdays_of(self, year: int) -> list[int]:
        rest = statutory_days(year)
        first = date(year, 1, 1)
        dates = (first + _DAY * i for i in range((date(year + 1, 1, 1) - first).days))
        return [
            day.toordinal()
            for day in dates
            if (not self._named[day][0] if day in self._named else day.weekday() < 5 and day not in rest)
        ]


_Overrides = dict[date, tuple[bool, str, str]]


def _overrides(notices: Sequence[Notice]) -> _Overrides:
    """What the notices say of each date they name: (off, festival, title); the last one prevails."""
    named: _Overrides = {}
    for notice in notices:
        named |= {day: (True, name, notice.notice) for day, name in notice.off}
        named |= {day: (False, name, notice.notice) for day, name in notice.work}
    return named


def _digest(named: _Overrides, covered: frozenset[int]) -> str:
    lines = [f"{day} {'off' if off else 'work'}" for day, (off, _, _) in sorted(named.items())]
    lines += [f"year {year}" for year in sorted(covered)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@lru_cache(maxsize=1)
def _issue_dates() -> list[date]:
    return [notice.issued for notice in shipped_notices()]


@lru_cache(maxsize=64)
def _shipped_calendar(known: int) -> WorkingCalendar:
    return WorkingCalendar(shipped_notices()[:known])
