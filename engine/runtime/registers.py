"""What expressions may ask of the county's registers: another case by its number, a unit's points, lots drawn."""

import hashlib
from datetime import date, datetime, time
from functools import partial
from typing import Any, Final

from sqlalchemy import func, literal, select

from engine import tables, values
from engine.records.personal import is_marker
from engine.refusals import StuckError
from engine.runtime.act import Act
from engine.runtime.versions import read_program
from engine.runtime.year_scores import year_scores
from engine.time import clock
from engine.words import words

MOST_CASES: Final = 50
"""Cases an expression is told of at most."""

_field = tables.field
_case, _archived, _score = tables.instance.c, tables.archived_case.c, tables.score.c
_RUNNING = select(
    _case.process,
    _case.title,
    _case.unit_id,
    _case.status,
    _case.outcome,
    _case.started_at,
    _case.ended_at,
)
_KEPT = select(
    _archived.process,
    _archived.title,
    _archived.unit_id,
    literal("archived"),
    _archived.outcome,
    _archived.started_at,
    _archived.ended_at,
)


def case_of(act: Act, number: str) -> dict[str, Any] | None:
    """What anybody may know of the case of a number: process, title, unit, status, outcome, started_on, ended_on.

    `status` is running, suspended, completed, cancelled or archived. None where there is no such case.
    """
    found = act.connection.execute(_RUNNING.where(_case.number == number)).first()
    if found is None:
        found = act.connection.execute(_KEPT.where(_archived.number == number)).first()
    if found is None:
        return None
    process, title, unit_id, status, outcome, started, ended = found
    return {
        "number": number,
        "process": process,
        "title": title,
        "unit": act.unit_name(unit_id),
        "status": status,
        "outcome": outcome,
        "started_on": clock.civil_date(started),
        "ended_on": clock.civil_date(ended) if ended is not None else None,
    }


def cases_with(act: Act, process: str, field: str, value: object, since: object) -> list[dict[str, Any]]:
    """Cases of a process begun on or after a day whose field now has a value, the latest first, this one left out.

    Each has number, title, status and started_on; at most 50. What is personal is not looked into. Raises
    StuckError where no day is given.
    """
    if not isinstance(since, date):
        raise StuckError(words("cases_with 的第四项应是日期,得到的是“%(since)s”", since=since))
    moment = datetime.combine(since, time(), clock.CIVIL)
    later = _field.alias("later")
    newest = select(func.max(later.c.sequence)).where(
        later.c.instance_id == _case.id, later.c.name == field, later.c.scope == ""
    )
    statement = (
        select(_case.number, _case.title, _case.status, _case.started_at, _field.c.value)
        .join_from(tables.instance, _field, _field.c.instance_id == _case.id)
        .where(
            _case.process == process,
            _case.started_at >= moment,
            _case.id != act.case.id,
            _field.c.name == field,
            _field.c.scope == "",
            _field.c.sequence == newest.scalar_subquery(),
        )
        .order_by(_case.started_at.desc(), _case.number.desc())
    )
    found: list[dict[str, Any]] = []
    for number, title, status, started, stored in act.connection.execute(statement):
        if not is_marker(stored) and values.from_json(stored) == value and len(found) < MOST_CASES:
            started_on = clock.civil_date(started)
            found.append({"number": number, "title": title, "status": status, "started_on": started_on})
    return found


def points(act: Act, unit: str, year: object) -> int:
    """The net points of a unit in a calendar year, as the ledger (积分台账) stands before this act.

    Raises StuckError for an unknown unit or a year that is no whole number.
    """
    found = act.world.directory.find_unit(unit)
    if found is None:
        raise StuckError(words("单位名录中没有“%(unit)s”", unit=unit))
    if not isinstance(year, int) or isinstance(year, bool):
        raise StuckError(words("points 的第二项应是年份,如 today.year,得到的是“%(year)s”", year=year))
    successors = act.world.directory.successors(clock.civil_date(act.now))
    meant = [found.id, *(former for former, into in successors.items() if into == found.id)]
    net = select(func.sum(_score.points)).where(_score.unit_id.in_(meant), _score.year == year)
    return int(act.connection.execute(net).scalar() or 0)


def year_table(act: Act, year: object) -> list[dict[str, Any]]:
    """The scores of a calendar year (年度积分), best first, as the ledger stands before this act (SD-09b, SD-09c).

    Each line has unit, items, points, bonus, percent, share, net and place; empty where no published process has
    a table of bonuses. Raises StuckError for a year that is no whole number.
    """
    if not isinstance(year, int) or isinstance(year, bool):
        raise StuckError(words("year_scores 的参数应是年份,如 today.year,得到的是“%(year)s”", year=year))
    connection = act.connection
    today = clock.civil_date(act.now)
    found = year_scores(connection, act.world, partial(read_program, connection), year, today)
    return [
        {
            "unit": act.unit_name(each.unit_id),
            "items": each.items,
            "points": each.points,
            "bonus": each.bonus,
            "percent": each.percent,
            "share": each.share,
            "net": each.net,
            "place": each.place,
        }
        for each in (found.scores if found is not None else ())
    ]


def drawn(act: Act, items: object, count: object) -> list[Any]:
    """So many of a list's items, drawn by lot, in the order of the list; all of them where there are not more.

    The lot is settled by the case's own secret: nobody can know it before the case begins, and afterwards
    the same case draws the same items. Raises StuckError where no list or no whole number is given.
    """
    if not isinstance(items, list | tuple) or not isinstance(count, int) or count < 0:
        raise StuckError(
            words(
                "draw 须给一个列表和一个不小于零的整数,得到的是“%(items)s”和“%(count)s”",
                items=items,
                count=count,
            )
        )
    secret = act.case.row["secret"]

    def lot(place: int) -> bytes:
        return hashlib.sha256(secret + values.dumps([place, items[place]])).digest()

    chosen = sorted(sorted(range(len(items)), key=lot)[:count])
    return [items[place] for place in chosen]
