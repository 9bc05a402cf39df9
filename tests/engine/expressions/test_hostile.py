"""Hostile texts are refused or stopped, never run; a share of work is counted in steps, not in seconds."""

import tracemalloc
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

import pytest

from engine.expressions import (
    ExpressionError,
    compile_expression,
    compile_script,
    compile_unary_tests,
    limits,
)
from engine.expressions.run import Run
from tests.engine.expressions.hostile import BURNERS, ESCAPES, HARMLESS


def _deep(levels: int) -> list[object]:
    value: list[object] = []
    for _ in range(levels):
        value = [value]
    return value


def _loop() -> list[object]:
    value: list[object] = []
    value.extend([value, value])
    return value


DATA: Mapping[str, object] = {
    "case": {"name": "x", "__class__": "never"},
    "items": [{"__class__": 1}],
    "x": 1,
    "big": list(range(limits.LENGTH)),
    "bigger": list(range(limits.LENGTH + 1)),
    "long": "a" * limits.LENGTH,
    "longer": "a" * (limits.LENGTH + 1),
    "wide": [{"a": {"a": 1}}] * limits.LENGTH,
    "deep": _deep(100),
    "loop": _loop(),
    "huge": Decimal("1e999999"),
    "tiny": Decimal("1e-999999"),
}
MOST_MEMORY = 20_000_000
"""Bytes one hostile evaluation may hold at its peak."""


class _CountingRun(Run):
    """A run that remembers how often it was asked to pay."""

    payments = 0

    def spend(self, steps: int) -> None:
        self.payments += 1
        super().spend(steps)


@pytest.mark.parametrize("text", ESCAPES)
def test_escapes_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_expression(text).evaluate(DATA, {"due": lambda: "2020-01-01"})
    assert refused.value.message


@pytest.mark.parametrize("text", HARMLESS)
def test_words_of_other_languages_are_names_without_data(text: str) -> None:
    expression = compile_expression(text)
    assert expression.evaluate(DATA) is None
    with pytest.raises(ExpressionError) as refused:
        expression.evaluate(DATA, strict=True)
    assert refused.value.kind == "unknown_name"


@pytest.mark.parametrize("text", BURNERS)
def test_burners_stay_within_their_share(text: str) -> None:
    try:
        node = compile_expression(text).node
    except ExpressionError:
        return
    run = _CountingRun(DATA, {})
    tracemalloc.start()
    with suppress(ExpressionError, ArithmeticError):
        node(run)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert run.payments <= limits.STEPS + 1
    assert peak <= MOST_MEMORY


@pytest.mark.parametrize("text", [*ESCAPES, *BURNERS])
def test_nothing_else_is_ever_raised(text: str) -> None:
    with suppress(ExpressionError):
        compile_expression(text).evaluate(DATA, strict=True)
    for value in (1, "x", None):
        with suppress(ExpressionError):
            compile_unary_tests(text).matches(value, DATA)
    for script in (text, f"made = {text}"):
        with suppress(ExpressionError):
            compile_script(script).run(DATA)


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..1000 return for j in 1..1000 return 1",
        "some i in 1..10000, j in 1..10000 satisfies i + j < 0",
        "flatten(for x in 1..100 return big)",
        "bigger",
        "longer",
        "long + long",
        "deep",
        "loop",
        "huge",
        "2 ** 65",
        "9 ** 60",
        "1 + " * 450 + "1",
        "(" * 41 + "1" + ")" * 41,
        "a" * 2_001,
    ],
)
def test_each_bound_says_that_it_is_one(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_expression(text).evaluate(DATA)
    assert refused.value.kind == "limit"


def test_work_within_the_bounds_is_done() -> None:
    nested = "(" * 40 + "1" + ")" * 40
    assert compile_expression(nested).evaluate({}) == 1
    assert compile_expression("count(big)").evaluate(DATA) == limits.LENGTH
    assert compile_expression("max(big)").evaluate(DATA) == limits.LENGTH - 1
    assert compile_expression("string length(long)").evaluate(DATA) == limits.LENGTH
    assert compile_expression("10 ** 18").evaluate({}) == limits.NUMBER
    assert compile_expression("count((for i in 1..2000 return i)[item > 1000])").evaluate({}) == 1000


def test_a_scripts_lines_share_one_share_of_work() -> None:
    line = "count(for i in 1..3000 return i)"
    assert compile_script(f"a = {line}").run({}) == {"a": 3000}
    with pytest.raises(ExpressionError) as refused:
        compile_script("\n".join(f"a{number} = {line}" for number in range(10))).run({})
    assert refused.value.kind == "limit"
