"""From text to a syntax tree, within bounds, with a Chinese refusal that says how to mend."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from engine.expressions import limits
from engine.expressions.errors import ExpressionError, Place
from engine.expressions.hints import hint_at, hint_before
from engine.words import words

Syntax = Tree[Token]
Start = Literal["expression_text", "tests_text"]

_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|([(\[{])|([)\]}])')
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def parse(text: str, start: Start) -> Syntax:
    """The syntax tree of a text.

    Raises ExpressionError: `limit` for a text too long, too large or too deep, `syntax` for one that is no
    FEEL, with the place.
    """
    _check_text(text)
    try:
        tree = _grammar().parse(text, start=start)
    except UnexpectedInput as error:
        raise _refusal(text, error) from None
    _check_size(tree)
    return tree


def place_of(tree: Syntax, text: str) -> Place:
    """Where a node stands in its text."""
    if tree.meta.empty:
        return Place(1, 1, _shortened(text))
    return Place(tree.meta.line, tree.meta.column, _shortened(text[tree.meta.start_pos : tree.meta.end_pos]))


@cache
def _grammar() -> Lark:
    return Lark(
        Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8"),
        parser="lalr",
        lexer="contextual",
        start=["expression_text", "tests_text"],
        propagate_positions=True,
        maybe_placeholders=False,
    )


def _check_text(text: str) -> None:
    if len(text) > limits.TEXT_LENGTH:
        raise ExpressionError(
            "limit",
            words(
                "表达式长 %(n)s 字,超过上限 %(text_length)s 字;请拆成几步,或改用决策表",
                n=len(text),
                text_length=limits.TEXT_LENGTH,
            ),
        )
    hint_before(text)
    unseen = _UNSEEN.search(text)
    if unseen:
        raise ExpressionError(
            "syntax", words("含有看不见的控制字符;请删去这一处重新输入"), _place(text, unseen.start())
        )
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += bool(bracket[1]) - bool(bracket[2])
        if depth > limits.NESTING:
            raise ExpressionError("limit", _TOO_DEEP, _place(text, bracket.start()))


_TOO_DEEP = words("括号或嵌套超过 %(nesting)s 层;请拆成几步", nesting=limits.NESTING)


def _check_size(tree: Syntax) -> None:
    for number, (_, depth) in enumerate(_walk(tree), start=1):
        if number > limits.NODES:
            raise ExpressionError(
                "limit", words("表达式的成分超过 %(nodes)s 个;请拆成几步,或改用决策表", nodes=limits.NODES)
            )
        if depth > limits.NESTING:
            raise ExpressionError("limit", _TOO_DEEP)


def nodes(tree: Syntax) -> Iterator[Syntax]:
    """The node and every node under it."""
    return (node for node, _ in _walk(tree))


def _walk(tree: Syntax) -> Iterator[tuple[Syntax, int]]:
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((child, depth + 1) for child in node.children if isinstance(child, Tree))


def _refusal(text: str, error: UnexpectedInput) -> ExpressionError:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        what = words("表达式是空的") if not text.strip() else words("表达式没有写完")
        return ExpressionError("syntax", words("%(what)s;请补全", what=what), _place(text, len(text)))
    position = error.pos_in_stream or 0
    length = len(error.token) if isinstance(error, UnexpectedToken) else 1
    what = (
        words("这里有不认识的符号")
        if isinstance(error, UnexpectedCharacters)
        else words("这里不应出现这个词或符号")
    )
    reason = hint_at(text, position) or words(
        "%(what)s;请检查前后是否缺少运算符、逗号、引号或括号", what=what
    )
    return ExpressionError("syntax", reason, _place(text, position, length))


def _place(text: str, position: int, length: int = 1) -> Place:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return Place(line, column, _shortened(text[position : position + length]))


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 30 else f"{plain[:29]}…"
