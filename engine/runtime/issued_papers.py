"""Papers the house has issued, as expressions see them: counted for thresholds, found by kind and number.

A paper whose points were taken back (set aside on review) stays on record and counts no more.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select

from engine import tables
from engine.records.score_entries import taken_back
from engine.runtime.refusals import StuckError
from engine.time import clock

if TYPE_CHECKING:
    from engine.runtime.act import Act

_document = tables.document.c


def issued(act: "Act", kind: str, unit: object = None, year: object = None) -> int:
    """How many papers of a kind were issued: to a unit in a calendar year (SD-10b, SD-10c) or in all years,
    or without a unit in this case. This act's own papers count.

    Acts that count a unit's papers wait for each other, so that two papers signed at once are both seen.
    Raises StuckError for an unknown unit or a year that is no whole number.
    """
    unit_id = _unit_id(act, unit)
    between = _year(year)
    conditions: list[ColumnElement[bool]] = [_document.kind == kind, ~taken_back]
    if unit_id is not None:
        conditions.append(_document.unit_id == unit_id)
        row = tables.unit.c.id
        act.connection.execute(select(row).where(row == unit_id).with_for_update(key_share=True))
    else:
        conditions.append(_document.instance_id == act.case.id)
    if between is not None:
        conditions += [_document.due_at >= between[0], _document.due_at < between[1]]
    known: int = act.connection.execute(select(func.count()).where(*conditions)).scalar_one()
    return known + sum(_is_meant(row, kind, unit_id, between) for row in act.changes.documents)


def paper(act: "Act", kind: str, number: str) -> dict[str, Any] | None:
    """What is known of a paper: kind, number, unit, title, case_number, issued_on (a date), set_aside, and
    whether its case is still running (is_running).

    None where there is none of this kind and number.
    """
    instance = tables.instance.c
    found = act.connection.execute(
        select(
            _document.unit_id,
            _document.due_at,
            instance.title,
            instance.number,
            instance.ended_at,
            taken_back,
        )
        .join(tables.instance, instance.id == _document.instance_id)
        .where(_document.kind == kind, _document.number == number)
    ).first()
    if found is None:
        return None
    unit_id, issued_at, title, case_number, ended_at, set_aside = found
    return {
        "kind": kind,
        "number": number,
        "unit": act.unit_name(unit_id),
        "title": title,
        "case_number": case_number,
        "issued_on": clock.civil_date(issued_at),
        "set_aside": bool(set_aside),
        "is_running": ended_at is None,
    }


def _unit_id(act: "Act", unit: object) -> str | None:
    if unit is None:
        return None
    found = act.world.directory.find_unit(str(unit))
    if found is None:
        raise StuckError(f"单位名录中没有“{unit}”")
    return found.id


def _year(year: object) -> tuple[datetime, datetime] | None:
    if year is None:
        return None
    if not isinstance(year, int) or not 1 <= year < 9999:
        raise StuckError(f"issued 的第三项应是年份,如 today.year,得到的是“{year}”")
    return datetime(year, 1, 1, tzinfo=clock.CIVIL), datetime(year + 1, 1, 1, tzinfo=clock.CIVIL)


def _is_meant(
    row: dict[str, Any], kind: str, unit_id: str | None, between: tuple[datetime, datetime] | None
) -> bool:
    return (
        row["kind"] == kind
        and unit_id in (None, row["unit_id"])
        and (between is None or between[0] <= row["due_at"] < between[1])
    )
