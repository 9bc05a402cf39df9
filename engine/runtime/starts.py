"""What starts cases of a process by itself: rows of its current version, and the timers among them.

An occurrence missed while nobody worked starts its case once, at its own legal moment; a version that is no
longer current starts nothing more. A FEEL expression names the next occurrence after the last one, so that
it may follow the house's calendar; an ISO 8601 date or duration happens once, a cycle as often as it says.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from SpiffWorkflow.task import Task
from sqlalchemy import Connection, bindparam, or_, select

from engine import tables
from engine.definitions.diagram import Node
from engine.expressions import ExpressionError, compile_expression, read_timer
from engine.expressions.timers import Cycle, timer_from_value
from engine.people.actor import SYSTEM
from engine.runtime import timers
from engine.runtime.draining import Drained
from engine.runtime.program import Program
from engine.runtime.refusals import Refused, StuckError
from engine.runtime.runner import Runner
from engine.runtime.scope import functions
from engine.runtime.starting import Occurrence, begin, start_nodes
from engine.runtime.world import World
from engine.time import clock

MOST_AT_ONCE: Final = 20
MOST_SKIPPED: Final = 100_000
"""Occurrences of a cycle that may lie before a publication (product default)."""

_row = tables.start_event.c
_version = tables.process_version.c
_stirring = (
    (_row.kind == "timer")
    & _row.next_at.is_not(None)
    & _row.error.is_(None)
    & or_(_row.next_at <= bindparam("now"), _row.calendar != bindparam("known"))
)
_ANY = select(_row.element).where(_stirring).limit(1)
_STIRRING = (
    select(tables.start_event, _version.process)
    .join(tables.process_version, _version.id == _row.version_id)
    .where(_stirring)
    .order_by(_row.next_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=tables.start_event)
)
_THIS = (_row.version_id == bindparam("of")) & (_row.element == bindparam("at"))
_ADVANCE = (
    tables.start_event.update()
    .where(_THIS)
    .values(
        since=bindparam("last"), next_at=bindparam("next"), left=bindparam("more"), calendar=bindparam("by")
    )
)
_FAIL = tables.start_event.update().where(_THIS).values(error=bindparam("why"))
_SILENCE = tables.start_event.delete().where(
    _row.version_id.in_(select(_version.id).where(_version.process == bindparam("process")))
)
_EARLIEST = (
    select(_row.next_at)
    .where(_row.next_at.is_not(None), _row.error.is_(None))
    .order_by(_row.next_at)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Outside:
    """A process that has no case yet, as the functions of its start timers see it."""

    world: World
    now: datetime
    program: Program

    def due(self, name: str, task: Task | None) -> datetime | None:
        """There is no deadline before a case."""
        raise StuckError(f"办件开始之前没有名为“{name}”的时限")

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
        raise StuckError("办件开始之前不能数文书(issued);请在办件里数")

    def paper(self, kind: str, number: str) -> dict[str, Any] | None:
        """Papers are looked up once there is a case."""
        raise StuckError("办件开始之前不能查文书(paper);请在办件里查")

    def by_unit(self, process: str, since: object, wanted: object) -> list[dict[str, Any]]:
        """There is no act yet in which to count."""
        raise StuckError("办件开始之前不能汇总(by_unit);请在办件里汇总")

    def papers(self, kind: str, unit: object, year: object) -> list[dict[str, Any]]:
        """Papers are listed once there is a case."""
        raise StuckError("办件开始之前不能列文书(papers);请在办件里列")

    def tally(self, process: str, since: object, unit: object) -> dict[str, Any]:
        """Cases are counted once there is a case."""
        raise StuckError("办件开始之前不能汇总(tally);请在办件里汇总")

    def case_of(self, number: str) -> dict[str, Any] | None:
        """Cases are looked up once there is a case."""
        raise StuckError("办件开始之前不能查办件(case_of);请在办件里查")

    def cases_with(self, process: str, field: str, value: object, since: object) -> list[dict[str, Any]]:
        """Cases are looked up once there is a case."""
        raise StuckError("办件开始之前不能查办件(cases_with);请在办件里查")

    def points(self, unit: str, year: object) -> int:
        """Points are read once there is a case."""
        raise StuckError("办件开始之前不能查积分(points);请在办件里查")

    def year_scores(self, year: object) -> list[dict[str, Any]]:
        """Scores are read once there is a case."""
        raise StuckError("办件开始之前不能查年度积分(year_scores);请在办件里查")

    def held(self, field: str, task: Task | None) -> list[dict[str, Any]]:
        """There is no applicant before a case."""
        raise StuckError("办件开始之前不能查在库材料(held);请在办件里查")

    def drawn(self, items: object, count: object) -> list[Any]:
        """Lots are drawn once there is a case."""
        raise StuckError("办件开始之前不能抽取(draw);请在办件里抽")


@dataclass(frozen=True, slots=True)
class Next:
    """The next occurrence of a start timer (None: never again), and how many follow it (None: without end)."""

    at: datetime | None
    left: int | None = 0


def declare(
    runner: Runner, connection: Connection, process: str, version_id: UUID, since: datetime | None = None
) -> None:
    """Let this version of a process be the one whose messages, signals and timers start cases.

    Called in the transaction that makes it current; its timers count from `since`, or from now. Raises
    StuckError for a timer that names no moment.
    """
    world, program, now = (
        runner.world(connection),
        runner.program(version_id, connection),
        since or clock.now(),
    )
    rows = []
    for node in start_nodes(program):
        trigger = program.trigger_of(node) or _by_message(program, node)
        if trigger is None and not _is_timer(node):
            continue
        first = first_after(world, program, node, now) if trigger is None else Next(None)
        rows.append(
            {
                "version_id": version_id,
                "element": node.id,
                "kind": trigger[0] if trigger is not None else "timer",
                "name": trigger[1] if trigger is not None else None,
                "since": now,
                "next_at": first.at,
                "left": first.left,
                "calendar": world.calendar.version,
                "error": None,
            }
        )
    connection.execute(_SILENCE, {"process": process})
    if rows:
        connection.execute(tables.start_event.insert(), rows)


def begins_by_itself(program: Program) -> bool:
    """Whether a message, a signal or a timer starts cases of a program."""
    nodes = start_nodes(program)
    return any(node.event is not None or _by_message(program, node) is not None for node in nodes)


def _by_message(program: Program, node: Node) -> tuple[str, str] | None:
    """The message by which a plain start event happens too, beside by hand (`bj:case message`)."""
    written = program.process.extension("case")
    name = written.get("message") if written is not None and node.event is None else ""
    return ("message", name) if name else None


def _is_timer(node: Node) -> bool:
    return node.event is not None and node.event.kind == "timer"


def first_after(world: World, program: Program, node: Node, since: datetime) -> Next:
    """The first occurrence of a start timer after its publication."""
    expression = _text(node)
    written = read_timer(expression)
    if written.kind == "expression":
        return _evaluated(world, program, node, since)
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
        raise StuckError("循环定时器的起点太早、间隔太短;请把起点写近一些")
    is_over = at <= since or (cycle.end is not None and at > cycle.end)
    return Next(None if is_over else at, left)


def _evaluated(world: World, program: Program, node: Node, since: datetime) -> Next:
    """What an expression names as seen from the last occurrence; only what lies after it counts."""
    view = Outside(world, since, program)
    names = {"now": since.astimezone(clock.CIVIL), "today": clock.civil_date(since)}
    try:
        value = compile_expression(_text(node)).evaluate(names, functions(view, None, since))
        if value is None:
            return Next(None)
        written = timer_from_value(value)
        if isinstance(written.value, Cycle):
            return _of_cycle(written.value, since)
        at = timers.moment(written, since)
    except ExpressionError as error:
        raise StuckError(error.message, node.id) from error
    return Next(at if at > since else None)


def _after(world: World, program: Program, node: Node, row: Any) -> Next:
    """The occurrence that follows the one just fired."""
    written, fired, left = read_timer(_text(node)), row["next_at"], row["left"]
    if written.kind == "expression":
        once = node.event is not None and node.event.timer == "duration"
        return Next(None) if once else _evaluated(world, program, node, fired)
    if not isinstance(written.value, Cycle) or left == 0:
        return Next(None)
    at = written.value.period.after(fired)
    is_over = written.value.end is not None and at > written.value.end
    return Next(None if is_over else at, None if left is None else left - 1)


def _text(node: Node) -> str:
    return node.event.expression.text if node.event is not None and node.event.expression is not None else ""


def fire(runner: Runner, limit: int = MOST_AT_ONCE) -> Drained:
    """Start the cases of up to `limit` start timers due by now, one occurrence each, under one commit.

    Call again until `instances` is 0. A timer that cannot start its case keeps its error and stops.
    """
    with runner.database.reading() as reading:
        known = runner.calendar(reading).version
        if reading.execute(_ANY, {"now": clock.now(), "known": known}).first() is None:
            return Drained(0, 0, 0)

    def work(connection: Connection) -> Drained:
        seen = {"now": clock.now(), "known": runner.calendar(connection).version, "limit": limit}
        rows = connection.execute(_STIRRING, seen).mappings().all()
        fired = failed = 0
        for row in rows:
            place = {"of": row["version_id"], "at": row["element"]}
            try:
                with connection.begin_nested():
                    fired += _stir(runner, connection, row, place)
            except (Refused, StuckError) as error:
                connection.execute(_FAIL, {**place, "why": error.message})
                failed += 1
        return Drained(len(rows), fired, failed)

    return runner.database.transact(work)


def _stir(runner: Runner, connection: Connection, row: Any, place: dict[str, Any]) -> int:
    """Fire one occurrence, or derive it again where the calendar is another one."""
    world, program = runner.world(connection), runner.program(row["version_id"], connection)
    node = program.process.scope.nodes[row["element"]]
    if row["calendar"] != world.calendar.version:
        is_written = read_timer(_text(node)).kind != "expression"
        found = (
            Next(row["next_at"], row["left"])
            if is_written
            else _evaluated(world, program, node, row["since"])
        )
        _write(connection, world, place, row["since"], found)
        return 0
    at = row["next_at"]
    key = f"{row['version_id'].hex}:{at:%Y%m%dT%H%M%S}:{row['element']}"[:110]
    by = Occurrence(row["element"], at)
    begin(runner, connection, row["process"], row["version_id"], SYSTEM, {}, key=key, by=by)
    _write(connection, world, place, at, _after(world, program, node, row))
    return 1


def _write(connection: Connection, world: World, place: dict[str, Any], last: datetime, found: Next) -> None:
    values = {"last": last, "next": found.at, "more": found.left, "by": world.calendar.version}
    connection.execute(_ADVANCE, {**place, **values})


def next_at(connection: Connection) -> datetime | None:
    """When the earliest start timer is due."""
    found: datetime | None = connection.execute(_EARLIEST).scalar_one_or_none()
    return found
