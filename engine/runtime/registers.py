"""What expressions may ask of the county's registers: another case by its number, a unit's points, lots drawn."""

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select

from engine import tables, values
from engine.runtime.refusals import StuckError
from engine.time import clock

if TYPE_CHECKING:
    from engine.runtime.act import Act

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


def case_of(act: "Act", number: str) -> dict[str, Any] | None:
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


def points(act: "Act", unit: str, year: object) -> int:
    """The net points of a unit in a calendar year, as the ledger (积分台账) stands before this act.

    Raises StuckError for an unknown unit or a year that is no whole number.
    """
    found = act.world.directory.find_unit(unit)
    if found is None:
        raise StuckError(f"单位名录中没有“{unit}”")
    if not isinstance(year, int) or isinstance(year, bool):
        raise StuckError(f"points 的第二项应是年份,如 today.year,得到的是“{year}”")
    successors = act.world.directory.successors(clock.civil_date(act.now))
    meant = [found.id, *(former for former, into in successors.items() if into == found.id)]
    net = select(func.sum(_score.points)).where(_score.unit_id.in_(meant), _score.year == year)
    return int(act.connection.execute(net).scalar() or 0)


def drawn(act: "Act", items: object, count: object) -> list[Any]:
    """So many of a list's items, drawn by lot, in the order of the list; all of them where there are not more.

    The lot is settled by the case's own secret: nobody can know it before the case begins, and afterwards
    the same case draws the same items. Raises StuckError where no list or no whole number is given.
    """
    if not isinstance(items, list | tuple) or not isinstance(count, int) or count < 0:
        raise StuckError(f"draw 须给一个列表和一个不小于零的整数,得到的是“{items}”和“{count}”")
    secret = act.case.row["secret"]

    def lot(place: int) -> bytes:
        return hashlib.sha256(secret + values.dumps([place, items[place]])).digest()

    chosen = sorted(sorted(range(len(items)), key=lot)[:count])
    return [items[place] for place in chosen]
