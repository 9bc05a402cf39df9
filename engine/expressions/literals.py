"""What kind of value a cell plainly spells, and what kind a column declares: for the gate to compare."""

from collections.abc import Iterator
from typing import cast

from lark import Token

from engine.expressions.compiling import branches
from engine.expressions.names import name_of
from engine.expressions.nodes_values import string_value
from engine.expressions.parsing import Syntax

_OF_TYPE_REF = {
    "string": "string",
    "number": "number",
    "integer": "number",
    "int": "number",
    "long": "number",
    "double": "number",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "date and time": "datetime",
    "daytimeduration": "duration",
    "days and time duration": "duration",
    "yearmonthduration": "months",
    "years and months duration": "months",
}
_OF_TOKEN = {"STRING": "string", "NUMBER": "number", "TRUE": "boolean", "FALSE": "boolean"}
_OF_CALL = {
    "date": "date",
    "date and time": "datetime",
    "time": "time",
    "string": "string",
    "number": "number",
}


def kind_of_type(type_ref: str | None) -> str | None:
    """The kind a DMN typeRef names, or None for one that is absent or not a simple type."""
    return _OF_TYPE_REF.get((type_ref or "").split(":")[-1].strip().lower())


def kinds_spelt(tree: Syntax) -> Iterator[str]:
    """The kinds of the plain values in a test or expression; nothing for what only a run can tell."""
    if tree.data in ("compare_test", "range", "list", "negative", "expression_text"):
        for child in branches(tree):
            yield from kinds_spelt(child)
    elif tree.data == "literal":
        kind = _OF_TOKEN.get(cast(Token, tree.children[0]).type)
        if kind:
            yield kind
    elif tree.data == "at_literal":
        yield _kind_of_at(string_value(cast(Token, tree.children[0])))
    elif tree.data == "call":
        head = tree.children[0]
        kind = _OF_CALL.get(" ".join(head.split()) if isinstance(head, Token) else name_of(head))
        if kind:
            yield kind


def _kind_of_at(text: str) -> str:
    if text.lstrip("-").startswith("P"):
        return "duration" if any(mark in text for mark in "TD") else "months"
    if "T" in text:
        return "datetime"
    return "time" if ":" in text else "date"
