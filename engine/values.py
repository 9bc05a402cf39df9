"""The values of expressions and case data as JSON, there and back without loss.

Text, truth, whole numbers, lists and contexts are themselves. What JSON lacks is tagged: a decimal, a date,
a date-time, a time, a duration. Never a binary float.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import orjson

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS
_TAG = "@"


def dumps(value: Any) -> bytes:
    """JSON bytes of a value. Raises TypeError for what is no value of the expression language."""
    return orjson.dumps(value, default=_tagged, option=_OPTIONS)


def loads(raw: bytes | str) -> Any:
    """The value these JSON bytes say."""
    value = orjson.loads(raw)
    is_marked = '"@":' in raw if isinstance(raw, str) else b'"@":' in raw
    return _restored(value) if is_marked else value


def to_json(value: Any) -> Any:
    """The value in plain JSON types, for a Json column."""
    return orjson.loads(dumps(value))


def from_json(value: Any) -> Any:
    """The value that a Json column holds."""
    return _restored(value)


def reserved_at(value: Any, place: str = "") -> str | None:
    """Where a value uses the key `@`, by which stored values mark their types; None where it does not.

    The place is written as forms write it: `items[1].amount`; empty for the value itself.
    """
    if isinstance(value, dict):
        if _TAG in value:
            return place
        inner = ((f"{place}.{key}".removeprefix("."), item) for key, item in value.items())
    elif isinstance(value, list):
        inner = ((f"{place}[{index}]", item) for index, item in enumerate(value))
    else:
        return None
    found = (reserved_at(item, where) for where, item in inner if isinstance(item, dict | list))
    return next((where for where in found if where is not None), None)


def _tagged(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {_TAG: "n", "v": str(value)}
    if isinstance(value, datetime):
        return {_TAG: "t", "v": value.isoformat()}
    if isinstance(value, date):
        return {_TAG: "d", "v": value.isoformat()}
    if isinstance(value, time):
        return {_TAG: "h", "v": value.isoformat()}
    if isinstance(value, timedelta):
        return {_TAG: "p", "v": [value.days, value.seconds]}
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


_READERS: dict[str, Any] = {
    "n": Decimal,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "h": time.fromisoformat,
    "p": lambda parts: timedelta(days=parts[0], seconds=parts[1]),
}


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        if _TAG in value and value[_TAG] in _READERS:
            return _READERS[value[_TAG]](value["v"])
        return {key: _restored(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_restored(item) for item in value]
    return value
