"""An expression, compiled once and worked out as often as needed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from engine.expressions import nodes_calls, nodes_loops, nodes_operators, nodes_values
from engine.expressions.compiling import Compiler, parsed
from engine.expressions.errors import ExpressionError
from engine.expressions.operators import truth
from engine.expressions.run import HostFunction, Node, Run
from engine.expressions.values import give_out
from engine.words import words

_CONDITION = words("条件")

NODE_COMPILERS = (nodes_calls, nodes_loops, nodes_operators, nodes_values)
"""Importing these modules declares the compilers of all nodes."""

NO_FUNCTIONS: Mapping[str, HostFunction] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Uses:
    """What a compiled text uses, for the gate to check before anything runs.

    `names` are the root names it reads, `paths` the dotted uses such as ("case", "number"). `filter_names`
    stand inside a filter, where a name means a field of the item or else a root name. `functions` are all
    functions it calls, built-in ones included.
    """

    names: frozenset[str]
    paths: frozenset[tuple[str, ...]]
    filter_names: frozenset[str]
    functions: frozenset[str]

    @classmethod
    def joined(cls, several: Iterable["Uses"]) -> "Uses":
        """What any of several texts uses."""
        uses = list(several)
        return cls(
            names=frozenset().union(*(each.names for each in uses)),
            paths=frozenset().union(*(each.paths for each in uses)),
            filter_names=frozenset().union(*(each.filter_names for each in uses)),
            functions=frozenset().union(*(each.functions for each in uses)),
        )

    def without(self, names: Collection[str]) -> "Uses":
        """The same less what these root names give."""
        return Uses(
            names=self.names.difference(names),
            paths=frozenset(path for path in self.paths if path[0] not in names),
            filter_names=self.filter_names.difference(names),
            functions=self.functions,
        )


NO_USES = Uses(frozenset(), frozenset(), frozenset(), frozenset())
"""The uses of a text that reads nothing."""


class Reader:
    """Something compiled that tells what it uses."""

    uses: Uses

    @property
    def names(self) -> frozenset[str]:
        return self.uses.names

    @property
    def paths(self) -> frozenset[tuple[str, ...]]:
        return self.uses.paths

    @property
    def filter_names(self) -> frozenset[str]:
        return self.uses.filter_names

    @property
    def functions(self) -> frozenset[str]:
        return self.uses.functions


@dataclass(frozen=True)
class Expression(Reader):
    """One compiled expression of the language; immutable, to be shared between threads."""

    text: str
    uses: Uses
    node: Node

    def evaluate(
        self,
        scope: Mapping[str, object],
        functions: Mapping[str, HostFunction] = NO_FUNCTIONS,
        *,
        strict: bool = False,
    ) -> object:
        """The value for the data in `scope`, with the host's `functions` beside the built-in ones.

        A name that `scope` lacks reads as null, as a field not yet filled in; with `strict` it raises
        ExpressionError(unknown_name). Raises ExpressionError and nothing else, save what a host's function
        raises beyond TypeError, ValueError, LookupError and ArithmeticError.
        """
        return finish(self.node, Run(scope, functions, strict))

    def evaluate_condition(
        self, scope: Mapping[str, object], functions: Mapping[str, HostFunction] = NO_FUNCTIONS
    ) -> bool:
        """Whether the condition holds; null counts as false. Raises ExpressionError(type) for other values."""
        return truth(self.evaluate(scope, functions), _CONDITION) is True


@lru_cache(maxsize=4096)
def compile_expression(text: str) -> Expression:
    """The expression a text spells, an optional leading `=` set aside; raises ExpressionError."""
    compiler = Compiler(text)
    node = compiler.node(parsed(text, "expression_text"))
    return Expression(text, uses_of(compiler), node)


def uses_of(compiler: Compiler) -> Uses:
    """What a finished compilation has noted."""
    return Uses(
        names=frozenset(path[0] for path in compiler.paths),
        paths=frozenset(path for path in compiler.paths if len(path) > 1),
        filter_names=frozenset(path[0] for path in compiler.filter_paths),
        functions=frozenset(compiler.functions),
    )


def finish(node: Node, run: Run) -> object:
    """Work a node out to a result for the host."""
    try:
        value = node(run)
    except ArithmeticError as error:
        raise ExpressionError("limit", words("数字或日期超出可以计算的范围")) from error
    return give_out(value) if isinstance(value, list | dict) else value
