"""What another calendar does to running limits: before a notice is imported, and after."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Text, cast, select

from engine import tables
from engine.time.calendar import WorkingCalendar
from engine.time.deadline import Ledger
from engine.time.office_hours import OfficeHours

_instance, _deadline, _journal, _unit = tables.instance, tables.deadline, tables.journal, tables.unit


@dataclass(frozen=True, slots=True)
class MovedCase:
    """The case of a limit that moves; `unit` is the short name of its main unit."""

    id: UUID
    number: str
    title: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A limit whose last day changes, or becomes firm (暂定 no more) with the same day."""

    case: MovedCase
    name: str
    before: date | None
    after: date | None
    was_provisional: bool
    is_provisional: bool


def would_move(
    connection: Connection, before: WorkingCalendar, after: WorkingCalendar, hours: OfficeHours
) -> list[Move]:
    """The running limits of running cases that would move or become firm under another calendar."""
    statement = (
        select(
            _instance.c.id,
            _instance.c.number,
            _instance.c.title,
            _unit.c.short_name,
            _deadline.c.name,
            _deadline.c.ledger,
        )
        .select_from(
            _deadline.join(_instance, _instance.c.id == _deadline.c.instance_id).outerjoin(
                _unit, _unit.c.id == _instance.c.unit_id
            )
        )
        .where(_deadline.c.status == "running", _instance.c.status == "running")
        .order_by(_deadline.c.due_at, _deadline.c.id)
    )
    moves = []
    for *case, name, stored in connection.execute(statement):
        ledger = Ledger.from_dict(stored)
        was, will = ledger.due_date(before, hours), ledger.due_date(after, hours)
        loose, firm = ledger.is_provisional(before, hours), ledger.is_provisional(after, hours)
        if (was, loose) != (will, firm):
            moves.append(Move(MovedCase(*case), name, was, will, loose, firm))
    return moves


def moved_since(connection: Connection, since: datetime, calendar: str) -> list[Move]:
    """The limits that were derived again from a calendar of this version, as the histories tell it."""
    row = _journal.c
    statement = (
        select(_instance.c.id, _instance.c.number, _instance.c.title, _unit.c.short_name, row.events)
        .select_from(
            _journal.join(_instance, _instance.c.id == row.instance_id).outerjoin(
                _unit, _unit.c.id == _instance.c.unit_id
            )
        )
        .where(row.at >= since, cast(row.events, Text).contains('"deadline.changed"'))
        .order_by(_instance.c.number, row.sequence)
    )
    return [
        Move(
            MovedCase(*case), event["deadline"], _day(event.get("was")), _day(event.get("date")), False, False
        )
        for *case, events in connection.execute(statement)
        for event in events
        if event["event"] == "deadline.changed" and event.get("calendar") == calendar
    ]


def _day(text: Any) -> date | None:
    return date.fromisoformat(str(text)[:10]) if text else None
