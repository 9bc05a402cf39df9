"""A year of a procedure in a minute: many cases on the real engine, few hands, every timer at its time.

Each post works off its tasks in the order they came, as many at a time as it has holders. What waits too long
is late by the diagram's own timers and deadlines.
"""

import heapq
import random
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.people.actor import Actor
from engine.people.directory import Candidates, Directory
from engine.refusals import Refused, StuckError
from engine.rehearsal import finding
from engine.rehearsal.finding import Row
from engine.rehearsal.hands import Hands
from engine.rehearsal.scenario import Scenario
from engine.rehearsal.stage import Stage, ThrowAwayEngine
from engine.rehearsal.workload import Workload
from engine.rehearsal.year_answers import RoundsError
from engine.rehearsal.year_beginnings import Beginnings
from engine.rehearsal.year_figures import Waited, figures, under_way
from engine.time import clock
from engine.time.clock import SimulatedClock
from engine.words import words

_AFTER: Final = timedelta(days=366)
"""How long after the last arrival cases may take to end; as long come cases that nobody brings in."""
_EVERY: Final = 5
"""Turns between two words about how far it is."""
_LOOK_THROUGH: Final = 50
_AGAIN: Final = 480
"""Office minutes after which somebody tries again what was not yet possible."""
_MOST_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Far:
    """How far a year is: cases that have come in, and those of them that have ended."""

    started: int
    ended: int


@dataclass
class Year:
    """One simulated year under way; `progress()` does it bit by bit, `figures` is what it came to."""

    stage: Stage
    process: str
    workload: Workload
    scenarios: Sequence[Scenario]
    since: datetime
    waited: dict[str, Waited] = field(default_factory=dict)
    stuck: Counter[str] = field(default_factory=Counter)
    figures: dict[str, Any] = field(default_factory=dict)

    def progress(self) -> Generator[Far, None, None]:
        """Run, telling now and then how far it is. Raises StageError."""
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
        self.beginnings = Beginnings(engine, year.stage, year.process, year.scenarios)
        self.answering = self.beginnings.answering
        self.agenda: list[tuple[datetime, int, str, Any]] = []
        self.count = 0
        self.seen: set[UUID] = set()
        self.looks, self.looked = 0, clock.now()
        self.hands = Hands()
        self.left: set[UUID] = set()
        self.tries: Counter[UUID] = Counter()

    def go(self) -> Generator[Far, None, None]:
        """Everything on the agenda in the order of time, the diagram's timers in between."""
        with self.engine.database.reading() as connection:
            world = self.engine.world(connection)
        self.calendar, self.hours = world.calendar, world.hours
        arrivals = self.year.workload.arrivals(self.year.since, self.calendar, self.hours)
        for place, moment in enumerate(arrivals if self.beginnings.by_hand else ()):
            self._note(moment, "start", place)
        last = (self.agenda[-1][0] if self.agenda else self.year.since) + _AFTER
        turns = 0
        while (turn := self._next(last)) is not None:
            self._until(turn)
            while self.agenda and self.agenda[0][0] <= turn:
                self._do(*heapq.heappop(self.agenda)[2:])
                self._look()
            turns += 1
            if turns % _EVERY == 0:
                yield self._far()
        self._tell()
        yield self._far()

    def _do(self, kind: str, what: Any) -> None:
        if kind == "start":
            self.beginnings.begin(what, self.year.stuck)
        elif kind == "again":
            self._complete(what)
        else:
            self._done(what)

    def _far(self) -> Far:
        case = tables.instance.c
        counted = select(case.status).where(case.process.in_(self.beginnings.counted))
        with self.engine.database.reading() as connection:
            status = Counter(
                connection.execute(counted.where(case.id.not_in(self.beginnings.aside))).scalars()
            )
        return Far(status.total(), status.total() - status["running"] - status["suspended"])

    def _tell(self) -> None:
        counted, aside = self.beginnings.counted, self.beginnings.aside
        with self.engine.database.reading() as connection:
            told = figures(connection, counted, aside, self.year.waited, self.year.stuck)
            open_ = under_way(self.engine, connection, counted, aside)
        self.year.figures = {**told, "open": open_, "queues": self.hands.queues.by_week()}

    def _next(self, last: datetime) -> datetime | None:
        """When something is to be done next, or a timer may bring on a case that is not left lying; None: over."""
        if self.agenda:
            moment = self.agenda[0][0]
            return moment if moment <= last else None
        with self.engine.database.reading() as connection:
            due = self.engine.next_due(connection)
            goes_on = due is not None and due <= last and self._may_go_on(connection)
        return due if goes_on else None

    def _may_go_on(self, connection: Connection) -> bool:
        """Whether a case is under way that nobody has left lying, or timers begin some."""
        if not self.beginnings.by_hand:
            return True
        case = tables.instance.c
        running = select(case.id).where(case.process.in_(self.beginnings.counted), case.status == "running")
        return not (self.left | self.beginnings.aside).issuperset(connection.execute(running).scalars())

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
            self.beginnings.follow()
            self._look()
        self.clock.move_to(max(moment, clock.now()))

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
            new = [
                task
                for task in found
                if task["id"] not in self.seen and task["instance_id"] not in self.beginnings.aside
            ]
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
        self._complete(task)
        following = self.hands.done(_post(task), clock.now())
        while following is not None and self._is_gone(following):
            following = self.hands.done(_post(task), clock.now())
        if following is not None:
            self._take_up(following)

    def _complete(self, task: Row) -> None:
        """Answer a task; where no answer is taken, somebody tries again another day."""
        if self._is_gone(task):
            return
        try:
            answers = self.answering.answers(task)
        except RoundsError as error:
            self._leave(task, str(error))
            return
        refused = "" if answers is None else self._answered(task, answers)
        if not refused:
            return
        self.tries[task["id"]] += 1
        if self.tries[task["id"]] > _MOST_TRIES:
            self._leave(task, words("“%(name)s”:%(message)s", name=task["name"], message=refused))
        else:
            self._note(self.hours.add_minutes(clock.now(), _AGAIN, self.calendar), "again", task)

    def _answered(self, task: Row, answers: Iterable[tuple[Actor, dict[str, Any]]]) -> str:
        """Give the first answer that is taken; why the likeliest one was not where none is."""
        refused = ""
        for answer in answers:
            try:
                self.engine.complete(task["id"], *answer)
            except (Refused, StuckError) as error:
                refused = refused or error.message
            else:
                self.answering.answered(task)
                self.year.waited[task["element"]].note(
                    (clock.now() - task["created_at"]).total_seconds() / 3600
                )
                return ""
        return refused

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
