"""Entries of the ledger of points, with the counter-entry that took each back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, exists, func, select

from engine import tables

_score, _instance, _archived = tables.score.c, tables.instance.c, tables.archived_case.c
_reversal = tables.score.alias("reversal")
_counter = tables.score.alias("counter")
taken_back = exists(
    select(_score.id)
    .join(_counter, _counter.c.reversal_of == _score.id)
    .where(_score.document_id == tables.document.c.id)
)
"""The condition on `document` that the points of a paper were taken back."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `reversal_of` names the entry this one takes back, `reversed_by` what took it back."""

    id: UUID
    unit_id: str
    year: int
    points: int
    rule: str
    instance_id: UUID
    number: str
    title: str
    document_id: UUID | None
    recorded_at: datetime
    reversal_of: UUID | None
    reversed_by: UUID | None


def entries_of(connection: Connection, instance_id: UUID) -> list[Entry]:
    """The entries a case has caused, in the order of recording."""
    statement = all_entries().where(_score.instance_id == instance_id)
    return [Entry(*row) for row in connection.execute(statement.order_by(_score.recorded_at, _score.id))]


def all_entries() -> Select[Any]:
    """The columns of `Entry`, to be narrowed and ordered."""
    return select(
        _score.id,
        _score.unit_id,
        _score.year,
        _score.points,
        _score.rule,
        _score.instance_id,
        func.coalesce(_instance.number, _archived.number),
        func.coalesce(_instance.title, _archived.title),
        _score.document_id,
        _score.recorded_at,
        _score.reversal_of,
        _reversal.c.id,
    ).select_from(
        tables.score.outerjoin(tables.instance, _instance.id == _score.instance_id)
        .outerjoin(tables.archived_case, _archived.instance_id == _score.instance_id)
        .outerjoin(_reversal, _reversal.c.reversal_of == _score.id)
    )
