"""Papers the house has issued, as expressions see them: counted for thresholds, found by kind and number.

A paper whose points were taken back (set aside on review) stays on record and counts no more.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select

from engine import tables, values
from engine.records.score_entries import taken_back
from engine.refusals import StuckError
from engine.runtime.act import Act
from engine.time import clock
from engine.words import words

MOST_LISTED: Final = 500
"""Papers one register lists."""
_document = tables.document.c


def issued(act: Act, kind: str, unit: object = None, year: object = None) -> int:
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


def paper(act: Act, kind: str, number: str) -> dict[str, Any] | None:
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


def papers(act: Act, kind: str, unit: object = None, year: object = None) -> list[dict[str, Any]]:
    """The papers of a kind in the order of issue, for registers and sums: those of a unit, of a calendar year.

    Each has number (null while this act goes on), unit, title, case_number and issued_on (a date), and the case's
    fields as they were when it was issued, personal data left out. What was set aside is left out. With a unit,
    acts that ask wait for each other. Raises StuckError as `issued`, and for more than MOST_LISTED papers.
    """
    unit_id, between = _unit_id(act, unit), _year(year)
    conditions: list[ColumnElement[bool]] = [_document.kind == kind, ~taken_back]
    if unit_id is not None:
        conditions.append(_document.unit_id == unit_id)
        row = tables.unit.c.id
        act.connection.execute(select(row).where(row == unit_id).with_for_update(key_share=True))
    if between is not None:
        conditions += [_document.due_at >= between[0], _document.due_at < between[1]]
    found = select(_document.number, _document.unit_id, _document.due_at, _document.record).where(*conditions)
    rows = act.connection.execute(found.order_by(_document.due_at, _document.id).limit(MOST_LISTED + 1)).all()
    known = [_listed(act, *row) for row in rows]
    known += [
        _listed(act, None, row["unit_id"], row["due_at"], row["record"])
        for row in act.changes.documents
        if _is_meant(row, kind, unit_id, between)
    ]
    if len(known) > MOST_LISTED:
        raise StuckError(
            words("“%(kind)s”超过 %(most_listed)s 份,请写明单位或年份", kind=kind, most_listed=MOST_LISTED)
        )
    return known


def _listed(
    act: Act, number: str | None, unit_id: str | None, at: datetime, record: dict[str, Any]
) -> dict[str, Any]:
    own = {
        "number": number,
        "unit": act.unit_name(unit_id),
        "title": record["title"],
        "case_number": record["case_number"],
        "issued_on": clock.civil_date(at),
    }
    return {**values.from_json(record["fields"]), **own}


def _unit_id(act: Act, unit: object) -> str | None:
    if unit is None:
        return None
    found = act.world.directory.find_unit(str(unit))
    if found is None:
        raise StuckError(words("单位名录中没有“%(unit)s”", unit=unit))
    return found.id


def _year(year: object) -> tuple[datetime, datetime] | None:
    if year is None:
        return None
    if not isinstance(year, int) or not 1 <= year < 9999:
        raise StuckError(words("issued 的第三项应是年份,如 today.year,得到的是“%(year)s”", year=year))
    return datetime(year, 1, 1, tzinfo=clock.CIVIL), datetime(year + 1, 1, 1, tzinfo=clock.CIVIL)


def _is_meant(
    row: dict[str, Any], kind: str, unit_id: str | None, between: tuple[datetime, datetime] | None
) -> bool:
    return (
        row["kind"] == kind
        and unit_id in (None, row["unit_id"])
        and (between is None or between[0] <= row["due_at"] < between[1])
    )
