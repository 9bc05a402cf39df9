"""Whether the rows beside a case's state say what the state says: the projections against a rebuild.

A case is loaded from its stored state and brought into line once more, as after a step; whatever that would
change, and every row of open task, armed timer or running deadline that is not as the state has it, is a
difference. Nothing is written.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from engine import tables
from engine.people.actor import SYSTEM
from engine.runtime import storage, sync
from engine.runtime.act import Act
from engine.runtime.case import Case
from engine.runtime.changes import Changes
from engine.runtime.fields import Fields
from engine.runtime.running import RunningAct
from engine.runtime.user_tasks import shown_name
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

_TASK = ("engine_task", "element", "name", "due_at", "status")
_TIMER = ("engine_task", "generation", "element", "armed_at", "due_at", "status")
_DEADLINE = ("engine_task", "name", "element", "ledger", "due_on", "due_at", "provisional", "status")
_TRANSLATED = {"user_task": words("待办环节"), "timer": words("定时器"), "deadline": words("时限")}


def differences(engine: "Engine", instance_id: UUID) -> list[str]:
    """What differs between a case's rows and its stored state, in Chinese, one line each; empty when all is well.

    A case whose calendar has changed since is compared as it stands; deriving it again is a step of its own.
    Raises Refused (gone).
    """
    with engine.database.reading() as connection:
        act = _loaded(engine, connection, instance_id)
        stood = {name: act.case.row[name] for name in ("status", "due_at", "next_due")}
        next_due, stored = act.case.next_due, {timer.id for timer in act.case.timers}
        if act.case.is_running:
            sync.synchronise(act)
        return [*_of_instance(act.case, stood, next_due), *_of_rows(connection, act, stored)]


def _loaded(engine: "Engine", connection: Connection, instance_id: UUID) -> Act:
    act = RunningAct(engine.world(connection), connection, "check", SYSTEM, Fields(connection, instance_id))
    # The lock keeps acts away, so that the rows read one after the other are those of one moment.
    row = storage.lock(connection, instance_id)
    act.case = storage.load(connection, row, engine.program(row["version_id"], connection), act)
    act.case.open_tasks.read()
    return act


def _of_instance(case: Case, stood: dict[str, Any], next_due: datetime | None) -> Iterator[str]:
    if case.row["status"] != stood["status"]:
        yield words(
            "办件登记为 %(status)s,按状态应为 %(status2)s", status=stood["status"], status2=case.row["status"]
        )
    if case.row["due_at"] != stood["due_at"]:
        yield words(
            "办件的到期时刻登记为 %(due_at)s,按状态应为 %(due_at2)s",
            due_at=stood["due_at"],
            due_at2=case.row["due_at"],
        )
    if next_due != stood["next_due"]:
        yield words(
            "下次唤醒登记为 %(next_due)s,按状态应为 %(next_due2)s",
            next_due=stood["next_due"],
            next_due2=next_due,
        )


def all_differences(engine: "Engine", numbers: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Number and difference of every case, or of those of these numbers."""
    row = tables.instance.c
    statement = select(row.id, row.number).order_by(row.number)
    wanted = list(numbers)
    if wanted:
        statement = statement.where(row.number.in_(wanted))
    with engine.database.reading() as connection:
        cases = connection.execute(statement).all()
    for case in cases:
        for difference in differences(engine, case.id):
            yield case.number, difference


def _set_aside(connection: Connection, case: Case) -> set[tuple[int, str]]:
    """Task and element of the timers that could not fire: their tokens wait, and an incident says why."""
    row = tables.timer.c
    failed = select(row.engine_task, row.element).where(row.instance_id == case.id, row.status == "failed")
    return {(number, element) for number, element in connection.execute(failed)}


def _of_rows(connection: Connection, act: Act, stored: set[UUID]) -> Iterator[str]:
    case, expected = act.case, Changes()
    aside = _set_aside(connection, case)
    for timer in case.timers:
        if timer.id in stored or (timer.number, timer.element) not in aside:
            expected.timer(case, timer, "armed")
    for deadline in case.deadlines:
        expected.deadline(case, deadline)
    for table, columns, status, should in (
        (tables.user_task, _TASK, ("open",), _tasks(act)),
        (tables.timer, _TIMER, ("armed",), expected.timers.values()),
        (tables.deadline, _DEADLINE, ("running", "paused"), expected.deadlines.values()),
    ):
        row = table.c
        live = select(table).where(row.instance_id == case.id, row.status.in_(status))
        rows = [dict(found) for found in connection.execute(live).mappings()]
        yield from _compared(table, columns, rows, should)


def _tasks(act: Act) -> Iterator[dict[str, Any]]:
    """The open tasks, each named as the element of the diagram on which its token stands."""
    for number, row in act.case.open_tasks.items():
        task = act.case.tree.find(number)
        node = act.node(task) if task is not None else None
        name = shown_name(node, row["signer"]) if node is not None else row["name"]
        yield {**row, "element": node.id, "name": name} if node is not None else row


def _compared(
    table: Table, columns: tuple[str, ...], rows: list[dict[str, Any]], should: Iterable[dict[str, Any]]
) -> Iterator[str]:
    """The rows as they stand against those that should; a task opened only now has a key that no row has."""
    what = _TRANSLATED[table.name]
    standing = {row["id"]: row for row in rows}
    wanted = {row["id"]: row for row in should}
    for key in standing.keys() - wanted.keys():
        yield words("%(what)s“%(element)s”多余:状态中没有它", what=what, element=standing[key]["element"])
    for key in wanted.keys() - standing.keys():
        yield words(
            "%(what)s“%(element)s”缺失:状态中有它而没有这一行", what=what, element=wanted[key]["element"]
        )
    for key in standing.keys() & wanted.keys():
        for column in columns:
            if standing[key][column] != wanted[key][column]:
                element, now, then = standing[key]["element"], standing[key][column], wanted[key][column]
                yield words(
                    "%(what)s“%(element)s”的 %(column)s 登记为 %(now)s,按状态应为 %(then)s",
                    what=what,
                    element=element,
                    column=column,
                    now=now,
                    then=then,
                )
