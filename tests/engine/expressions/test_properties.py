"""What holds for every text and every value."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.expressions import (
    BUILTIN_FUNCTIONS,
    ExpressionError,
    compile_expression,
    compile_script,
    compile_unary_tests,
    read_timer,
)
from engine.expressions.tables import read_decisions
from engine.time.clock import CIVIL

NAMES = ["a", "b", "case", "items", "item", "办理", "big", "x y", "missing", "`q r`"]
LITERALS = ["0", "1", "-1", "2.5", "1000000000000000000", '"a"', '"2020-03-09"', "true", "false", "null"]
LITERALS += ['@"2020-03-09"', '@"PT1H"', '@"P1M"', "[]", "{}", "?"]
SIGNS = "+ - * / ** = != < <= > >= ( ) [ ] { } , . .. : ? @ // /* */ \\ \" ' ` ; $ #"
WORDS = "if then else for in return some every satisfies or and between not _x __class__ \uff08"
TOKENS = [*NAMES, *LITERALS, *BUILTIN_FUNCTIONS, *re.findall(r"\S+", f"{SIGNS} {WORDS}"), "\n", "\x00"]

scalars: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9),
    st.floats(-1e9, 1e9),
    st.text(max_size=20),
    st.dates(),
    st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001
    st.times(),
    st.timedeltas(),
)
data = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3)
    ),
    max_leaves=8,
)
scopes = st.dictionaries(st.sampled_from(NAMES), data, max_size=6)
soups = st.lists(st.sampled_from(TOKENS), max_size=25).map(" ".join) | st.text(max_size=60)


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Well-formed expressions from smaller ones."""

    def shaped(form: str, parts: int) -> st.SearchStrategy[str]:
        return st.tuples(*[inner] * parts).map(lambda found: form.format(*found))

    calls = st.tuples(st.sampled_from(sorted(BUILTIN_FUNCTIONS)), st.lists(inner, max_size=3))
    signs = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in"])
    return st.one_of(
        st.tuples(inner, signs, inner).map(lambda found: f"({' '.join(found)})"),
        calls.map(lambda call: f"{call[0]}({', '.join(call[1])})"),
        shaped("(if {} then {} else {})", 3),
        shaped("(for v in {} return {})", 2),
        shaped("(some v in {} satisfies {} = v)", 2),
        shaped("({} between {} and {})", 3),
        shaped("({})[{}]", 2),
        shaped("({}).a", 1),
        shaped("({}).year", 1),
        shaped("[{}, {}]", 2),
        shaped("[{}..{}]", 2),
        shaped("{{a: {}, b: {}}}", 2),
        shaped("not({})", 1),
        shaped("-({})", 1),
    )


expressions = st.recursive(st.sampled_from([*NAMES, *LITERALS[:-1], "v", "a"]), _grow, max_leaves=12)


def _only_expression_errors(attempt: Callable[[], object]) -> None:
    with suppress(ExpressionError):
        attempt()


@given(soups, scopes)
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_or_refused(text: str, scope: dict[str, object]) -> None:
    _only_expression_errors(lambda: compile_expression(text).evaluate(scope))
    _only_expression_errors(lambda: compile_expression(text).evaluate(scope, strict=True))
    _only_expression_errors(lambda: compile_unary_tests(text).matches(scope.get("a"), scope))
    _only_expression_errors(lambda: compile_script(text).run(scope))
    _only_expression_errors(lambda: read_timer(text))
    _only_expression_errors(lambda: read_decisions(text.encode("utf-8", "replace")))


@given(expressions, scopes)
@settings(max_examples=500, deadline=None)
def test_any_well_formed_text_is_answered_or_refused(text: str, scope: dict[str, object]) -> None:
    _only_expression_errors(lambda: compile_expression(text).evaluate(scope))
    _only_expression_errors(lambda: compile_unary_tests(f"{text}, < {text}").matches(scope.get("a"), scope))
    _only_expression_errors(lambda: compile_script(f"x = {text}\ny = x").run(scope))


@given(expressions, scopes)
@settings(deadline=None)
def test_evaluating_changes_nothing_and_is_repeatable(text: str, scope: dict[str, object]) -> None:
    before = repr(scope)
    results = []
    for _ in range(2):
        try:
            expression = compile_expression(text)
            if expression.functions & {"now", "today"}:
                return
            results.append(repr(expression.evaluate(scope)))
        except ExpressionError as refused:
            results.append(refused.message)
    assert results[0] == results[1]
    assert repr(scope) == before


@given(expressions, scopes)
@settings(deadline=None)
def test_brackets_around_a_whole_change_nothing(text: str, scope: dict[str, object]) -> None:
    try:
        plain = compile_expression(text)
        expected = plain.evaluate(scope)
    except ExpressionError:
        return
    if plain.functions & {"now", "today"}:
        return
    bracketed = compile_expression(f"=({text})")
    assert repr(bracketed.evaluate(scope)) == repr(expected)
    assert bracketed.uses == plain.uses


numbers = st.integers(-1000, 1000).map(str) | st.decimals(-1000, 1000, places=2).map(
    lambda value: format(value, "f")
)
Sum = tuple[str, Fraction]


def _combine(left: Sum, sign: str, right: Sum) -> Sum:
    value = {"+": left[1] + right[1], "-": left[1] - right[1], "*": left[1] * right[1]}[sign]
    return f"({left[0]} {sign} {right[0]})", value


sums: st.SearchStrategy[Sum] = st.recursive(
    numbers.map(lambda text: (text, Fraction(text))),
    lambda inner: st.builds(_combine, inner, st.sampled_from(["+", "-", "*"]), inner),
    max_leaves=5,
)


