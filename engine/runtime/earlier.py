"""Cases that were under way before their process ran here: last year's open ones, with their own number and day.

Such a case begins on the day it really began, so that its limits run from then; the journal keeps beside that day
when it was written down. What would have been due before it was taken in has had its day elsewhere – slips were
written, points recorded on paper – and is passed over, not done again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from sqlalchemy import Connection, func, select

from engine import tables
from engine.refusals import Refused
from engine.runtime.act import Act
from engine.time.clock import CIVIL, civil_date
from engine.words import words

MORNING: Final = time(9)
"""The moment of its first day at which such a case begins; limits count from the day after."""
LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Earlier:
    """The number a case had, and the day on which it began."""

    number: str
    on: date

    @property
    def at(self) -> datetime:
        """The moment at which it began."""
        return datetime.combine(self.on, MORNING, CIVIL)


def in_use_since(connection: Connection, process: str) -> date | None:
    """The day on which a process was first published; None for one that never was."""
    row = tables.process_version.c
    first: datetime | None = connection.execute(
        select(func.min(row.published_at)).where(row.process == process)
    ).scalar()
    return civil_date(first) if first is not None else None


def require(connection: Connection, process: str, earlier: Iterable[Earlier]) -> None:
    """Only what began before the process was in use, and under a number nobody has. Raises Refused."""
    since = in_use_since(connection, process)
    for each in earlier:
        if since is None or each.on >= since:
            raise Refused(
                words("“%(number)s”的发起日期不早于本流程启用之日,请照常发起。", number=each.number),
                kind="invalid",
            )
        taken = select(tables.instance.c.id).where(tables.instance.c.number == each.number)
        if connection.execute(taken).first() is not None:
            raise Refused(words("编号“%(number)s”已有办件。", number=each.number), kind="conflict")


def pass_over(act: Act) -> None:
    """Let what would have been due before now never fire."""
    for timer in [each for each in act.case.timers if each.due_at <= act.recorded_at]:
        act.case.timers.remove(timer)
        act.changes.timer(act.case, timer, "cancelled")
        if timer.deadline is None:
            act.case.set_aside.add((timer.number, timer.element))
