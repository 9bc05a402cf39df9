"""One act on one case, as the parts of the runtime see it: the county, the case, and what has been changed so far.

An act belongs to one transaction. It first fires the case's own timers that are due, so that no outcome
depends on how late a worker was; then it does what it came for; then the engine takes every step that needs
nobody (`engine.runtime.running` says how). What it changed is written by `engine.runtime.saving`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from sqlalchemy import Connection, select

from engine import tables
from engine.database import new_key
from engine.definitions.diagram import Node
from engine.expressions.tables import Decision
from engine.people.actor import Actor
from engine.people.directory import Candidates, Unassignable
from engine.refusals import StuckError
from engine.runtime.answered import Answered
from engine.runtime.case import Case
from engine.runtime.changes import Changes, Entry
from engine.runtime.fields import Fields
from engine.runtime.program import Seen
from engine.runtime.world import World
from engine.time import clock
from engine.words import words


def _nothing() -> None: ...


class Act(ABC):
    """An act under way. `now` is its legal moment: while a timer fires, the moment the timer was due.

    `write_others` writes what other acts of the same commit have changed.
    """

    def __init__(self, world: World, connection: Connection, name: str, actor: Actor, fields: Fields) -> None:
        self.world = world
        self._connection = connection
        self.actor: Actor = actor
        self.fields = fields
        self.recorded_at = clock.now()
        self.now: datetime = self.recorded_at
        self.changes = Changes()
        self.entry = Entry(name, actor)
        self.answered: list[Answered] = []
        self.case: Case
        self.last_end: str | None = None
        self.firing: tuple[UUID, str] | None = None
        self.write_others: Callable[[], None] = _nothing

    @property
    def connection(self) -> Connection:
        """The transaction; what other acts of the same commit have changed is written before it is looked at."""
        self.write_others()
        return self._connection

    # --- what running the diagram answers -----------------------------------------------------------------
    @abstractmethod
    def evaluate(self, task: Task, expression: str) -> bool:
        """Whether a condition of the diagram holds at a task."""

    @abstractmethod
    def calculate(self, expression: str, task: Task | None, armed_at: datetime | None = None) -> Any:
        """The value of a FEEL expression at a task, or outside any."""

    @abstractmethod
    def decide(self, decision: Decision, task: Task) -> Any:
        """What a decision table says at a task."""

    @abstractmethod
    def form_context(self, task: Task | None) -> Seen:
        """What a form's own expressions may refer to, as seen from a task."""

    @abstractmethod
    def run(self) -> None:
        """Let the engine take every step that needs nobody, then see what waits now."""

    @abstractmethod
    def completed(self, task: Task) -> None:
        """See to what the diagram wants done where a task of it is done."""

    # --- what every part asks -------------------------------------------------------------------------------
    def fires(self, task: Task, element: str) -> bool:
        """Whether this very timer is the one the act fires."""
        return self.firing == (task.id, element)

    def node(self, task: Task) -> Node:
        """The diagram's node of a task. Raises StuckError for the library's own tasks."""
        found = self.find_node(task)
        if found is None:
            raise StuckError(words("图中没有元素“%(name)s”", name=task.task_spec.name))
        return found

    def find_node(self, task: Task) -> Node | None:
        """The diagram's node of a task, or None for tasks the library adds."""
        element = task.task_spec.bpmn_id
        return self.case.program.node(task.workflow.spec.name, element) if element else None

    def policy(self, name: str) -> Any:
        """The number `name` as it holds today."""
        return self.world.policy_value(self.case.program, name, clock.civil_date(self.now)).value

    def in_charge(self, unit: str) -> str | None:
        """The post of the leader in charge of a unit."""
        return self.world.in_charge(unit, clock.civil_date(self.now))

    def unit_name(self, unit_id: str | None) -> str | None:
        """The short name of a unit today."""
        return self.world.directory.units[unit_id].short_name if unit_id else None

    def value(self, text: str, task: Task | None) -> Any:
        """A value as docs/notation.md has it: FEEL behind `=`, else the text itself."""
        if not text.startswith("="):
            return text
        return self.calculate(text[1:], task)

    def holds(self, expression: str, task: Task | None) -> bool:
        """Whether an optional `when` condition holds; an empty one does."""
        return not expression or bool(self.calculate(expression, task))

    def record(self, event: str, element: str | None = None, **facts: Any) -> None:
        """Add an event to the entry of this act."""
        self.entry.add(event, element, **facts)

    def name_case(self) -> None:
        """Give the case its title and unit as `bj:case` says, from what its record says now."""
        written = self.case.program.process.extension("case")
        if written is None:
            return
        title = self.value(written.get("title"), None)
        if title:
            self.case.row["title"] = str(title)[:300]
        unit = self.value(written.get("unit"), None)
        found = self.world.directory.find_unit(str(unit)) if unit else None
        if found is not None:
            self.case.row["unit_id"] = found.id
        about = self.value(written.get("recuse"), None)
        concerned = self.world.directory.find_unit(str(about)) if about else None
        self.case.row["recused"] = concerned.id if concerned is not None else None

    def notify(self, unit_id: str | None, post_id: str | None, person_id: UUID | None, text: str) -> UUID:
        """Leave a message in the page of a unit, a post or a person; its key."""
        key = new_key()
        row = {
            "id": key,
            "instance_id": self.case.id,
            "unit_id": unit_id,
            "post_id": post_id,
            "person_id": person_id,
            "text": text,
            "sent_at": self.now,
            "read_at": None,
        }
        self.changes.notifications.append(row)
        return key

    def candidates(self, name: str) -> Candidates:
        """Who a name means today: a unit, a post, or `unit/post`. Raises StuckError."""
        unit, _, post = name.partition("/")
        on = clock.civil_date(self.now)
        try:
            if post:
                return self.world.directory.resolve(post, unit, on)
            return self.world.directory.resolve(name or None, None, on)
        except Unassignable as error:
            raise StuckError(str(error.args[0])) from error

    def ended_task(self, task_id: UUID) -> tuple[str, str, str] | None:
        """Name, status and ender's name of a task that is no longer open."""
        row = tables.user_task.c
        found = self.connection.execute(
            select(row.name, row.status, row.ended_by).where(row.id == task_id)
        ).first()
        if found is None:
            return None
        by = self.world.directory.name_of(found.ended_by or "")
        return found.name, found.status, by

    def validated(self, node: Node, data: dict[str, Any], task: Task) -> dict[str, Any]:
        """What a user task's form makes of the data. Raises Refused (invalid)."""
        return self.case.program.validated(node.extension("form"), data, lambda: self.form_context(task))

    def send_out(self, kind: str, payload: dict[str, Any]) -> None:
        """Leave something that a worker carries out after the commit: a paper to render, a message, a service call."""
        row = {
            "id": new_key(),
            "instance_id": self.case.id,
            "kind": kind,
            "payload": payload,
            "created_at": self.recorded_at,
            "next_attempt_at": self.recorded_at,
            "attempts": 0,
            "delivered_at": None,
            "error": None,
        }
        self.changes.outbox.append(row)