@given(sums)
@settings(deadline=None)
def test_arithmetic_is_exact(pair: Sum) -> None:
    text, expected = pair
    result = compile_expression(text).evaluate({})
    assert isinstance(result, int | Decimal)
    assert Fraction(result) == expected


@given(st.decimals(-(10**9), 10**9, places=3), st.decimals(Decimal("0.001"), 10**6, places=3))
@settings(deadline=None)
def test_division_has_34_digits(dividend: Decimal, divisor: Decimal) -> None:
    result = compile_expression("a / b").evaluate({"a": dividend, "b": divisor})
    exact = Fraction(dividend) / Fraction(divisor)
    assert isinstance(result, int | Decimal)
    assert abs(Fraction(result) - exact) <= abs(exact) / 10**33


Truth = tuple[str, bool | None]


def _both(left: Truth, right: Truth) -> Truth:
    values = {left[1], right[1]}
    return f"({left[0]} and {right[0]})", False if False in values else (None if None in values else True)


def _either(left: Truth, right: Truth) -> Truth:
    values = {left[1], right[1]}
    return f"({left[0]} or {right[0]})", True if True in values else (None if None in values else False)


truths: st.SearchStrategy[Truth] = st.recursive(
    st.sampled_from([("true", True), ("false", False), ("null", None)]),
    lambda inner: st.one_of(
        st.builds(_both, inner, inner),
        st.builds(_either, inner, inner),
        inner.map(lambda pair: (f"not({pair[0]})", None if pair[1] is None else not pair[1])),
    ),
    max_leaves=8,
)


@given(truths)
@settings(deadline=None)
def test_logic_has_three_values(pair: Truth) -> None:
    assert compile_expression(pair[0]).evaluate({}) is pair[1]


def _by_fields(value: object) -> object:
    """What a value becomes on its way in."""
    match value:
        case float():
            return Decimal(repr(value))
        case datetime():
            return value.replace(tzinfo=CIVIL)
        case list():
            return [_by_fields(item) for item in value]
        case dict():
            return {key: _by_fields(item) for key, item in value.items()}
    return value


@given(data)
@settings(deadline=None)
def test_data_comes_back_as_it_went_in(value: object) -> None:
    assert compile_expression("a").evaluate({"a": value}) == _by_fields(value)
    assert compile_expression("a.b.c").evaluate({"a": {"b": {"c": value}}}) == _by_fields(value)
    assert compile_expression("a = a").evaluate({"a": value}) is True


@given(st.text(max_size=50))
@settings(deadline=None)
def test_any_string_can_be_written(text: str) -> None:
    written = "".join(f"\\U{ord(character):06x}" for character in text)
    assert compile_expression(f'"{written}"').evaluate({}) == text
    plain = text.replace("\\", "").replace('"', "")
    if plain.isprintable():
        assert compile_expression(json.dumps(plain, ensure_ascii=False)).evaluate({}) == plain


@given(st.decimals(-(10**9), 10**9, places=4) | st.integers(-(10**18), 10**18))
@settings(deadline=None)
def test_numbers_survive_their_text(number: int | Decimal) -> None:
    assert compile_expression("number(string(n)) = n").evaluate({"n": number}) is True


@given(
    st.dates(),
    st.datetimes(min_value=datetime(1992, 1, 1)),  # noqa: DTZ001
    st.times(),
    st.timedeltas(timedelta(-9999), timedelta(9999)),
    st.integers(-9999, 9999),
)
@settings(deadline=None)
def test_times_survive_their_text(day: date, at: datetime, moment: Any, span: timedelta, months: int) -> None:
    scope = {"day": day, "at": at, "moment": moment, "span": span, "months": months}
    for text in (
        "date(string(day)) = day",
        "date and time(string(at)) = at",
        "time(string(moment)) = moment",
        "duration(string(span)) = span",
        'duration(string(duration("P1M") * months)) = duration("P1M") * months',
        "date and time(date(at), time(at)) = at",
    ):
        assert compile_expression(text).evaluate(scope) is True


@given(st.dates(date(1000, 1, 1), date(3000, 1, 1)), st.integers(-10_000, 10_000))
@settings(deadline=None)
def test_days_added_can_be_counted_again(day: date, days: int) -> None:
    text = '(day + duration("P1D") * days - day).days'
    assert compile_expression(text).evaluate({"day": day, "days": days}) == days


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=6), st.integers(-5, 5))
@settings(deadline=None)
def test_cells_lists_and_filters_agree(values: list[int], value: int) -> None:
    listed = ", ".join(map(str, values))
    scope = {"v": value}
    assert compile_unary_tests(listed).matches(value, {}) is (value in values)
    assert compile_unary_tests(f"not({listed})").matches(value, {}) is (value not in values)
    assert compile_expression(f"v in [{listed}]").evaluate(scope) is (value in values)
    assert compile_expression(f"count([{listed}][item = v])").evaluate(scope) == values.count(value)
    assert compile_expression(f"some x in [{listed}] satisfies x = v").evaluate(scope) is (value in values)
    assert compile_expression(f"sort([{listed}])").evaluate({}) == sorted(values)
    assert compile_expression(f"[{listed}][v]").evaluate({"v": len(values)}) == values[-1]


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(-9, 9), st.booleans(), st.booleans())
@settings(deadline=None)
def test_ranges_keep_their_ends_or_not(value: int, low: int, high: int, closed: bool, open_end: bool) -> None:
    cell = f"{'[' if closed else '('}{low}..{high}{')' if open_end else ']'}"
    inside = (low <= value if closed else low < value) and (value < high if open_end else value <= high)
    assert compile_unary_tests(cell).matches(value, {}) is inside
