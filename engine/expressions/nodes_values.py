"""Literals, names, paths, lists, contexts and ranges."""

import re
from typing import cast

from lark import Token

from engine.expressions.compiling import Compiler, branches, compiles
from engine.expressions.errors import ExpressionError, Place
from engine.expressions.functions.times import duration, to_date, to_datetime, to_time
from engine.expressions.names import name_of
from engine.expressions.parsing import Syntax, place_of
from engine.expressions.run import Node, Run
from engine.expressions.temporal import properties_of
from engine.expressions.texts import parse_number
from engine.expressions.values import Range, kind_name, kind_of, take_in, text_within
from engine.words import side_by_side, words

_MISSING = object()
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'", "/": "/"}
_CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}


@compiles("expression_text")
def whole(compiler: Compiler, tree: Syntax) -> Node:
    return compiler.node(branches(tree)[0])


def constant(value: object) -> Node:
    """The closure that always gives this value."""
    return lambda _run: value


@compiles("literal")
def literal(_compiler: Compiler, tree: Syntax) -> Node:
    return constant(literal_value(tree))


def literal_value(tree: Syntax) -> object:
    """The value a `literal` node spells."""
    token = cast(Token, tree.children[0])
    if token.type == "NUMBER":
        return parse_number(token)
    if token.type == "STRING":
        return string_value(token)
    return _CONSTANTS[token.type]


def string_value(token: str) -> str:
    """The text between the quotes, escapes resolved; raises ExpressionError(syntax) for an unknown escape."""
    return text_within(_ESCAPE.sub(_unescaped, token[1:-1]))


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code is None:
        if found[3] not in _ESCAPED:
            raise ExpressionError("syntax", words("不认识转义 \\%(found)s;反斜杠本身写 \\\\", found=found[3]))
        return _ESCAPED[found[3]]
    point = int(code, 16)
    if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        raise ExpressionError("syntax", words("没有编号为 %(code)s 的字符", code=code))
    return chr(point)


@compiles("at_literal")
def at_literal(_compiler: Compiler, tree: Syntax) -> Node:
    text = string_value(cast(Token, tree.children[0]))
    if text.lstrip("-").startswith("P"):
        return constant(duration(text))
    if "T" in text:
        return constant(to_datetime(text))
    return constant(to_time(text) if ":" in text else to_date(text))


@compiles("name")
def name(compiler: Compiler, tree: Syntax) -> Node:
    return _reader(compiler, tree, (name_of(tree),))


@compiles("tested")
def tested(compiler: Compiler, _tree: Syntax) -> Node:
    if not compiler.takes_tested:
        raise ExpressionError("syntax", words("问号只在决策表的输入格里代表输入值;条件写 if … then … else …"))
    return lambda run: run.tested


@compiles("path")
def path(compiler: Compiler, tree: Syntax) -> Node:
    names: list[str] = []
    while tree.data == "path":
        start, property_name = branches(tree)
        names.insert(0, name_of(property_name))
        tree = start
    if tree.data == "name":
        return _reader(compiler, tree, (name_of(tree), *names))
    begin = compiler.node(tree)
    return lambda run: _walk(begin(run), names, run)


def _reader(compiler: Compiler, tree: Syntax, names: tuple[str, ...]) -> Node:
    """Read a name, or a path that begins with one; names bound around this place come first."""
    compiler.reads(names)
    root, rest = names[0], names[1:]
    from_scope = _path_reader(root, rest) if rest else _name_reader(root, place_of(tree, compiler.text))
    if not compiler.framed:
        return from_scope

    def read(run: Run) -> object:
        for frame in reversed(run.frames):
            if root in frame:
                return _walk(frame[root], rest, run)
        return from_scope(run)

    return read


def _name_reader(root: str, place: Place) -> Node:
    def read(run: Run) -> object:
        value = run.scope.get(root, _MISSING)
        try:
            return _absent(run, root) if value is _MISSING else take_in(value, run)
        except ExpressionError as error:
            error.located(place)
            raise

    return read


def _path_reader(root: str, rest: tuple[str, ...]) -> Node:
    """Only the value at the path's end is taken in, so that a large record costs nothing to look into."""

    def read(run: Run) -> object:
        value = run.scope.get(root, _MISSING)
        if value is _MISSING:
            return _absent(run, root)
        for place, step in enumerate(rest):
            if type(value) is not dict:
                return _walk(take_in(value, run), rest[place:], run)
            value = value.get(step)
        return take_in(value, run)

    return read


def _absent(run: Run, root: str) -> object:
    if run.strict:
        raise ExpressionError(
            "unknown_name", words("没有“%(root)s”这个数据;请检查名称,或在表单里加上这一项", root=root)
        )
    return None


def _walk(value: object, names: tuple[str, ...] | list[str], run: Run) -> object:
    for step in names:
        value = _property(value, step, run)
    return value


def _property(value: object, step: str, run: Run) -> object:
    if value is None:
        return None
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list):
        run.spend(len(value))
        return [_property(item, step, run) for item in value]
    readers = properties_of(value)
    if step not in readers:
        known = (
            words(",只有 %(readers)s", readers=side_by_side(readers)) if readers else words(",后面不能写点")
        )
        raise ExpressionError(
            "type",
            words("%(value)s没有“%(step)s”这一项%(known)s", value=kind_name(value), step=step, known=known),
        )
    return readers[step](value)


@compiles("list")
def items(compiler: Compiler, tree: Syntax) -> Node:
    parts = [compiler.node(child) for child in branches(tree)]
    return lambda run: [part(run) for part in parts]


@compiles("context")
def context(compiler: Compiler, tree: Syntax) -> Node:
    entries: list[tuple[str, Node]] = []
    keys: list[str] = []
    for entry in branches(tree):
        key, value = entry.children
        word = string_value(key) if isinstance(key, str) else name_of(key)
        if word in keys:
            raise ExpressionError("syntax", words("字段“%(word)s”写了两次", word=word))
        with compiler.binding(*keys, filtering=False):
            entries.append((word, compiler.node(cast(Syntax, value))))
        keys.append(word)

    def build(run: Run) -> object:
        made: dict[str, object] = {}
        run.frames.append(made)
        for word, value in entries:
            made[word] = value(run)
        run.frames.pop()
        return made

    return build


@compiles("range")
def span(compiler: Compiler, tree: Syntax) -> Node:
    left, low, high, right = tree.children
    first, last = compiler.node(cast(Syntax, low)), compiler.node(cast(Syntax, high))
    closed = cast(Token, left).type == "LEFT_CLOSED", cast(Token, right).type == "RIGHT_CLOSED"

    def build(run: Run) -> object:
        start, end = first(run), last(run)
        if start is not None and end is not None and kind_of(start) != kind_of(end):
            raise ExpressionError(
                "type",
                words(
                    "区间两端要同一种值,现在是%(start)s和%(end)s", start=kind_name(start), end=kind_name(end)
                ),
            )
        return Range(start, end, *closed)

    return build
