"""The timeline of a rehearsal: what the journals say, in the vocabulary of the scenarios, in order.

The journal keeps the elements a token passed through; here each is entered and left. An element where a token
waits is entered when the journal's entry is written and left when the token leaves it.
"""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Integer, func, literal_column, select

from engine import tables
from engine.definitions.diagram import Node
from engine.engine import Engine
from engine.runtime.case import load_case
from engine.runtime.deadlines import ACTIVE
from engine.runtime.program import Program
from engine.time import clock

Event = dict[str, Any]
_PRIVATE = frozenset({"event", "task", "document", "incident", "data", "digest"})
"""Facts of a journal's event that name rows of a database which is thrown away."""
_HELPERS = ("BoundaryEventSplit", "BoundaryEventJoin")
_journal = literal_column("journal.rowid", Integer)
_incident = literal_column("incident.rowid", Integer)


class Timeline:
    """Collects events act by act. `events` are plain JSON values, `at` in the county's civil time.

    Without `needs_people` it is no incident that nobody can be found for a task.
    """

    def __init__(self, engine: Engine, needs_people: bool = True) -> None:
        self.events: list[Event] = []
        self._needs_people = needs_people
        self._engine = engine
        self._last_entry = 0
        self._last_incident = 0
        self._cases: dict[UUID, _Course] = {}

    def collect(self) -> list[Event]:
        """Take over what has been recorded since the last time; the new events."""
        before = len(self.events)
        with self._engine.database.reading() as connection:
            self._read_journal(connection)
            self._read_incidents(connection)
        return self.events[before:]

    def begin_here(self) -> None:
        """Leave out what has been recorded by now: it belongs to other cases."""
        with self._engine.database.reading() as connection:
            for table, row, name in (
                (tables.journal, _journal, "_last_entry"),
                (tables.incident, _incident, "_last_incident"),
            ):
                last = connection.execute(select(func.max(row)).select_from(table)).scalar()
                setattr(self, name, last or 0)

    def standing(self) -> dict[str, int]:
        """How many tokens stand at each element now, over all cases."""
        found: Counter[str] = Counter()
        for course in self._cases.values():
            found += course.standing
        return dict(found)

    def add(self, event: str, at: datetime, **facts: Any) -> None:
        """Add an event of the rehearsal itself, such as a refusal nobody recorded."""
        said = {key: value for key, value in facts.items() if value is not None}
        self.events.append({"at": _civil(at), "event": event, **said})

    def _read_journal(self, connection: Connection) -> None:
        rows = connection.execute(
            select(tables.journal, _journal.label("entry"))
            .where(_journal > self._last_entry)
            .order_by(_journal)
        ).all()
        touched: dict[UUID, datetime] = {}
        for row in rows:
            self._last_entry = row.entry
            moment = row.due_at or row.at
            course = self._course(connection, row.instance_id)
            for event in row.events:
                if event["event"] == "incident.raised" and not self._needs_people:
                    continue
                self.events += course.told(event, _civil(moment), row.actor)
            touched[row.instance_id] = moment
        for instance_id, moment in touched.items():
            course = self._cases[instance_id]
            self.events += course.settled(self._under_way(connection, instance_id, course), _civil(moment))

    def _course(self, connection: Connection, instance_id: UUID) -> "_Course":
        if instance_id not in self._cases:
            row = tables.instance.c
            found = connection.execute(select(row.number, row.version_id).where(row.id == instance_id)).one()
            self._cases[instance_id] = _Course(
                found.number, self._engine.program(found.version_id, connection)
            )
        return self._cases[instance_id]

    @staticmethod
    def _under_way(connection: Connection, instance_id: UUID, course: "_Course") -> Counter[str]:
        """The elements where tokens of a case stand now, each as often as they do."""
        statement = select(tables.instance).where(tables.instance.c.id == instance_id)
        row = dict(connection.execute(statement).mappings().one())
        if row["status"] in ("completed", "cancelled"):
            return Counter()
        found: Counter[str] = Counter()
        for task in load_case(row, course.program, None).tree.tasks(ACTIVE):
            node = course.program.node(task.workflow.spec.name, task.task_spec.bpmn_id or "")
            is_helper = hasattr(task.task_spec, "task_spec") or task.task_spec.name.endswith(_HELPERS)
            if node is not None and not is_helper and not course.merely_listens(node):
                found[node.id] += 1
        return found

    def _read_incidents(self, connection: Connection) -> None:
        """Incidents of which the journal knows nothing, since the act they stopped left no trace."""
        rows = connection.execute(
            select(tables.incident, _incident.label("entry"), tables.instance.c.number)
            .join_from(tables.incident, tables.instance)
            .where(_incident > self._last_incident)
            .order_by(_incident)
        ).all()
        for row in rows:
            self._last_incident = row.entry
            if row.kind != "assignment":
                facts = {"case": row.number, "element": row.element, "message": row.message}
                self.add("incident.raised", row.raised_at, **facts)


class _Course:
    """The course of one case: which elements its tokens have entered and not left."""

    def __init__(self, number: str, program: Program) -> None:
        self.number = number
        self.program = program
        self._nodes = {
            key: node for process in program.processes.values() for key, node in process.nodes.items()
        }
        self._standing: Counter[str] = Counter()
        self._stood: set[str] = set()

    @property
    def standing(self) -> Counter[str]:
        """How many of its tokens stand at each element."""
        return +self._standing

    def told(self, event: Event, at: str, actor: str) -> list[Event]:
        """One event of the journal in the timeline's words; a stretch of path becomes several."""
        if event["event"] == "path":
            return [part for element in event["elements"] for part in self._passed(element, at)]
        facts = {key: value for key, value in event.items() if key not in _PRIVATE}
        element = event.get("element")
        if element in self._nodes:
            facts.setdefault("name", self._nodes[element].label)
        told = {"at": at, "event": event["event"], "case": self.number, **facts, "by": actor}
        if event["event"] == "task.created":
            return [self._entered(event["element"], at), told]
        return [told]

    def settled(self, now: Counter[str], at: str) -> list[Event]:
        """The elements entered and left without being told of, now that the act is over."""
        gone, come = self._standing - now, now - self._standing
        left = [self._left(element, at, cancelled=True) for element in gone.elements()]
        return left + [self._entered(element, at) for element in come.elements()]

    def merely_listens(self, node: Node) -> bool:
        """Whether no token stands at a waiting element: a boundary event, or a choice of an event gateway."""
        if node.type == "boundaryEvent":
            return True
        flows = self.program.scopes[node.scope].flows
        sources = (self._nodes.get(flows[flow].source) for flow in node.incoming)
        return any(source is not None and source.type == "eventBasedGateway" for source in sources)

    def _passed(self, element: str, at: str) -> list[Event]:
        if self._standing[element]:
            return [self._left(element, at)]
        return [self._entered(element, at), self._left(element, at)]

    def _entered(self, element: str, at: str) -> Event:
        self._standing[element] += 1
        self._stood.add(element)
        return self._event("element.entered", element, at)

    def _left(self, element: str, at: str, cancelled: bool = False) -> Event:
        self._standing[element] -= 1
        event = self._event("element.left", element, at)
        return {**event, "cancelled": True} if cancelled else event

    def _event(self, event: str, element: str, at: str) -> Event:
        node = self._nodes.get(element)
        name = node.label if node is not None else element
        return {"at": at, "event": event, "case": self.number, "id": element, "name": name}


def _civil(moment: datetime) -> str:
    return moment.astimezone(clock.CIVIL).isoformat(timespec="seconds")
