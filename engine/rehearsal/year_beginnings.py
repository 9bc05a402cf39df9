"""How the cases of a simulated year begin: by hand or by a message as the scenarios say, or by the diagram's timers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.people.actor import SYSTEM
from engine.refusals import Refused, StuckError
from engine.rehearsal import finding
from engine.rehearsal.behaviour import Behaviour, Opening, openings_of
from engine.rehearsal.finding import NotFound
from engine.rehearsal.play import Play
from engine.rehearsal.scenario import Scenario, Step
from engine.rehearsal.shifting import Shift
from engine.rehearsal.stage import Stage, StageError, ThrowAwayEngine
from engine.rehearsal.verbs import perform
from engine.rehearsal.year_answers import Answering
from engine.time import clock
from engine.time.clock import SimulatedClock
from engine.words import words


class Beginnings:
    """Begins cases of `counted`, the procedure or those that call it, and lets each follow its scenario."""

    def __init__(
        self, engine: ThrowAwayEngine, stage: Stage, process: str, scenarios: Sequence[Scenario]
    ) -> None:
        """The procedure must be published. Raises StageError where nothing begins its cases."""
        self._engine = engine
        self._stage = stage
        self.counted = [process]
        with engine.database.reading() as connection:
            begun_by = set(_begun_by(connection, process))
        openings = openings_of(scenarios, process, begun_by)
        if not openings and not any(kind == "timer" for kind, _ in begun_by):
            openings = self._through_callers(scenarios, process)
        self.by_hand = bool(openings)
        self._behaviour = Behaviour(scenarios, openings)
        self.answering = Answering(engine, self._behaviour)
        self._followed = 0
        self.aside: frozenset[UUID] = frozenset()
        self._before(openings)

    def begin(self, place: int, stuck: Counter[str]) -> None:
        """Let the case of this place come in as its scenario says, or as another does where it is refused."""
        with self._engine.database.reading() as connection:
            shift = Shift(clock.now(), self._engine.calendar(connection))
        refused: list[object] = []
        for at, opening in self._behaviour.openings(place):
            for data in (opening.data(shift), opening.data(shift.rolled)):
                try:
                    self._open(opening.step, data)
                except (Refused, StuckError, NotFound) as error:
                    refused.append(error.args[0])
                else:
                    self.follow(at)
                    return
        own = refused[1]
        stuck[words("不能发起:%(message)s", message=own)] += 1

    def follow(self, place: int | None = None) -> None:
        """Let cases that have begun meanwhile follow the scenario of a place, or one scenario after the other."""
        case = tables.instance.c
        fresh = select(case.id).where(case.process.in_(self.counted), case.id.not_in(self.aside))
        with self._engine.database.reading() as connection:
            found = (
                connection.execute(fresh.order_by(finding.in_order()).offset(self._followed)).scalars().all()
            )
        for key in found:
            self.answering.follows(key, self._followed if place is None else place)
            self._followed += 1

    def _open(self, step: Step, data: dict[str, Any]) -> None:
        name = str(step.words.get("name"))
        if step.do == "message":
            self._engine.message(name, step.words.get("key"), data, SYSTEM)
        elif step.do == "signal":
            self._engine.signal(name, data, SYSTEM)
        else:
            process = self.counted[-1]
            self._engine.start(process, finding.starter_for(self._engine, step.by, process), data)

    def _through_callers(self, scenarios: Sequence[Scenario], process: str) -> list[Opening]:
        """A procedure that others call begins with them: the scenarios begin cases of one that does."""
        own = self._stage.program_of(process).process.id
        for caller in dict.fromkeys(scenario.process for scenario in scenarios):
            if caller != process and own in self._stage.program_of(caller).processes:
                self._publish(caller)
                self.counted.append(caller)
                return openings_of([each for each in scenarios if each.process == caller], caller, ())
        raise StageError(
            [words("用例里没有一步发起这个流程的办件,它也不由定时启动,无从模拟。请加一个从发起写起的用例。")]
        )

    def _before(self, openings: Sequence[Opening]) -> None:
        """Do once what scenarios do before they begin: what their cases refer to is there; nothing of it is counted."""
        known = []
        for opening in openings:
            shape = [(step.do, step.words.get("process"), step.words.get("task")) for step in opening.before]
            if shape and shape not in known:
                known.append(shape)
                self._play(opening)
        with self._engine.database.reading() as connection:
            self.aside = frozenset(connection.execute(select(tables.instance.c.id)).scalars())

    def _play(self, opening: Opening) -> None:
        scenario, simulated = opening.scenario, SimulatedClock(clock.now())
        with self._engine.database.reading() as connection:
            shift = Shift(clock.now(), self._engine.calendar(connection))
        answers = {
            name: tuple(replace(each, data=shift.data(each.data, scenario.now)) for each in given)
            for name, given in scenario.answers.items()
        }
        play = Play(self._engine, self._stage, simulated, answers)
        play.held = [step.words["task"] for step in scenario.steps if "task" in step.words]
        for step in opening.before:
            if step.do == "start":
                self._publish(step.words.get("process") or scenario.process)
            try:
                perform(play, replace(step, words=shift.data(step.words, step.at)), scenario.process, None)
                play.settle()
            except (Refused, NotFound, StuckError):
                continue

    def _publish(self, process: str) -> None:
        folder = self._stage.folder(process)
        self._stage.publish(self._engine, folder)
        self._stage.publish_started(self._engine, [folder])


def _begun_by(connection: Connection, process: str) -> Iterator[tuple[str, str]]:
    """Kind and name of what starts cases of a process by itself."""
    start, version = tables.start_event.c, tables.process_version.c
    statement = (
        select(start.kind, start.name)
        .join_from(tables.start_event, tables.process_version, start.version_id == version.id)
        .where(version.process == process)
    )
    for kind, name in connection.execute(statement):
        yield kind, name or ""
