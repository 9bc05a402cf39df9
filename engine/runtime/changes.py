"""What an act has changed and not yet written: rows by table, and the entries of the journal."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.people.actor import Actor
from engine.runtime.case import Case, Deadline, Timer


@dataclass
class Entry:
    """One entry of the journal in the making: an act and its events.

    `at` is its legal moment where that is not the moment of recording. `path` lists the elements the engine
    passed through by itself.
    """

    act: str
    actor: Actor
    at: datetime | None = None
    on_behalf: str | None = None
    key: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    path: list[str] = field(default_factory=list)

    def add(self, event: str, element: str | None, **facts: Any) -> None:
        """Add an event; what is None is left out."""
        if self.path:
            self.events.append({"event": "path", "elements": self.path})
            self.path = []
        named = {"element": element, **facts}
        self.events.append(
            {"event": event, **{key: value for key, value in named.items() if value is not None}}
        )

    def closed(self) -> list[dict[str, Any]]:
        """The events, the last stretch of path included."""
        if self.path:
            self.events.append({"event": "path", "elements": self.path})
            self.path = []
        return self.events


@dataclass
class Changes:
    """Rows to write, by table. Rows of one key are written once, as they stand last."""

    entries: list[Entry] = field(default_factory=list)
    user_tasks: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    deadlines: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    timers: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    documents: list[dict[str, Any]] = field(default_factory=list)
    scores: list[dict[str, Any]] = field(default_factory=list)
    notifications: list[dict[str, Any]] = field(default_factory=list)
    circulations: list[dict[str, Any]] = field(default_factory=list)
    held_papers: list[dict[str, Any]] = field(default_factory=list)
    outbox: list[dict[str, Any]] = field(default_factory=list)
    inbox: list[dict[str, Any]] = field(default_factory=list)
    incidents: list[dict[str, Any]] = field(default_factory=list)
    subscribed: list[dict[str, Any]] = field(default_factory=list)
    unsubscribed: list[dict[str, Any]] = field(default_factory=list)

    def user_task(self, row: dict[str, Any]) -> None:
        """Write a user task's row."""
        self.user_tasks[row["id"]] = row

    def timer(self, case: Case, timer: Timer, status: str, fired_at: datetime | None = None) -> None:
        """Write a timer's row: armed, fired, cancelled or failed."""
        self.timers[timer.id] = {
            "id": timer.id,
            "instance_id": case.id,
            "engine_task": timer.number,
            "generation": timer.generation,
            "element": timer.element,
            "armed_at": timer.armed_at,
            "due_at": timer.due_at,
            "status": status,
            "fired_at": fired_at if status == "fired" else None,
        }

    def deadline(self, case: Case, deadline: Deadline) -> None:
        """Write a deadline's row."""
        self.deadlines[deadline.id] = {
            "id": deadline.id,
            "instance_id": case.id,
            "engine_task": deadline.number,
            "name": deadline.name,
            "element": deadline.element,
            "ledger": deadline.ledger.to_dict(),
            "due_on": deadline.due_on,
            "due_at": deadline.due_at,
            "provisional": deadline.provisional,
            "status": deadline.status,
            "set_at": deadline.set_at,
            "branch": deadline.branch,
            "label": deadline.label,
            "main": deadline.main,
            "ended_at": deadline.ended_at,
        }
