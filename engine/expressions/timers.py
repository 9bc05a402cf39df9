"""What a timer's text says: ISO 8601 where it parses, else an expression.

BPMN 2.0.2, 10.5.5 names ISO 8601 for timeDate, timeDuration and timeCycle.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from engine.expressions import iso
from engine.expressions.errors import ExpressionError
from engine.expressions.expression import Expression, compile_expression
from engine.expressions.iso import Period
from engine.expressions.values import YearsMonths, kind_name
from engine.words import words

TimerKind = Literal["date", "datetime", "duration", "cycle", "expression"]

LONGEST_YEARS = 100
"""Years a timer may reach or repeat ahead; a product default."""

_LIKE_ISO = re.compile(r"-?P[0-9T]|R[0-9]*/|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CYCLE = re.compile(r"R(?P<count>[0-9]{0,6})/(?P<first>[^/]+)(?:/(?P<second>[^/]+))?")


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repeating interval: `count` times (None: without end), every `period`, from `start` and until `end`."""

    count: int | None
    period: Period
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer's text: `value` is of the type its `kind` names (Period for a duration)."""

    kind: TimerKind
    value: date | datetime | Period | Cycle | Expression


def read_timer(text: str) -> Timer:
    """What the text says; a date-time without a zone is civil time (Asia/Shanghai).

    Raises ExpressionError: `value` for an ISO text that names no real date or no span that goes forward, else
    whatever `compile_expression` raises.
    """
    plain = text.strip()
    try:
        timer = _read_iso(plain)
        if timer is None and _LIKE_ISO.match(plain):
            raise ValueError(plain)
        return timer or Timer("expression", compile_expression(text))
    except (ValueError, OverflowError):
        raise ExpressionError(
            "value",
            words(
                "“%(plain)s”不是正确的日期、时间、时长或循环(ISO 8601),如 2026-01-05T09:00、P7D、R3/PT1H;间隔要大于零,不超过 %(longest_years)s 年",
                plain=plain[:40],
                longest_years=LONGEST_YEARS,
            ),
        ) from None


def timer_from_value(value: object) -> Timer:
    """What an evaluated timer expression says: a date, date-time, duration, or an ISO 8601 text.

    Raises ExpressionError(value) for null and for any other value.
    """
    match value:
        case datetime():
            return Timer("datetime", value)
        case date():
            return Timer("date", value)
        case timedelta():
            return Timer("duration", Period(0, value))
        case YearsMonths():
            return Timer("duration", Period(value.months, timedelta(0)))
        case str():
            timer = read_timer(value)
            if timer.kind != "expression":
                return timer
    raise ExpressionError(
        "value", words("定时器要日期、日期时间或时长,得到的是%(value)s", value=kind_name(value))
    )


def _read_iso(text: str) -> Timer | None:
    moment = iso.read_datetime(text)
    if moment:
        return Timer("datetime", moment)
    day = iso.read_date(text)
    if day:
        return Timer("date", day)
    period = iso.read_period(text)
    if period:
        return Timer("duration", _forward(period, least=timedelta(0)))
    return _read_cycle(text)


def _read_cycle(text: str) -> Timer | None:
    found = _CYCLE.fullmatch(text)
    if not found:
        return None
    count = int(found["count"]) if found["count"] else None
    first, second = _part(found["first"]), _part(found["second"]) if found["second"] else None
    match first, second:
        case Period(), None:
            cycle = Cycle(count, first)
        case datetime(), Period():
            cycle = Cycle(count, second, start=first)
        case Period(), datetime():
            cycle = Cycle(count, first, end=second)
        case datetime(), datetime():
            cycle = Cycle(count, Period(0, second - first), start=first)
        case _:
            raise ValueError(text)
    if count == 0:
        raise ValueError(text)
    _forward(cycle.period, least=timedelta(seconds=1))
    return Timer("cycle", cycle)


def _part(text: str) -> Period | datetime | None:
    return iso.read_period(text) or iso.read_datetime(text)


def _forward(period: Period, least: timedelta) -> Period:
    """The period itself; raises ValueError when it is below `least`, goes back or is longer than allowed."""
    if period.months < 0 or period.exact < timedelta(0) or (not period.months and period.exact < least):
        raise ValueError(period)
    if period.months > LONGEST_YEARS * 12 or period.exact > timedelta(days=LONGEST_YEARS * 366):
        raise ValueError(period)
    return period
