"""The world outside, as a rehearsal plays it: services that owe an answer, messages somebody waits for."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, literal_column, select

from engine import tables
from engine.definitions.diagram import Node
from engine.engine import Engine
from engine.rehearsal.elements import element_of
from engine.rehearsal.finding import is_own, place_of
from engine.runtime.case import load_case
from engine.runtime.deadlines import ACTIVE
from engine.runtime.program import Program


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A call that waits: `number` is its task in the case, `place` the case's in the order of starting."""

    id: UUID
    case_id: UUID
    place: int
    number: int
    element: str
    name: str
    operation: str


def service_calls(connection: Connection, engine: Engine) -> Iterator[ServiceCall]:
    """The calls of running cases whose task still waits, in the order in which they were made."""
    outbox = tables.outbox
    rows = connection.execute(
        select(outbox.c.id.label("call"), outbox.c.payload, literal_column("instance.rowid").label("place"))
        .add_columns(tables.instance)
        .join_from(outbox, tables.instance)
        .where(outbox.c.kind == "service", tables.instance.c.status == "running", is_own())
        .order_by(literal_column("outbox.rowid"))
    ).mappings()
    for row in rows:
        program = engine.program(row["version_id"], connection)
        number = row["payload"]["task"]
        task = load_case(dict(row), program, None).tree.find(number)
        node = element_of(program, task.task_spec.bpmn_id or "") if task is not None else None
        if node is not None:
            operation = row["payload"]["operation"]
            yield ServiceCall(
                row["call"], row["id"], place_of(row["place"]), number, node.id, node.label, operation
            )


@dataclass(frozen=True, slots=True)
class Wait:
    """A token that waits for a message or signal; `trigger` is its name. A `standing` one waits for more."""

    case_id: UUID
    place: int
    number: int
    element: str
    name: str
    kind: str
    trigger: str
    standing: bool


def waits(connection: Connection, engine: Engine, names: Set[str]) -> Iterator[Wait]:
    """Where tokens of running cases wait for a message or signal; requests that people send are left out.

    Only elements are looked at that `names` call by id, name, or message.
    """
    rows = connection.execute(
        select(tables.instance, literal_column("instance.rowid").label("place"))
        .where(tables.instance.c.status == "running", is_own())
        .order_by(literal_column("instance.rowid"))
    ).mappings()
    for row in rows:
        program = engine.program(row["version_id"], connection)
        wanted = {
            node.id: awaited
            for node, *awaited in _listening(program)
            if names & {node.id, node.label, awaited[1]}
        }
        tree = load_case(dict(row), program, None).tree if wanted else None
        for task in tree.tasks(ACTIVE) if tree is not None else ():
            node = element_of(program, task.task_spec.bpmn_id or "")
            if tree is not None and node is not None and node.id in wanted:
                standing = node.type == "boundaryEvent" and not node.interrupting
                kind, trigger = wanted[node.id]
                yield Wait(
                    row["id"],
                    place_of(row["place"]),
                    tree.number(task),
                    node.id,
                    node.label,
                    kind,
                    trigger,
                    standing,
                )


def _listening(program: Program) -> Iterator[tuple[Node, str, str]]:
    """The elements of a program that wait for a message or signal, with kind and name of it."""
    for scope in program.scopes.values():
        for node in scope.nodes.values():
            awaited = _awaited(program, node)
            if awaited is not None:
                yield node, *awaited


def _awaited(program: Program, node: Node) -> tuple[str, str] | None:
    """Kind and name of the message or signal an element waits for."""
    if node.extension("request") is not None:
        return None
    event = node.event
    kind, ref = (
        (event.kind, event.ref) if event is not None else ("message", node.attributes.get("messageRef"))
    )
    trigger = program.diagram.triggers.get((ref or "").rpartition(":")[2])
    return (kind, trigger.name) if trigger is not None and kind in ("message", "signal") else None
