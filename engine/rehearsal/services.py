"""Services a rehearsal plays itself: calls that wait in the outbox for an answer from outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, literal_column, select

from engine import tables
from engine.engine import Engine
from engine.rehearsal.elements import element_of
from engine.runtime.case import load_case


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
        .where(outbox.c.kind == "service", tables.instance.c.status == "running")
        .order_by(literal_column("outbox.rowid"))
    ).mappings()
    for row in rows:
        program = engine.program(row["version_id"], connection)
        number = row["payload"]["task"]
        task = load_case(dict(row), program, None).tree.find(number)
        node = element_of(program, task.task_spec.bpmn_id or "") if task is not None else None
        if node is not None:
            operation = row["payload"]["operation"]
            yield ServiceCall(row["call"], row["id"], row["place"], number, node.id, node.label, operation)
