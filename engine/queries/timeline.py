"""The history of one case, act by act, as the journal has it. Words for people are made by the pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One act: when it was recorded, by whom (a login), for whom, and what happened in it.

    `due_at` is its legal moment where it was recorded later, as with a timer that fired late.
    """

    sequence: int
    at: datetime
    due_at: datetime | None
    act: str
    actor: str
    on_behalf: str | None
    events: tuple[dict[str, Any], ...]


def history_of(connection: Connection, case_id: UUID) -> list[RecordedAct]:
    """Every act of a case in order."""
    row = tables.journal.c
    statement = (
        select(row.sequence, row.at, row.due_at, row.act, row.actor, row.on_behalf, row.events)
        .where(row.instance_id == case_id)
        .order_by(row.sequence)
    )
    return [
        RecordedAct(r.sequence, r.at, r.due_at, r.act, r.actor, r.on_behalf, tuple(r.events))
        for r in connection.execute(statement)
    ]


def passed_elements(acts: list[RecordedAct]) -> set[str]:
    """Ids of the elements a case has passed through (the journal's `path` events)."""
    paths = (event["elements"] for act in acts for event in act.events if event["event"] == "path")
    return {element for path in paths for element in path}
