"""What starts cases of a process by itself: rows of its current version, and the timers among them.

An occurrence missed while nobody worked starts its case once, at its own legal moment; a version that is no
longer current starts nothing more. `engine.runtime.start_timers` says when a timer happens.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, or_, select

from engine import tables
from engine.definitions.diagram import Node
from engine.expressions import read_timer
from engine.people.actor import SYSTEM
from engine.refusals import Refused, StuckError
from engine.runtime.draining import Drained
from engine.runtime.program import Program
from engine.runtime.runner import Runner
from engine.runtime.start_timers import Next, evaluated, first_after, following, text_of
from engine.runtime.starting import Occurrence, begin, start_nodes
from engine.runtime.world import World
from engine.time import clock

MOST_AT_ONCE: Final = 20

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
        is_written = read_timer(text_of(node)).kind != "expression"
        found = (
            Next(row["next_at"], row["left"]) if is_written else evaluated(world, program, node, row["since"])
        )
        _write(connection, world, place, row["since"], found)
        return 0
    at = row["next_at"]
    key = f"{row['version_id'].hex}:{at:%Y%m%dT%H%M%S}:{row['element']}"[:110]
    by = Occurrence(row["element"], at)
    begin(runner, connection, row["process"], row["version_id"], SYSTEM, {}, key=key, by=by)
    _write(connection, world, place, at, following(world, program, node, row))
    return 1


def _write(connection: Connection, world: World, place: dict[str, Any], last: datetime, found: Next) -> None:
    values = {"last": last, "next": found.at, "more": found.left, "by": world.calendar.version}
    connection.execute(_ADVANCE, {**place, **values})


def next_at(connection: Connection) -> datetime | None:
    """When the earliest start timer is due."""
    found: datetime | None = connection.execute(_EARLIEST).scalar_one_or_none()
    return found
