"""Walks: what people and the clock do to one case, and everything that can be seen of it after each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from engine.runtime import act as runtime_act
from engine.runtime.case import Deadline, Timer
from engine.runtime.program import Program
from engine.runtime.tree import Tree
from engine.time import clock
from tests.support.office import Office, civil
from tests.support.steering import Act

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


def rivals() -> st.SearchStrategy[Move]:
    """One of two things done to a case at once, some hours after what came before."""
    kinds = st.sampled_from(["complete", "complete", "drain", "message", "return", "sign"])
    return st.builds(Move, kinds, st.integers(0, 2), st.integers(0, 3), st.integers(0, 60))


Sight = dict[str, Any]
"""What is seen of a case, without keys."""


@dataclass
class Walker:
    """Walks one case of an office; `check` is asked after every step."""

    office: Office
    process: str
    check: Callable[[UUID], None] = lambda _: None

    def walk(
        self, steps: list[Move], then: Callable[[UUID], None] | None = None
    ) -> tuple[list[Move], list[Sight]]:
        """Do every step that is allowed, and `then` what is given; those steps, and what was seen after each."""
        with self._clock():
            case = self.office.start({"n": 0}, self.process)
            done, seen = [], [self._see(case, 0)]
            try:
                for step in steps:
                    if self._do(case, step):
                        done.append(step)
                        seen.append(self._see(case, seen[-1]["sequence"]))
                if then is not None:
                    then(case)
                    seen.append(self._see(case, seen[-1]["sequence"]))
            finally:
                self._leave(case)
        return done, seen

    def bound(self, case: UUID, step: Move) -> Act:
        """A step as it stands now, to be done later; letting a worker fire what is due where it has no object."""
        return _ACTS[step.kind](self, case, step) or drain

    @contextmanager
    def _clock(self) -> Iterator[None]:
        self.office.clock = clock.SimulatedClock(civil(START))
        with clock.using(self.office.clock):
            yield

    def _do(self, case: UUID, step: Move) -> bool:
        act = _ACTS[step.kind](self, case, step)
        if act is None and step.kind == "complete":
            act = self._wait_for_a_timer(case)
        if act is None:
            return False
        try:
            act(self.office)
        except Refused as refused:
            if "故障" in refused.message:
                raise
            return False
        return True

    def _row(self, case: UUID, step: Move) -> dict[str, Any] | None:
        open_ones = sorted(
            self.office.open(case), key=lambda row: (row["element"], str(row["item"]), row["id"])
        )
        return open_ones[step.pick % len(open_ones)] if open_ones else None

    def complete(self, case: UUID, step: Move) -> Act | None:
        row = self._row(case, step)
        if row is None:
            return None
        view = {"decision": "approve" if step.n else "reject", "opinion": "意见"}
        data = view if row["signer"] else {"n": step.n}
        return lambda office: office.engine.complete(row["id"], SYSTEM, data)

    def sign(self, case: UUID, step: Move) -> Act | None:
        """Let one of two look before, or sign after."""
        row = self._row(case, step)
        to, place = ("财政局", "发改局")[step.n // 2], ("before", "after")[step.n % 2]
        return row and (lambda office: office.engine.add_signer(row["id"], SYSTEM, to, place))

    def give_back(self, case: UUID, step: Move) -> Act | None:
        row = self._row(case, step)
        return row and (lambda office: office.engine.return_to(row["id"], SYSTEM, None, "请补充"))

    def message(self, case: UUID, step: Move) -> Act | None:
        names = sorted(self.office.engine.program(self.office.case(case)["version_id"]).diagram.triggers)
        if not names:
            return None
        name = names[step.pick % len(names)]
        return lambda office: office.engine.deliver_message(case, SYSTEM, name, None, {"n": step.n})

    def wait(self, case: UUID, step: Move) -> Act | None:
        until = clock.now() + timedelta(hours=step.hours)
        return lambda office: _pass_time(office, until, step.drains)

    def _wait_for_a_timer(self, case: UUID) -> Act | None:
        next_due = self.office.case(case)["next_due"]
        return next_due and (lambda office: _pass_time(office, max(next_due, clock.now()), drains=True))

    def drain(self, case: UUID, step: Move) -> Act | None:
        return drain

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


def drain(office: Office) -> None:
    """Let a worker fire everything that is due."""
    while (drained := office.engine.fire_due()).instances:
        assert drained.failed == 0


def _pass_time(office: Office, until: datetime, drains: bool) -> None:
    office.clock.move_to(until)
    if drains:
        drain(office)


_ACTS: dict[str, Callable[[Walker, UUID, Move], Act | None]] = {
    "complete": Walker.complete,
    "return": Walker.give_back,
    "sign": Walker.sign,
    "wait": Walker.wait,
    "message": Walker.message,
    "drain": Walker.drain,
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

    def tree(_program: Program, place: int, act: runtime_act.Act) -> Tree:
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
