"""Firing what is due: several cases under one commit, each behind a savepoint of its own.

A worker claims cases, not timers, skipping those another worker has. What the loaded state says is believed:
a timer whose task waits no more is not fired. A timer that cannot fire is set aside with an incident, so that
it stops nobody else, nor its own case.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from engine import tables
from engine.people.actor import SYSTEM
from engine.runtime import firing, storage
from engine.runtime.refusals import StuckError
from engine.time import clock

if TYPE_CHECKING:
    from engine.runtime.runner import Runner

MOST_AT_ONCE: Final = 20
"""Cases one commit may carry (design: up to 20)."""

_DUE = (
    select(tables.instance)
    .where(tables.instance.c.next_due <= bindparam("now"))
    .order_by(tables.instance.c.next_due)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did: cases seen, timers fired, cases set aside."""

    instances: int
    fired: int
    failed: int


def drain(engine: "Runner", limit: int) -> Drained:
    """Fire the due timers of up to `limit` cases. Call again until `instances` is 0."""

    def work(connection: Connection) -> Drained:
        rows = connection.execute(_DUE, {"now": clock.now(), "limit": limit}).mappings().all()
        fired = failed = 0
        for row in rows:
            try:
                with connection.begin_nested():
                    fired += _fire(engine, connection, dict(row))
            except StuckError as error:
                set_aside(engine, connection, row["id"], error)
                failed += 1
        return Drained(len(rows), fired, failed)

    return engine.database.transact(work)


def set_aside(engine: "Runner", connection: Connection, instance_id: UUID, error: StuckError) -> None:
    """Take the timer that cannot fire out of the case's reckoning; an incident says why. The case goes on."""
    act = engine.loaded(connection, storage.lock(connection, instance_id), "set_aside", SYSTEM)
    for timer in [timer for timer in act.case.timers if timer.id == error.timer]:
        act.case.timers.remove(timer)
        act.case.set_aside.add((timer.number, timer.element))
        act.changes.timer(act.case, timer, "failed")
    act.record("incident.raised", error.element, message=error.message)
    storage.save(act)
    storage.add_incident(connection, instance_id, "timer", error.message, error.element, error.timer)


def _fire(engine: "Runner", connection: Connection, row: dict[str, Any]) -> int:
    act = engine.loaded(connection, row, "fire_timer", SYSTEM)
    fired = firing.fire_due(act)
    act.run()
    storage.save(act)
    return fired
