"""Hit policies: from the rules that match to the result of a table (DMN 1.3, 8.2.10 and 8.2.11)."""

from dataclasses import dataclass

from engine.expressions.errors import ExpressionError
from engine.expressions.functions.lists import largest, smallest, total
from engine.expressions.operators import same
from engine.expressions.run import Run
from engine.words import side_by_side, words

HIT_POLICIES = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"})
AGGREGATIONS = frozenset({"SUM", "MIN", "MAX", "COUNT"})

_ALL_MATCHES = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})
_BY_PRIORITY = frozenset({"PRIORITY", "OUTPUT ORDER"})


class TableConflict(ExpressionError):
    """Rules of one table that contradict one another for the case at hand; `rules` are their rows from 1."""

    def __init__(self, rules: tuple[int, ...], reason: str) -> None:
        super().__init__("value", reason)
        self.args = (rules, reason)
        self.rules = rules


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matches, with its outputs."""

    rule: int
    outputs: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table's policy and outputs; `priorities` lists each output's values from the highest, or none."""

    policy: str
    aggregation: str | None
    output_names: tuple[str, ...]
    priorities: tuple[tuple[object, ...], ...]

    @property
    def first_decides(self) -> bool:
        return self.policy == "FIRST"


def result_of(shape: TableShape, matches: list[Match], default: tuple[object, ...] | None) -> object:
    """The table's result: null (or an empty list) where nothing matches and there is no default.

    Raises TableConflict for two matches under UNIQUE, or two different ones under ANY.
    """
    _check_agreement(shape, matches)
    if shape.policy in _BY_PRIORITY:
        matches = sorted(matches, key=lambda match: _rank(shape, match))
    results = [_named(shape, match.outputs) for match in matches]
    if not results and default is not None:
        return _named(shape, default)
    if shape.policy not in _ALL_MATCHES:
        return results[0] if results else None
    return _aggregated(shape.aggregation, results)


def _check_agreement(shape: TableShape, matches: list[Match]) -> None:
    if len(matches) < 2 or shape.policy not in ("UNIQUE", "ANY"):
        return
    rows = tuple(match.rule for match in matches)
    named = side_by_side(map(str, rows))
    if shape.policy == "UNIQUE":
        raise TableConflict(
            rows, words("第 %(named)s 行同时符合,而命中策略 UNIQUE 只许一行;请改正这几行的条件", named=named)
        )
    run = Run({}, {})
    if not all(same(list(match.outputs), list(matches[0].outputs), run) for match in matches):
        raise TableConflict(
            rows,
            words("第 %(named)s 行同时符合而结果不同,命中策略 ANY 要求结果相同;请改正这几行", named=named),
        )


def _rank(shape: TableShape, match: Match) -> list[int]:
    """The places of a match's outputs in the lists of output values; the lower goes first."""
    run = Run({}, {})
    ranks = []
    for value, order in zip(match.outputs, shape.priorities, strict=True):
        places = [place for place, known in enumerate(order) if same(value, known, run)]
        ranks.append(places[0] if places else len(order))
    return ranks


def _named(shape: TableShape, outputs: tuple[object, ...]) -> object:
    if len(outputs) == 1:
        return outputs[0]
    return dict(zip(shape.output_names, outputs, strict=True))


def _aggregated(aggregation: str | None, results: list[object]) -> object:
    match aggregation:
        case "SUM":
            return total(results)
        case "MIN":
            return smallest(results)
        case "MAX":
            return largest(results)
        case "COUNT":
            return len(results)
    return results
