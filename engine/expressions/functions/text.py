"""Functions on strings (DMN 1.3, 10.3.4.3). Without `matches` and `replace`: patterns cannot be bounded."""

from engine.expressions.errors import ExpressionError
from engine.expressions.functions.registry import builtin
from engine.expressions.operators import as_whole
from engine.expressions.run import Run
from engine.expressions.values import characters_within, length_within, text_within
from engine.words import words

builtin("string length", "string")(len)
builtin("upper case", "string")(lambda text: text_within(text.upper()))
builtin("lower case", "string")(lambda text: text_within(text.lower()))
builtin("trim", "string")(str.strip)


@builtin("substring", "string", "number", "number?")
def substring(text: str, start: object, length: object = None) -> str:
    """Characters from `start` (1 is the first, -1 the last), all or `length` of them."""
    first = _position(start)
    begin = first - 1 if first > 0 else max(len(text) + first, 0)
    if length is None:
        return text[begin:]
    return text[begin : begin + max(_whole(length), 0)]


@builtin("substring before", "string", "string")
def substring_before(text: str, part: str) -> str:
    """What stands before the first `part`, or nothing."""
    before, found, _ = text.partition(part) if part else ("", "", "")
    return before if found else ""


@builtin("substring after", "string", "string")
def substring_after(text: str, part: str) -> str:
    """What stands after the first `part`, or nothing; everything after an empty part."""
    return text.partition(part)[2] if part else text


@builtin("contains", "string", "string")
def contains(text: str, part: str) -> bool:
    """Whether the part stands in the text."""
    return part in text


@builtin("starts with", "string", "string")
def starts_with(text: str, part: str) -> bool:
    """Whether the text begins with the part."""
    return text.startswith(part)


@builtin("ends with", "string", "string")
def ends_with(text: str, part: str) -> bool:
    """Whether the text ends with the part."""
    return text.endswith(part)


@builtin("split", "string", "string", counts=True)
def split(run: Run, text: str, separator: str) -> list[str]:
    """The pieces between separators; the separator is plain text, not a pattern."""
    if not separator:
        raise ExpressionError("value", words("函数 split 的分隔符不能是空的"))
    pieces = text.split(separator)
    run.spend(length_within(len(pieces)))
    return pieces


@builtin("string join", "list", "string?")
def string_join(items: list[object], separator: str = "") -> str:
    """The strings of a list as one, nulls left out."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        raise ExpressionError("type", words("函数 string join 的列表里只能有文字;数字先写 string(…)"))
    characters_within(sum(len(str(item)) + len(separator) for item in texts))
    return separator.join(str(item) for item in texts)


def _position(value: object) -> int:
    first = _whole(value)
    if first == 0:
        raise ExpressionError("value", words("函数 substring 的位置从 1 起数,不能是 0"))
    return first


def _whole(value: object) -> int:
    whole = as_whole(value)
    if whole is None:
        raise ExpressionError("value", words("函数 substring 的位置和长度要整数"))
    return whole
