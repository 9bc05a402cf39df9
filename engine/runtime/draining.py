"""Firing what is due: several cases under one commit, written together.

A worker claims cases, not timers, skipping those another worker has. What the loaded state says is believed:
a timer whose task waits no more is not fired. A timer that cannot fire is set aside with an incident, so that
it stops nobody else, nor its own case.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, select

from engine import tables
from engine.people.actor import SYSTEM
from engine.refusals import StuckError
from engine.runtime import firing, saving
from engine.runtime.act import Act
from engine.runtime.runner import Runner
from engine.statements import Statement
from engine.time import clock

MOST_AT_ONCE: Final = 20
"""Cases one commit may carry (design: up to 20)."""

_DUE = Statement(
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


def drain(engine: Runner, limit: int) -> Drained:
    """Fire the due timers of up to `limit` cases. Call again until `instances` is 0."""

    def work(connection: Connection) -> Drained:
        rows = _DUE.rows(connection, now=clock.now(), limit=limit)
        batch, failed = _Batch(connection), 0
        world = engine.world(connection) if rows else None
        for row in rows:
            try:
                batch.fire(engine.loaded(connection, row, "fire_timer", SYSTEM, world))
            except StuckError as error:
                engine.set_aside(connection, row["id"], error)
                failed += 1
        batch.write()
        return Drained(len(rows), batch.fired, failed)

    return engine.database.transact(work)


class _Batch:
    """Acts of several cases that are written together. Until then an act has written nothing that could remain."""

    def __init__(self, connection: Connection) -> None:
        self.fired = 0
        self._connection = connection
        self._acts: list[Act] = []

    def fire(self, act: Act) -> None:
        """Fire a case's due timers. Raises StuckError, and the case is left as it was."""
        act.write_others = self.write
        fired = firing.fire_due(act)
        act.run()
        self._acts.append(act)
        self.fired += fired

    def write(self) -> None:
        """Write what has been done so far: at the end, and before an act of the batch looks into the database."""
        acts, self._acts = self._acts, []
        saving.save_all(self._connection, acts)
