"""Functions that make and read dates, times and durations (DMN 1.3, 10.3.4.1, 10.3.4.8)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from engine.expressions import iso
from engine.expressions.errors import ExpressionError
from engine.expressions.functions.registry import builtin
from engine.expressions.operators import as_whole
from engine.expressions.values import YearsMonths, kind_name
from engine.time import clock
from engine.words import words

Number = int | Decimal
Result = TypeVar("Result")

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@builtin("date", "any", "number?", "number?")
def to_date(first: object, month: object = None, day: object = None) -> date | None:
    """`date("2020-03-09")`, `date(2020, 3, 9)`, or the civil date of a date-time."""
    match first:
        case None:
            return None
        case str():
            moment = _or_none(iso.read_datetime, first)
            return moment.date() if moment else _read("date", "2020-03-09", first, iso.read_date)
        case datetime():
            return first.date()
        case date():
            return first
    return _build("date", date, first, month, day)


@builtin("date and time", "any", "time?")
def to_datetime(first: object, moment: time | None = None) -> datetime | None:
    """`date and time("2020-03-09T17:30:00")`, or a date with a time; without a zone in civil time."""
    match first:
        case None | datetime():
            return first
        case date():
            return datetime.combine(first, moment or time.min, tzinfo=clock.CIVIL)
        case str():
            day = _or_none(iso.read_date, first)
            if day:
                return to_datetime(day)
            return _read("date and time", "2020-03-09T17:30", first, iso.read_datetime)
    raise _wrong("date and time", first)


@builtin("time", "any", "number?", "number?")
def to_time(first: object, minute: object = None, second: object = 0) -> time | None:
    """`time("17:30:00")`, `time(17, 30, 0)`, or the civil time of day of a date-time."""
    match first:
        case None:
            return None
        case str():
            return _read("time", "17:30:00", first, iso.read_time)
        case datetime():
            return first.timetz().replace(tzinfo=None)
        case time():
            return first
    return _build("time", time, first, minute, second)


@builtin("duration", "string")
def duration(text: str) -> timedelta | YearsMonths:
    """`duration("P7D")`, `duration("PT1H30M")`, `duration("P1Y6M")`; months and days do not mix."""
    period = _read("duration", "P7D", text, iso.read_period)
    whole_months = period.months != 0 or ("T" not in text and text.rstrip().endswith(("Y", "M")))
    if not whole_months:
        return period.exact
    if period.exact:
        raise ExpressionError(
            "value", words("时长“%(text)s”不能把年月和日时混在一起;请拆成两个 duration 相加", text=text[:30])
        )
    return YearsMonths(period.months)


@builtin("years and months duration", "any", "any")
def months_between(first: object, last: object) -> YearsMonths | None:
    """Whole months from one date to another."""
    if first is None or last is None:
        return None
    if not (isinstance(first, date) and isinstance(last, date)):
        raise _wrong("years and months duration", first if not isinstance(first, date) else last)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonths(months)


@builtin("today", constant=False)
def today() -> date:
    """The civil date now."""
    return clock.today()


@builtin("now", constant=False)
def now() -> datetime:
    """The instant now, in civil time."""
    return clock.now().astimezone(clock.CIVIL)


def _of_day(name: str, read: Callable[[date], object]) -> None:
    @builtin(name, "any")
    def of_day(value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, date):
            raise _wrong(name, value)
        return read(value)


_of_day("day of week", lambda day: _DAYS[day.weekday()])
_of_day("month of year", lambda day: _MONTHS[day.month - 1])
_of_day("day of year", lambda day: day.timetuple().tm_yday)
_of_day("week of year", lambda day: day.isocalendar().week)


def _or_none(reader: Callable[[str], Result | None], text: str) -> Result | None:
    try:
        return reader(text.strip())
    except ValueError:
        return None


def _read(name: str, example: str, text: str, reader: Callable[[str], Result | None]) -> Result:
    try:
        found = reader(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise ExpressionError(
            "value",
            words(
                '函数 %(name)s 读不懂“%(text)s”;请写成 %(name)s("%(example)s"),并检查日期存在',
                name=name,
                text=text[:30],
                example=example,
            ),
        )
    return found


def _build(name: str, make: Callable[[int, int, int], Result], *parts: object) -> Result:
    whole = [as_whole(part) for part in parts]
    if any(part is None for part in whole):
        raise _wrong(name, parts[0])
    try:
        return make(*(part or 0 for part in whole))
    except (ValueError, OverflowError):
        raise ExpressionError(
            "value", words("函数 %(name)s 的各个数字合起来不是真实的日期或时刻", name=name)
        ) from None


def _wrong(name: str, value: object) -> ExpressionError:
    return ExpressionError(
        "type",
        words("函数 %(name)s 不能用%(value)s作参数;请看说明里的写法", name=name, value=kind_name(value)),
    )
