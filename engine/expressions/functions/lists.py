"""Functions on lists and contexts (DMN 1.3, 10.3.4.4, 10.3.4.5 and 10.3.4.9)."""

from functools import reduce
from itertools import pairwise
from typing import Any, TypeGuard

from engine.expressions.errors import ExpressionError
from engine.expressions.functions.registry import builtin
from engine.expressions.operators import add, as_whole, divide, is_number, ordered, same
from engine.expressions.run import Run
from engine.expressions.values import kind_name, kind_of, length_within
from engine.words import words

Items = list[object]

builtin("count", "list")(len)


@builtin("sum", "items")
def total(items: Items) -> object:
    """The sum of numbers; null for an empty list or one that holds null."""
    _only_numbers("sum", items)
    return reduce(add, items) if items else None


@builtin("mean", "items")
def mean(items: Items) -> object:
    """The average of numbers; null for an empty list or one that holds null."""
    return divide(total(items), len(items)) if items else None


@builtin("min", "items")
def smallest(items: Items) -> object:
    """The smallest of numbers, strings, dates or durations; null for an empty list or one that holds null."""
    return min(items) if _comparable(items) else None


@builtin("max", "items")
def largest(items: Items) -> object:
    """The largest of numbers, strings, dates or durations; null for an empty list or one that holds null."""
    return max(items) if _comparable(items) else None


@builtin("sort", "list")
def ascending(items: Items) -> Items | None:
    """The items from smallest to largest; null when the list holds null."""
    if not items:
        return []
    return sorted(items) if _comparable(items) else None


@builtin("list contains", "list", "any", counts=True)
def list_contains(run: Run, items: Items, wanted: object) -> bool:
    """Whether an item equals the wanted value."""
    return any(same(item, wanted, run) for item in items)


@builtin("index of", "list", "any", counts=True)
def index_of(run: Run, items: Items, wanted: object) -> list[int]:
    """The places, from 1, of all items that equal the wanted value."""
    return [place for place, item in enumerate(items, start=1) if same(item, wanted, run)]


@builtin("append", "list", "any*")
def append(items: Items, *more: object) -> Items:
    """The list with items added at its end."""
    length_within(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate", "list*")
def concatenate(*lists: Items) -> Items:
    """All items of all lists in their order."""
    length_within(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("union", "list*", counts=True)
def union(run: Run, *lists: Items) -> Items:
    """All items of all lists, each value once."""
    return distinct_values(run, concatenate(*lists))


@builtin("distinct values", "list", counts=True)
def distinct_values(run: Run, items: Items) -> Items:
    """Each value once, where it stood first."""
    kept: Items = []
    singles: set[tuple[str, object]] = set()
    compound: Items = []
    for item in items:
        if isinstance(item, list | dict):
            run.spend(1 + len(compound))
            if any(same(item, other, run) for other in compound):
                continue
            compound.append(item)
        elif (kind_of(item), item) in singles:
            continue
        else:
            singles.add((kind_of(item), item))
        kept.append(item)
    return kept


@builtin("reverse", "list")
def backwards(items: Items) -> Items:
    """The items from last to first."""
    return items[::-1]


@builtin("sublist", "list", "number", "number?")
def sublist(items: Items, start: object, length: object = None) -> Items:
    """Items from place `start` (1 is the first, -1 the last), all or `length` of them."""
    first, count = as_whole(start), as_whole(len(items) if length is None else length)
    if not first or count is None:
        raise ExpressionError("value", words("函数 sublist 的位置从 1 起数,位置和长度要整数"))
    begin = first - 1 if first > 0 else max(len(items) + first, 0)
    return items[begin : begin + max(count, 0)]


@builtin("flatten", "list", counts=True)
def flatten(run: Run, items: Items) -> Items:
    """The items of lists within lists as one list."""
    flat: Items = []
    waiting = [iter(items)]
    while waiting:
        item = next(waiting[-1], _END)
        run.spend(1)
        if item is _END:
            waiting.pop()
        elif isinstance(item, list):
            waiting.append(iter(item))
        else:
            flat.append(item)
    length_within(len(flat))
    return flat


_END = object()


@builtin("all", "items")
def every_true(items: Items) -> bool | None:
    """Whether all are true; null when none is false but one is null."""
    values = [_boolean("all", item) for item in items]
    return False if False in values else (None if None in values else True)


@builtin("any", "items")
def some_true(items: Items) -> bool | None:
    """Whether one is true; null when none is true but one is null."""
    values = [_boolean("any", item) for item in items]
    return True if True in values else (None if None in values else False)


@builtin("get value", "context", "string")
def get_value(context: dict[str, object], key: str) -> object:
    """The value of a field by its name, or null."""
    return context.get(key)


@builtin("get entries", "context", counts=True)
def get_entries(run: Run, context: dict[str, object]) -> list[dict[str, object]]:
    """The fields as a list of contexts with `key` and `value`."""
    run.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


def _only_numbers(name: str, items: Items) -> None:
    for item in items:
        if item is not None and not is_number(item):
            raise ExpressionError(
                "type", words("函数 %(name)s 只能算数字,列表里有%(item)s", name=name, item=kind_name(item))
            )


def _comparable(items: Items) -> TypeGuard[list[Any]]:
    """Whether there are items and none is null; raises ExpressionError(type) when they have no common order."""
    if not items or any(item is None for item in items):
        return False
    for left, right in pairwise([*items[:1], *items]):
        ordered(lambda _left, _right: True, left, right)
    return True


def _boolean(name: str, item: object) -> bool | None:
    if item is None or isinstance(item, bool):
        return item
    raise ExpressionError(
        "type",
        words("函数 %(name)s 的列表里只能有 true 和 false,得到的是%(item)s", name=name, item=kind_name(item)),
    )
