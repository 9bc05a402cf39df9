"""Functions on numbers and conversions (DMN 1.3, 10.3.4.1, 10.3.4.2 and 10.3.4.6)."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal

from engine.expressions.errors import ExpressionError
from engine.expressions.functions.registry import builtin
from engine.expressions.operators import Number, as_whole, multiply, subtract
from engine.expressions.texts import parse_number, written
from engine.expressions.values import DECIMALS, bounded, kind_name
from engine.words import words

_SCALE = 30


def _rounding(name: str, mode: str, *kinds: str) -> None:
    @builtin(name, "number", *kinds)
    def rounded(number: Number, scale: object = 0) -> Number:
        places = as_whole(scale)
        if places is None or abs(places) > _SCALE:
            raise ExpressionError(
                "value",
                words("函数 %(name)s 的小数位数要 -%(scale)s 到 %(scale)s 的整数", name=name, scale=_SCALE),
            )
        exponent = Decimal(number).as_tuple().exponent
        if isinstance(exponent, int) and places >= -exponent and places > 0:
            return number
        cut = DECIMALS.scaleb(DECIMALS.scaleb(number, places).to_integral_value(mode), -places)
        return bounded(int(cut) if places <= 0 else cut)


_rounding("floor", ROUND_FLOOR, "number?")
_rounding("ceiling", ROUND_CEILING, "number?")
_rounding("decimal", ROUND_HALF_EVEN, "number")
_rounding("round half up", ROUND_HALF_UP, "number")
_rounding("round up", ROUND_UP, "number")
_rounding("round down", ROUND_DOWN, "number")


@builtin("abs", "number")
def absolute(number: Number) -> Number:
    """The number without its sign."""
    return number.copy_abs() if isinstance(number, Decimal) else abs(number)


@builtin("modulo", "number", "number")
def modulo(dividend: Number, divisor: Number) -> object:
    """What is left after dividing, with the divisor's sign."""
    if divisor == 0:
        raise ExpressionError("value", words("函数 modulo 的除数是 0;请先用 if 判断"))
    if isinstance(dividend, int) and isinstance(divisor, int):
        return dividend % divisor
    quotient = DECIMALS.divide(dividend, divisor).to_integral_value(ROUND_FLOOR)
    return subtract(dividend, multiply(bounded(quotient), divisor))


@builtin("odd", "number")
def odd(number: Number) -> bool:
    """Whether a whole number is odd."""
    whole = as_whole(number)
    return whole is not None and whole % 2 == 1


@builtin("even", "number")
def even(number: Number) -> bool:
    """Whether a whole number is even."""
    whole = as_whole(number)
    return whole is not None and whole % 2 == 0


@builtin("number", "any")
def to_number(value: object) -> Number | None:
    """A string such as "12.50" as a number; a number stays; raises ExpressionError(value) for other texts."""
    if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return value
    if not isinstance(value, str):
        raise ExpressionError("type", words("函数 number 要文字,得到的是%(value)s", value=kind_name(value)))
    number = parse_number(value.strip())
    if number is None:
        raise ExpressionError("value", words("“%(value)s”不是数字", value=value[:30]))
    return number


@builtin("string", "any")
def to_string(value: object) -> str | None:
    """A single value as a string; raises ExpressionError(type) for lists and contexts."""
    return None if value is None else written(value)
