"""A deadline (时限): a budget and a ledger of pauses and extensions; its date is always derived (T-6).

The ledger stores what was decided; the calendar and the office hours say what date that makes. It is frozen:
each act gives a new ledger.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.time.calendar import Roll, WorkingCalendar
from engine.time.clock import CIVIL, civil_date
from engine.time.decided import Decided
from engine.time.entries import Extension
from engine.time.office_hours import STANDARD_HOURS, OfficeHours
from engine.time.scales import LedgerError, Scale, Stretch, merged, run_out, scale_of, stood
from engine.words import words

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ledger(Decided):
    """One deadline of one case: what was decided, and the dates that follow from it."""

    def due_date(self, calendar: WorkingCalendar, hours: OfficeHours = STANDARD_HOURS) -> date | None:
        """The last civil date of the limit; None while the clock stands (暂停)."""
        return None if self.paused else _civil(self._due(calendar, hours))

    def due_at(self, calendar: WorkingCalendar, hours: OfficeHours = STANDARD_HOURS) -> datetime | None:
        """The aware instant at which the limit ends; None while the clock stands."""
        if self.paused:
            return None
        due = self._due(calendar, hours)
        if isinstance(due, datetime):
            return due
        if self.close == "office":
            return hours.close_of(due, calendar)
        return datetime.combine(due + _DAY, time(), tzinfo=CIVIL)

    def due_date_if_resumed(
        self, at: date, calendar: WorkingCalendar, hours: OfficeHours = STANDARD_HOURS
    ) -> date:
        """The due date there would be if the clock were resumed `at` that point; the due date if it runs."""
        running = self
        for holder in self.holders:
            running = running.resume(at, holder)
        return _civil(running._due(calendar, hours))

    def warn_at(
        self,
        calendar: WorkingCalendar,
        hours: OfficeHours = STANDARD_HOURS,
        percent: int = 90,
        at_least_before: int = 1,
    ) -> datetime | None:
        """Close of business of the first working day by whose end `percent` of the budget has run.

        At the latest `at_least_before` working days before the due date, but not before the start. With office
        minutes the instant itself. None while the clock stands. (A15, electronic supervision's yellow card.)
        """
        if self.paused:
            return None
        scale = scale_of(self.unit, calendar, hours)
        end, stands = self._ran_out(scale), self._stands(scale)
        total = scale.between(self.start, end) - stood(scale, stands, self.start, end)
        spent = run_out(scale, stands, self.start, -(-total * percent // 100), self.start)
        if isinstance(spent, datetime):
            return spent
        due = self._due(calendar, hours)
        latest = calendar.add_workdays(due, -at_least_before)
        day = calendar.next_workday(max(self.start, min(spent, latest)))
        return hours.close_of(min(day, due), calendar)

    def elapsed(self, now: datetime, calendar: WorkingCalendar, hours: OfficeHours = STANDARD_HOURS) -> int:
        """Units that have run by `now`; a day counts once it has closed."""
        scale = scale_of(self.unit, calendar, hours)
        point = now if self.unit == "min" else self._last_closed_day(now, calendar, hours)
        if point <= self.start:
            return 0
        return scale.between(self.start, point) - stood(scale, self._stands(scale, point), self.start, point)

    def remaining_workdays(
        self, now: datetime, calendar: WorkingCalendar, hours: OfficeHours = STANDARD_HOURS
    ) -> int:
        """Working days after today up to the due date: 0 on the last day, negative when past it.

        While the clock stands it is counted as if resumed now.
        """
        today = civil_date(now)
        due = self.due_date_if_resumed(now if self.unit == "min" else today, calendar, hours)
        return calendar.workdays_between(today, due)

    def is_overdue(
        self, now: datetime, calendar: WorkingCalendar, hours: OfficeHours = STANDARD_HOURS
    ) -> bool:
        """Whether the limit has ended by `now`; never while the clock stands."""
        due = self.due_at(calendar, hours)
        return due is not None and now >= due

    def is_provisional(self, calendar: WorkingCalendar, hours: OfficeHours = STANDARD_HOURS) -> bool:
        """Whether the due date (暂定) rests on a year for which no notice is known."""
        if self.paused:
            return False
        due = _civil(self._due(calendar, hours))
        scale = scale_of(self.unit, calendar, hours)
        if self._is_fixed(scale) and due == _civil(self._anchor(scale)[0]):
            return False
        years = range(_civil(self.start).year, due.year + 1)
        return any(calendar.is_provisional(date(year, 1, 1)) for year in years)

    def extend_until(
        self,
        day: date,
        reason: str,
        granted: date,
        calendar: WorkingCalendar,
        hours: OfficeHours = STANDARD_HOURS,
    ) -> "Ledger":
        """Fix a new last day and open a new generation. Raises LedgerError unless it is a later one."""
        self._check_point(granted)
        due = self.due_date_if_resumed(granted, calendar, hours)
        if day <= due or day < _civil(granted):
            raise LedgerError(
                words(
                    "“%(name)s”只能延到 %(due)s 之后且不早于批准日,不能是 %(day)s;请更正延期日期。",
                    name=self.name,
                    due=due,
                    day=day,
                )
            )
        return self._extended(Extension("until", day, reason, granted))

    # Deriving

    def _due(self, calendar: WorkingCalendar, hours: OfficeHours) -> date:
        scale = scale_of(self.unit, calendar, hours)
        due = self._ran_out(scale)
        if self.unit == "min":
            return due
        counted: Roll = "next_wd" if self.unit == "wd" else self.roll
        how = self.stated_rest_day if self._is_fixed(scale) else counted
        due = calendar.roll(due, how)
        while any(first < due <= last for first, last in self._stands(scale)):
            due = calendar.roll(due + _DAY, how)
        return due

    def _ran_out(self, scale: Scale) -> date:
        return run_out(scale, self._stands(scale), *self._anchor(scale))

    def _is_fixed(self, scale: Scale) -> bool:
        """Whether the limit ends on a date that somebody stated, neither counted nor pushed back."""
        stated = self.stated is not None or any(entry.kind == "until" for entry in self.extensions)
        return stated and self._ran_out(scale) == self._anchor(scale)[0]

    def _anchor(self, scale: Scale) -> tuple[date, int, date]:
        """From where what is left of the budget counts, how many units, and since when pauses push it back."""
        anchor, units, since = self.start, self.amount, self.start
        if self.stated is not None:
            anchor, units = self.stated, 0
        for extension in self.extensions:
            if isinstance(extension.value, int):
                units += extension.value
            else:
                anchor, units, since = scale.at(extension.value), 0, extension.granted
        return anchor, units, since

    def _stands(self, scale: Scale, now: date | None = None) -> list[Stretch]:
        """The stretches in which the clock stands; one still open reaches to `now`."""
        ended = [(scale.before(pause.begin), pause.end or now) for pause in self.pauses]
        return merged((first, last) for first, last in ended if last is not None)

    def _last_closed_day(self, now: datetime, calendar: WorkingCalendar, hours: OfficeHours) -> date:
        today = civil_date(now)
        closed = self.close == "office" and now >= hours.close_of(today, calendar)
        return today if closed else today - _DAY


def _civil(point: date) -> date:
    return civil_date(point) if isinstance(point, datetime) else point
