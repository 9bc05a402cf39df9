"""How a built-in function is declared: its FEEL name and the kinds of its arguments.

A kind is a key of `values.KINDS` or "any"; a trailing "?" means it may be left out, a trailing "*" that any
number may follow. "items" stands for one list or for the items themselves (`max(list)`, `max(a, b)`). null for
an argument of a definite kind makes the result null.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from engine.expressions.errors import ExpressionError
from engine.expressions.run import Run, size_cost
from engine.expressions.values import KINDS, kind_name, kind_of
from engine.words import words

Implementation = Callable[..., object]
Declared = TypeVar("Declared", bound=Implementation)

BUILTINS: dict[str, "Builtin"] = {}


@dataclass(frozen=True, slots=True)
class Builtin:
    """One function of the language; `constant` tells that equal arguments always give equal results."""

    name: str
    kinds: tuple[str, ...]
    call: Implementation
    counts: bool
    constant: bool

    @property
    def least(self) -> int:
        return sum(not kind.endswith(("?", "*")) for kind in self.kinds)

    @property
    def most(self) -> int | None:
        return None if self.kinds and self.kinds[-1].endswith(("*", "items")) else len(self.kinds)

    def check_count(self, count: int) -> None:
        """Raises ExpressionError(syntax) when the function cannot take so many arguments."""
        if count < self.least or (self.most is not None and count > self.most):
            wanted = (
                words("至少 %(least)s", least=self.least)
                if self.most is None
                else _between(self.least, self.most)
            )
            raise ExpressionError(
                "syntax",
                words(
                    "函数 %(name)s 要 %(wanted)s 个参数,写了 %(count)s 个",
                    name=self.name,
                    wanted=wanted,
                    count=count,
                ),
            )

    def __call__(self, run: Run, arguments: list[object]) -> object:
        """Work the function out; raises ExpressionError(type) for an argument of another kind."""
        if self.kinds[:1] == ("items",):
            arguments = [items_of(arguments)]
        run.spend(1 + sum(size_cost(value) for value in arguments))
        for number, value in enumerate(arguments):
            wanted = self.kinds[min(number, len(self.kinds) - 1)].rstrip("?*")
            if wanted == "any" or wanted == "items":
                continue
            if value is None:
                return None
            if kind_of(value) != wanted:
                raise ExpressionError(
                    "type",
                    words(
                        "函数 %(name)s 的第 %(number)s 个参数要%(kinds)s,得到的是%(value)s",
                        name=self.name,
                        number=number + 1,
                        kinds=KINDS[wanted],
                        value=kind_name(value),
                    ),
                )
        return self.call(run, *arguments) if self.counts else self.call(*arguments)


def builtin(
    name: str, *kinds: str, counts: bool = False, constant: bool = True
) -> Callable[[Declared], Declared]:
    """Declare a function of the language; `counts` hands it the run, for work that grows with its data."""

    def declare(call: Declared) -> Declared:
        BUILTINS[name] = Builtin(name, kinds, call, counts, constant)
        return call

    return declare


def items_of(arguments: list[object]) -> list[object]:
    """The one list that was given, or the arguments as a list."""
    if len(arguments) == 1:
        only = arguments[0]
        return only if isinstance(only, list) else [only]
    return arguments


def _between(least: int, most: int) -> str:
    return str(least) if least == most else words("%(least)s 到 %(most)s", least=least, most=most)
