"""A year of a procedure in a minute: many cases on the real engine, few hands, every timer at its time.

Each post works off its tasks in the order they came, as many at a time as it has holders. What waits too long
is late by the diagram's own timers and deadlines.
"""

import heapq
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.people.actor import SYSTEM, Actor
from engine.people.directory import Candidates, Directory
from engine.rehearsal import finding
from engine.rehearsal.elements import element_of
from engine.rehearsal.files import with_files
from engine.rehearsal.finding import NotFound, Row
from engine.rehearsal.plain import plain_data
from engine.rehearsal.stage import Stage, ThrowAwayEngine
from engine.rehearsal.workload import Behaviour, Workload
from engine.runtime.fields import Fields
from engine.runtime.refusals import Refused, StuckError
from engine.time import clock
from engine.time.clock import SimulatedClock, civil_date

_AFTER: Final = timedelta(days=366)
"""How long after the last arrival cases may take to end."""
_EVERY: Final = 5
_LOOK_THROUGH: Final = 50
MOST_ROUNDS: Final = 12
"""How often one case may come to one element before it is left lying: its scenario says nothing that ends it."""


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


@dataclass
class Year:
    """One simulated year under way; `progress()` does it bit by bit, `figures` is what it came to."""

    stage: Stage
    process: str
    workload: Workload
    behaviour: Behaviour
    since: datetime
    waited: dict[str, Waited] = field(default_factory=dict)
    stuck: Counter[str] = field(default_factory=Counter)
    figures: dict[str, Any] = field(default_factory=dict)

    def progress(self) -> Iterator[int]:
        """Run, telling how many cases have come in. Raises StageError."""
        simulated = SimulatedClock(self.since)
        with clock.using(simulated), self.stage.county(clock.today()) as engine:
            folder = self.stage.folder(self.process)
            self.stage.publish(engine, folder)
            self.stage.publish_started(engine, [folder])
            yield from _Run(self, engine, simulated).go()


