"""One evaluation under way: what it may read, and how much work it may still do."""

from collections.abc import Callable, Mapping

from engine.expressions import limits
from engine.expressions.errors import ExpressionError
from engine.words import words

HostFunction = Callable[..., object]


class Run:
    """The scope, the host's functions, the names bound by repetitions, and the steps left."""

    __slots__ = ("frames", "functions", "scope", "steps", "strict", "tested")

    def __init__(
        self,
        scope: Mapping[str, object],
        functions: Mapping[str, HostFunction],
        strict: bool = False,
        tested: object = None,
        steps: int = limits.STEPS,
    ) -> None:
        self.scope = scope
        self.functions = functions
        self.strict = strict
        self.tested = tested
        self.frames: list[Mapping[str, object]] = []
        self.steps = steps

    def spend(self, steps: int) -> None:
        """Count work done; raises ExpressionError(limit) when an evaluation has had its share."""
        self.steps -= steps
        if self.steps < 0:
            raise ExpressionError(
                "limit", words("计算量超过上限,已停止;请减少 for、some、every 或筛选的层数和条数")
            )


Node = Callable[[Run], object]
"""A compiled piece of an expression."""


def size_cost(value: object) -> int:
    """The steps a value costs that is kept or worked on: one for four items or for fifty characters."""
    if type(value) is str:
        return len(value) // 50
    return len(value) // 4 if type(value) is list else 0
