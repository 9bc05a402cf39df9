"""代理: who acts for which post, and until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables


@dataclass(frozen=True, slots=True)
class Deputy:
    """Somebody acts for a post for a period; `processes` None means in all."""

    id: UUID
    post_id: str
    person_id: UUID
    processes: tuple[str, ...] | None
    valid_from: date
    valid_to: date


def deputies_from(connection: Connection, day: date) -> list[Deputy]:
    """The deputies who act on a day or later, by the day they begin."""
    row = tables.deputy.c
    statement = select(row.id, row.post_id, row.person_id, row.processes, row.valid_from, row.valid_to)
    found = connection.execute(statement.where(row.valid_to >= day).order_by(row.valid_from, row.id))
    return [
        Deputy(
            r.id,
            r.post_id,
            r.person_id,
            tuple(r.processes) if r.processes else None,
            r.valid_from,
            r.valid_to,
        )
        for r in found
    ]
