"""Cells of decision tables: what passes and what does not."""

from datetime import date

import pytest

from engine.expressions import ExpressionError, compile_unary_tests

CELLS: list[tuple[str, object, bool]] = [
    ("-", 1, True),
    ("", None, True),
    (" - ", "x", True),
    ('"a","b"', "b", True),
    ('"a","b"', "c", False),
    ('"a","b"', None, False),
    ('not("a")', "b", True),
    ('not("a")', "a", False),
    ('not("a","b")', "b", False),
    ("not([1..5], > 9)", 7, True),
    ("not([1..5], > 9)", 10, False),
    ("not(< 5)", None, False),
    ("[1..5]", 5, True),
    ("(1..5]", 1, False),
    ("]1..5[", 5, False),
    ("[1..5[, > 10", 11, True),
    ("< 5", 4.5, True),
    ("< 5", 5, False),
    ("< 5", None, False),
    ("!= 5", 4, True),
    ("= 5", 5, True),
    ("-5", -5, True),
    ("> -5", 0, True),
    ('>= date("2020-01-01")', date(2020, 3, 9), True),
    ('[date("2020-01-01")..date("2020-12-31")]', date(2021, 1, 1), False),
    ("null", None, True),
    ("null", 0, False),
    ("true", True, True),
    ("true", False, False),
    ("limit", 5, True),
    ("< limit", 4, True),
    ("allowed", "甲", True),
    ("allowed", "丙", False),
    ('? = "a" or starts with(?, "b")', "bc", True),
    ("? > 3 and ? < 5", 5, False),
    ("? > 3", None, False),
    ("limit > 3", "x", True),
    ("limit > 9", "x", False),
    ('"5"', 5, False),
    ("count(?) > 1", ["a", "b"], True),
    ('list contains(?, "a")', ["a", "b"], True),
]


@pytest.mark.parametrize(("cell", "value", "expected"), CELLS)
def test_cells(cell: str, value: object, expected: bool) -> None:
    assert compile_unary_tests(cell).matches(value, {"limit": 5, "allowed": ["甲", "乙"]}) is expected


def test_order_between_kinds_is_an_error_not_a_silent_miss() -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_unary_tests("< 5").matches("4", {})
    assert refused.value.kind == "type"
    assert refused.value.place is not None


@pytest.mark.parametrize(
    "cell", ["a,", 'not("a"', "> ", "[1..", "< < 5", '"a" "b"', "? ?", 'not("a"), "b", not("c", "d")']
)
def test_cells_that_are_none(cell: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_unary_tests(cell)
    assert refused.value.kind == "syntax"


def test_uses_are_told() -> None:
    cell = compile_unary_tests('< limit, policy("x"), ? = case.number')
    assert cell.names == {"limit", "case"}
    assert cell.paths == {("case", "number")}
    assert cell.functions == {"policy"}
    assert cell.matches(7, {}, {"policy": lambda _key: 7}) is True
