"""Moments as a designer writes them: a date, or a date and a time of day, in the county's civil time."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from engine.time.clock import CIVIL
from engine.words import words

MORNING: Final = time(9)
"""The time of day meant where only a date is written."""


def read_moment(value: Any, at: time = MORNING) -> datetime:
    """The instant a text, date or datetime means; a date alone means `at` on that day. Raises ValueError."""
    if isinstance(value, str):
        value = _from_text(value.strip())
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=CIVIL)
    if isinstance(value, date):
        return datetime.combine(value, at, CIVIL)
    raise ValueError(words("“%(value)s”不是时刻;请写成 2020-03-09 09:00", value=value))


def read_end(value: Any) -> datetime:
    """The instant up to which something lasts; a date alone lasts to its midnight. Raises ValueError."""
    day = _only_date(value)
    return read_moment(value) if day is None else read_moment(day + timedelta(days=1), time())


def read_day(value: Any) -> date:
    """The civil date a text or date means. Raises ValueError."""
    day = _only_date(value)
    if day is None:
        raise ValueError(words("“%(value)s”不是日期;请写成 2020-03-09", value=value))
    return day


def is_day(value: Any) -> bool:
    """Whether a written moment names a date without a time of day."""
    return _only_date(value) is not None


def aware(value: Any) -> Any:
    """A value read from YAML with every datetime in it made an instant of civil time."""
    if isinstance(value, datetime):
        return read_moment(value)
    if isinstance(value, dict):
        return {key: aware(item) for key, item in value.items()}
    if isinstance(value, list):
        return [aware(item) for item in value]
    return value


def _only_date(value: Any) -> date | None:
    if isinstance(value, str) and len(value.strip()) <= len("2020-03-09"):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _from_text(text: str) -> date:
    day = _only_date(text)
    if day is not None:
        return day
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(words("“%(text)s”不是时刻;请写成 2020-03-09 09:00", text=text)) from None
