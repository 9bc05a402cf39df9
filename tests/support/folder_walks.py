"""Walks through the processes a county really runs: any legal answer at any task, time moved at will.

After every step the program is as good as restarted: a fresh engine on the same database, cases read again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM, Actor
from engine.people.directory import Candidates
from engine.records.signer_form import signer_form
from engine.refusals import Refused
from engine.rehearsal import Stage, finding
from engine.rehearsal.elements import element_of
from engine.rehearsal.files import with_files
from engine.rehearsal.play import Play
from engine.rehearsal.scenario import Scenario, Step
from engine.rehearsal.scenario_file import read_scenario
from engine.rehearsal.scenarios import _Scene
from engine.rehearsal.stage import ThrowAwayEngine
from engine.rehearsal.verbs import perform
from engine.runtime.fields import Fields
from engine.time import clock
from tests.support.invariants import check_case
from tests.support.legal_answers import Bank, Filler

MOST_CASES = 6
"""Cases of one walk that are looked at and worked on; others start and stay."""


@dataclass(frozen=True)
class Walk:
    """One step: `kind` says what is done, `pick` to which, `luck` what is filled in, `hours` how far time goes."""

    kind: str
    pick: int = 0
    luck: int = 0
    hours: int = 0


def walks(most: int) -> st.SearchStrategy[list[Walk]]:
    """Walks of up to `most` steps; most of them do a task, or wait for what is due where there is none."""
    pick, luck = st.integers(0, 20), st.integers(0, 2**16)
    work = st.builds(Walk, st.just("work"), pick, luck)
    wait = st.builds(Walk, st.just("wait"), hours=st.integers(1, 200))
    ask = st.builds(Walk, st.just("ask"), pick, luck)
    verb = st.builds(Walk, st.just("verb"), pick, luck)
    return st.lists(st.one_of(work, work, work, wait, ask, verb), min_size=most // 2, max_size=most)


_BEGINS = ("start", "message", "signal")


@dataclass
class Folder:
    """A process folder with what its scenarios know."""

    path: Path
    scenarios: list[Scenario] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Folder:
        """The folder with its scenarios that begin with something that may be done."""
        found = [read_scenario(file) for file in sorted(path.glob("scenarios/*.y*ml"))]
        return cls(path, found)

    @property
    def begun(self) -> list[tuple[Scenario, Step | None]]:
        """The scenarios with their first start; None where nobody starts a case by hand."""
        pairs = []
        for scenario in self.scenarios:
            first = scenario.steps[0] if scenario.steps else None
            if first is None or (first.do in _BEGINS and first.refused is None):
                pairs.append((scenario, first))
        return pairs or [(scenario, None) for scenario in self.scenarios]


class FolderWalker:
    """Walks one county in which one folder's processes run."""

    def __init__(self, stage: Stage, folder: Folder, scenario: Scenario, bank: Bank) -> None:
        self._stage, self._folder, self._scenario, self._bank = stage, folder, scenario, bank
        self.done: list[str] = []

    def walk(self, first: Step | None, steps: list[Walk]) -> None:
        """Start a case and take every step; everything that must hold is checked after each."""
        simulated = clock.SimulatedClock(self._scenario.now)
        with clock.using(simulated), self._stage.county(clock.today()) as engine:
            self._play = Play(engine, self._stage, simulated, {})
            _Scene(self._scenario, self._stage, self._folder.path / "scenarios")._publish(self._play)
            if first is not None:
                words = {**first.words, "count": 1}
                if words.get("items"):
                    words["items"] = words["items"][:1]
                start = Step(first.at, first.do, first.by, words, None, first.place)
                simulated.move_to(max(first.at, clock.now()))
                perform(self._play, start, self._scenario.process, self._folder.path / "scenarios")
            self._check()
            for step in steps:
                self._restart()
                _STEPS[step.kind](self, step)
                self._check()

    # --- steps ----------------------------------------------------------------------------------------------
    def work(self, step: Walk) -> None:
        """Do one of the open tasks, with any answer its form accepts."""
        task = self._task(step)
        if task is None:
            self._wait_for_what_is_due()
            return
        actor = self._actor(task)
        filler = Filler(self._bank, self._units(), random.Random(step.luck))
        form, known = self._form(task)
        for data in filler.answers(task["name"], form, known):
            try:
                self._play.engine.complete(task["id"], actor, self._with_files(task, form, data, actor))
            except Refused as refused:
                _is_a_plain_no(refused, task["name"], data)
                _is_theirs(refused, task["name"], actor)
            else:
                self.done.append(f"{task['name']} {data}")
                return

    def wait(self, step: Walk) -> None:
        """Let time go by while a worker is awake."""
        self._move(clock.now() + timedelta(hours=step.hours))

    def ask(self, step: Walk) -> None:
        """Make one of the requests the diagrams take; whether it is in time the engine says."""
        offers = [
            (case, node)
            for case in self._cases()
            for process in self._play.engine.program(case["version_id"]).processes.values()
            for node in process.nodes.values()
            if node.extension("request") is not None
        ]
        if not offers:
            return
        case, node = offers[step.pick % len(offers)]
        program = self._play.engine.program(case["version_id"])
        filler = Filler(self._bank, self._units(), random.Random(step.luck))
        verb = node.extension("request").get("verb")
        form = program.form(node.extension("form"))
        for data in filler.answers(node.label, form, {}):
            try:
                self._play.engine.request(case["id"], SYSTEM, verb, data)
            except Refused as refused:
                _is_a_plain_no(refused, node.label, data)
            else:
                self.done.append(f"{node.label} {data}")
                return

    def verb(self, step: Walk) -> None:
        """Send an open task back, hand it on or let somebody look first, as far as its diagram allows."""
        task = self._task(step)
        if task is None:
            return
        actor, engine = self._actor(task), self._play.engine
        unit = random.Random(step.luck).choice(self._units())
        acts = (
            lambda: engine.return_to(task["id"], actor, None, "请补充"),
            lambda: engine.add_signer(task["id"], actor, unit, "before"),
            lambda: engine.add_signer(task["id"], actor, unit, "after"),
            lambda: engine.claim(task["id"], actor),
        )
        number = step.luck % len(acts)
        try:
            acts[number]()
        except Refused as refused:
            _is_a_plain_no(refused, task["name"], number)
        else:
            self.done.append(f"{task['name']}: verb {number}")

    # --- what stands ------------------------------------------------------------------------------------------
    def _restart(self) -> None:
        old = self._play.engine
        fresh = ThrowAwayEngine(old.database, old._give_back)
        fresh._programs = old._programs
        fresh.__dict__["vault"] = old.vault
        self._play.engine = fresh

    def _rows(self, statement: Any) -> list[dict[str, Any]]:
        with self._play.engine.database.reading() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def _cases(self) -> list[dict[str, Any]]:
        row = tables.instance.c
        return self._rows(select(tables.instance).order_by(row.started_at, row.id).limit(MOST_CASES))

    def _task(self, step: Walk) -> Any:
        cases = {case["id"] for case in self._cases()}
        with self._play.engine.database.reading() as connection:
            found = [task for task in finding.open_tasks(connection) if task["instance_id"] in cases]
        return found[step.pick % len(found)] if found else None

    def _actor(self, task: Any) -> Actor:
        return self._play.actor_of(task, None)

    def _units(self) -> list[str]:
        with self._play.engine.database.reading() as connection:
            units = self._play.engine.directory(connection).units.values()
        return sorted(unit.short_name for unit in units if unit.kind != "县领导")

    def _form(self, task: Any) -> Any:
        if task["signer"]:
            return signer_form(), {}
        program = self._play.engine.program(task["version_id"])
        node = element_of(program, task["element"])
        assert node is not None
        with self._play.engine.database.reading() as connection:
            branch = (task["item"] or {}).get("branch", "")
            known = Fields(connection, task["instance_id"]).visible(branch)
        return program.form(node.extension("form")), known

    def _with_files(self, task: Any, form: Any, data: dict[str, Any], actor: Actor) -> dict[str, Any]:
        database = self._play.engine.database
        return database.transact(
            lambda connection: with_files(connection, task["instance_id"], form, data, actor.login)
        )

    # --- time -------------------------------------------------------------------------------------------------
    def _wait_for_what_is_due(self) -> None:
        with self._play.engine.database.reading() as connection:
            due = self._play.engine.next_due(connection)
        if due is not None:
            self._move(max(due, clock.now()))

    def _move(self, moment: Any) -> None:
        self._play.clock.move_to(moment)
        for _ in range(2_000):
            drained = self._play.engine.fire_due()
            assert drained.failed == 0
            if not drained.instances:
                return
        raise AssertionError("what is due does not come to an end")

    # --- what must hold -----------------------------------------------------------------------------------------
    def _check(self) -> None:
        incidents = self._rows(select(tables.incident).where(tables.incident.c.resolved_at.is_(None)))
        said = [(each["element"], each["message"]) for each in incidents]
        assert said == [], said
        undelivered = self._rows(select(tables.inbox).where(tables.inbox.c.error.is_not(None)))
        assert [(each["kind"], each["payload"], each["error"]) for each in undelivered] == []
        with self._play.engine.database.reading() as connection:
            directory = self._play.engine.directory(connection)
            tasks = finding.open_tasks(connection)
        for task in tasks:
            who = Candidates(task["unit_id"], task["post_id"], task["deputies"], task["recused"])
            able = task["assignee"] is not None or directory.holders(who, clock.today())
            assert able, f"nobody can do {task['name']}"
        at_work = {task["instance_id"] for task in tasks}
        for case in self._cases():
            check_case(self._play.engine, case["id"])
            if case["status"] == "running":
                assert case["id"] in at_work or self._waits(case), f"{case['title']} is stuck"

    def _waits(self, case: dict[str, Any]) -> bool:
        """Whether a case without an open task waits for a moment, for a message, or for a service."""
        if case["next_due"] is not None:
            return True
        waits = select(tables.subscription).where(tables.subscription.c.instance_id == case["id"])
        asked = select(tables.outbox).where(
            tables.outbox.c.instance_id == case["id"], tables.outbox.c.kind == "service"
        )
        return bool(self._rows(waits) or self._rows(asked))


def _is_a_plain_no(refused: Refused, *what: object) -> None:
    """A refusal in words is an answer; a case that cannot go on is none."""
    assert "故障" not in refused.message, (*what, refused.message)


def _is_theirs(refused: Refused, name: str, actor: Actor) -> None:
    assert refused.kind != "forbidden", (name, actor.login, refused.message)


_STEPS = {
    "work": FolderWalker.work,
    "wait": FolderWalker.wait,
    "ask": FolderWalker.ask,
    "verb": FolderWalker.verb,
}
