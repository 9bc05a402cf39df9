"""One rehearsal under way: a throw-away county, a clock that jumps from event to event, answers that are given.

Between two events nothing is computed, so that a year in which little happens costs little.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from engine.administration import rederive_stale
from engine.people.actor import SYSTEM, Actor
from engine.refusals import Refused, StuckError
from engine.rehearsal import finding
from engine.rehearsal.answers import AnswerBook
from engine.rehearsal.elements import element_of
from engine.rehearsal.files import with_files
from engine.rehearsal.finding import NotFound, Row
from engine.rehearsal.outside import ServiceCall, Wait, service_calls, waits
from engine.rehearsal.plain import is_plain, plain_data
from engine.rehearsal.scenario import Answer, Answers
from engine.rehearsal.stage import Stage, ThrowAwayEngine
from engine.rehearsal.timeline import Timeline
from engine.runtime.fields import Fields
from engine.time import clock
from engine.time.clock import SimulatedClock
from engine.time.notice import shipped_notices
from engine.words import side_by_side, words

MOST_ANSWERS: Final = 2_000
"""Answers given at one instant before the diagram is taken to run in a circle."""
MOST_JUMPS: Final = 20_000
"""Jumps of the clock before a rehearsal is taken to have no end."""
HORIZON: Final = timedelta(days=3653)
"""How far a rehearsal without `until` goes."""


class Play:
    """What a rehearsal needs while it runs; `failures` are Chinese sentences.

    `held` are names and ids of tasks that later steps answer, so that they are not answered plainly. With
    `by_system` every answer is the system's and nothing is answered plainly (single diagrams).
    """

    def __init__(
        self,
        engine: ThrowAwayEngine,
        stage: Stage,
        simulated: SimulatedClock,
        answers: Answers,
        by_system: bool = False,
    ) -> None:
        self.engine = engine
        self.stage = stage
        self.clock = simulated
        self.timeline = Timeline(engine, needs_people=not by_system)
        self.failures: list[str] = []
        self.held: list[str] = []
        self._book = AnswerBook(answers)
        self._by_system = by_system
        self._tried: set[Any] = set()
        self._jumps = 0
        self._calendar = ""

    # --- time -------------------------------------------------------------------------------------------------
    def run_until(self, moment: datetime) -> None:
        """Let everything happen that is due up to a moment, and set the clock to it."""
        while (due := self._next(moment)) is not None and self._may_jump():
            self._jump(due)
        self._jump(max(moment, clock.now()))

    def run_out(self) -> None:
        """Let everything happen until nothing more can, or for ten years."""
        end = clock.now() + HORIZON
        while (due := self._next(end)) is not None and self._may_jump():
            self._jump(due)

    def _next(self, end: datetime) -> datetime | None:
        """The next moment up to `end` at which a timer is due or a notice becomes known."""
        with self.engine.database.reading() as connection:
            due = self.engine.next_due(connection)
        if due is None or due > end:
            return None
        return min([due, *(moment for moment in _notices_known() if clock.now() < moment < due)])

    def _may_jump(self) -> bool:
        self._jumps += 1
        if self._jumps > MOST_JUMPS:
            self.failures.append(
                words(
                    "定时器触发超过 %(most_jumps)s 次仍未结束;请缩短演练时间,或检查循环定时器",
                    most_jumps=MOST_JUMPS,
                )
            )
        return self._jumps <= MOST_JUMPS

    def _jump(self, moment: datetime) -> None:
        self.clock.move_to(max(moment, clock.now()))
        self.settle()

    def settle(self) -> None:
        """Let everything happen that can at this instant: timers, new notices, standing answers."""
        self.timeline.collect()
        for _ in range(MOST_ANSWERS):
            if not self._catch_up() or not self._answer_one():
                return
        self.fail(words("答复了 %(most_answers)s 次仍有待办;流程在原地打转", most_answers=MOST_ANSWERS))

    def _catch_up(self) -> bool:
        """Fire what is due and derive deadlines under the calendar of today; False where a case is stuck."""
        try:
            while self.engine.fire_due().instances or self._rederive():
                self.timeline.collect()
        except StuckError as error:
            self.fail(error.message)
            return False
        return True

    def _rederive(self) -> int:
        """Let deadlines follow a calendar that has changed; how many cases there were."""
        with self.engine.database.reading() as connection:
            version = self.engine.calendar(connection).version
        if version == self._calendar:
            return 0
        changed = rederive_stale(self.engine)
        if not changed:
            self._calendar = version
        return changed

    # --- answers ----------------------------------------------------------------------------------------------
    def _answer_one(self) -> bool:
        """Give the first answer that can be given; False where there is none."""
        with self.engine.database.reading() as connection:
            give = self._next_answer(connection) or self._next_from_outside(connection)
        if give is None:
            return False
        give()
        self.timeline.collect()
        return True

    def _next_answer(self, connection: Connection) -> Callable[[], None] | None:
        directory = self.engine.directory(connection)
        for task in finding.open_tasks(connection):
            key = (task["id"], task["assignee"])
            if key in self._tried:
                continue
            answer = self._book.answer_for(directory, task) or self._plain_answer(connection, task)
            if answer is not None:
                self._tried.add(key)
                return partial(self._complete, task, answer)
        return None

    def _plain_answer(self, connection: Connection, task: Row) -> Answer | None:
        if self._by_system or task["name"] in self.held or task["element"] in self.held:
            return None
        program = self.engine.program(task["version_id"], connection)
        node = element_of(program, task["element"])
        if node is None or task["signer"] is not None or not is_plain(node):
            return None
        branch = (task["item"] or {}).get("branch", "")
        known = Fields(connection, task["instance_id"]).visible(branch)
        return Answer(data=plain_data(program, node, known))

    def _complete(self, task: Row, answer: Answer) -> None:
        try:
            actor = SYSTEM if self._by_system else self.actor_of(task, answer.by)
            self.answer(task, actor, answer.data)
        except Refused as error:
            self.refused(error, do="complete", task=task["name"], by=answer.by)
            self.fail(words("“%(name)s”的答复被拒绝:%(message)s", name=task["name"], message=error.message))
        except NotFound as error:
            self.fail(words("“%(name)s”的答复:%(error)s", name=task["name"], error=error))

    def answer(self, task: Row, actor: Actor, data: Mapping[str, Any]) -> None:
        """Complete a task; files that its form asks for and `data` names are uploaded first. Raises Refused."""

        def upload(connection: Connection) -> dict[str, Any]:
            program = self.engine.program(task["version_id"], connection)
            node = element_of(program, task["element"])
            form = program.form(node.extension("form")) if node is not None else None
            return with_files(connection, task["instance_id"], form, data, actor.login)

        self.engine.complete(task["id"], actor, self.engine.database.transact(upload))

    def actor_of(self, task: Row, by: str | None) -> Actor:
        """Who does a task in the name `by`. Raises NotFound."""
        with self.engine.database.reading() as connection:
            directory = self.engine.directory(connection)
        return finding.actor_of_task(directory, by, task, clock.today(), task["process"])

    def _next_from_outside(self, connection: Connection) -> Callable[[], None] | None:
        """The next answer of a service, or the next message, that the scenario has."""
        if not self._book.names:
            return None
        for call in service_calls(connection, self.engine):
            if call.id in self._tried:
                continue
            answer = self._book.outside_answer(call.place, call.element, call.name, call.operation)
            if answer is not None:
                self._tried.add(call.id)
                return partial(self._bring, call, answer)
        for wait in waits(connection, self.engine, self._book.names):
            key = (wait.case_id, wait.number, wait.element)
            if key in self._tried:
                continue
            again = not wait.standing
            answer = self._book.outside_answer(wait.place, wait.element, wait.name, wait.trigger, again=again)
            if answer is not None:
                self._tried.add(key)
                return partial(self._send, wait, answer)
        return None

    def _bring(self, call: ServiceCall, answer: Answer) -> None:
        try:
            self.engine.answer_service(call.case_id, call.number, answer.data, key=call.id.hex)
        except Refused as error:
            self.fail(words("服务“%(name)s”的回音:%(message)s", name=call.name, message=error.message))

    def _send(self, wait: Wait, answer: Answer) -> None:
        try:
            if wait.kind == "message":
                self.engine.deliver_message(wait.case_id, SYSTEM, wait.trigger, None, answer.data)
            else:
                self.engine.deliver_signal(wait.case_id, SYSTEM, wait.trigger, answer.data)
        except Refused as error:
            self.fail(
                words(
                    "发给“%(name)s”的“%(trigger)s”:%(message)s",
                    name=wait.name,
                    trigger=wait.trigger,
                    message=error.message,
                )
            )

    # --- what went wrong --------------------------------------------------------------------------------------
    def fail(self, message: str) -> None:
        """Note that something went otherwise than the scenario says, with the moment."""
        moment = f"{clock.now().astimezone(clock.CIVIL):%Y-%m-%d %H:%M}"
        self.failures.append(side_by_side((moment, message), " "))

    def refused(self, error: Refused, **facts: Any) -> None:
        """Show a refusal in the timeline; one that a rule demands has been recorded with the case."""
        recorded = any(event["event"] == "refused" for event in self.timeline.collect())
        if not recorded:
            self.timeline.add("refused", clock.now(), rule=error.rule, message=error.message, **facts)


def _notices_known() -> Iterator[datetime]:
    """The moments at which the shipped notices become known."""
    return (datetime.combine(notice.issued, time(), clock.CIVIL) for notice in shipped_notices())
