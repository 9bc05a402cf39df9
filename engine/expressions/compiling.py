"""From a syntax tree to closures, noting on the way every name and function the text uses.

Each kind of node has one compiler, declared with `compiles("kind")` in the modules `nodes_*`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from engine.expressions.errors import ExpressionError
from engine.expressions.parsing import Start, Syntax, nodes, parse, place_of
from engine.expressions.run import Node, Run

_COMPILERS: dict[str, Callable[["Compiler", Syntax], Node]] = {}
NodeCompiler = Callable[["Compiler", Syntax], Node]


@dataclass
class Compiler:
    """The compilation of one text: what it reads, and which names are bound where it stands."""

    text: str
    takes_tested: bool = False
    paths: set[tuple[str, ...]] = field(default_factory=set)
    filter_paths: set[tuple[str, ...]] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    bound: list[str] = field(default_factory=list)
    filters: int = 0

    def node(self, tree: Syntax) -> Node:
        """The closure for one node; problems in it, now or when it runs, carry its place."""
        place = place_of(tree, self.text)
        try:
            run_node = _COMPILERS[tree.data](self, tree)
        except ExpressionError as error:
            error.located(place)
            raise
        if tree.data in _PLACED_OR_SAFE:
            return run_node

        def placed(run: Run) -> object:
            try:
                return run_node(run)
            except ExpressionError as error:
                error.located(place)
                raise

        return placed

    @contextmanager
    def binding(self, *names: str, filtering: bool = False) -> Iterator[None]:
        """Compile with these names bound by a repetition or, when filtering, by each item."""
        self.bound.extend(names)
        self.filters += filtering
        yield
        self.filters -= filtering
        del self.bound[len(self.bound) - len(names) :]

    def reads(self, path: tuple[str, ...]) -> None:
        """Note that the text reads this name, or this path from a name."""
        if path[0] not in self.bound:
            (self.filter_paths if self.filters else self.paths).add(path)

    @property
    def framed(self) -> bool:
        """Whether a repetition, filter or context around this place binds names."""
        return bool(self.bound) or self.filters > 0


_PLACED_OR_SAFE = frozenset({"literal", "expression_text", "name", "compare"})
"""Kinds that cannot fail, or that name their own place because they run most often."""


def compiles(kind: str) -> Callable[[NodeCompiler], NodeCompiler]:
    """Declare the compiler for one kind of node."""

    def declare(compiler: NodeCompiler) -> NodeCompiler:
        _COMPILERS[kind] = compiler
        return compiler

    return declare


def weight(tree: Syntax) -> int:
    """The steps one round of this node costs."""
    return sum(1 for _ in nodes(tree))


def branches(tree: Syntax) -> list[Syntax]:
    """The nodes directly under this one."""
    return [child for child in tree.children if not isinstance(child, str)]


def parsed(text: str, start: Start) -> Syntax:
    """The syntax tree of a text with an optional leading `=`, as form-js and Camunda write FEEL."""
    plain = text.lstrip()
    if plain.startswith("=") and not plain.startswith("=="):
        at = len(text) - len(plain)
        text = f"{text[:at]} {text[at + 1 :]}"
    return parse(text, start)
