"""What a simulated year came to: cases on time and late, how long they took, where they waited, the queues by week."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from engine import tables
from engine.queries.armed import OF_A_LIMIT
from engine.rehearsal.elements import element_of
from engine.rehearsal.stage import ThrowAwayEngine
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

    def note(self, hours: float) -> None:
        """One more task is done, so many hours after it was opened."""
        self.done += 1
        self.hours += hours
        self.longest = max(self.longest, hours)

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
    connection: Connection,
    processes: Collection[str],
    aside: Collection[UUID],
    waited: Mapping[str, Waited],
    stuck: Counter[str],
) -> dict[str, Any]:
    """What the rows of the throw-away county say in the end of the cases of `processes`, those `aside` left out."""
    case = tables.instance.c
    counted = case.process.in_(processes) & case.id.not_in(aside)
    cases = list(connection.execute(select(case.id, case.started_at, case.ended_at).where(counted)))
    late = _late(connection, counted)
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
        "stuck": [list(each) for each in stuck.most_common(5)],
        "months": _by_month(cases, late),
    }


def _late(connection: Connection, counted: ColumnElement[bool]) -> set[UUID]:
    """Cases one of whose limits ran out before what it limits was done."""
    deadline, case = tables.deadline.c, tables.instance.c
    statement = (
        select(deadline.instance_id, deadline.due_at, deadline.ended_at)
        .join_from(tables.deadline, tables.instance, deadline.instance_id == case.id)
        .where(counted, deadline.due_at.is_not(None))
    )
    now = clock.now()
    return {row.instance_id for row in connection.execute(statement) if (row.ended_at or now) > row.due_at}


def under_way(
    engine: ThrowAwayEngine, connection: Connection, processes: Collection[str], aside: Collection[UUID]
) -> dict[str, int]:
    """Where cases that have not ended stand: how many at each open step, or before the timer they wait for."""
    case, task, timer = tables.instance.c, tables.user_task.c, tables.timer.c
    running = case.process.in_(processes) & case.id.not_in(aside) & case.ended_at.is_(None)
    tasks = (
        select(case.id, task.name)
        .join_from(tables.user_task, tables.instance, task.instance_id == case.id)
        .where(running, task.status == "open")
    )
    timers = (
        select(case.id, timer.element, case.version_id)
        .join_from(tables.timer, tables.instance, timer.instance_id == case.id)
        .where(running, timer.status == "armed", timer.engine_task != OF_A_LIMIT)
        .order_by(timer.due_at.desc())
    )
    standing = {row.id: _name(engine, connection, row) for row in connection.execute(timers).all()}
    standing |= {row.id: row.name for row in connection.execute(tasks)}
    return dict(Counter(standing.values()).most_common(5))


def _name(engine: ThrowAwayEngine, connection: Connection, timer: Any) -> str:
    node = element_of(engine.program(timer.version_id, connection), timer.element)
    return node.label if node is not None else timer.element


def _by_month(cases: list[Any], late: set[UUID]) -> dict[str, dict[str, int]]:
    """How many cases came in each month, and how many of them had a limit run out."""
    found: dict[str, dict[str, int]] = {}
    for case in sorted(cases, key=lambda case: case.started_at):
        month = found.setdefault(f"{civil_date(case.started_at):%Y-%m}", {"started": 0, "late": 0})
        month["started"] += 1
        month["late"] += case.id in late
    return found
