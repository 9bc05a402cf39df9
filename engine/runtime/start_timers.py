"""When a start timer happens next, before there is a case.

A FEEL expression names the next occurrence after the last one, so that it may follow the house's calendar; an
ISO 8601 date or duration happens once, a cycle as often as it says.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from SpiffWorkflow.task import Task

from engine.definitions.diagram import Node
from engine.expressions import ExpressionError, compile_expression, read_timer
from engine.expressions.timers import Cycle, timer_from_value
from engine.refusals import StuckError
from engine.runtime import timers
from engine.runtime.program import Program
from engine.runtime.scope import functions
from engine.runtime.world import World
from engine.time import clock
from engine.words import words

MOST_SKIPPED: Final = 100_000
"""Occurrences of a cycle that may lie before a publication (product default)."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A process that has no case yet, as the functions of its start timers see it."""

    world: World
    now: datetime
    program: Program

    def due(self, name: str, task: Task | None) -> datetime | None:
        """There is no deadline before a case."""
        raise StuckError(words("办件开始之前没有名为“%(name)s”的时限", name=name))

    def spent(self, name: str, percent: int, task: Task | None) -> datetime | None:
        """There is no deadline before a case."""
        return self.due(name, task)

    def policy(self, name: str) -> Any:
        """The number `name` as it holds on that day."""
        return self.world.policy_value(self.program, name, clock.civil_date(self.now)).value

    def votes(self, task: Task | None, decision: object) -> int:
        """Nobody has voted."""
        return 0

    def gathered(self, name: str, task: Task | None) -> list[Any]:
        """There are no branches before a case."""
        return []

    def in_charge(self, unit: str) -> str | None:
        """The post of the leader in charge of a unit."""
        return self.world.in_charge(unit, clock.civil_date(self.now))

    def issued(self, kind: str, unit: object, year: object) -> int:
        """Papers are counted once there is a case."""
        raise StuckError(words("办件开始之前不能数文书(issued);请在办件里数"))

    def paper(self, kind: str, number: str) -> dict[str, Any] | None:
        """Papers are looked up once there is a case."""
        raise StuckError(words("办件开始之前不能查文书(paper);请在办件里查"))

    def by_unit(self, process: str, since: object, wanted: object) -> list[dict[str, Any]]:
        """There is no act yet in which to count."""
        raise StuckError(words("办件开始之前不能汇总(by_unit);请在办件里汇总"))

    def papers(self, kind: str, unit: object, year: object) -> list[dict[str, Any]]:
        """Papers are listed once there is a case."""
        raise StuckError(words("办件开始之前不能列文书(papers);请在办件里列"))

    def tally(self, process: str, since: object, unit: object) -> dict[str, Any]:
        """Cases are counted once there is a case."""
        raise StuckError(words("办件开始之前不能汇总(tally);请在办件里汇总"))

    def case_of(self, number: str) -> dict[str, Any] | None:
        """Cases are looked up once there is a case."""
        raise StuckError(words("办件开始之前不能查办件(case_of);请在办件里查"))

    def cases_with(self, process: str, field: str, value: object, since: object) -> list[dict[str, Any]]:
        """Cases are looked up once there is a case."""
        raise StuckError(words("办件开始之前不能查办件(cases_with);请在办件里查"))

    def points(self, unit: str, year: object) -> int:
        """Points are read once there is a case."""
        raise StuckError(words("办件开始之前不能查积分(points);请在办件里查"))

    def year_scores(self, year: object) -> list[dict[str, Any]]:
        """Scores are read once there is a case."""
        raise StuckError(words("办件开始之前不能查年度积分(year_scores);请在办件里查"))

    def held(self, field: str, task: Task | None) -> list[dict[str, Any]]:
        """There is no applicant before a case."""
        raise StuckError(words("办件开始之前不能查在库材料(held);请在办件里查"))

    def drawn(self, items: object, count: object) -> list[Any]:
        """Lots are drawn once there is a case."""
        raise StuckError(words("办件开始之前不能抽取(draw);请在办件里抽"))


@dataclass(frozen=True, slots=True)
class Next:
    """The next occurrence of a start timer (None: never again), and how many follow it (None: without end)."""

    at: datetime | None
    left: int | None = 0


def first_after(world: World, program: Program, node: Node, since: datetime) -> Next:
    """The first occurrence of a start timer after its publication."""
    expression = text_of(node)
    written = read_timer(expression)
    if written.kind == "expression":
        return evaluated(world, program, node, since)
    if isinstance(written.value, Cycle):
        return _of_cycle(written.value, since)
    at = timers.moment(written, since)
    return Next(at if at > since else None)


def _of_cycle(cycle: Cycle, since: datetime) -> Next:
    at = cycle.start or cycle.period.after(since)
    left = None if cycle.count is None else cycle.count - 1
    for _ in range(MOST_SKIPPED):
        if at > since or left == 0:
            break
        at, left = cycle.period.after(at), None if left is None else left - 1
    else:
        raise StuckError(words("循环定时器的起点太早、间隔太短;请把起点写近一些"))
    is_over = at <= since or (cycle.end is not None and at > cycle.end)
    return Next(None if is_over else at, left)


def evaluated(world: World, program: Program, node: Node, since: datetime) -> Next:
    """What an expression names as seen from the last occurrence; only what lies after it counts."""
    view = Outside(world, since, program)
    names = {"now": since.astimezone(clock.CIVIL), "today": clock.civil_date(since)}
    try:
        value = compile_expression(text_of(node)).evaluate(names, functions(view, None, since))
        if value is None:
            return Next(None)
        written = timer_from_value(value)
        if isinstance(written.value, Cycle):
            return _of_cycle(written.value, since)
        at = timers.moment(written, since)
    except ExpressionError as error:
        raise StuckError(error.message, node.id) from error
    return Next(at if at > since else None)


def following(world: World, program: Program, node: Node, row: Any) -> Next:
    """The occurrence that follows the one just fired."""
    written, fired, left = read_timer(text_of(node)), row["next_at"], row["left"]
    if written.kind == "expression":
        once = node.event is not None and node.event.timer == "duration"
        return Next(None) if once else evaluated(world, program, node, fired)
    if not isinstance(written.value, Cycle) or left == 0:
        return Next(None)
    at = written.value.period.after(fired)
    is_over = written.value.end is not None and at > written.value.end
    return Next(None if is_over else at, None if left is None else left - 1)


def text_of(node: Node) -> str:
    """What is written on a start timer."""
    return node.event.expression.text if node.event is not None and node.event.expression is not None else ""
