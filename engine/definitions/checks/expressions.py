"""Every expression of a process that runs is FEEL, parses, and calls what exists."""

from collections.abc import Callable, Iterator
from typing import Final

from engine.definitions.diagram import Expression, Extension, Flow, Node, Process
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.expressions import (
    BUILTIN_FUNCTIONS,
    ExpressionError,
    check_data_name,
    check_language,
    compile_expression,
    compile_script,
    read_timer,
)
from engine.expressions.expression import Reader
from engine.expressions.script import Script
from engine.words import side_by_side, words

HOUSE_FUNCTIONS: Final = frozenset(
    {
        "after",
        "by_unit",
        "case_of",
        "cases_with",
        "bundle_of",
        "close_of",
        "days",
        "draw",
        "due",
        "held",
        "holds",
        "gather",
        "in_charge",
        "is_workday",
        "issued",
        "matter_of",
        "next_close",
        "open_of",
        "paper",
        "papers",
        "points",
        "policy",
        "roll",
        "spent",
        "stated",
        "tally",
        "units_of",
        "votes",
        "workdays",
        "year_scores",
    }
)
"""The functions the runtime adds to the language (docs/expressions.md)."""

_VALUES: Final = {
    "assignment": ("post", "unit", "user", "deputies", "recuse"),
    "verbs": ("oral",),
    "document": ("to",),
    "notify": ("to",),
    "score": ("unit",),
    "liability": ("unit", "post"),
    "case": ("title", "unit", "steer", "cancel", "remind", "copy", "recuse"),
    "deadline": ("from", "roll", "basis"),
    "item": ("label",),
    "extend": ("until", "by", "reason"),
    "pause": ("reason",),
    "resume": ("reason",),
    "standstill": ("reason",),
    "reverse": ("kind", "number", "since", "reason"),
    "request": ("by",),
    "matter": ("code",),
    "register": ("kind", "code", "from", "reason"),
}
"""Attributes that are FEEL only where they begin with `=`."""
ALWAYS_FEEL: Final = {
    "document": ("when",),
    "notify": ("when",),
    "score": ("points", "when"),
    "liability": ("when",),
    "reverse": ("when",),
    "standstill": ("when",),
    "item": ("in",),
    "keep": ("papers", "when"),
    "register": ("content", "when"),
    "request": ("when",),
    "correlation": ("key",),
    "input": ("value",),
    "output": ("value",),
}
"""Attributes that are always FEEL."""

Place = Node | Flow | Process


def conditions(subject: Subject) -> Iterator[Problem]:
    """Conditions of sequence flows."""
    for process in subject.runnable:
        for flow in process.flows.values():
            if flow.condition is not None and flow.condition.text:
                yield from _judge(subject, flow, words("条件"), flow.condition, _compile)


def timers_and_conditions(subject: Subject) -> Iterator[Problem]:
    """Timers are ISO 8601 or FEEL; what conditional events wait for is FEEL."""
    for node in _nodes(subject):
        for event in node.events:
            if event.expression is not None and event.expression.text:
                read = read_timer if event.kind == "timer" else _compile
                yield from _judge(subject, node, word(event.kind), event.expression, read)


def loops(subject: Subject) -> Iterator[Problem]:
    """How often an activity repeats and when it stops."""
    for node in _nodes(subject):
        loop = node.loop
        parts = (loop.cardinality, loop.completion, loop.condition) if loop else ()
        for expression in parts:
            if expression is not None:
                yield from _judge(subject, node, words("重复的写法"), expression, _compile)


def scripts(subject: Subject) -> Iterator[Problem]:
    """Scripts are FEEL assignments, one a line."""
    for node in _nodes(subject):
        if node.script is not None and node.script.text:
            yield from _judge(subject, node, words("脚本"), node.script, _script)


def _script(text: str) -> Script:
    """The script; no line of it may set what is a function of the house, which would fail when it runs."""
    script = compile_script(text)
    for name in script.assigned:
        check_data_name(name, HOUSE_FUNCTIONS)
    return script


def extensions(subject: Subject) -> Iterator[Problem]:
    """FEEL in our own extension elements."""
    for process in subject.runnable:
        places: list[Place] = [process, *process.nodes.values(), *process.flows.values()]
        for place in places:
            for extension in place.extensions:
                yield from _extension(subject, place, extension)


def _extension(subject: Subject, place: Place, extension: Extension) -> Iterator[Problem]:
    for name in _VALUES.get(extension.name, ()):
        if extension.get(name).lstrip().startswith("="):
            yield from _text(
                subject,
                place,
                words("bj:%(name)s 的 %(name2)s", name=extension.name, name2=name),
                extension.get(name),
            )
    for name in ALWAYS_FEEL.get(extension.name, ()):
        if extension.get(name).strip():
            yield from _text(
                subject,
                place,
                words("bj:%(name)s 的 %(name2)s", name=extension.name, name2=name),
                extension.get(name),
            )
    if extension.name == "deadline":
        parts = [*extension.get("limit").split("|"), *extension.get("warn").split("|")]
        for part in [*parts, extension.get("from"), extension.get("roll")]:
            if part.strip().startswith("="):
                yield from _text(subject, place, words("时限"), part.strip())
    for child in extension.children:
        yield from _extension(subject, place, child)


def _text(subject: Subject, place: Place, what: str, text: str) -> Iterator[Problem]:
    return _judge(subject, place, what, Expression(text), _compile)


def _nodes(subject: Subject) -> Iterator[Node]:
    return (node for process in subject.runnable for node in process.nodes.values())


def _compile(text: str) -> Reader:
    return compile_expression(text)


def _judge(
    subject: Subject, place: Place, what: str, expression: Expression, read: Callable[[str], object]
) -> Iterator[Problem]:
    where = words("%(place)s的%(what)s“%(text)s”", place=quoted(place), what=what, text=expression.text[:60])
    try:
        check_language(expression.language)
    except ExpressionError as error:
        yield subject.problem(
            "expression-language",
            place,
            words("%(where)s:%(said)s", where=where, said=error.message),
            words("请改写为 FEEL,并删去语言标注。"),
        )
        return
    try:
        read_text = read(expression.text)
    except ExpressionError as error:
        yield subject.problem(
            "expression",
            place,
            words("%(where)s不能用:%(message)s", where=where, message=error.message),
            words("请改正表达式。"),
        )
        return
    used: frozenset[str] = getattr(read_text, "functions", frozenset())
    unknown = sorted(set(used) - HOUSE_FUNCTIONS - set(BUILTIN_FUNCTIONS))
    if unknown:
        yield subject.problem(
            "unknown-function",
            place,
            words("%(where)s用了不存在的函数 %(unknown)s。", where=where, unknown=side_by_side(unknown)),
            words("请改用 docs/expressions.md 列出的函数。"),
        )


CHECKS: tuple[Check, ...] = (conditions, timers_and_conditions, loops, scripts, extensions)
