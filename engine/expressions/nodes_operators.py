"""Logic, comparison, membership, arithmetic and if."""

from collections.abc import Callable

from lark import Token

from engine.expressions import operators
from engine.expressions.compiling import Compiler, branches, compiles
from engine.expressions.errors import ExpressionError
from engine.expressions.operators import truth
from engine.expressions.parsing import Syntax, place_of
from engine.expressions.run import Node, Run
from engine.expressions.values import Range
from engine.words import words

_NEGATED = words("not(…) 里")

_CONDITION = words("if 之后")

Test = Callable[[Run, object], bool | None]
"""Whether a value passes; None when that cannot be said."""

Relation = Callable[[Run, object, object], bool | None]

_QUICK = frozenset({str, int, bool})
_ARITHMETIC = {
    "+": operators.add,
    "-": operators.subtract,
    "*": operators.multiply,
    "/": operators.divide,
}


@compiles("conditional")
def conditional(compiler: Compiler, tree: Syntax) -> Node:
    condition, then, otherwise = (compiler.node(child) for child in branches(tree))
    return lambda run: then(run) if truth(condition(run), _CONDITION) else otherwise(run)


@compiles("disjunction")
def disjunction(compiler: Compiler, tree: Syntax) -> Node:
    return _logic([compiler.node(child) for child in branches(tree)], True, words("or 两边"))


@compiles("conjunction")
def conjunction(compiler: Compiler, tree: Syntax) -> Node:
    return _logic([compiler.node(child) for child in branches(tree)], False, words("and 两边"))


def _logic(parts: list[Node], decisive: bool, where: str) -> Node:
    """Three-valued and/or: the first decisive value ends it; null stays unless one decides."""

    def work_out(run: Run) -> object:
        result: bool | None = not decisive
        for part in parts:
            value = truth(part(run), where)
            if value is decisive:
                return decisive
            if value is None:
                result = None
        return result

    return work_out


@compiles("compare")
def compare(compiler: Compiler, tree: Syntax) -> Node:
    left, right = (compiler.node(child) for child in branches(tree))
    relation = _relation(str(tree.children[1]))
    place = place_of(tree, compiler.text)

    def work_out(run: Run) -> object:
        try:
            return relation(run, left(run), right(run))
        except ExpressionError as error:
            error.located(place)
            raise

    return work_out


def _relation(sign: str) -> Relation:
    """What a comparison sign says of two values."""
    if sign in operators.ORDERS:
        order = operators.ORDERS[sign]

        def in_order(_run: Run, left: object, right: object) -> bool | None:
            if type(left) is int and type(right) is int:
                return order(left, right)
            return operators.ordered(order, left, right)

        return in_order
    wanted = sign == "="

    def matches(run: Run, left: object, right: object) -> bool | None:
        if type(left) is type(right) and type(left) in _QUICK:
            return (left == right) is wanted
        result = operators.equal(left, right, run)
        return None if result is None else result is wanted

    return matches


@compiles("between")
def between(compiler: Compiler, tree: Syntax) -> Node:
    value, low, high = (compiler.node(child) for child in branches(tree))
    return lambda run: operators.inside(value(run), Range(low(run), high(run), True, True))


@compiles("membership")
def membership(compiler: Compiler, tree: Syntax) -> Node:
    value, *targets = branches(tree)
    left = compiler.node(value)
    tests = [test_of(compiler, target) for target in targets]

    def work_out(run: Run) -> object:
        tested = left(run)
        return any_passes(run, tests, tested)

    return work_out


def any_passes(run: Run, tests: list[Test], value: object) -> bool | None:
    """Three-valued or over tests of one value."""
    result: bool | None = False
    for test in tests:
        passed = test(run, value)
        if passed:
            return True
        if passed is None:
            result = None
    return result


def test_of(compiler: Compiler, tree: Syntax) -> Test:
    """One alternative behind `in` or of a table cell, as a test of a value."""
    if tree.data == "compare_test":
        return _compare_test(compiler, tree)
    node = compiler.node(tree)
    return lambda run, value: passes(run, value, node(run))


def _compare_test(compiler: Compiler, tree: Syntax) -> Test:
    node = compiler.node(branches(tree)[0])
    relation = _relation(str(tree.children[0]))
    return lambda run, value: relation(run, value, node(run))


def passes(run: Run, value: object, target: object) -> bool | None:
    """Whether a value lies in a range, stands in a list, or equals the target."""
    if isinstance(target, Range):
        return operators.inside(value, target)
    if isinstance(target, list):
        run.spend(len(target))
        if not isinstance(value, list) or operators.equal(value, target, run) is not True:
            return any_passes(run, [_against(item) for item in target], value)
        return True
    return operators.equal(value, target, run)


def _against(item: object) -> Test:
    if isinstance(item, Range):
        return lambda _run, value: operators.inside(value, item)
    return lambda run, value: operators.equal(value, item, run)


@compiles("additive")
def additive(compiler: Compiler, tree: Syntax) -> Node:
    first = compiler.node(branches(tree)[0])
    signs = [str(child) for child in tree.children if isinstance(child, Token)]
    rest = [
        (_ARITHMETIC[sign], compiler.node(part)) for sign, part in zip(signs, branches(tree)[1:], strict=True)
    ]

    def work_out(run: Run) -> object:
        value = first(run)
        for operation, part in rest:
            value = operation(value, part(run))
        return value

    return work_out


compiles("multiplicative")(additive)


@compiles("power")
def power(compiler: Compiler, tree: Syntax) -> Node:
    first, *rest = (compiler.node(child) for child in branches(tree))

    def work_out(run: Run) -> object:
        value = first(run)
        for exponent in rest:
            value = operators.power(value, exponent(run))
        return value

    return work_out


@compiles("negative")
def negative(compiler: Compiler, tree: Syntax) -> Node:
    inner = compiler.node(branches(tree)[0])
    return lambda run: operators.negate(inner(run))


@compiles("not_call")
def negation(compiler: Compiler, tree: Syntax) -> Node:
    compiler.functions.add("not")
    if len(branches(tree)) != 1 or branches(tree)[0].data == "compare_test":
        raise ExpressionError(
            "syntax", words("not(…) 里只写一个条件;列出多个值的 not 只用作决策表的整个输入格")
        )
    inner = compiler.node(branches(tree)[0])

    def work_out(run: Run) -> object:
        value = truth(inner(run), _NEGATED)
        return None if value is None else not value

    return work_out
