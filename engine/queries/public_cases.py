"""What everybody may know of cases: results, and how promises are kept. No names, no titles, no data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select

from engine import tables
from engine.queries.cases import standing_value

_instance, _unit, _deadline, _rating = tables.instance, tables.unit, tables.deadline, tables.rating


@dataclass(frozen=True, slots=True)
class Result:
    """A concluded case as it is published (GK-01: 公开审批结果); `matter` is the code of what was applied for."""

    number: str
    process: str
    matter: str | None
    unit: str | None
    outcome: str | None
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """How the promises of one unit were kept: cases with a limit that ended, those within it, overdue ones.

    `rated` are ratings, `content` those of three and more of five (基本满意以上).
    """

    unit: str | None
    ended: int
    in_time: int
    overdue: int
    rated: int
    content: int

    @property
    def percent(self) -> int | None:
        """Whole percent in time of what has ended or is overdue, rounded down (DJ-03); None where nothing has."""
        due = self.ended + self.overdue
        return self.in_time * 100 // due if due else None


def results(
    connection: Connection, processes: list[str], matter: str, limit: int, offset: int = 0
) -> list[Result]:
    """The concluded cases of these processes, the latest first; `matter` is the field that holds the matter's code."""
    columns = _instance.c
    statement = (
        _concluded(processes)
        .add_columns(
            columns.number,
            columns.process,
            standing_value(matter),
            _unit.c.short_name,
            columns.outcome,
            columns.started_at,
            columns.ended_at,
        )
        .order_by(columns.ended_at.desc(), columns.id.desc())
    )
    return [Result(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def count_results(connection: Connection, processes: list[str]) -> int:
    """How many cases `results` lists."""
    found: int = connection.execute(_concluded(processes).add_columns(func.count())).scalar_one()
    return found


def promises_kept(connection: Connection, processes: list[str], since: datetime, now: datetime) -> list[Kept]:
    """By unit, of the cases of these processes that ended or ran out since a moment: how those with a limit of their own
    (`bj:deadline main`) kept it, and how all of them were rated.
    """
    due = (
        select(_deadline.c.instance_id, func.max(_deadline.c.due_at).label("due_at"))
        .where(_deadline.c.main, _deadline.c.status != "cancelled")
        .group_by(_deadline.c.instance_id)
        .subquery()
    )
    ended = (_instance.c.status == "completed") & due.c.due_at.is_not(None)
    late = (_instance.c.status == "running") & (due.c.due_at < now)
    statement = (
        select(
            _unit.c.short_name,
            _sum(ended),
            _sum(ended & (_instance.c.ended_at <= due.c.due_at)),
            _sum(late),
            _sum(_rating.c.level.is_not(None)),
            _sum(_rating.c.level >= 3),
        )
        .select_from(
            _instance.outerjoin(due, due.c.instance_id == _instance.c.id)
            .outerjoin(_unit, _unit.c.id == _instance.c.unit_id)
            .outerjoin(_rating, _rating.c.instance_id == _instance.c.id)
        )
        .where(
            _instance.c.process.in_(processes),
            func.coalesce(_instance.c.ended_at, now, type_=_instance.c.ended_at.type) >= since,
        )
        .where(or_(ended, late, _rating.c.level.is_not(None)))
        .group_by(_unit.c.short_name, _unit.c.position)
        .order_by(_unit.c.position)
    )
    return [Kept(*row) for row in connection.execute(statement)]


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _concluded(processes: list[str]) -> Select[Any]:
    rows = _instance.outerjoin(_unit, _unit.c.id == _instance.c.unit_id)
    return (
        select()
        .select_from(rows)
        .where(_instance.c.process.in_(processes), _instance.c.status == "completed")
    )
