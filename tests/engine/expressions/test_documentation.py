"""The page for process designers says what the language does."""

import re
from datetime import date
from pathlib import Path

import pytest

from engine.expressions import BUILTIN_FUNCTIONS, compile_expression, compile_script, limits

PAGE = (Path(__file__).parents[3] / "docs" / "expressions.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^(.+?) +→ (.+)$", "\n".join(re.findall(r"```feel\n(.*?)```", PAGE, re.DOTALL)), re.MULTILINE
)
CASE = {
    "amount": 200_000,
    "source": "县长批示",
    "urgent": True,
    "empty": None,
    "limit": 5,
    "received": date(2020, 3, 9),
    "case": {"number": "1", "unit": {"name": "住建局"}},
    "items": [{"name": "甲", "days": 3}, {"name": "乙", "days": 12}, {"name": "丙", "days": 7}],
}


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 25


@pytest.mark.parametrize(("text", "result"), EXAMPLES)
def test_examples_are_true(text: str, result: str) -> None:
    assert compile_expression(text).evaluate(CASE) == compile_expression(result).evaluate({})


def test_the_script_runs() -> None:
    (script,) = re.findall(r"```feel-script\n(.*?)```", PAGE, re.DOTALL)
    assert compile_script(script).run(CASE)["total"] == 210


def test_every_function_is_named() -> None:
    named = set(re.findall(r"`([a-z ]+)(?:\(|`)", PAGE))
    assert named >= BUILTIN_FUNCTIONS


def test_the_bounds_are_those_of_the_code() -> None:
    for bound in (
        f"{limits.TEXT_LENGTH} 字,{limits.NODES} 个成分,{limits.NESTING} 层",
        f"{limits.LENGTH} 字、{limits.LENGTH} 项",
        f"{limits.STEPS} 步(决策 {limits.TABLE_STEPS} 步)",
        f"{limits.SCRIPT_LENGTH} 字,{limits.SCRIPT_LINES} 行",
        f"{limits.TABLE_CELLS} 格",
        f"-{limits.EXPONENT} 到 {limits.EXPONENT}",
    ):
        assert bound in PAGE
    assert limits.NUMBER == 10**18
