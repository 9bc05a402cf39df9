"""What the cases of a process came to in a period, for the house's regular reports (DS-02, DS-03)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from engine import tables
from engine.records.unit_figures import unit_figures
from engine.refusals import StuckError
from engine.runtime.act import Act
from engine.time import clock
from engine.words import words

MOST_LISTED: Final = 500
"""Open cases a report lists one by one."""
_case, _document, _deadline = tables.instance.c, tables.document.c, tables.deadline.c


def tally(act: Act, process: str, since: object, unit: object = None) -> dict[str, Any]:
    """A process's cases from a day on up to this legal moment.

    `started`, `closed`, `in_time` (closed within the case's own limit, or without one), `running`, `overdue` count cases,
    `outcomes` counts the closed by `outcome`, `papers` counts papers by `kind`, `open` lists running
    cases with `number`, `title`, `unit`, `due_on` and `is_overdue`, the earliest due first. Cancelled cases were
    started and are not closed. With a unit only its own cases, and the papers of these. Raises StuckError where
    `since` is no date, or for an unknown unit.
    """
    if not isinstance(since, date) or isinstance(since, datetime):
        raise StuckError(words("tally 的第二项应是日期,得到的是“%(since)s”", since=since))
    first, end = datetime.combine(since, time.min, clock.CIVIL), act.now
    whose = _whose(act, process, unit)
    running = and_(_case.started_at <= end, or_(_case.ended_at.is_(None), _case.ended_at > end))
    limit = (
        select(_deadline.instance_id, func.max(_deadline.due_at).label("due_at"))
        .where(_deadline.main, _deadline.status != "cancelled")
        .group_by(_deadline.instance_id)
        .subquery()
    )
    ended = _case.ended_at.between(first, end) & (_case.status == "completed")
    in_time = ended & or_(limit.c.due_at.is_(None), _case.ended_at <= limit.c.due_at)
    counted = select(
        func.count().filter(_case.started_at.between(first, end)),
        func.count().filter(ended),
        func.count().filter(in_time),
        func.count().filter(running),
        func.count().filter(running & (_case.due_at < end)),
    ).select_from(tables.instance.outerjoin(limit, limit.c.instance_id == _case.id))
    outcomes = (
        select(_case.outcome, func.count())
        .where(whose, ended)
        .group_by(_case.outcome)
        .order_by(_case.outcome)
    )
    started, closed, timely, open_, overdue = act.connection.execute(counted.where(whose)).one()
    papers = (
        select(_document.kind, func.count())
        .join(tables.instance, _case.id == _document.instance_id)
        .where(whose, _document.due_at.between(first, end))
        .group_by(_document.kind)
        .order_by(_document.kind)
    )
    listed = (
        select(_case.number, _case.title, _case.unit_id, _case.due_at)
        .where(whose, running)
        .order_by(_case.due_at, _case.number)
        .limit(MOST_LISTED)
    )
    return {
        "started": started,
        "closed": closed,
        "in_time": timely,
        "outcomes": [{"outcome": name, "count": n} for name, n in act.connection.execute(outcomes)],
        "running": open_,
        "overdue": overdue,
        "papers": [{"kind": kind, "count": n} for kind, n in act.connection.execute(papers)],
        "open": [_line(act, *row) for row in act.connection.execute(listed)],
    }


def by_unit(act: Act, process: str, since: object, wanted: object = None) -> list[dict[str, Any]]:
    """The same for each unit with anything to count, those with most points first, by the county's order then.

    `unit`, `started`, `closed`, `running`, `overdue`, `papers` (`kind`, `count`) and `points`; what was set aside
    on review is not counted. `wanted`, field → list of values, keeps to the cases that have one of these. Raises
    StuckError where `since` is no date or `wanted` no context of lists.
    """
    if not isinstance(since, date) or isinstance(since, datetime):
        raise StuckError(words("by_unit 的第二项应是日期,得到的是“%(since)s”", since=since))
    if wanted is not None and not (
        isinstance(wanted, Mapping) and all(isinstance(value, list) for value in wanted.values())
    ):
        raise StuckError(words("by_unit 的第三项应写成 {字段: [值, 值]}"))
    first, end = datetime.combine(since, time.min, clock.CIVIL), act.now + timedelta(microseconds=1)
    found = unit_figures(act.connection, process, first, end, wanted)
    order = {unit_id: place for place, unit_id in enumerate(act.world.directory.units)}
    figures = sorted(found.values(), key=lambda each: (-each.points, order.get(each.unit_id, len(order))))
    return [
        {
            "unit": act.unit_name(each.unit_id),
            "started": each.started,
            "closed": each.closed,
            "running": each.running,
            "overdue": each.overdue,
            "papers": [{"kind": kind, "count": count} for kind, count in sorted(each.papers.items())],
            "points": each.points,
        }
        for each in figures
    ]


def _whose(act: Act, process: str, unit: object) -> ColumnElement[bool]:
    if unit is None:
        return _case.process == process
    found = act.world.directory.find_unit(str(unit))
    if found is None:
        raise StuckError(words("单位名录中没有“%(unit)s”", unit=unit))
    return and_(_case.process == process, _case.unit_id == found.id)


def _line(act: Act, number: str, title: str, unit_id: str | None, due: datetime | None) -> dict[str, Any]:
    return {
        "number": number,
        "title": title,
        "unit": act.unit_name(unit_id),
        "due_on": clock.civil_date(due) if due is not None else None,
        "is_overdue": due is not None and due < act.now,
    }
