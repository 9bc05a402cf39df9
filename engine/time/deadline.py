"""A deadline (时限): a budget and a ledger of pauses and extensions; its date is always derived (T-6).

The ledger stores what was decided; the calendar and the office hours say what date that makes. It is frozen:
each act gives a new ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from engine.time.calendar import Roll, WorkingCalendar
from engine.time.clock import CIVIL, civil_date
from engine.time.entries import Extension, Pause, read_point
from engine.time.office_hours import STANDARD_HOURS, OfficeHours
from engine.time.scales import LedgerError, Scale, Stretch, Unit, instant, merged, run_out, scale_of, stood
from engine.words import words

Close = Literal["office", "midnight"]
"""Whether a limit ends at close of business or at 24:00 of its last day (T-1)."""

MAX_DAYS = 36_500
"""No limit is longer than a century; what claims to be is a slip of the pen."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One deadline of one case.

    `amount` counts `unit`s from `start`, which is not counted itself: a civil date, or an aware instant for
    `min`. `stated` is a date fixed by a document (明示期限); it holds whatever the calendar says, unless
    `stated_rest_day` rolls it, and pauses push it back in `unit`s. `roll` concerns calendar days only.
    `calendar_version` names the calendar last derived from, `generation` counts extensions: each arms the
    warnings anew. `basis` is the legal basis in words. Raises LedgerError for what cannot be.
    """

    name: str
    amount: int
    unit: Unit
    start: date
    stated: date | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    close: Close = "office"
    roll: Roll = "next_wd"
    stated_rest_day: Roll = "none"
    calendar_version: str = ""
    generation: int = 1
    basis: str = ""

    def __post_init__(self) -> None:
        if self.unit not in ("wd", "cd", "min"):
            raise LedgerError(
                words(
                    "“%(name)s”的时限单位“%(unit)s”无效;只能是 wd、cd 或 min。",
                    name=self.name,
                    unit=self.unit,
                )
            )
        if self.amount < 0 or (self.unit != "min" and self.amount > MAX_DAYS):
            raise LedgerError(
                words(
                    "“%(name)s”的时限 %(amount)s 无效;应在 0 与 %(max_days)s 之间。",
                    name=self.name,
                    amount=self.amount,
                    max_days=MAX_DAYS,
                )
            )
        self._check_point(self.start)
        if self.stated is not None and (self.unit == "min" or self.stated < self.start):
            raise LedgerError(
                words(
                    "“%(name)s”的明示期限 %(stated)s 早于起算日,或单位是办公分钟;请更正期限。",
                    name=self.name,
                    stated=self.stated,
                )
            )

    # The dates

    @property
    def paused(self) -> bool:
        """Whether the clock stands now, so that there is no due date."""
        return any(pause.end is None for pause in self.pauses)

    @property
    def holders(self) -> tuple[str, ...]:
        """What lets the clock stand now, in the order it began."""
        return tuple(pause.holder for pause in self.pauses if pause.end is None)

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

    # The acts

    def pause(self, at: date, reason: str, holder: str = "") -> "Ledger":
        """Let the clock stand from `at` on (补正, 特别程序).

        Several holders may let it stand at once. Raises LedgerError if this holder does already.
        """
        self._check_point(at)
        standing = next((p for p in self.pauses if p.end is None and p.holder == holder), None)
        if standing is not None:
            raise LedgerError(
                words("“%(name)s”自 %(begin)s 起已停表;请先恢复计时。", name=self.name, begin=standing.begin)
            )
        earliest = (self.pauses[-1].end or self.pauses[-1].begin) if self.pauses else self.start
        if at < earliest:
            raise LedgerError(
                words(
                    "“%(name)s”不能从 %(at)s 起停表:早于 %(earliest)s;请更正停表日期。",
                    name=self.name,
                    at=at,
                    earliest=earliest,
                )
            )
        return replace(self, pauses=(*self.pauses, Pause(at, None, reason, holder)))

    def resume(self, at: date, holder: str = "") -> "Ledger":
        """Let the clock run again, as far as this holder is concerned; `at` itself still stands.

        Raises LedgerError if this holder did not let it stand.
        """
        self._check_point(at)
        standing = next((p for p in self.pauses if p.end is None and p.holder == holder), None)
        if standing is None and self.paused:
            raise LedgerError(
                words(
                    "“%(name)s”因“%(reason)s”停表,该环节办完后自动恢复计时。",
                    name=self.name,
                    reason=self._reason(),
                )
            )
        if standing is None:
            raise LedgerError(words("“%(name)s”没有停表,无需恢复计时。", name=self.name))
        if at < standing.begin:
            raise LedgerError(
                words(
                    "“%(name)s”的恢复日 %(at)s 早于停表日 %(begin)s;请更正日期。",
                    name=self.name,
                    at=at,
                    begin=standing.begin,
                )
            )
        ended = replace(standing, end=at)
        return replace(self, pauses=tuple(ended if p is standing else p for p in self.pauses))

    def _reason(self) -> str:
        return next(pause.reason for pause in self.pauses if pause.end is None)

    def extend_by(self, units: int, reason: str, granted: date) -> "Ledger":
        """Add to the budget and open a new generation. Raises LedgerError unless `units` is positive."""
        self._check_point(granted)
        if units <= 0:
            raise LedgerError(
                words("“%(name)s”的延期量应为正数,不能是 %(units)s。", name=self.name, units=units)
            )
        return self._extended(Extension("amount", units, reason, granted))

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

    def derived_from(self, calendar: WorkingCalendar) -> "Ledger":
        """The same ledger, noting that its dates were last derived from this calendar."""
        return replace(self, calendar_version=calendar.version)

    def _extended(self, extension: Extension) -> "Ledger":
        return replace(self, extensions=(*self.extensions, extension), generation=self.generation + 1)

    def _check_point(self, point: date) -> None:
        if self.unit == "min":
            instant(point)
        elif isinstance(point, datetime):
            raise LedgerError(
                words("“%(name)s”按日计算,需要日期而不是时刻“%(point)s”。", name=self.name, point=point)
            )

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

    # JSON

    def to_dict(self) -> dict[str, Any]:
        """The ledger as JSON types; `from_dict` reads it back unchanged."""
        return {
            **{key: getattr(self, key) for key in _PLAIN},
            "start": self.start.isoformat(),
            "stated": self.stated and self.stated.isoformat(),
            "pauses": [pause.to_list() for pause in self.pauses],
            "extensions": [extension.to_list() for extension in self.extensions],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Ledger":
        """A ledger from `to_dict`."""
        return cls(
            **{key: stored[key] for key in _PLAIN},
            start=read_point(stored["start"]),
            stated=stored["stated"] and read_point(stored["stated"]),
            pauses=tuple(map(Pause.from_list, stored["pauses"])),
            extensions=tuple(map(Extension.from_list, stored["extensions"])),
        )


_PLAIN = (
    "name",
    "amount",
    "unit",
    "close",
    "roll",
    "stated_rest_day",
    "calendar_version",
    "generation",
    "basis",
)


def _civil(point: date) -> date:
    return civil_date(point) if isinstance(point, datetime) else point
