"""Walks: what people and the clock do to one case, and everything that can be seen of it after each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from engine.runtime.act import Act
from engine.runtime.case import Deadline, Timer
from engine.runtime.program import Program
from engine.runtime.refusals import Refused
from engine.runtime.tree import Tree
from engine.time import clock
from tests.support.office import Office, civil

START = "2020-03-09 09:00"


@dataclass(frozen=True)
class Move:
    """One step. `pick` chooses among what is open, `n` is what is answered, `hours` how far time goes.

    `drains` says whether a worker is awake when time has moved on.
    """

    kind: str
    pick: int = 0
    n: int = 0
    hours: int = 0
    drains: bool = True


def moves(most: int) -> st.SearchStrategy[list[Move]]:
    """Walks of up to `most` steps; most of them complete a task, or wait for a timer where none is open."""
    pick, n = st.integers(0, 5), st.integers(0, 3)
    complete = st.builds(Move, st.just("complete"), pick, n)
    wait = st.builds(Move, st.just("wait"), hours=st.integers(1, 80), drains=st.booleans())
    send = st.builds(Move, st.just("message"), pick, n)
    back = st.builds(Move, st.just("return"), pick)
    sign = st.builds(Move, st.just("sign"), pick, n)
    step = st.one_of(complete, complete, wait, send, back, sign)
    return st.lists(step, min_size=most // 2, max_size=most)


Sight = dict[str, Any]
"""What is seen of a case, without keys."""


@dataclass
class Walker:
    """Walks one case of an office; `check` is asked after every step."""

    office: Office
    process: str
    check: Callable[[UUID], None] = lambda _: None

    def walk(self, steps: list[Move]) -> tuple[list[Move], list[Sight]]:
        """Do every step that is allowed; those steps, and what was seen after each."""
        with self._clock():
            case = self.office.start({"n": 0}, self.process)
            done, seen = [], [self._see(case, 0)]
            try:
                for step in steps:
                    if self._do(case, step):
                        done.append(step)
                        seen.append(self._see(case, seen[-1]["sequence"]))
            finally:
                self._leave(case)
        return done, seen

    @contextmanager
    def _clock(self) -> Iterator[None]:
        self.office.clock = clock.SimulatedClock(civil(START))
        with clock.using(self.office.clock):
            yield

    def _do(self, case: UUID, step: Move) -> bool:
        try:
            return _STEPS[step.kind](self, case, step)
        except Refused as refused:
            if "故障" in refused.message:
                raise
            return False

    def _row(self, case: UUID, step: Move) -> dict[str, Any] | None:
        open_ones = sorted(
            self.office.open(case), key=lambda row: (row["element"], str(row["item"]), row["id"])
        )
        return open_ones[step.pick % len(open_ones)] if open_ones else None

    def _task(self, case: UUID, step: Move) -> UUID | None:
        row = self._row(case, step)
        return row["id"] if row is not None else None

    def complete(self, case: UUID, step: Move) -> bool:
        row = self._row(case, step)
        if row is None:
            return self._wait_for_a_timer(case)
        view = {"decision": "approve" if step.n else "reject", "opinion": "意见"}
        self.office.engine.complete(row["id"], SYSTEM, view if row["signer"] else {"n": step.n})
        return True

    def sign(self, case: UUID, step: Move) -> bool:
        """Let one of two look before, or sign after."""
        task = self._task(case, step)
        if task is not None:
            to, place = ("财政局", "发改局")[step.n // 2], ("before", "after")[step.n % 2]
            self.office.engine.add_signer(task, SYSTEM, to, place)
        return task is not None

    def give_back(self, case: UUID, step: Move) -> bool:
        task = self._task(case, step)
        if task is not None:
            self.office.engine.return_to(task, SYSTEM, None, "请补充")
        return task is not None

    def wait(self, case: UUID, step: Move) -> bool:
        self.office.clock.move_to(clock.now() + timedelta(hours=step.hours))
        if step.drains:
            self._drain()
        return True

    def _wait_for_a_timer(self, case: UUID) -> bool:
        next_due = self.office.case(case)["next_due"]
        if next_due is not None:
            self.office.clock.move_to(max(next_due, clock.now()))
            self._drain()
        return next_due is not None

    def _drain(self) -> None:
        while (drained := self.office.engine.fire_due()).instances:
            assert drained.failed == 0

    def message(self, case: UUID, step: Move) -> bool:
        names = sorted(self.office.engine.program(self.office.case(case)["version_id"]).diagram.triggers)
        if names:
            name = names[step.pick % len(names)]
            self.office.engine.deliver_message(case, SYSTEM, name, None, {"n": step.n})
        return bool(names)

    def _leave(self, case: UUID) -> None:
        with suppress(Refused):  # What is due by now fires first and may end the case.
            self.office.engine.cancel(case, SYSTEM, "走完了")
        self.check(case)

    def _see(self, case: UUID, since: int) -> Sight:
        self.check(case)
        row = self.office.case(case)
        mine = (tables.timer.c.instance_id == case, tables.timer.c.status == "armed")
        running = (tables.deadline.c.instance_id == case, tables.deadline.c.status == "running")
        return {
            "status": row["status"],
            "sequence": row["sequence"],
            "next_due": row["next_due"],
            "due_at": row["due_at"],
            "tasks": [(t["element"], str(t["item"]), t["due_at"]) for t in self.office.open(case)],
            "timers": _sorted(self.office, tables.timer, mine, "element", "generation", "armed_at", "due_at"),
            "deadlines": _sorted(self.office, tables.deadline, running, "element", "due_at", "set_at"),
            "history": [
                (entry["act"], entry["at"], entry["due_at"], [_without_keys(e) for e in entry["events"]])
                for entry in self.office.journal(case)
                if entry["sequence"] > since
            ],
        }


_STEPS: dict[str, Callable[[Walker, UUID, Move], bool]] = {
    "complete": Walker.complete,
    "return": Walker.give_back,
    "sign": Walker.sign,
    "wait": Walker.wait,
    "message": Walker.message,
}


def _sorted(office: Office, table: Any, where: tuple[Any, ...], *columns: str) -> list[tuple[Any, ...]]:
    return sorted(tuple(row[name] for name in columns) for row in office.rows(select(table).where(*where)))


def _without_keys(event: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in event.items()
        if name not in ("task", "number", "data", "digest", "document")
    }


@contextmanager
def nothing_reloaded() -> Iterator[None]:
    """Let every case stay in memory as its acts leave it, unpruned; what is stored of it is only where it lies."""
    kept: list[Any] = []

    def keep(thing: object) -> int:
        kept.append(thing)
        return len(kept) - 1

    def tree(_program: Program, place: int, act: Act) -> Tree:
        found: Tree = kept[place]
        found.workflow.script_engine = act
        return found

    with (
        patch.object(Tree, "stored", keep),
        patch.object(Tree, "load", tree),
        patch.object(Tree, "prune", lambda _: None),
        patch.object(Timer, "stored", keep),
        patch.object(Timer, "read", kept.__getitem__),
        patch.object(Deadline, "stored", keep),
        patch.object(Deadline, "read", kept.__getitem__),
    ):
        yield
