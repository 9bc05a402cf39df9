"""首问 by unit (SW-05), and the answers that were published as common questions (ZX-01)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select

from engine import tables, values

FIRST_INQUIRY: Final = "first_inquiry"
CONSULTATION: Final = "consultation"
_case, _field, _unit = tables.instance.c, tables.field.c, tables.unit.c


@dataclass(frozen=True, slots=True)
class FirstAsked:
    """What a unit was asked first in a period: how often, how often it handed over, how many of these ended."""

    unit_id: str
    unit: str
    asked: int
    handed_over: int
    concluded: int

    @property
    def rate(self) -> str:
        """转交后办结率, as a whole percentage rounded down; empty where nothing was handed over."""
        return f"{self.concluded * 100 // self.handed_over}%" if self.handed_over else ""


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """A common question with its answer; nobody's private data is in it."""

    question: str
    answer: str
    unit: str | None
    published_on: date


def first_asked(connection: Connection, first: datetime, last: datetime) -> list[FirstAsked]:
    """What each unit was asked first from `first` to before `last`, most asked first."""
    statement = (
        select(_case.id, _case.unit_id, _unit.short_name, _case.ended_at)
        .join(tables.unit, _unit.id == _case.unit_id)
        .where(_case.process == FIRST_INQUIRY, _case.started_at >= first, _case.started_at < last)
    )
    rows = connection.execute(statement).all()
    branches = _standing(connection, [row.id for row in rows], ("branch",))
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        over = branches.get(row.id, {}).get("branch") == "transfer"
        count = counts[row.unit_id, row.short_name]
        count[0] += 1
        count[1] += over
        count[2] += over and row.ended_at is not None
    found = [FirstAsked(unit_id, name, *count) for (unit_id, name), count in counts.items()]
    return sorted(found, key=lambda each: (-each.asked, each.unit))


def published_answers(connection: Connection, limit: int = 200) -> list[PublishedAnswer]:
    """The common questions, the latest first."""
    statement = (
        select(_case.id, _unit.short_name)
        .select_from(tables.instance.outerjoin(tables.unit, _unit.id == _case.unit_id))
        .where(_case.process == CONSULTATION, _case.outcome == "答复并公开")
        .order_by(_case.ended_at.desc())
        .limit(limit)
    )
    rows = connection.execute(statement).all()
    said = _standing(
        connection, [row.id for row in rows], ("public_question", "public_answer", "published_on")
    )
    return [
        PublishedAnswer(
            said[row.id]["public_question"],
            said[row.id]["public_answer"],
            row.short_name,
            said[row.id]["published_on"],
        )
        for row in rows
    ]


def _standing(connection: Connection, cases: list[Any], names: tuple[str, ...]) -> dict[Any, dict[str, Any]]:
    """The standing values of some fields of some cases, outside any branch."""
    latest = (
        select(_field.instance_id, _field.name, func.max(_field.sequence).label("sequence"))
        .where(_field.instance_id.in_(cases), _field.name.in_(names), _field.scope == "")
        .group_by(_field.instance_id, _field.name)
        .subquery()
    )
    same = (
        (_field.instance_id == latest.c.instance_id)
        & (_field.name == latest.c.name)
        & (_field.sequence == latest.c.sequence)
    )
    statement = (
        select(_field.instance_id, _field.name, _field.value).join(latest, same).where(_field.scope == "")
    )
    found: dict[Any, dict[str, Any]] = defaultdict(dict)
    for case_id, name, value in connection.execute(statement):
        found[case_id][name] = values.from_json(value)
    return found
