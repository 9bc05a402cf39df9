"""Regular expressions of forms: the subset that browsers and the server read alike, and that always ends soon."""

import re
from functools import cache
from math import prod
from typing import Any

from lark import Lark, Transformer, v_args
from lark.exceptions import LarkError

from engine.words import words

PATTERN_LENGTH = 300
"""Characters of a pattern."""

MATCHED_LENGTH = 200
"""Characters of a text that is held against a pattern."""

_WAYS = 10_000_000
"""How many ways a pattern may try to match a text of MATCHED_LENGTH before it is too complex."""

_GRAMMAR = r"""
start: _alternatives
_alternatives: sequence ("|" sequence)*
sequence: (repeated | group | ONE | ANCHOR)*
repeated: (group | ONE) QUANTIFIER
group: ("(?:" | "(") _alternatives ")"
ONE: /[^\\\[\](){}|*+?^$]/s | /\[\^?(?:\\.|(?!--|&&|~~|\|\|)[^\\\[\]])+\]/s | /\\[dDwWsS]/ | /\\u[0-9a-fA-F]{4}/
   | /\\[nrt.*+?()\[\]{}|\/^$\\-]/
ANCHOR: "^" | "$" | /\\[bB]/
QUANTIFIER: /(?:[*+?]|\{[0-9]{1,3}(?:,(?:[0-9]{1,3})?)?\})\??/
"""


class PatternError(ValueError):
    """A pattern we do not take; the message says why and how to mend it, in Chinese."""


@v_args(inline=True)
class _Ways(Transformer[Any, int]):
    """The number of ways to match: choices add up, what follows multiplies, repetition is a sum of powers."""

    def ONE(self, _: object) -> int:  # noqa: N802 - lark names the method after the terminal
        return 1

    ANCHOR = ONE

    def sequence(self, *parts: int) -> int:
        return _capped(prod(parts))

    def group(self, *choices: int) -> int:
        return _capped(sum(choices))

    start = group

    def repeated(self, inner: int, quantifier: str) -> int:
        low, high = _repetitions(quantifier)
        ways = 0
        for count in range(low, high + 1):
            ways = _capped(ways + _power(inner, count))
        return ways


def compile_pattern(text: str) -> re.Pattern[str]:
    """The compiled pattern, to be used with `search` as browsers do. Raises PatternError."""
    if len(text) > PATTERN_LENGTH:
        raise PatternError(
            words(
                "正则式长 %(n)s 字,超过上限 %(pattern_length)s 字;请简化",
                n=len(text),
                pattern_length=PATTERN_LENGTH,
            )
        )
    try:
        ways = _Ways().transform(_grammar().parse(text))
        compiled = re.compile(text, re.ASCII)
    except (LarkError, re.error, OverflowError):
        raise PatternError(
            words(
                "正则式写法有误或用了不支持的写法(前后查找、反向引用、命名分组);请只用字符、[]、()、|、* + ? {}、^ $"
            )
        ) from None
    anchored = text.startswith("^") and "|" not in text
    if ways * (1 if anchored else MATCHED_LENGTH) > _WAYS:
        raise PatternError(
            words("正则式太复杂,可能长时间算不完;请以 ^ 开头,减少 * 和 +,不要在重复的括号里再写重复或 |")
        )
    return compiled


@cache
def _grammar() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual")


def _repetitions(quantifier: str) -> tuple[int, int]:
    if quantifier[0] != "{":
        return {"*": (0, MATCHED_LENGTH), "+": (1, MATCHED_LENGTH), "?": (0, 1)}[quantifier[0]]
    low, comma, high = quantifier.rstrip("?")[1:-1].partition(",")
    if not comma:
        return int(low), int(low)
    return int(low), int(high) if high else max(MATCHED_LENGTH, int(low))


def _power(base: int, exponent: int) -> int:
    result = 1
    for _ in range(exponent if base > 1 else 0):
        result = _capped(result * base)
        if result > _WAYS:
            break
    return result


def _capped(ways: int) -> int:
    return min(ways, _WAYS + 1)
