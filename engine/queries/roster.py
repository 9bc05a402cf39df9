"""值班和接待: who is on duty or receives the public on which day, as the cases of planned processes say (`bj:roster`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables, values
from engine.records.personal import is_marker
from engine.time.clock import CIVIL

_PLANNED_AHEAD = timedelta(days=400)
"""How long before its day a case may have been started (product default)."""


@dataclass(frozen=True, slots=True)
class Roster:
    """What a process plans: the field with the day, and those that are shown, the first in front."""

    process: str
    name: str
    day: str
    shows: tuple[str, ...]
    every_day: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One day of one roster; `shown` are the values of the roster's fields that are filled in."""

    case_id: UUID
    day: date
    shown: tuple[str, ...]
    status: str


def turns(connection: Connection, roster: Roster, first: date, last: date) -> list[Turn]:
    """The turns of a roster from one day to another, both included, in order of days; stopped cases left out."""
    instance, field = tables.instance.c, tables.field.c
    began = select(instance.id, instance.status).where(
        instance.process == roster.process,
        instance.status.in_(("running", "completed", "archived")),
        instance.started_at >= datetime.combine(first - _PLANNED_AHEAD, time(), CIVIL),
    )
    status = {row.id: row.status for row in connection.execute(began)}
    wanted = {roster.day, *roster.shows}
    statement = (
        select(field.instance_id, field.name, field.value)
        .where(
            field.instance_id.in_(began.with_only_columns(instance.id)),
            field.name.in_(wanted),
            field.scope == "",
        )
        .order_by(field.sequence)
    )
    known: dict[UUID, dict[str, Any]] = {}
    for row in connection.execute(statement):
        if not is_marker(row.value):
            known.setdefault(row.instance_id, {})[row.name] = values.from_json(row.value)
    found = [
        Turn(case_id, data[roster.day], tuple(_texts(data, roster.shows)), status[case_id])
        for case_id, data in known.items()
        if isinstance(data.get(roster.day), date) and first <= data[roster.day] <= last
    ]
    return sorted(found, key=lambda turn: (turn.day, turn.shown))


def missing_days(planned: Sequence[Turn], first: date, last: date) -> list[date]:
    """The days from one to another, both included, for which nothing is planned."""
    taken = {turn.day for turn in planned}
    days = (first + timedelta(days=at) for at in range((last - first).days + 1))
    return [day for day in days if day not in taken]


def _texts(data: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    shown = (data.get(name) for name in names)
    return ["、".join(map(str, each)) if isinstance(each, list) else str(each) for each in shown if each]
