"""What a reorganisation of units (机构改革) moves: worked out once, shown by a dry run, written when it is applied.

Posts, holders, deputies and charges are dated at once; cases follow on the day, each by an act of its own
(`engine.people.moving`). Finished cases, papers and points stay with the unit they were recorded for.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import or_, select

from engine import tables
from engine.database import new_key
from engine.people import moving
from engine.people.actor import Actor
from engine.people.directory import Unit
from engine.people.register import Change, change, eve, refusal
from engine.time import clock
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

UNIT, POST, HOLDING, DEPUTY, CHARGE, CASE, TASK = (
    words("单位"),
    words("岗位"),
    words("任职"),
    words("代理"),
    words("分管"),
    words("办件"),
    words("待办环节"),
)
_instance, _task = tables.instance.c, tables.user_task.c
_ENDS: Final = words("到此为止")


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that moves: its kind (one of those above), whom or what, from where, to where (None: it ends)."""

    kind: str
    what: str
    was: str
    to: str | None


@dataclass(slots=True)
class Plan:
    """What a reorganisation does: every move, and the rows to be written for it."""

    unit_id: str
    into_id: str
    valid_from: date
    moves: list[Move] = field(default_factory=list)
    cases: list[UUID] = field(default_factory=list)
    _writes: list[Callable[[Change], object]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind move."""
        return dict(Counter(move.kind for move in self.moves))

    def lines(self) -> list[str]:
        """The plan in Chinese, a line each."""
        return [f"{move.kind} {move.what}:{move.was} → {move.to or _ENDS}" for move in self.moves]

    def add(self, move: Move, write: Callable[[Change], object] | None = None) -> None:
        """Note a move and how it is written."""
        self.moves.append(move)
        if write is not None:
            self._writes.append(write)

    def write(self, made: Change) -> None:
        """Write every row but those of cases, which move by acts."""
        for write in self._writes:
            write(made)


def require_final(made: Change, unit: Unit) -> None:
    """Raises Refused (conflict) while another reorganisation of a unit is under way."""
    row = tables.reorganisation.c
    pending = select(row.valid_from).where(
        row.done_at.is_(None), or_(row.unit_id == unit.id, row.into_id == unit.id)
    )
    day = made.connection.execute(pending.limit(1)).scalar()
    if day is not None:
        raise refusal(
            "unit",
            words("“%(name)s”在 %(day)s 已有一次撤并,办完后才能再改。", name=unit.name, day=day),
            "conflict",
        )


def move_row(made: Change, table: Any, found: Any, to: str | None, day: date) -> None:
    """A period at one post ends the day before; the rest of it is at another."""
    row = table.c
    made.connection.execute(table.update().where(row.id == found.id).values(valid_to=eve(day)))
    if to is None:
        return
    rest = {**found._mapping, "id": new_key(), "post_id": to, "valid_from": max(day, found.valid_from)}
    same = (row.post_id == to) & (row.person_id == found.person_id)
    meets = same & or_(row.valid_to.is_(None), row.valid_to >= rest["valid_from"])
    if table is tables.deputy or made.connection.execute(select(row.id).where(meets)).first() is None:
        made.connection.execute(table.insert().values(rest))


def move_cases(made: Change, plan: Plan, numbers: tuple[str, ...] | None) -> None:
    """The running cases that go along, and their open tasks at the unit."""
    concerned = moving.is_at(plan.unit_id, None)
    if numbers is not None:
        concerned = concerned & _instance.number.in_(numbers)
    statement = select(_instance.id, _instance.number, _instance.title).where(concerned)
    found = made.connection.execute(statement.order_by(_instance.number)).all()
    if numbers is not None and (missing := sorted(set(numbers) - {row.number for row in found})):
        raise refusal(
            "cases", words("办件 %(names)s 不是该单位正在办理的办件,请核对。", names="、".join(missing))
        )
    plan.cases = [row.id for row in found]
    for row in found:
        plan.add(Move(CASE, f"{row.number} {row.title}", plan.unit_id, plan.into_id))
    tasks = (
        select(_task.name, _task.post_id, _instance.number)
        .join(tables.instance, _instance.id == _task.instance_id)
        .where(concerned, _task.status.in_(moving.AT_HAND), _task.unit_id == plan.unit_id)
        .order_by(_instance.number, _task.id)
    )
    for row in made.connection.execute(tasks):
        to = moving.post_of(plan.into_id, row.post_id) or plan.into_id
        plan.add(Move(TASK, f"{row.number} {row.name}", row.post_id or plan.unit_id, to))


def write(made: Change, plan: Plan, kind: str, cases: list[str] | None) -> None:
    """Write a plan and what is left to do on its day: `cases` that go along by key, None for all."""
    plan.write(made)
    row = {"id": new_key(), "kind": kind, "unit_id": plan.unit_id, "into_id": plan.into_id}
    days = {"valid_from": plan.valid_from, "done_at": None}
    made.connection.execute(tables.reorganisation.insert().values(**row, **days, cases=cases))


def applied(engine: "Engine", actor: Actor, work: Callable[[Change], Plan]) -> Plan:
    """Do a reorganisation after what is due has fired; where its day has come, its cases move at once."""
    while engine.fire_due().instances:
        pass
    plan = change(engine, actor, work)
    if plan.valid_from <= clock.today():
        moving.move_all_cases(engine)
        moving.release_all_departed(engine)
    return plan
