"""What the last year's cases of a procedure say about its work: how many came, how long each task took."""

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from sqlalchemy import Connection, func, select

from engine import tables
from engine.runtime.world import World
from engine.time import clock
from engine.time.clock import CIVIL, civil_date

DAYS: Final = 365
_MOST: Final = 200
"""Most tasks of one element looked at, the latest first."""


def workload(connection: Connection, process: str, world: World) -> dict[str, Any]:
    """`cases` started in the last year, `per_day` of its working days, median office `hours` by element.

    The hours run from the opening of a task to its end, so that waiting for a free hand is part of them.
    """
    since = clock.now() - timedelta(days=DAYS)
    case, task = tables.instance.c, tables.user_task.c
    started = connection.execute(
        select(func.count(), func.min(case.started_at)).where(
            case.process == process, case.started_at >= since
        )
    ).one()
    if not started[0]:
        return {"cases": 0, "per_day": 0, "hours": {}}
    days = world.calendar.workdays_between(civil_date(started[1]), clock.today()) + 1
    done: defaultdict[str, list[float]] = defaultdict(list)
    rows = connection.execute(
        select(task.element, task.created_at, task.ended_at)
        .join_from(tables.user_task, tables.instance, task.instance_id == case.id)
        .where(case.process == process, task.status == "completed", task.ended_at >= since)
        .order_by(task.ended_at.desc())
    )
    for row in rows:
        if len(done[row.element]) < _MOST:
            done[row.element].append(_office_hours(row.created_at, row.ended_at, world))
    hours = {element: max(0.1, round(median(taken), 1)) for element, taken in done.items()}
    return {"cases": started[0], "per_day": round(started[0] / max(1, days), 2), "hours": hours}


def _office_hours(begun: datetime, ended: datetime, world: World) -> float:
    """How much office time lies between two moments; at most a year of days is walked."""
    total, day = timedelta(), civil_date(begun)
    while day <= civil_date(ended):
        for first, last in world.hours.spans(day, world.calendar):
            opens, closes = (datetime.combine(day, at, CIVIL) for at in (first, last))
            total += max(timedelta(), min(closes, ended) - max(opens, begun))
        day += timedelta(days=1)
    return total.total_seconds() / 3600
