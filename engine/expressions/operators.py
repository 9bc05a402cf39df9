"""What the operators do to values: arithmetic, equality and order.

null goes through arithmetic and order as null. Equality between different kinds is null, as FEEL has it;
arithmetic and order between kinds that do not go together raise ExpressionError(type), because a wrong branch
taken silently is worse than an incident.
"""

import operator
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, TypeGuard

from engine.expressions import limits, temporal
from engine.expressions.errors import ExpressionError
from engine.expressions.run import Run
from engine.expressions.values import (
    DECIMALS,
    Range,
    bounded,
    kind_name,
    kind_of,
    text_within,
)
from engine.words import words

Number = int | Decimal
Order = Callable[[Any, Any], bool]
_ORDERED = frozenset({"number", "string", "date", "datetime", "time", "duration", "months"})


ORDERS: dict[str, Order] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
"""What the signs of order mean."""


def is_number(value: object) -> TypeGuard[Number]:
    """Whether this is a number; true and false are none."""
    return type(value) is int or type(value) is Decimal


def add(left: object, right: object) -> object:
    """Numbers, strings (joined), dates and times with durations."""
    if type(left) is int and type(right) is int:
        return bounded(left + right)
    if left is None or right is None:
        return None
    if is_number(left) and is_number(right):
        return bounded(DECIMALS.add(left, right))
    if type(left) is str and type(right) is str:
        return text_within(left + right)
    return _temporal(temporal.add, left, right, "+")


def subtract(left: object, right: object) -> object:
    """Numbers; dates and times with each other (a duration) or with durations."""
    if type(left) is int and type(right) is int:
        return bounded(left - right)
    if left is None or right is None:
        return None
    if is_number(left) and is_number(right):
        return bounded(DECIMALS.subtract(left, right))
    return _temporal(temporal.subtract, left, right, "-")


def multiply(left: object, right: object) -> object:
    """Numbers; a duration with a number."""
    if left is None or right is None:
        return None
    if type(left) is int and type(right) is int:
        return bounded(left * right)
    if is_number(left) and is_number(right):
        return bounded(DECIMALS.multiply(left, right))
    return _temporal(temporal.multiply, left, right, "*")


def divide(left: object, right: object) -> object:
    """Numbers (34 digits); a duration by a number or by a duration. Raises ExpressionError(value) for zero."""
    if left is None or right is None:
        return None
    if is_number(right) and right == 0:
        raise ExpressionError("value", words("除数是 0;请先用 if 判断"))
    if is_number(left) and is_number(right):
        return whole_if_even(DECIMALS.divide(left, right))
    return _temporal(temporal.divide, left, right, "/")


def power(left: object, right: object) -> object:
    """A number to a whole power from -64 to 64."""
    if left is None or right is None:
        return None
    if not (is_number(left) and is_number(right)):
        raise _mismatch(left, right, "**")
    exponent = as_whole(right)
    if exponent is None or abs(exponent) > limits.EXPONENT:
        raise ExpressionError(
            "limit", words("指数只能是 -%(exponent)s 到 %(exponent)s 的整数", exponent=limits.EXPONENT)
        )
    if left == 0 and exponent <= 0:
        raise ExpressionError("value", words("0 的 0 次方或负数次方没有意义"))
    return whole_if_even(DECIMALS.power(left, exponent))


def negate(value: object) -> object:
    """A number or duration with the other sign."""
    if value is None:
        return None
    return multiply(value, -1)


def whole_if_even(number: Decimal) -> Number:
    """A bounded number, as int when it has no fraction."""
    bounded(number)
    rounded = number.to_integral_value(rounding=ROUND_HALF_EVEN)
    return int(rounded) if rounded == number else number


def as_whole(value: object) -> int | None:
    """The int equal to this number, or None for anything else."""
    if type(value) is int:
        return value
    if type(value) is Decimal and value == value.to_integral_value():
        return int(value)
    return None


def equal(left: object, right: object, run: Run) -> bool | None:
    """FEEL's `=`: None when the kinds differ; lists and contexts are compared through and through."""
    if left is None or right is None:
        return left is right
    if kind_of(left) != kind_of(right):
        return None
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(left, right, run)
    if isinstance(left, dict) and isinstance(right, dict):
        return _equal_contexts(left, right, run)
    return left == right


def same(left: object, right: object, run: Run) -> bool:
    """Whether two values are equal for certain."""
    return equal(left, right, run) is True


def _equal_lists(left: list[object], right: list[object], run: Run) -> bool:
    run.spend(len(left))
    return len(left) == len(right) and all(same(a, b, run) for a, b in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, object], right: dict[str, object], run: Run) -> bool:
    run.spend(len(left))
    return left.keys() == right.keys() and all(same(item, right[key], run) for key, item in left.items())


def ordered(compare: Order, left: object, right: object) -> bool | None:
    """`compare` for two values of one ordered kind; None when either is null."""
    if left is None or right is None:
        return None
    kind = kind_of(left)
    if kind != kind_of(right) or kind not in _ORDERED:
        raise ExpressionError(
            "type",
            words(
                "%(left)s与%(right)s不能比较大小;请先换成同一种(如 number(…)、date(…)、date and time(…))",
                left=kind_name(left),
                right=kind_name(right),
            ),
        )
    return compare(left, right)


def inside(value: object, within: Range) -> bool | None:
    """Whether the value lies in the range; None when the value or an end of the range is null."""
    low = ordered(ORDERS[">=" if within.low_included else ">"], value, within.low)
    high = ordered(ORDERS["<=" if within.high_included else "<"], value, within.high)
    return all_true(low, high)


def all_true(left: bool | None, right: bool | None) -> bool | None:
    """Three-valued and."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def truth(value: object, where: str) -> bool | None:
    """true, false or null; raises ExpressionError(type) for any other value, naming `where` it was needed."""
    if value is None or type(value) is bool:
        return value
    raise ExpressionError(
        "type",
        words(
            "%(where)s要 true 或 false,得到的是%(value)s;请写出比较,如 %(value2)s",
            where=where,
            value=kind_name(value),
            value2=_example(value),
        ),
    )


def _example(value: object) -> str:
    return words('字段 = "…"') if kind_of(value) == "string" else words("字段 > 0")


def _temporal(
    operation: Callable[[object, object], object], left: object, right: object, sign: str
) -> object:
    try:
        result = operation(left, right)
    except OverflowError as error:
        raise ExpressionError("limit", words("日期或时长超出历法范围")) from error
    if result is NotImplemented:
        raise _mismatch(left, right, sign)
    return result


def _mismatch(left: object, right: object, sign: str) -> ExpressionError:
    hint = (
        words(";连接文字时先写 string(…)")
        if sign == "+" and "string" in (kind_of(left), kind_of(right))
        else ""
    )
    return ExpressionError(
        "type",
        words(
            "%(left)s与%(right)s不能用 %(sign)s 计算%(hint)s",
            left=kind_name(left),
            right=kind_name(right),
            sign=sign,
            hint=hint,
        ),
    )
