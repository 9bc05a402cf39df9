"""What a case will do by itself if nobody does anything: tried by the engine in memory, never written.

The case is loaded as an act would load it and its timers are fired before their time. Nothing is saved, so this
is as true as the diagram, the case data and the calendar are today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.definitions.diagram import Node
from engine.engine import Engine
from engine.people.actor import SYSTEM
from engine.queries.ahead import bears_number, is_slip, node_of, papers_after
from engine.refusals import StuckError
from engine.runtime import firing
from engine.runtime.act import Act
from engine.runtime.case import Timer
from engine.runtime.program import Program
from engine.time.deadline import Ledger

MOST_FIRINGS = 50
"""Firings looked ahead in one case."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One firing to come: its moment, the element whose timer it is, and its events as the journal would have them.

    `is_limit` says that it is a deadline's own moment: `element` is then `warning` or `overdue` and no node.
    `created` are the user tasks (rows of `user_task`) that would arise, `ended` those open today that would no
    longer be needed. `trouble` says why the engine could not go on there.
    """

    at: datetime
    element: str
    is_limit: bool
    events: tuple[dict[str, Any], ...]
    created: tuple[dict[str, Any], ...] = ()
    ended: tuple[dict[str, Any], ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper to come. `task` is the row of the user task whose answer issues it, None where no one is asked.

    `at` is when it is issued or goes for signature; None where it is with its signer already. `points` is what
    it costs or brings, 0 where it has none; `is_slip` says whether it is one that takes or gives points.
    """

    kind: str
    points: int
    at: datetime | None
    task: dict[str, Any] | None
    rules: tuple[str, ...]
    is_slip: bool
    foreseen: Foreseen | None = None


class Foresight:
    """A case looked at ahead of time. Each firing changes what follows, so look once from the earliest on."""

    def __init__(self, engine: Engine, connection: Connection, case_id: UUID) -> None:
        row = (
            connection.execute(select(tables.instance).where(tables.instance.c.id == case_id))
            .mappings()
            .one()
        )
        self._act: Act = engine.loaded(connection, dict(row), "foresee", SYSTEM)
        self._open_today = {task["id"] for task in self._act.case.open_tasks.values()}

    @property
    def program(self) -> Program:
        """What the case runs."""
        return self._act.case.program

    def firings(self, until: datetime) -> Iterator[Foreseen]:
        """The firings up to a moment, in order, each built on those before it."""
        for _ in range(MOST_FIRINGS):
            timer = firing.earliest_due(self._act, until)
            if timer is None:
                return
            foreseen = self._fired(timer)
            yield foreseen
            if foreseen.trouble:
                return

    def limits(self) -> dict[str, Ledger]:
        """The limits that count at the point that has been reached, by name."""
        return {limit.name: limit.ledger for limit in self._act.case.deadlines}

    def slips_at_hand(self) -> list[Slip]:
        """The papers that wait for somebody's signature now."""
        found = (self._slip_of_task(row, None, None) for row in self._act.case.open_tasks.values())
        return [slip for slip in found if slip is not None]

    def slips_of(self, foreseen: Foreseen) -> list[Slip]:
        """The papers that a firing issues or sends for signature."""
        issued = [event for event in foreseen.events if self._is_slip(event)]
        slips = [self._issued(event, foreseen) for event in issued]
        asked = (self._slip_of_task(row, foreseen.at, foreseen) for row in foreseen.created)
        return [*slips, *(slip for slip in asked if slip is not None)]

    def next_slip(self, until: datetime) -> Slip | None:
        """The first paper to come if nobody does anything, up to a moment."""
        for slip in self.slips_at_hand():
            return slip
        for foreseen in self.firings(until):
            for slip in self.slips_of(foreseen):
                return slip
        return None

    def _fired(self, timer: Timer) -> Foreseen:
        act, before = self._act, dict(self._act.case.open_tasks)
        entries = len(act.changes.entries)
        act.recorded_at = act.now = timer.due_at
        try:
            firing.fire(act, timer)
        except StuckError as error:
            return Foreseen(
                timer.due_at, timer.element, timer.deadline is not None, (), trouble=error.message
            )
        now = act.case.open_tasks
        return Foreseen(
            at=timer.due_at,
            element=timer.element,
            is_limit=timer.deadline is not None,
            events=tuple(event for entry in act.changes.entries[entries:] for event in entry.closed()),
            created=tuple(row for number, row in now.items() if number not in before),
            ended=tuple(
                row for number, row in before.items() if number not in now and row["id"] in self._open_today
            ),
        )

    def _slip_of_task(self, row: dict[str, Any], at: datetime | None, by: Foreseen | None) -> Slip | None:
        node = node_of(self.program, row["element"])
        paper = next(iter(papers_after(self.program, node)), None) if node is not None else None
        if node is None or paper is None:
            return None
        written = paper.extension("document")
        kind = written.get("kind") if written is not None else ""
        return Slip(kind, self._points(paper), at, row, _rules(paper) or _rules(node), is_slip(paper), by)

    def _is_slip(self, event: dict[str, Any]) -> bool:
        if event["event"] != "document.issued":
            return False
        node = node_of(self.program, str(event.get("element", "")))
        return node is not None and bears_number(node, event["kind"])

    def _issued(self, event: dict[str, Any], foreseen: Foreseen) -> Slip:
        scores = [each for each in foreseen.events if each["event"] == "score.recorded"]
        points = sum(int(each["points"]) for each in scores if each.get("element") == event.get("element"))
        node = node_of(self.program, str(event.get("element", "")))
        scored = node is not None and is_slip(node)
        return Slip(event["kind"], points, foreseen.at, None, _rules(node), scored, foreseen)

    def _points(self, paper: Node) -> int:
        total = 0
        for written in paper.all("score"):
            try:
                total += int(self._act.value(written.get("points"), None) or 0)
            except StuckError:
                continue
        return total


def _rules(node: Node | None) -> tuple[str, ...]:
    return tuple(rule.get("id") for rule in node.all("rule")) if node is not None else ()
