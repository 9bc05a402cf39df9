"""What a simulated year came to: cases on time and late, how long they took, where they waited, the queues by week."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.time import clock
from engine.time.clock import civil_date


@dataclass
class Waited:
    """What became of the tasks of one element; times in hours from opening to the end."""

    name: str
    post: str
    done: int = 0
    hours: float = 0
    longest: float = 0
    queue: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain values, the average worked out."""
        average = self.hours / self.done if self.done else 0
        return {"name": self.name, "post": self.post, "done": self.done, "queue": self.queue,
                "average": round(average, 1), "longest": round(self.longest, 1)}  # fmt: skip


class Queues:
    """How many tasks each post has before it, as the year goes on."""

    def __init__(self) -> None:
        self._now: Counter[str] = Counter()
        self._turns: defaultdict[str, list[tuple[date, int]]] = defaultdict(list)

    def longer(self, post: str, moment: datetime) -> int:
        """One task more; how many there are now."""
        return self._turn(post, moment, 1)

    def shorter(self, post: str, moment: datetime) -> int:
        """One task less; how many there are now."""
        return self._turn(post, moment, -1)

    def _turn(self, post: str, moment: datetime, by: int) -> int:
        self._now[post] += by
        self._turns[post].append((_monday(moment), self._now[post]))
        return self._now[post]

    def by_week(self) -> dict[str, dict[str, int]]:
        """The longest queue of each post in each week, by the week's Monday, as long as there was any work."""
        last = max((turns[-1][0] for turns in self._turns.values()), default=date.min)
        return {post: _weekly(turns, last) for post, turns in self._turns.items()}


def _monday(moment: datetime) -> date:
    day = civil_date(moment)
    return day - timedelta(days=day.weekday())


def _weekly(turns: list[tuple[date, int]], last: date) -> dict[str, int]:
    """A queue that nothing changes in a week is as long as it was before."""
    changed = {
        week: [length for _, length in of_week] for week, of_week in groupby(turns, lambda turn: turn[0])
    }
    found: dict[str, int] = {}
    week, before = turns[0][0], 0
    while week <= last:
        lengths = changed.get(week, [])
        found[week.isoformat()] = max([before, *lengths])
        before = lengths[-1] if lengths else before
        week += timedelta(days=7)
    return found


def figures(
    connection: Connection, process: str, waited: Mapping[str, Waited], stuck: Counter[str]
) -> dict[str, Any]:
    """What the rows of the throw-away county say in the end."""
    cases = _cases(connection, process)
    late = _late(connection, process)
    ended = [case for case in cases if case.ended_at is not None]
    days = sorted((case.ended_at - case.started_at).total_seconds() / 86_400 for case in ended)
    return {
        "started": len(cases),
        "ended": len(ended),
        "late": len(late),
        "on_time": round(100 * (1 - len(late) / len(cases)), 1) if cases else 0,
        "average_days": round(sum(days) / len(days), 1) if days else 0,
        "slowest_days": round(days[-1], 1) if days else 0,
        "elements": {key: each.as_dict() for key, each in waited.items()},
        "stuck": dict(stuck.most_common(5)),
        "months": _by_month(cases, late),
    }


def _cases(connection: Connection, process: str) -> list[Any]:
    row = tables.instance.c
    statement = select(row.id, row.started_at, row.ended_at).where(row.process == process)
    return list(connection.execute(statement))


def _late(connection: Connection, process: str) -> set[UUID]:
    """Cases one of whose limits ran out before what it limits was done."""
    deadline, case = tables.deadline.c, tables.instance.c
    statement = (
        select(deadline.instance_id, deadline.due_at, deadline.ended_at)
        .join_from(tables.deadline, tables.instance, deadline.instance_id == case.id)
        .where(case.process == process, deadline.due_at.is_not(None))
    )
    now = clock.now()
    return {row.instance_id for row in connection.execute(statement) if (row.ended_at or now) > row.due_at}


def _by_month(cases: list[Any], late: set[UUID]) -> dict[str, dict[str, int]]:
    """How many cases came in each month, and how many of them had a limit run out."""
    found: dict[str, dict[str, int]] = {}
    for case in sorted(cases, key=lambda case: case.started_at):
        month = found.setdefault(f"{civil_date(case.started_at):%Y-%m}", {"started": 0, "late": 0})
        month["started"] += 1
        month["late"] += case.id in late
    return found
