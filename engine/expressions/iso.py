"""ISO 8601 texts for dates, times and durations, as FEEL and BPMN timers write them.

Every reader answers None for a text of another shape and raises ValueError for one of the right shape that
names no real date or time. A date-time without a zone is civil time (Asia/Shanghai).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import TypeVar

from engine.time.clock import CIVIL

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?"
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}|@Asia/Shanghai)?"
_DATE_TEXT = re.compile(_DATE)
_TIME_TEXT = re.compile(_TIME)
_DATETIME_TEXT = re.compile(f"{_DATE}[T ]{_TIME}{_ZONE}")
_DURATION_TEXT = re.compile(
    r"(?P<sign>-?)P(?=.)(?:(?P<years>[0-9]{1,6})Y)?(?:(?P<months>[0-9]{1,6})M)?(?:(?P<weeks>[0-9]{1,6})W)?"
    r"(?:(?P<days>[0-9]{1,8})D)?"
    r"(?:T(?=.)(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?"
    r"(?:(?P<seconds>[0-9]{1,12}(?:\.[0-9]{1,6})?)S)?)?"
)


Day = TypeVar("Day", date, datetime)


@dataclass(frozen=True, slots=True)
class Period:
    """A duration as ISO 8601 writes it: whole months and an exact part; `months` are calendar months."""

    months: int
    exact: timedelta

    def after(self, instant: datetime) -> datetime:
        """The instant one period later, in civil time; raises OverflowError beyond the calendar."""
        return add_exact(add_months(instant.astimezone(CIVIL), self.months), self.exact)


def add_months(start: Day, months: int) -> Day:
    """The same day so many months later, or the last day of that month; raises OverflowError."""
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= years <= 9999:
        raise OverflowError("year out of range")
    for day in range(start.day, start.day - 4, -1):
        try:
            return start.replace(year=years, month=month + 1, day=day)
        except ValueError:
            continue
    raise OverflowError("no such day")


def add_exact(start: datetime, exact: timedelta) -> datetime:
    """The instant so much later, told in the zone of `start`; raises OverflowError."""
    return (start.astimezone(UTC) + exact).astimezone(start.tzinfo)


def read_date(text: str) -> date | None:
    """`2020-03-09`."""
    found = _DATE_TEXT.fullmatch(text)
    return _date(found) if found else None


def read_time(text: str) -> time | None:
    """`17:30` or `17:30:00`: a civil time of day, without a zone."""
    found = _TIME_TEXT.fullmatch(text)
    return _time(found) if found else None


def read_datetime(text: str) -> datetime | None:
    """`2020-03-09T17:30`, with seconds and a zone if wanted; told in civil time."""
    found = _DATETIME_TEXT.fullmatch(text)
    if not found:
        return None
    zone = found["zone"]
    naive = datetime.combine(_date(found), _time(found))
    if zone in (None, "@Asia/Shanghai"):
        return naive.replace(tzinfo=CIVIL)
    try:
        return naive.replace(tzinfo=UTC if zone == "Z" else _offset(zone)).astimezone(CIVIL)
    except OverflowError as error:
        raise ValueError(text) from error


def read_period(text: str) -> Period | None:
    """`P1Y2M`, `P7D`, `PT1H30M`, `-P1D`; raises ValueError when it is longer than a calendar can hold."""
    found = _DURATION_TEXT.fullmatch(text)
    if not found:
        return None
    sign = -1 if found["sign"] else 1
    whole = {name: int(found[name] or 0) for name in ("years", "months", "weeks", "days", "hours", "minutes")}
    seconds = Decimal(found["seconds"] or 0)
    try:
        exact = timedelta(
            weeks=whole["weeks"],
            days=whole["days"],
            hours=whole["hours"],
            minutes=whole["minutes"],
            seconds=int(seconds),
            microseconds=int(seconds % 1 * 1_000_000),
        )
    except OverflowError as error:
        raise ValueError(text) from error
    return Period(sign * (whole["years"] * 12 + whole["months"]), sign * exact)


def _date(found: re.Match[str]) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _time(found: re.Match[str]) -> time:
    microsecond = int((found["fraction"] or "").ljust(6, "0"))
    return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0), microsecond)


def _offset(zone: str) -> timezone:
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