class _Run:
    def __init__(self, year: Year, engine: ThrowAwayEngine, simulated: SimulatedClock) -> None:
        self.year = year
        self.engine = engine
        self.clock = simulated
        self.chance = random.Random(year.workload.seed)
        self.places: dict[UUID, int] = {}
        self.rounds: Counter[tuple[UUID, str]] = Counter()
        self.agenda: list[tuple[datetime, int, str, Any]] = []
        self.count = 0
        self.seen: set[UUID] = set()
        self.looks, self.looked = 0, clock.now()
        self.queues: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.hands: dict[str, list[datetime]] = {}
        self.waiting: defaultdict[str, int] = defaultdict(int)

    def go(self) -> Iterator[int]:
        """Everything on the agenda in the order of time, the diagram's timers in between."""
        with self.engine.database.reading() as connection:
            world = self.engine.world(connection)
        self.calendar, self.hours = world.calendar, world.hours
        for place, moment in enumerate(
            self.year.workload.arrivals(self.year.since, self.calendar, self.hours)
        ):
            self._note(moment, "start", place)
        started, last = 0, self.agenda[-1][0] + _AFTER
        while self.agenda:
            moment, _, kind, what = heapq.heappop(self.agenda)
            if moment > last:
                break
            self._until(moment)
            if kind == "start":
                self._start(what)
                started += 1
                if started % _EVERY == 0:
                    yield started
            else:
                self._complete(what)
            self._look()
        queues = {post: dict(sorted(months.items())) for post, months in self.queues.items()}
        self.year.figures = {**_Figures(self.engine, self.year).all(), "queues": queues}
        yield started

    def _note(self, moment: datetime, kind: str, what: Any) -> None:
        self.count += 1
        heapq.heappush(self.agenda, (moment, self.count, kind, what))

    def _until(self, moment: datetime) -> None:
        """Fire what is due on the way; new tasks are looked for after each, so that hands take them up at once."""
        while True:
            with self.engine.database.reading() as connection:
                due = self.engine.next_due(connection)
            if due is None or due > moment:
                break
            self.clock.move_to(max(due, clock.now()))
            try:
                if not self.engine.fire_due().instances:
                    break
            except StuckError as error:
                self.year.stuck[error.message] += 1
                break
            self._look()
        self.clock.move_to(max(moment, clock.now()))

    def _start(self, place: int) -> None:
        by, data = self.year.behaviour.start(place, clock.now())
        try:
            actor = finding.starter_for(self.engine, by, self.year.process)
            started = self.engine.start(self.year.process, actor, data)
        except (Refused, StuckError) as error:
            self.year.stuck[f"不能发起:{error.message}"] += 1
        except NotFound as error:
            self.year.stuck[f"不能发起:{error}"] += 1
        else:
            self.places[started.id] = place

    def _look(self) -> None:
        """Let hands take up the tasks that are new: each is done when a hand has been free long enough."""
        with self.engine.database.reading() as connection:
            self.looks += 1
            # Now and then all are looked through: a case that goes on after a stop has tasks opened long before.
            since = None if self.looks % _LOOK_THROUGH == 0 else self.looked
            self.looked = clock.now()
            new = [task for task in finding.open_tasks(connection, since) if task["id"] not in self.seen]
            if not new:
                return
            directory = self.engine.directory(connection)
            for task in new:
                self.seen.add(task["id"])
                post = task["post_id"] or task["unit_id"] or ""
                if post not in self.hands:
                    held = Candidates(task["unit_id"], task["post_id"], task["deputies"])
                    number = len(directory.holders(held, clock.today())) if task["unit_id"] else 1
                    self.hands[post] = [clock.now()] * max(1, number)
                free = heapq.heappop(self.hands[post])
                minutes = self.year.workload.minutes(self.chance, task["element"])
                done = self.hours.add_minutes(max(free, clock.now()), minutes, self.calendar)
                heapq.heappush(self.hands[post], done)
                self.waiting[post] += 1
                self._count(task, post, _words(task, directory))
                self._note(done, "task", (task, post))

    def _count(self, task: Row, post: str, words: str) -> None:
        found = self.year.waited.setdefault(task["element"], Waited(task["name"], words))
        found.queue = max(found.queue, self.waiting[post])
        month = f"{civil_date(clock.now()):%Y-%m}"
        longest = self.queues[words]
        longest[month] = max(longest.get(month, 0), self.waiting[post])

    def _complete(self, what: tuple[Row, str]) -> None:
        task, post = what
        self.waiting[post] -= 1
        if self.rounds[task["instance_id"], task["element"]] >= MOST_ROUNDS:
            self.year.stuck[f"“{task['name']}”来回超过 {MOST_ROUNDS} 次,用例没有写怎样才算完"] += 1
            return
        try:
            actor, data = self._answer(task)
            self.engine.complete(task["id"], actor, self._uploaded(task, actor, data))
        except (Refused, StuckError) as error:
            if not self._is_gone(task):
                self.year.stuck[f"“{task['name']}”:{error.message}"] += 1
            return
        hours = (clock.now() - task["created_at"]).total_seconds() / 3600
        found = self.year.waited[task["element"]]
        found.done += 1
        found.hours += hours
        found.longest = max(found.longest, hours)

    def _answer(self, task: Row) -> tuple[Actor, dict[str, Any]]:
        place = self.places.get(task["instance_id"])
        key = (task["instance_id"], task["element"])
        with self.engine.database.reading() as connection:
            directory = self.engine.directory(connection)
            try:
                actor = finding.actor_of_task(directory, None, task, clock.today(), task["process"])
            except NotFound:
                actor = SYSTEM
            self.rounds[key] += 1
            if place is not None:
                said = self.year.behaviour.answer(place, task, self.rounds[key] - 1, clock.now())
                if said is not None:
                    return actor, said
            program = self.engine.program(task["version_id"], connection)
            node = element_of(program, task["element"])
            known = Fields(connection, task["instance_id"]).visible((task["item"] or {}).get("branch", ""))
            return actor, plain_data(program, node, known) if node is not None else {}

    def _uploaded(self, task: Row, actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
        """The data with its files as uploads, as a scenario's answers have them."""
        with self.engine.database.reading() as connection:
            program = self.engine.program(task["version_id"], connection)
        node = element_of(program, task["element"])
        form = program.form(node.extension("form")) if node is not None else None
        return self.engine.database.transact(
            lambda connection: with_files(connection, task["instance_id"], form, data, actor.login)
        )

    def _is_gone(self, task: Row) -> bool:
        """Whether a timer or somebody else took the task away meanwhile."""
        row = tables.user_task.c
        with self.engine.database.reading() as connection:
            return connection.execute(select(row.status).where(row.id == task["id"])).scalar() != "open"


def _words(task: Row, directory: Directory) -> str:
    """Whose hands do a task: the post, else the unit, by their names."""
    if task["post_id"] in directory.posts:
        return directory.posts[task["post_id"]].name
    unit = directory.units.get(task["unit_id"] or "")
    return unit.short_name if unit is not None else ""


class _Figures:
    """What the rows of the throw-away county say in the end."""

    def __init__(self, engine: ThrowAwayEngine, year: Year) -> None:
        self.engine = engine
        self.year = year

    def all(self) -> dict[str, Any]:
        """Cases, on time or late, how long they took, and where they waited."""
        with self.engine.database.reading() as connection:
            cases = self._cases(connection)
            late = self._late(connection)
        ended = [case for case in cases if case.ended_at is not None]
        days = sorted((case.ended_at - case.started_at).total_seconds() / 86_400 for case in ended)
        return {
            "started": len(cases),
            "ended": len(ended),
            "late": len(late & {case.id for case in cases}),
            "on_time": round(100 * (1 - len(late) / len(cases)), 1) if cases else 0,
            "average_days": round(sum(days) / len(days), 1) if days else 0,
            "slowest_days": round(days[-1], 1) if days else 0,
            "elements": {key: waited.as_dict() for key, waited in self.year.waited.items()},
            "stuck": dict(self.year.stuck.most_common(5)),
            "months": _by_month(cases, late),
        }

    def _cases(self, connection: Connection) -> list[Any]:
        row = tables.instance.c
        statement = select(row.id, row.started_at, row.ended_at).where(row.process == self.year.process)
        return list(connection.execute(statement))

    def _late(self, connection: Connection) -> set[UUID]:
        """Cases one of whose limits ran out before what it limits was done."""
        deadline, case = tables.deadline.c, tables.instance.c
        statement = (
            select(deadline.instance_id, deadline.due_at, deadline.ended_at)
            .join_from(tables.deadline, tables.instance, deadline.instance_id == case.id)
            .where(case.process == self.year.process, deadline.due_at.is_not(None))
        )
        now = clock.now()
        return {
            row.instance_id for row in connection.execute(statement) if (row.ended_at or now) > row.due_at
        }


def _by_month(cases: list[Any], late: set[UUID]) -> dict[str, dict[str, int]]:
    """How many cases came in each month, and how many of them had a limit run out."""
    found: dict[str, dict[str, int]] = {}
    for case in sorted(cases, key=lambda case: case.started_at):
        month = found.setdefault(f"{civil_date(case.started_at):%Y-%m}", {"started": 0, "late": 0})
        month["started"] += 1
        month["late"] += case.id in late
    return found
