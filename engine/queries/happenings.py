"""What happened by itself in a stretch of time: the acts of timers, over all cases one may see."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select

from engine import tables
from engine.queries.timeline import RecordedAct

_journal, _instance = tables.journal, tables.instance


class Happening(NamedTuple):
    """An act and the case it belongs to."""

    case_id: UUID
    number: str
    title: str
    process: str
    act: RecordedAct


def fired_between(
    connection: Connection, visible: ColumnElement[bool], first: datetime, last: datetime, limit: int
) -> list[Happening]:
    """Timers fired whose legal moment lies after `first` and up to `last`, in that order."""
    moment: Any = func.coalesce(_journal.c.due_at, _journal.c.at, type_=_journal.c.at.type)
    row = _journal.c
    statement = (
        select(
            _instance.c.id,
            _instance.c.number,
            _instance.c.title,
            _instance.c.process,
            row.sequence,
            row.at,
            row.due_at,
            row.act,
            row.actor,
            row.on_behalf,
            row.events,
        )
        .select_from(_journal.join(_instance, _instance.c.id == row.instance_id))
        .where(row.act == "fire_timer", moment > first, moment <= last, visible)
        .order_by(moment, _instance.c.number, row.sequence)
        .limit(limit)
    )
    return [
        Happening(*found[:4], RecordedAct(*found[4:10], tuple(found.events)))
        for found in connection.execute(statement)
    ]
