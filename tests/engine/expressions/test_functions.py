"""Every built-in function, by example."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.expressions import BUILTIN_FUNCTIONS, ExpressionError, YearsMonths, compile_expression
from engine.time import clock

EXAMPLES: list[tuple[str, object]] = [
    ('string length("办结 OK")', 5),
    ('upper case("aB")', "AB"),
    ('lower case("aB")', "ab"),
    ('trim("  a ")', "a"),
    ('substring("foobar", 3)', "obar"),
    ('substring("foobar", 3, 3)', "oba"),
    ('substring("foobar", -2, 1)', "a"),
    ('substring("foobar", 9)', ""),
    ('substring before("foobar", "bar")', "foo"),
    ('substring before("foobar", "xyz")', ""),
    ('substring after("foobar", "ob")', "ar"),
    ('substring after("foobar", "xyz")', ""),
    ('contains("foobar", "ob")', True),
    ('starts with("foobar", "fo")', True),
    ('ends with("foobar", "fo")', False),
    ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
    ('string join(["a", null, "c"], ", ")', "a, c"),
    ('string join(["a", "b"])', "ab"),
    ("count([1, null, 3])", 3),
    ("sum([1, 2, 0.5])", Decimal("3.5")),
    ("sum(1, 2)", 3),
    ("sum([])", None),
    ("sum([1, null])", None),
    ("mean([1, 2, 3, 4])", Decimal("2.5")),
    ("mean([])", None),
    ("min(3, 1, 2)", 1),
    ('max(["a", "c", "b"])', "c"),
    ('max(date("2020-01-01"), date("2021-01-01"))', date(2021, 1, 1)),
    ("min([])", None),
    ("list contains([1, 2], 2.0)", True),
    ("list contains([1, null], null)", True),
    ('list contains([1, 2], "2")', False),
    ("append([1], 2, 3)", [1, 2, 3]),
    ("concatenate([1], [2, 3], [])", [1, 2, 3]),
    ("union([1, 2], [2.0, 3])", [1, 2, 3]),
    ("distinct values([1, 1.0, true, [1], [1], null, null, {a: 1}, {a: 1}])", [1, True, [1], None, {"a": 1}]),
    ("index of([1, 2, 1], 1)", [1, 3]),
    ("reverse([1, 2])", [2, 1]),
    ("sublist([1, 2, 3], 2)", [2, 3]),
    ("sublist([1, 2, 3], -2, 1)", [2]),
    ("flatten([1, [2, [3, []]], 4])", [1, 2, 3, 4]),
    ("all([true, true])", True),
    ("all([true, null])", None),
    ("all(true, false, null)", False),
    ("any([false, null])", None),
    ("any([false, true, null])", True),
    ("any([])", False),
    ("sort([3, 1, 2])", [1, 2, 3]),
    ("sort([])", []),
    ('get value({a: 1}, "a")', 1),
    ('get value({a: 1}, "b")', None),
    ("get entries({a: 1})", [{"key": "a", "value": 1}]),
    ("floor(1.5)", 1),
    ("floor(-1.5)", -2),
    ("floor(-1.56, 1)", Decimal("-1.6")),
    ("ceiling(1.2)", 2),
    ("decimal(1/3, 2)", Decimal("0.33")),
    ("decimal(2.5, 0)", 2),
    ("decimal(7, 2)", 7),
    ("round half up(2.5, 0)", 3),
    ("round half up(-2.5, 0)", -3),
    ("round half up(1.005, 2)", Decimal("1.01")),
    ("round half up(1250, -2)", 1300),
    ("round up(1.01, 1)", Decimal("1.1")),
    ("round down(1.09, 1)", Decimal("1.0")),
    ("abs(-3)", 3),
    ("abs(-3.5)", Decimal("3.5")),
    ("modulo(10, 3)", 1),
    ("modulo(-10, 3)", 2),
    ("modulo(10.1, -3)", Decimal("-1.9")),
    ("odd(3)", True),
    ("even(3)", False),
    ("even(2.5)", False),
    ('number("12.50")', Decimal("12.50")),
    ('number(" -3 ")', -3),
    ("number(null)", None),
    ("string(12.50)", "12.50"),
    ("string(true)", "true"),
    ('string(date("2020-03-09"))', "2020-03-09"),
    ('string(date and time("2020-03-09T09:30"))', "2020-03-09T09:30:00+08:00"),
    ('string(duration("P1DT2H3M4.5S"))', "P1DT2H3M4.5S"),
    ('string(duration("PT0S"))', "PT0S"),
    ('string(-duration("P14M"))', "-P1Y2M"),
    ("string(null)", None),
    ("date(2020, 3, 9)", date(2020, 3, 9)),
    ('date("2020-03-09T23:00:00Z")', date(2020, 3, 10)),
    ('date(date and time("2020-03-09T09:30"))', date(2020, 3, 9)),
    ('date and time("2020-03-09")', datetime(2020, 3, 9, tzinfo=clock.CIVIL)),
    ('date and time(date("2020-03-09"), time("17:30"))', datetime(2020, 3, 9, 17, 30, tzinfo=clock.CIVIL)),
    ('date and time("2020-03-09T09:30:00@Asia/Shanghai").hour', 9),
    ("time(17, 30)", time(17, 30)),
    ('time("17:30:15")', time(17, 30, 15)),
    ('time(date and time("2020-03-09T09:30Z"))', time(17, 30)),
    ('duration("P7D")', timedelta(days=7)),
    ('duration("P2W")', timedelta(days=14)),
    ('years and months duration(date("2020-01-31"), date("2021-03-30"))', YearsMonths(13)),
    ('years and months duration(date("2021-03-30"), date("2020-01-31"))', YearsMonths(-13)),
    ('day of week(date("2020-03-09"))', "Monday"),
    ('month of year(date("2020-03-09"))', "March"),
    ('day of year(date("2020-02-01"))', 32),
    ('week of year(date("2020-03-09"))', 11),
    ('contains(null, "a")', None),
    ("day of week(null)", None),
    ("not(false)", True),
    ("is defined(null_field)", False),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_examples(text: str, expected: object) -> None:
    result = compile_expression(text).evaluate({})
    assert result == expected
    assert type(result) is type(expected)


def test_now_and_today_come_from_the_clock() -> None:
    instant = datetime(2020, 3, 9, 23, 0, tzinfo=UTC)
    with clock.using(lambda: instant):
        assert compile_expression("today()").evaluate({}) == date(2020, 3, 10)
        assert compile_expression("now()").evaluate({}) == instant


def test_every_function_has_an_example() -> None:
    shown = frozenset().union(*(compile_expression(text).functions for text, _ in EXAMPLES))
    assert BUILTIN_FUNCTIONS - shown == {"now", "today"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("count(1, 2)", "syntax"),
        ("count()", "syntax"),
        ("count(5)", "type"),
        ("string length(5)", "type"),
        ('sum([1, "2"])', "type"),
        ('min([1, "2"])', "type"),
        ("sort([{}])", "type"),
        ("all([1])", "type"),
        ("string([1])", "type"),
        ("string join([1])", "type"),
        ("number(true)", "type"),
        ("day of week(5)", "type"),
        ("date(true)", "type"),
        ('date("今天")', "value"),
        ('date("2021-02-29")', "value"),
        ("date(2021, 2, 29)", "value"),
        ('time("25:00")', "value"),
        ('date and time("2020-03-09T25:00")', "value"),
        ('date and time("0001-01-01T00:00:00+14:00")', "value"),
        ('duration("P")', "value"),
        ('duration("P1M1D")', "value"),
        ('number("12a")', "value"),
        ('number("١٢")', "value"),
        ("modulo(1, 0)", "value"),
        ("decimal(1, 99)", "value"),
        ("decimal(1, 0.5)", "value"),
        ('split("abc", "")', "value"),
        ('substring("abc", 0)', "value"),
        ("sublist([1], 0)", "value"),
        ("is defined(1)", "syntax"),
        ("is defined()", "syntax"),
        ('date("9999-12-31") + duration("P1D")', "limit"),
        ('number("1" + "000000000000000000000")', "limit"),
    ],
)
def test_wrong_arguments_are_refused(text: str, kind: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_expression(text).evaluate({})
    assert refused.value.kind == kind
    assert refused.value.place is not None
