"""抄送我: the cases that somebody has been let know of, what waits for their receipt first, then what they have not read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from engine import tables
from engine.queries.circulations import is_told
from engine.queries.duties import Duties
from engine.queries.own_lists import CaseLine, case_lines
from engine.queries.wanted_tasks import EVERYTHING, Wanted, saying

_told, _instance, _unit = tables.circulation, tables.instance, tables.unit


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A case one has been let know of, last at `sent_at`.

    `awaits` says that the receipt (传阅) is still to come, `is_new` that it has not been read at all.
    """

    case: CaseLine
    sent_at: datetime
    awaits: bool
    is_new: bool


def told_cases(
    connection: Connection,
    visible: ColumnElement[bool],
    duties: Duties,
    limit: int,
    offset: int = 0,
    wanted: Wanted = EVERYTHING,
) -> list[ToldLine]:
    """The cases that were copied or circulated to somebody, their units or posts, and that they may still see."""
    told = _by_case(duties).subquery()
    statement = (
        case_lines()
        .add_columns(told.c.sent_at, told.c.awaited, told.c.unread)
        .join(told, told.c.instance_id == _instance.c.id)
        .where(visible, *saying(connection, wanted))
        .order_by(
            (told.c.awaited > 0).desc(),
            (told.c.unread > 0).desc(),
            told.c.sent_at.desc(),
            _instance.c.id.desc(),
        )
    )
    return [
        ToldLine(CaseLine(*line), sent_at, awaited > 0, unread > 0)
        for *line, sent_at, awaited, unread in connection.execute(statement.limit(limit).offset(offset))
    ]


def count_told(
    connection: Connection, visible: ColumnElement[bool], duties: Duties, wanted: Wanted = EVERYTHING
) -> int:
    """How many cases `told_cases` lists."""
    told = _by_case(duties).subquery()
    rows = _instance.join(told, told.c.instance_id == _instance.c.id)
    said = saying(connection, wanted)
    if said:
        rows = rows.outerjoin(_unit, _unit.c.id == _instance.c.unit_id)
    found: int = connection.execute(select(func.count()).select_from(rows).where(visible, *said)).scalar_one()
    return found


def _by_case(duties: Duties) -> Select[Any]:
    """Each case with when somebody was last let know of it, how many receipts are due and how much is unread."""
    unread = _told.c.read_at.is_(None)
    awaits = (_told.c.kind == "circulate") & unread
    return (
        select(
            _told.c.instance_id,
            func.max(_told.c.sent_at).label("sent_at"),
            func.sum(case((awaits, 1), else_=0)).label("awaited"),
            func.sum(case((unread, 1), else_=0)).label("unread"),
        )
        .where(is_told(duties))
        .group_by(_told.c.instance_id)
    )
