"""What the cases of a process came to for each unit in a period: for regular reports (DS-03) and the year's scores.

Counted are a unit's own cases; papers by the unit they went to; points by the unit they were recorded for. Papers
and points taken back on review count no more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, or_, select

from engine import tables, values
from engine.records.personal import is_marker
from engine.records.score_entries import taken_back

_case, _document, _score = tables.instance.c, tables.document.c, tables.score.c


@dataclass(slots=True)
class UnitFigures:
    """One unit's cases: begun in the period, at hand at any time in it, ended well in it, still open, overdue.

    `papers` counts by kind what reached the unit, `points` sums the entries recorded in the period.
    """

    unit_id: str
    started: int = 0
    handled: int = 0
    closed: int = 0
    running: int = 0
    overdue: int = 0
    papers: Counter[str] = field(default_factory=Counter)
    points: int = 0
    joined: int = 0
    """Cases begun in the period in which the unit cooperates."""
    joined_handled: int = 0
    """Cases at hand at any time in the period in which the unit cooperates."""


def unit_figures(
    connection: Connection,
    process: str,
    first: datetime,
    end: datetime,
    wanted: Mapping[str, Iterable[Any]] | None = None,
    cooperating: Mapping[str, str] | None = None,
) -> dict[str, UnitFigures]:
    """By unit, from `first` to `end` (excluded), of the cases whose fields have one of the `wanted` values.

    With `cooperating`, every name of a unit to its id, what the field of this name holds is counted as well.
    """
    statement = select(_case.id, _case.unit_id, _case.started_at, _case.ended_at, _case.status, _case.due_at)
    at_hand = (_case.started_at < end) & or_(_case.ended_at.is_(None), _case.ended_at >= first)
    rows = connection.execute(statement.where(_case.process == process, at_hand)).all()
    for name, allowed in (wanted or {}).items():
        known, among = _standing(connection, process, name), list(allowed)
        rows = [row for row in rows if known.get(row.id) in among]
    found: dict[str, UnitFigures] = {}
    for row in rows:
        if row.unit_id is not None:
            _count(_of(found, row.unit_id), row, first, end)
    if cooperating is not None:
        _count_cooperating(found, rows, _standing(connection, process, "cooperating"), cooperating, first)
    chosen = None if wanted is None else {row.id for row in rows}
    _add_papers(connection, found, process, first, end, chosen)
    _add_points(connection, found, process, first, end, chosen)
    return found


def _of(found: dict[str, UnitFigures], unit_id: str) -> UnitFigures:
    return found.setdefault(unit_id, UnitFigures(unit_id))


def _count(figures: UnitFigures, row: Any, first: datetime, end: datetime) -> None:
    open_ = row.ended_at is None or row.ended_at >= end
    figures.handled += 1
    figures.started += row.started_at >= first
    figures.running += open_
    figures.overdue += open_ and row.due_at is not None and row.due_at < end
    figures.closed += not open_ and row.status == "completed"


def _count_cooperating(
    found: dict[str, UnitFigures],
    rows: Iterable[Any],
    named: Mapping[UUID, Any],
    units: Mapping[str, str],
    first: datetime,
) -> None:
    for row in rows:
        for unit_id in {units[name] for name in named.get(row.id) or () if name in units} - {row.unit_id}:
            figures = _of(found, unit_id)
            figures.joined_handled += 1
            figures.joined += row.started_at >= first


def _standing(connection: Connection, process: str, name: str) -> dict[UUID, Any]:
    """The standing value of one field by case; personal data is never compared."""
    row = tables.field.c
    statement = (
        select(row.instance_id, row.value)
        .join(tables.instance, _case.id == row.instance_id)
        .where(_case.process == process, row.name == name, row.scope == "")
        .order_by(row.sequence)
    )
    return {
        case: values.from_json(value) for case, value in connection.execute(statement) if not is_marker(value)
    }


def _among(chosen: set[UUID] | None, rows: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Unit and value of those rows whose case is among the chosen ones; of all where nothing was chosen."""
    return ((unit_id, value) for unit_id, value, case in rows if chosen is None or case in chosen)


def _add_papers(
    connection: Connection,
    found: dict[str, UnitFigures],
    process: str,
    first: datetime,
    end: datetime,
    chosen: set[UUID] | None,
) -> None:
    statement = (
        select(_document.unit_id, _document.kind, _document.instance_id)
        .join(tables.instance, _case.id == _document.instance_id)
        .where(_case.process == process, _document.unit_id.is_not(None), ~taken_back)
        .where(_document.due_at >= first, _document.due_at < end)
    )
    for unit_id, kind in _among(chosen, connection.execute(statement)):
        _of(found, unit_id).papers[kind] += 1


def _add_points(
    connection: Connection,
    found: dict[str, UnitFigures],
    process: str,
    first: datetime,
    end: datetime,
    chosen: set[UUID] | None,
) -> None:
    statement = (
        select(_score.unit_id, _score.points, _score.instance_id)
        .join(tables.instance, _case.id == _score.instance_id)
        .where(_case.process == process, _score.recorded_at >= first, _score.recorded_at < end)
    )
    sums: dict[str, int] = defaultdict(int)
    for unit_id, points in _among(chosen, connection.execute(statement)):
        sums[unit_id] += points
    for unit_id, points in sums.items():
        _of(found, unit_id).points = points
