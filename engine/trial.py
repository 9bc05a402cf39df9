"""Acts tried and not done: what an act would bring is shown before it is confirmed (rules.md part C).

A trial loads the case as the act would, does the act in memory and forgets it. So it is as true as the diagram,
the case data and the clock are now, and it is refused for the same reasons.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.engine import Engine
from engine.people.actor import Actor
from engine.refusals import Refused, StuckError
from engine.runtime import firing
from engine.runtime.act import Act
from engine.runtime.acts import Done
from engine.words import words

_instance, _task = tables.instance, tables.user_task


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act would bring: its events as the journal would have them, and rows of `user_task`.

    `created` are the tasks that would arise, `ended` those open now that would no longer be needed.
    """

    events: tuple[dict[str, Any], ...]
    created: tuple[dict[str, Any], ...]
    ended: tuple[dict[str, Any], ...]


class Trial(Engine):
    """An engine whose acts on cases are only tried: nothing is saved, `outcome` says what the last would bring."""

    def __init__(self, engine: Engine, connection: Connection) -> None:
        super().__init__(engine.database, engine.data)
        self._worlds, self._programs = engine._worlds, engine._programs
        self._connection = connection
        self.outcome = Outcome((), (), ())

    def act(
        self,
        name: str,
        target: UUID,
        actor: Actor,
        work: Callable[[Act], object],
        key: str | None = None,
        by_task: bool = False,
    ) -> Done:
        """Try one act on one case. Raises Refused as the act itself would, and records nothing of it."""
        row = self._row(target, by_task)
        act = self.loaded(self._connection, row, name, actor)
        try:
            firing.fire_due(act)
            before, entries = dict(act.case.open_tasks), len(act.changes.entries)
            work(act)
            act.run()
        except StuckError as error:
            raise Refused(
                words("流程在此处无法继续:%(message)s", message=error.message), kind="conflict"
            ) from error
        now = act.case.open_tasks
        stood, left = {row["id"]: row for row in before.values()}, {row["id"] for row in now.values()}
        after = [event for entry in act.changes.entries[entries:] for event in entry.closed()]
        self.outcome = Outcome(
            events=(*after, *act.entry.closed()),
            created=tuple(row for row in now.values() if row["id"] not in stood),
            ended=tuple(row for key, row in stood.items() if key not in left and row["status"] != "waiting"),
        )
        return Done(act.case.id, act.case.row["number"])

    def _row(self, target: UUID, by_task: bool) -> dict[str, Any]:
        case = target
        if by_task:
            found = self._connection.execute(select(_task.c.instance_id).where(_task.c.id == target)).scalar()
            case = found or target
        row = (
            self._connection.execute(select(_instance).where(_instance.c.id == case)).mappings().one_or_none()
        )
        if row is None:
            raise Refused(words("这个办件已不在。"), kind="gone")
        return dict(row)
