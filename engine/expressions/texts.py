"""Single values as the texts FEEL gives them, and numbers from their texts."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.expressions.errors import ExpressionError
from engine.expressions.values import YearsMonths, bounded, characters_within, kind_name
from engine.words import words

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")


def parse_number(text: str) -> int | Decimal | None:
    """The exact number a text spells, whole ones as int; None for another text.

    Raises ExpressionError(limit) for one too long or beyond ±10^18.
    """
    if not _NUMBER.fullmatch(text):
        return None
    characters_within(len(text))
    if "." not in text and len(text) < 40:
        return bounded(int(text))
    number = bounded(Decimal(text))
    if len(text) > 40:
        raise ExpressionError("limit", words("数字的位数太多;最多 34 位"))
    return number


def written(value: object) -> str:
    """A single value as a string; raises ExpressionError(type) for lists, contexts and ranges."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat(timespec="microseconds" if value.microsecond else "seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _duration(value)
        case YearsMonths():
            return _months(value.months)
    raise ExpressionError("type", words("%(value)s不能变成文字", value=kind_name(value)))


def _months(months: int) -> str:
    sign, (years, rest) = "-" if months < 0 else "", divmod(abs(months), 12)
    return f"{sign}P{f'{years}Y' if years else ''}{f'{rest}M' if rest or not years else ''}"


def _duration(value: timedelta) -> str:
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    part = f"{seconds}.{value.microseconds:06d}".rstrip("0") if value.microseconds else str(seconds)
    clock = f"{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"
    clock += f"{part}S" if seconds or value.microseconds else ""
    days = f"{value.days}D" if value.days else ""
    return f"{sign}P{days}{'T' + clock if clock else ''}" if days or clock else "PT0S"
