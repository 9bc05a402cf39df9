"""The values an expression knows: kinds, bounds, and the way in from and out to the host.

FEEL's types (DMN 1.3, 10.3.2) are carried by int and Decimal, str, bool, date, aware datetime, time,
timedelta, YearsMonths, list, dict and Range. A binary float never gets in: it is read by its shortest
decimal text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from uuid import UUID

from engine.expressions import limits
from engine.expressions.errors import ExpressionError
from engine.expressions.run import Run
from engine.time.clock import CIVIL
from engine.words import words

DECIMALS = Context(prec=34, Emax=999, Emin=-999, traps=[InvalidOperation, DivisionByZero, Overflow])
"""FEEL numbers have 34 significant digits (DMN 1.3, 10.3.2.3.1)."""

_LARGEST = Decimal(limits.NUMBER)


@dataclass(frozen=True, order=True, slots=True)
class YearsMonths:
    """A duration of whole months, FEEL's "years and months duration"."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """Everything from `low` to `high`; the ends belong to it or not."""

    low: object
    high: object
    low_included: bool
    high_included: bool


KINDS = {
    "null": words("空值"),
    "boolean": "true/false",
    "number": words("数字"),
    "string": words("文字"),
    "date": words("日期"),
    "datetime": words("日期时间"),
    "time": words("时刻"),
    "duration": words("时长"),
    "months": words("年月时长"),
    "list": words("列表"),
    "context": words("一组字段"),
    "range": words("区间"),
}
"""Kinds of value and what a message calls them."""

_KIND_OF_TYPE: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    str: "string",
    date: "date",
    datetime: "datetime",
    time: "time",
    timedelta: "duration",
    YearsMonths: "months",
    list: "list",
    dict: "context",
    Range: "range",
}


def kind_of(value: object) -> str:
    """The kind of a value that has been taken in: a key of KINDS."""
    return _KIND_OF_TYPE[type(value)]


def kind_name(value: object) -> str:
    """What a message calls the kind of this value."""
    return KINDS[kind_of(value)]


def bounded(number: int | Decimal) -> int | Decimal:
    """The number itself; raises ExpressionError(limit) beyond ±10^18."""
    if -limits.NUMBER <= number <= limits.NUMBER:
        return number
    raise ExpressionError("limit", words("数字超出 ±10 的 18 次方;请检查单位和算式"))


def text_within(text: str) -> str:
    """The string itself; raises ExpressionError(limit) beyond 10,000 characters."""
    characters_within(len(text))
    return text


def characters_within(length: int) -> None:
    """Raises ExpressionError(limit) for a string of more than 10,000 characters."""
    if length > limits.LENGTH:
        raise ExpressionError(
            "limit",
            words(
                "文字长 %(length)s 字,超过上限 %(length2)s 字;请缩短", length=length, length2=limits.LENGTH
            ),
        )


def length_within(length: int) -> int:
    """The length itself; raises ExpressionError(limit) beyond 10,000 items."""
    if length <= limits.LENGTH:
        return length
    raise ExpressionError(
        "limit",
        words("列表有 %(length)s 项,超过上限 %(length2)s 项;请先筛选", length=length, length2=limits.LENGTH),
    )


def take_in(value: object, run: Run, depth: int = 0) -> object:
    """A host's value as the language holds it; lists and contexts are copied and counted against the run.

    Naive date-times are read as civil time (Asia/Shanghai). Raises ExpressionError for what is too large
    (limit) or of a kind the language does not know (type).
    """
    if type(value) is str and len(value) <= limits.LENGTH:
        return value
    if value is None or type(value) is bool:
        return value
    if type(value) is int:
        return bounded(value)
    if type(value) is dict:
        return _context(value, run, depth)
    return _take_in(value, run, depth)


def _take_in(value: object, run: Run, depth: int) -> object:
    match value:
        case None | bool() | YearsMonths() | timedelta() | Range():
            return value
        case str():
            return text_within(str.__str__(value))
        case int():
            return bounded(int(value))
        case float() | Decimal():
            return _decimal(value)
        case datetime():
            return _civil(value)
        case date():
            return date(value.year, value.month, value.day)
        case time():
            return value.replace(tzinfo=None)
        case Mapping():
            return _context(value, run, depth)
        case list() | tuple() | set() | frozenset():
            return _list(value, run, depth)
        case UUID():
            return str(value)
    raise ExpressionError(
        "type",
        words("表达式不认识这种数据(%(name)s);只能用数字、文字、日期、列表等", name=type(value).__name__),
    )


def _decimal(value: float | Decimal) -> Decimal:
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if not number.is_finite():
        raise ExpressionError("value", words("数据里有不是数的数字(NaN 或无穷大)"))
    if number.copy_abs() > _LARGEST:
        bounded(limits.NUMBER + 1)
    return DECIMALS.plus(number)


def _civil(value: datetime) -> datetime:
    return value.replace(tzinfo=CIVIL) if value.tzinfo is None else value.astimezone(CIVIL)


def _context(value: Mapping[object, object], run: Run, depth: int) -> dict[str, object]:
    _enter(len(value), run, depth)
    taken = {str(key): take_in(item, run, depth + 1) for key, item in value.items() if isinstance(key, str)}
    if len(taken) != len(value):
        raise ExpressionError("type", words("数据里有的字段名不是文字"))
    return taken


def _list(value: Iterable[object], run: Run, depth: int) -> list[object]:
    items = list(value)
    _enter(len(items), run, depth)
    return [take_in(item, run, depth + 1) for item in items]


def _enter(length: int, run: Run, depth: int) -> None:
    run.spend(1 + length_within(length) // 2)
    if depth >= limits.NESTING:
        raise ExpressionError("limit", words("数据嵌套超过 %(nesting)s 层", nesting=limits.NESTING))


def give_out(value: object) -> object:
    """A result for the host; raises ExpressionError(limit) when it holds more than 10,000 values in all.

    Lists may share their items, so a small run can describe an enormous result.
    """
    waiting = [value]
    seen = 0
    while waiting:
        item = waiting.pop()
        inner: Iterable[object] = ()
        if isinstance(item, list):
            inner = item
        elif isinstance(item, dict):
            inner = item.values()
        waiting.extend(inner)
        seen += 1
        length_within(max(seen - 1, len(waiting)))
    return value
