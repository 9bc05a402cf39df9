"""Arithmetic and properties of dates, times and durations (DMN 1.3, 10.3.2.3.4 to 10.3.2.3.8).

An operation on kinds that do not go together answers NotImplemented; a result beyond the calendar raises
OverflowError.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.expressions.iso import add_exact, add_months
from engine.expressions.values import DECIMALS, YearsMonths

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)


def add(left: object, right: object) -> object:
    """A date, date-time, time or duration plus a duration, in either order."""
    if isinstance(left, timedelta | YearsMonths) and isinstance(right, date | time):
        left, right = right, left
    match left, right:
        case YearsMonths(), YearsMonths():
            return YearsMonths(left.months + right.months)
        case timedelta(), timedelta():
            return left + right
        case date(), YearsMonths():
            return add_months(left, right.months)
        case datetime(), timedelta():
            return add_exact(left, right)
        case date(), timedelta():
            return (datetime.combine(left, time.min) + right).date()
        case time(), timedelta():
            return (datetime.combine(date(2000, 1, 1), left) + right % _DAY).time()
    return NotImplemented


def subtract(left: object, right: object) -> object:
    """A duration taken from a date, date-time, time or duration; or the duration between two of a kind."""
    match left, right:
        case datetime(), datetime():
            return left - right
        case (datetime(), date()) | (date(), datetime()):
            return NotImplemented
        case date(), date():
            return left - right
        case time(), time():
            day = date(2000, 1, 1)
            return datetime.combine(day, left) - datetime.combine(day, right)
        case ((date() | time() | timedelta()), timedelta()):
            return add(left, -right)
        case ((date() | YearsMonths()), YearsMonths()):
            return add(left, YearsMonths(-right.months))
    return NotImplemented


def multiply(left: object, right: object) -> object:
    """A duration times a number, in either order; months are cut to whole ones."""
    if isinstance(right, timedelta | YearsMonths):
        left, right = right, left
    if isinstance(right, bool) or not isinstance(right, int | Decimal):
        return NotImplemented
    match left:
        case timedelta():
            return _MICROSECOND * int(DECIMALS.multiply(left // _MICROSECOND, right))
        case YearsMonths():
            return YearsMonths(int(DECIMALS.multiply(left.months, right)))
    return NotImplemented


def divide(left: object, right: object) -> object:
    """A duration by a number, or by a duration of its kind (a number)."""
    match left, right:
        case timedelta(), timedelta() if right:
            return DECIMALS.divide(left // _MICROSECOND, right // _MICROSECOND)
        case YearsMonths(), YearsMonths() if right.months:
            return DECIMALS.divide(left.months, right.months)
        case ((timedelta() | YearsMonths()), (int() | Decimal())) if not isinstance(right, bool):
            return multiply(left, DECIMALS.divide(1, right))
    return NotImplemented


_DATE_PROPERTIES: dict[str, Callable[[date], object]] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: value.isoweekday(),
}
_TIME_PROPERTIES: dict[str, Callable[[datetime | time], object]] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: value.second,
}
_DURATION_PROPERTIES: dict[str, Callable[[timedelta], object]] = {
    "days": lambda value: _part(value, 86_400),
    "hours": lambda value: _part(value, 3_600, 24),
    "minutes": lambda value: _part(value, 60, 60),
    "seconds": lambda value: _part(value, 1, 60),
}
_MONTHS_PROPERTIES: dict[str, Callable[[YearsMonths], object]] = {
    "years": lambda value: int(value.months / 12),
    "months": lambda value: value.months - int(value.months / 12) * 12,
}


def properties_of(value: object) -> dict[str, Callable[..., object]]:
    """The properties a value has by name: readers that take the value."""
    match value:
        case datetime():
            return {**_DATE_PROPERTIES, **_TIME_PROPERTIES}
        case date():
            return {**_DATE_PROPERTIES}
        case time():
            return {**_TIME_PROPERTIES}
        case timedelta():
            return {**_DURATION_PROPERTIES}
        case YearsMonths():
            return {**_MONTHS_PROPERTIES}
    return {}


def _part(value: timedelta, unit: int, modulus: int | None = None) -> int:
    """One component of a duration, with the duration's sign."""
    whole = abs(value) // timedelta(seconds=unit)
    part = whole if modulus is None else whole % modulus
    return -part if value < timedelta(0) else part
