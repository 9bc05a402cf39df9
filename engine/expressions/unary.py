"""Unary tests: what stands in an input cell of a decision table (DMN 1.3, 7.3.3 and rule 7 of the grammar)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.expressions.compiling import Compiler, branches, parsed
from engine.expressions.errors import ExpressionError
from engine.expressions.expression import NO_FUNCTIONS, Reader, Uses, finish, uses_of
from engine.expressions.nodes_operators import Test, any_passes, passes, test_of
from engine.expressions.operators import truth
from engine.expressions.parsing import Syntax, nodes, place_of
from engine.expressions.run import HostFunction, Run
from engine.expressions.values import take_in
from engine.words import words

_CELL = words("含 ? 的格子")


@dataclass(frozen=True)
class UnaryTests(Reader):
    """One compiled cell; `trees` are its single tests, none for a cell that takes anything."""

    text: str
    uses: Uses
    trees: tuple[Syntax, ...]
    test: Test

    def matches(
        self,
        value: object,
        scope: Mapping[str, object],
        functions: Mapping[str, HostFunction] = NO_FUNCTIONS,
    ) -> bool:
        """Whether the value passes; what cannot be said because something is null does not.

        Raises ExpressionError(type) for an order between kinds that have none.
        """
        return finish(lambda run: self.passed_by(run, take_in(value, run)), Run(scope, functions)) is True

    def passed_by(self, run: Run, value: object) -> bool:
        """The same within an evaluation under way, for a value already taken in."""
        return self.test(run, value) is True


@lru_cache(maxsize=8192)
def compile_unary_tests(text: str) -> UnaryTests:
    """The tests a cell spells; an empty cell or `-` takes anything. Raises ExpressionError."""
    compiler = Compiler(text, takes_tested=True)
    if text.strip() in ("", "-"):
        return UnaryTests(text, uses_of(compiler), (), lambda _run, _value: True)
    trees = branches(parsed(text, "tests_text"))
    negated = len(trees) == 1 and trees[0].data == "not_call"
    if negated:
        trees = branches(trees[0])
    tests = [_cell_test(compiler, tree) for tree in trees]

    def test(run: Run, value: object) -> bool | None:
        passed = any_passes(run, tests, value)
        return passed if not negated or passed is None else not passed

    return UnaryTests(text, uses_of(compiler), tuple(trees), test)


def _cell_test(compiler: Compiler, tree: Syntax) -> Test:
    """A test of a cell: where `?` stands in it its own result counts, else it is compared with the value."""
    if tree.data == "compare_test":
        return _placed(compiler, tree, test_of(compiler, tree))
    node = compiler.node(tree)
    asks = any(part.data == "tested" for part in nodes(tree))

    def test(run: Run, value: object) -> bool | None:
        run.tested = value
        result = node(run)
        if asks or (isinstance(result, bool) and not isinstance(value, bool)):
            return truth(result, _CELL)
        return passes(run, value, result)

    return _placed(compiler, tree, test)


def _placed(compiler: Compiler, tree: Syntax, test: Test) -> Test:
    place = place_of(tree, compiler.text)

    def placed(run: Run, value: object) -> bool | None:
        try:
            return test(run, value)
        except ExpressionError as error:
            error.located(place)
            raise

    return placed
