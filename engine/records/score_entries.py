"""Entries of the ledger of points, and their counter-entries, within an act of the case that recorded them.

An entry is never changed and never deleted (rules.md A15, `supervision.review.within`): what is taken back is
balanced by an entry of its own, in the same year.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, Select, exists, func, select

from engine import tables
from engine.database import new_key
from engine.runtime.refusals import Refused
from engine.time import clock

if TYPE_CHECKING:
    from engine.runtime.act import Act

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


def take_back_paper(act: "Act", kind: str, number: str, reason: str) -> None:
    """Take back the points of a paper of this case, within an act of it. Raises Refused as `take_back`."""
    row = tables.document.c
    paper = act.connection.execute(select(row.id).where(row.kind == kind, row.number == number)).scalar()
    for entry in entries_of(act.connection, act.case.id):
        if entry.document_id == paper and entry.reversal_of is None:
            take_back(act, entry, reason)


def take_back_papers(act: "Act", kind: str, since: date, reason: str) -> None:
    """Take back what stands of the points of this case's papers of a kind issued on or after a civil day."""
    row = tables.document.c
    statement = select(row.id, row.due_at).where(row.kind == kind, row.instance_id == act.case.id)
    papers = {paper for paper, at in act.connection.execute(statement) if clock.civil_date(at) >= since}
    for entry in entries_of(act.connection, act.case.id):
        if entry.document_id in papers and entry.reversal_of is None and entry.reversed_by is None:
            take_back(act, entry, reason)


def take_back(act: "Act", entry: Entry, reason: str) -> None:
    """Take one entry back. Raises Refused (conflict) where it is taken back already or is a counter-entry."""
    act.changes.scores.append(_counter_entry(entry, act.now))
    act.record(
        "score.reversed",
        None,
        unit=act.unit_name(entry.unit_id),
        points=-entry.points,
        year=entry.year,
        rule=entry.rule,
        score=entry.id.hex,
        reason=reason,
    )


def _counter_entry(entry: Entry, now: datetime) -> dict[str, Any]:
    if entry.reversal_of is not None:
        raise Refused("这是一条冲回记录,不能再冲回;如冲回有误,请重新记分。", kind="conflict")
    if entry.reversed_by is not None:
        raise Refused("这条积分已经冲回过,不能重复冲回。", kind="conflict")
    return {
        "id": new_key(),
        "unit_id": entry.unit_id,
        "year": entry.year,
        "points": -entry.points,
        "rule": entry.rule,
        "instance_id": entry.instance_id,
        "document_id": entry.document_id,
        "recorded_at": now,
        "reversal_of": entry.id,
    }
