"""for, some, every and filters: the places where a text can make work, each round paid for in steps."""

from collections.abc import Callable
from typing import cast

from lark import Token

from engine.expressions.compiling import Compiler, branches, compiles, weight
from engine.expressions.errors import ExpressionError
from engine.expressions.names import name_of
from engine.expressions.nodes_values import literal_value
from engine.expressions.operators import as_whole, is_number, truth
from engine.expressions.parsing import Syntax
from engine.expressions.run import Node, Run, size_cost
from engine.expressions.values import Range, length_within
from engine.words import words

_FILTER = words("方括号里")

_SATISFIED = words("satisfies 之后")

Source = Callable[[Run], list[object] | None]
Binding = tuple[str, Source]
Round = Callable[[], bool]


@compiles("iteration")
def iteration(compiler: Compiler, tree: Syntax) -> Node:
    bindings, body, cost = _repetition(compiler, tree)

    def work_out(run: Run) -> object:
        made: list[object] = []

        def collect() -> bool:
            value = body(run)
            run.spend(cost + size_cost(value))
            made.append(value)
            length_within(len(made))
            return False

        _repeat(run, bindings, collect)
        return made

    return work_out


@compiles("quantified")
def quantified(compiler: Compiler, tree: Syntax) -> Node:
    bindings, body, cost = _repetition(compiler, tree)
    decisive = cast(Token, tree.children[0]).type == "SOME"

    def work_out(run: Run) -> object:
        unknown = False

        def decide() -> bool:
            nonlocal unknown
            run.spend(cost)
            value = truth(body(run), _SATISFIED)
            unknown = unknown or value is None
            return value is decisive

        if _repeat(run, bindings, decide):
            return decisive
        return None if unknown else not decisive

    return work_out


def _repetition(compiler: Compiler, tree: Syntax) -> tuple[list[Binding], Node, int]:
    *binding_trees, body = branches(tree)
    names: list[str] = []
    bindings: list[Binding] = []
    for binding in binding_trees:
        word, *source = branches(binding)
        with compiler.binding(*names):
            bindings.append((name_of(word), _source(compiler, source)))
        names.append(name_of(word))
    with compiler.binding(*names):
        return bindings, compiler.node(body), weight(body) + 1


def _source(compiler: Compiler, source: list[Syntax]) -> Source:
    """What a name runs over: a list, a range of whole numbers, or `from..to`."""
    first, *last = (compiler.node(part) for part in source)
    if last:
        return lambda run: _numbers(first(run), last[0](run))
    return lambda run: _items(first(run))


def _items(value: object) -> list[object] | None:
    if value is None or isinstance(value, list):
        return value
    if isinstance(value, Range):
        items = _numbers(value.low, value.high)
        return items[not value.low_included : len(items) - (not value.high_included)]
    return [value]


def _numbers(first: object, last: object) -> list[object]:
    start, end = as_whole(first), as_whole(last)
    if start is None or end is None:
        raise ExpressionError("type", words("从…到…的两端要整数"))
    length_within(abs(end - start) + 1)
    step = 1 if end >= start else -1
    return list(range(start, end + step, step))


def _repeat(run: Run, bindings: list[Binding], each: Round) -> bool:
    """Run a round for every combination until one ends it; null to run over means no round."""
    if not bindings:
        return each()
    (name, source), rest = bindings[0], bindings[1:]
    frame: dict[str, object] = {}
    items = source(run)
    run.frames.append(frame)
    ended = False
    for item in items or ():
        run.spend(1)
        frame[name] = item
        if _repeat(run, rest, each):
            ended = True
            break
    run.frames.pop()
    return ended


@compiles("filter")
def filtered(compiler: Compiler, tree: Syntax) -> Node:
    source_tree, test_tree = branches(tree)
    source = compiler.node(source_tree)
    index = _literal_index(test_tree)
    if index is not None:
        return lambda run: _at(_as_list(source(run)), index)
    with compiler.binding("item", filtering=True):
        test = compiler.node(test_tree)
    cost = weight(test_tree) + 1

    def work_out(run: Run) -> object:
        items = _as_list(source(run))
        kept: list[object] = []
        for item in items or ():
            run.spend(cost)
            value = _tested(run, test, item)
            if is_number(value):
                return _at(items, as_whole(value))
            if truth(value, _FILTER):
                kept.append(item)
        return kept

    return work_out


def _tested(run: Run, test: Node, item: object) -> object:
    run.frames.append({"item": item})
    if isinstance(item, dict):
        run.frames.append(item)
    value = test(run)
    del run.frames[-2 if isinstance(item, dict) else -1 :]
    return value


def _literal_index(tree: Syntax) -> int | None:
    if tree.data == "negative":
        inner = _literal_index(branches(tree)[0])
        return None if inner is None else -inner
    return as_whole(literal_value(tree)) if tree.data == "literal" else None


def _as_list(value: object) -> list[object] | None:
    return value if value is None or isinstance(value, list) else [value]


def _at(items: list[object] | None, index: int | None) -> object:
    """The item at a place from 1, or from the end with -1; null where there is none."""
    if items is None or index is None or not 0 < abs(index) <= len(items):
        return None
    return items[index - 1 if index > 0 else index]
