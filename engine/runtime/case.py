"""One case in memory while an act has it: what was loaded, what has changed.

The stored state holds the task tree, the armed timers and the running deadlines: the truth that the next act
believes. The rows of `user_task`, `timer` and `deadline` are written beside it for lists and workers.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import zstandard

from engine import values
from engine.runtime.open_tasks import OpenTasks
from engine.runtime.program import Program
from engine.runtime.tree import Tree
from engine.time.deadline import Ledger

MAIN: Final = "办理"
"""The name of a deadline that names none; one so called is the case's own, as is one marked `main`."""

FORMAT: Final = 1
"""Version of the stored state; a newer one keeps reading the older ones."""

_compressor = zstandard.ZstdCompressor(level=3)
_decompressor = zstandard.ZstdDecompressor()


@dataclass(slots=True)
class Timer:
    """An armed timer.

    `number` is its task in the tree and `element` the event that fires; a timer of a deadline has the
    deadline's id and what it does (`warning`, `overdue`) instead. `left` counts the repeats of a cycle, None
    for without end.
    """

    id: UUID
    number: int
    element: str
    generation: int
    armed_at: datetime
    due_at: datetime
    deadline: UUID | None = None
    left: int | None = 0

    def stored(self) -> list[Any]:
        """The timer as JSON."""
        instants = [self.armed_at, self.due_at]
        return [
            self.id.hex,
            self.number,
            self.element,
            self.generation,
            *instants,
            self.deadline.hex if self.deadline else None,
            self.left,
        ]

    @classmethod
    def read(cls, raw: list[Any]) -> "Timer":
        """The timer these JSON values say."""
        key, number, element, generation, armed_at, due_at, deadline, left = raw
        return cls(
            UUID(hex=key),
            number,
            element,
            generation,
            armed_at,
            due_at,
            UUID(hex=deadline) if deadline else None,
            left,
        )


@dataclass(slots=True)
class Deadline:
    """A running or paused deadline (时限) and its ledger.

    `number` is the task it belongs to, None where it is the whole case's. `due_on` and `due_at` are derived
    from the ledger with the calendar `calendar`; both are None while the clock is paused. `branch` is where it was
    set, `label` what that branch is called. `main` says that it is the case's own, by which the whole is judged.
    """

    id: UUID
    name: str
    element: str
    number: int | None
    ledger: Ledger
    set_at: datetime
    due_on: date | None = None
    due_at: datetime | None = None
    provisional: bool = False
    calendar: str = ""
    status: str = "running"
    branch: str = ""
    label: str | None = None
    main: bool = False
    ended_at: datetime | None = None

    def stored(self) -> list[Any]:
        """The deadline as JSON."""
        return [
            self.id.hex,
            self.name,
            self.element,
            self.number,
            self.ledger.to_dict(),
            self.set_at,
            self.due_on,
            self.due_at,
            self.provisional,
            self.calendar,
            self.status,
            self.branch,
            self.label,
            self.main,
        ]

    @classmethod
    def read(cls, raw: list[Any]) -> "Deadline":
        """The deadline these JSON values say; states of earlier releases do not say `main`."""
        key, name, element, number, ledger, *rest = raw
        found = cls(UUID(hex=key), name, element, number, Ledger.from_dict(ledger), *rest)
        found.main = found.main or name == MAIN
        return found


@dataclass(frozen=True, slots=True)
class Subscription:
    """A wait for a message or signal: the task, the event, and the kind, name and correlation value awaited."""

    number: int
    element: str
    kind: str
    name: str
    key: str | None

    def stored(self) -> list[Any]:
        """The subscription as JSON."""
        return [self.number, self.element, self.kind, self.name, self.key]


@dataclass(slots=True)
class Signing:
    """Who acts on a task beside the one whose it is (前加签, 后加签).

    `waiting` are the rows that wait for somebody to sign before, the latest last, each with who was added.
    `after` are those who sign after, in order; `signed` counts how many of them have; `main` is the row of the
    one whose task it is once that is completed.
    """

    waiting: list[tuple[UUID, str]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    signed: int = 0
    main: UUID | None = None

    def stored(self) -> list[Any]:
        """It as JSON."""
        waiting = [[row.hex, to] for row, to in self.waiting]
        return [waiting, self.after, self.signed, self.main.hex if self.main else None]

    @classmethod
    def read(cls, raw: list[Any]) -> "Signing":
        """What these JSON values say."""
        waiting, after, signed, main = raw
        rows = [(UUID(hex=row), to) for row, to in waiting]
        return cls(rows, after, signed, UUID(hex=main) if main else None)


@dataclass
class Case:
    """A case under an act's hands. `row` is the instance row, `open_tasks` its open user tasks by number.

    `set_aside` holds the timers that could not fire, by task number and element, until somebody retries them;
    `signing` who has been added to a task to sign before or after, by number.
    """

    row: dict[str, Any]
    program: Program
    tree: Tree
    timers: list[Timer] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    open_tasks: OpenTasks = field(default_factory=OpenTasks)
    set_aside: set[tuple[int, str]] = field(default_factory=set)
    signing: dict[int, Signing] = field(default_factory=dict)
    subscriptions: set[Subscription] = field(default_factory=set)

    @property
    def id(self) -> UUID:
        """Key of the case."""
        key: UUID = self.row["id"]
        return key

    @property
    def is_running(self) -> bool:
        """Whether the case goes on: neither ended nor suspended."""
        return bool(self.row["status"] == "running")

    @property
    def next_due(self) -> datetime | None:
        """When its earliest timer is due; None while the case is suspended."""
        if not self.is_running:
            return None
        return min((timer.due_at for timer in self.timers), default=None)

    def dump(self) -> bytes:
        """The stored state."""
        state: dict[str, Any] = {
            "tree": self.tree.stored(),
            "timers": [timer.stored() for timer in self.timers],
            "deadlines": [deadline.stored() for deadline in self.deadlines],
            "subscriptions": [each.stored() for each in sorted(self.subscriptions, key=_place)],
        }
        if self.set_aside:
            state["set_aside"] = sorted(self.set_aside)
        if self.signing:
            state["signing"] = [[number, each.stored()] for number, each in sorted(self.signing.items())]
        return _compressor.compress(values.dumps(state))


def _place(subscription: Subscription) -> tuple[int, str]:
    return subscription.number, subscription.element


def load_case(row: dict[str, Any], program: Program, engine: Any) -> Case:
    """The case of an instance row, nothing run. `engine` will answer the diagram's expressions."""
    state = values.loads(_decompressor.decompress(row["state"]))
    return Case(
        row=row,
        program=program,
        tree=Tree.load(program, state["tree"], engine),
        timers=[Timer.read(raw) for raw in state["timers"]],
        deadlines=[Deadline.read(raw) for raw in state["deadlines"]],
        subscriptions={Subscription(*raw) for raw in state.get("subscriptions", ())},
        set_aside={(number, element) for number, element in state.get("set_aside", ())},
        signing={number: Signing.read(raw) for number, raw in state.get("signing", ())},
    )
