"""A year of a procedure in a minute: many cases on the real engine, few hands, every timer at its time.

Each post works off its tasks in the order they came, as many at a time as it has holders. What waits too long
is late by the diagram's own timers and deadlines.
"""

import heapq
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from engine import tables
from engine.people.directory import Candidates, Directory
from engine.refusals import Refused, StuckError
from engine.rehearsal import finding
from engine.rehearsal.finding import NotFound, Row
from engine.rehearsal.hands import Hands
from engine.rehearsal.stage import Stage, ThrowAwayEngine
from engine.rehearsal.workload import Behaviour, Workload
from engine.rehearsal.year_answers import Answering, RoundsError
from engine.rehearsal.year_figures import Waited, figures
from engine.time import clock
from engine.time.clock import SimulatedClock
from engine.words import words

_AFTER: Final = timedelta(days=366)
"""How long after the last arrival cases may take to end."""
_EVERY: Final = 5
_LOOK_THROUGH: Final = 50


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
        self.answering = Answering(engine, year.behaviour)
        self.agenda: list[tuple[datetime, int, str, Any]] = []
        self.count = 0
        self.seen: set[UUID] = set()
        self.looks, self.looked = 0, clock.now()
        self.hands = Hands()
        self.left: set[UUID] = set()

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
        while (turn := self._next(last)) is not None:
            self._until(turn)
            while self.agenda and self.agenda[0][0] <= turn:
                _, _, kind, what = heapq.heappop(self.agenda)
                if kind == "start":
                    self._start(what)
                    started += 1
                    if started % _EVERY == 0:
                        yield started
                else:
                    self._done(what)
                self._look()
        with self.engine.database.reading() as connection:
            told = figures(connection, self.year.process, self.year.waited, self.year.stuck)
        self.year.figures = {**told, "queues": self.hands.queues.by_week()}
        yield started

    def _next(self, last: datetime) -> datetime | None:
        """When something is to be done next, or a timer may bring on a case that is not left lying; None: over."""
        if self.agenda:
            moment = self.agenda[0][0]
            return moment if moment <= last else None
        case = tables.instance.c
        running = select(case.id).where(case.process == self.year.process, case.status == "running")
        with self.engine.database.reading() as connection:
            due = self.engine.next_due(connection)
            under_way = (
                due is not None
                and due <= last
                and not self.left.issuperset(connection.execute(running).scalars())
            )
        return due if under_way else None

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
            self.year.stuck[words("不能发起:%(message)s", message=error.message)] += 1
        except NotFound as error:
            self.year.stuck[words("不能发起:%(message)s", message=error)] += 1
        else:
            self.answering.follows(started.id, place)

    def _look(self) -> None:
        """Bring the tasks that are new to their posts."""
        with self.engine.database.reading() as connection:
            self.looks += 1
            # Now and then all are looked through: a case that goes on after a stop has tasks opened long before.
            since = None if self.looks % _LOOK_THROUGH == 0 else self.looked
            self.looked = clock.now()
            found = finding.open_tasks(connection, since)
            if since is None:
                self.hands.forget({task["id"] for task in found}, clock.now())
            new = [task for task in found if task["id"] not in self.seen]
            if not new:
                return
            directory = self.engine.directory(connection)
        for task in new:
            self.seen.add(task["id"])
            self._bring(task, directory)

    def _bring(self, task: Row, directory: Directory) -> None:
        post = _post(task)
        if not self.hands.knows(post):
            held = Candidates(task["unit_id"], task["post_id"], task["deputies"])
            number = len(directory.holders(held, clock.today())) if task["unit_id"] else 1
            self.hands.employ(post, _words(task, directory), number)
        at_once, length = self.hands.give(post, task, clock.now())
        found = self.year.waited.setdefault(task["element"], Waited(task["name"], self.hands.names[post]))
        found.queue = max(found.queue, length)
        if at_once:
            self._take_up(task)

    def _take_up(self, task: Row) -> None:
        """Somebody begins with a task; it is done so many office minutes later."""
        minutes = self.year.workload.minutes(self.chance, task["element"])
        self._note(self.hours.add_minutes(clock.now(), minutes, self.calendar), "task", task)

    def _done(self, task: Row) -> None:
        """Complete a task, and take up the next that waits for the same post and is still there."""
        if not self._is_gone(task):
            self._complete(task)
        following = self.hands.done(_post(task), clock.now())
        while following is not None and self._is_gone(following):
            following = self.hands.done(_post(task), clock.now())
        if following is not None:
            self._take_up(following)

    def _complete(self, task: Row) -> None:
        try:
            answered = self.answering.answer(task)
            if answered is None:
                return
            self.engine.complete(task["id"], *answered)
        except RoundsError as error:
            self._leave(task, str(error))
            return
        except (Refused, StuckError) as error:
            self._leave(task, words("“%(name)s”:%(message)s", name=task["name"], message=error.message))
            return
        hours = (clock.now() - task["created_at"]).total_seconds() / 3600
        found = self.year.waited[task["element"]]
        found.done += 1
        found.hours += hours
        found.longest = max(found.longest, hours)

    def _leave(self, task: Row, why: str) -> None:
        """Count a case that nobody can bring on."""
        self.year.stuck[why] += 1
        self.left.add(task["instance_id"])

    def _is_gone(self, task: Row) -> bool:
        """Whether a timer or somebody else took the task away meanwhile."""
        row = tables.user_task.c
        with self.engine.database.reading() as connection:
            return connection.execute(select(row.status).where(row.id == task["id"])).scalar() != "open"


def _post(task: Row) -> str:
    return task["post_id"] or task["unit_id"] or ""


def _words(task: Row, directory: Directory) -> str:
    """Whose hands do a task: the unit and its post, by their names; a post whose name says its unit stands alone."""
    unit, post = directory.units.get(task["unit_id"] or ""), directory.posts.get(task["post_id"] or "")
    if unit is None or post is None:
        return post.name if post is not None else unit.short_name if unit is not None else ""
    return post.name if unit.short_name in post.name else f"{unit.short_name} {post.name}"
