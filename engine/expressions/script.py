"""A script: one `name = expression` a line, later lines reading what earlier ones set."""

import re
from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn, cast

from engine.expressions import limits
from engine.expressions.errors import ExpressionError, Place
from engine.expressions.expression import NO_FUNCTIONS, Expression, Reader, Uses, compile_expression, finish
from engine.expressions.names import check_data_name
from engine.expressions.run import HostFunction, Run
from engine.words import words

_ASSIGNMENT = re.compile(r"(\s*(?P<name>[^\W\d]\w*)\s*=)(?!=)(?P<expression>.*)")
_SIGN = re.compile(r'[^="]*?(?<![=<>!])=(?!=)')


@dataclass(frozen=True)
class Assignment:
    """One line of a script; `column` is where its expression begins, from 0."""

    line: int
    column: int
    name: str
    expression: Expression


@dataclass(frozen=True)
class Script(Reader):
    """A compiled script; immutable. `names` are what it reads before it has set it."""

    text: str
    uses: Uses
    assignments: tuple[Assignment, ...]

    @property
    def assigned(self) -> tuple[str, ...]:
        """The names it sets, in the order of their first setting."""
        return tuple(dict.fromkeys(assignment.name for assignment in self.assignments))

    def run(
        self, scope: Mapping[str, object], functions: Mapping[str, HostFunction] = NO_FUNCTIONS
    ) -> dict[str, object]:
        """The values set, by name; `scope` is left as it is.

        Raises ExpressionError as an evaluation does, with the script's line, and ExpressionError(syntax) when
        a name to set is one of the host's functions. All lines share one evaluation's share of work.
        """
        for assignment in self.assignments:
            _checked_name(assignment.name, assignment.line, functions)
        made: dict[str, object] = {}
        # Only the first mapping of the two is ever written to.
        run = Run(ChainMap(made, cast(MutableMapping[str, object], scope)), functions)
        for assignment in self.assignments:
            try:
                made[assignment.name] = finish(assignment.expression.node, run)
            except ExpressionError as error:
                error.shifted(assignment.line - 1, assignment.column)
                raise
        return made


@lru_cache(maxsize=1024)
def compile_script(text: str) -> Script:
    """The script a text spells; blank lines and `//` comments are allowed. Raises ExpressionError."""
    if len(text) > limits.SCRIPT_LENGTH:
        raise ExpressionError(
            "limit",
            words(
                "脚本长 %(n)s 字,超过上限 %(script_length)s 字;请拆成几个脚本任务",
                n=len(text),
                script_length=limits.SCRIPT_LENGTH,
            ),
        )
    lines = [
        (number, line)
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip() and not line.lstrip().startswith("//")
    ]
    if len(lines) > limits.SCRIPT_LINES:
        raise ExpressionError(
            "limit",
            words(
                "脚本有 %(n)s 行,超过上限 %(script_lines)s 行", n=len(lines), script_lines=limits.SCRIPT_LINES
            ),
        )
    assignments = tuple(_assignment(number, line) for number, line in lines)
    return Script(text, _uses(assignments), assignments)


def _assignment(number: int, line: str) -> Assignment:
    found = _ASSIGNMENT.fullmatch(line.rstrip("\r"))
    if not found:
        _refuse(number, line)
    _checked_name(found["name"], number, ())
    column = len(found[1])
    try:
        expression = compile_expression(found["expression"])
    except ExpressionError as error:
        error.shifted(number - 1, column)
        raise
    return Assignment(number, column, found["name"], expression)


def _checked_name(name: str, line: int, functions: Mapping[str, HostFunction] | tuple[()]) -> None:
    try:
        check_data_name(name, functions)
    except ExpressionError as error:
        error.located(Place(line, 1, name))
        raise


def _refuse(number: int, line: str) -> NoReturn:
    reason = words("脚本每行写一条:名称 = 表达式")
    target = _SIGN.match(line)
    if target and ("." in target[0] or "[" in target[0]):
        reason = words("等号左边只能写一个名称,不能写 a.b 或 a[1];请另取一个名称")
    elif "==" in line:
        reason = words("赋值写一个等号:名称 = 表达式")
    elif re.match(r"\s*(?:import|from|def|for|while|if|with|class|return)\b", line):
        reason += words(";脚本里没有循环、导入和语句块,条件写 名称 = if … then … else …")
    raise ExpressionError("syntax", reason, Place(number, 1, line.strip()[:30]))


def _uses(assignments: tuple[Assignment, ...]) -> Uses:
    """What the script reads, leaving out what earlier lines have set."""
    names = [assignment.name for assignment in assignments]
    return Uses.joined(
        assignment.expression.uses.without(names[:place]) for place, assignment in enumerate(assignments)
    )
