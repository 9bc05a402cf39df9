"""What changes of the register mean for running cases, case by case, each as an act in its own history.

Two sweeps, both driven by what stands in the database, so that they may be cut off anywhere and called again:
cases of a unit that was merged or split go to the unit that has them now, and tasks claimed by somebody who
has left go back to their post, so that no task is lost.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, exists, or_, select

from engine import tables
from engine.people.actor import SYSTEM
from engine.people.directory import Directory
from engine.people.oversight import PRINCIPAL
from engine.refusals import StuckError
from engine.runtime import firing, saving, storage
from engine.runtime.act import Act
from engine.runtime.fields import read_fields
from engine.runtime.user_tasks import waiting_rows
from engine.time import clock
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

_AT_ONCE = 50
_STUCK = "register"
"""Kind of the incidents of cases that could not be brought into line with the register."""

AT_HAND = ("open", "waiting")
"""Status of the tasks that belong to somebody: to be done, or waiting for an added signer."""
_instance, _task, _incident = tables.instance.c, tables.user_task.c, tables.incident.c
_GOES_ON = _instance.status.in_(("running", "suspended"))
_IS_STUCK = exists().where(
    _incident.instance_id == _instance.id, _incident.kind == _STUCK, _incident.resolved_at.is_(None)
)


# --- merged and split units -----------------------------------------------------------------------------------
def move_all_cases(engine: "Engine") -> int:
    """Let every case that today's reorganisations concern go where it belongs; how many went."""
    return _all(move_cases, engine)


def move_cases(engine: "Engine", limit: int = _AT_ONCE) -> int:
    """Move up to `limit` cases of the earliest reorganisation that is due; how many. Call again until 0."""

    def work(connection: Connection) -> int:
        for change in _due(connection):
            rows = _concerned(connection, change, limit)
            if rows:
                return sum(_attempt(engine, connection, row, "reorganise", _Move(change)) for row in rows)
            if not _concerned(connection, change, 1, stuck=True):
                row = tables.reorganisation.c
                done = tables.reorganisation.update().where(row.id == change.id)
                connection.execute(done.values(done_at=clock.now()))
        return 0

    return engine.database.transact(work)


def _due(connection: Connection) -> list[Any]:
    row = tables.reorganisation.c
    due = select(tables.reorganisation).where(row.done_at.is_(None), row.valid_from <= clock.today())
    return list(connection.execute(due.order_by(row.valid_from, row.id)))


def _concerned(connection: Connection, change: Any, limit: int, stuck: bool = False) -> list[dict[str, Any]]:
    named = None if change.cases is None else [UUID(hex=key) for key in change.cases]
    statement = select(tables.instance).where(is_at(change.unit_id, named))
    statement = statement if stuck else statement.where(~_IS_STUCK)
    rows = connection.execute(statement.order_by(_instance.id).limit(limit).with_for_update())
    return [dict(row) for row in rows.mappings()]


def is_at(unit_id: str, cases: list[UUID] | None) -> Any:
    """The condition that a case goes on and is of a unit or has an open task there; only among `cases` if given."""
    held = tables.user_task.alias("held").c
    here = exists().where(held.instance_id == _instance.id, held.status.in_(AT_HAND), held.unit_id == unit_id)
    at = _GOES_ON & or_(_instance.unit_id == unit_id, here)
    return at if cases is None else at & _instance.id.in_(cases)


class _Move:
    """Moves one case from a unit to the one that has it now."""

    def __init__(self, change: Any) -> None:
        self._change = change

    def __call__(self, act: Act) -> None:
        """Give the case and its open tasks to the other unit; whoever is not of that unit loses what they claimed."""
        change, directory = self._change, act.world.directory
        was, unit = directory.units[change.unit_id], directory.units[change.into_id]
        if change.kind == "split":
            self._rename_in_record(act, {was.id, was.name, was.short_name, *was.aliases}, unit.short_name)
        if act.case.row["unit_id"] == was.id:
            act.case.row["unit_id"] = unit.id
        waiting = [row for number in act.case.signing for row in waiting_rows(act, number)]
        rows = [*act.case.open_tasks.values(), *waiting]
        moved = [row for row in rows if row["unit_id"] == was.id]
        for row in moved:
            row.update(unit_id=unit.id, post_id=_post_there(directory, unit.id, row["post_id"]))
            if row["assignee"] is not None and has_left(directory, row):
                row.update(assignee=None, owner=None)
            act.changes.user_task(row)
        tasks = [row["id"].hex for row in moved]
        act.record("unit.changed", None, was=was.short_name, unit=unit.short_name, tasks=tasks or None)

    @staticmethod
    def _rename_in_record(act: Act, names: set[str], name: str) -> None:
        """What the record says of the unit is said of the new one: from it later tasks find their unit."""
        for (field, branch), value in read_fields(act.connection, act.case.id).items():
            if isinstance(value, str) and value in names:
                act.fields.write(field, name, branch, SYSTEM.login, act.case.program.process.id)


def post_of(unit_id: str, post_id: str | None) -> str | None:
    """The post of the same name in another unit."""
    return f"{unit_id}/{post_id.partition('/')[2]}" if post_id else None


def _post_there(directory: Directory, unit_id: str, post_id: str | None) -> str | None:
    """The same post of another unit; its principal where there is none (one set up since the plan was made)."""
    there = post_of(unit_id, post_id)
    return there if there is None or there in directory.posts else f"{unit_id}/{PRINCIPAL}"


# --- people who have left -------------------------------------------------------------------------------------
def release_all_departed(engine: "Engine") -> int:
    """Give every task claimed by somebody who has left back to its post; how many cases were concerned."""
    return _all(release_departed, engine)


def release_departed(engine: "Engine", limit: int = _AT_ONCE) -> int:
    """The same for up to `limit` cases. Call again until 0."""

    def work(connection: Connection) -> int:
        directory = engine.directory(connection)
        cases = {row["instance_id"] for row in _claimed(connection) if has_left(directory, row)}
        statement = select(tables.instance).where(_instance.id.in_(sorted(cases)[:limit]))
        rows = connection.execute(statement.order_by(_instance.id).with_for_update()).mappings().all()
        return sum(_attempt(engine, connection, dict(row), "release", _release) for row in rows)

    return engine.database.transact(work)


def _claimed(connection: Connection) -> list[Any]:
    statement = (
        select(_task.instance_id, _task.unit_id, _task.assignee)
        .join(tables.instance, _instance.id == _task.instance_id)
        .where(_task.status == "open", _task.assignee.is_not(None), _GOES_ON, ~_IS_STUCK)
    )
    return list(connection.execute(statement).mappings())


def has_left(directory: Directory, row: Any) -> bool:
    """Whether the assignee of a task is out of service, or of its unit no more."""
    person = directory.people[row["assignee"]]
    if not person.active:
        return True
    return row["unit_id"] is not None and row["unit_id"] not in directory.units_of(person.id, clock.today())


def _release(act: Act) -> None:
    directory = act.world.directory
    for row in act.case.open_tasks.values():
        if row["assignee"] is None or not has_left(directory, row):
            continue
        name = directory.people[row["assignee"]].name
        row["assignee"], row["owner"] = row["owner"], None
        if row["assignee"] is not None and has_left(directory, row):
            row["assignee"] = None
        act.changes.user_task(row)
        act.record(
            "task.unclaimed", row["element"], task=row["id"].hex, was=name, reason=words("经办人已离岗")
        )
        if row["unit_id"] is None and row["assignee"] is None:
            _report_nobody(act, row, name)


def _report_nobody(act: Act, row: dict[str, Any], name: str) -> None:
    message = words(
        "“%(name)s”指定由%(name2)s办理,而其账号已停用;请恢复账号,或撤销办件后另行发起",
        name=row["name"],
        name2=name,
    )
    storage.add_incident(act.connection, act.case.id, "assignment", message, row["element"])
    act.record("incident.raised", row["element"], message=message)


# --- one act --------------------------------------------------------------------------------------------------
def _all(sweep: Callable[["Engine"], int], engine: "Engine") -> int:
    total = 0
    while moved := sweep(engine):
        total += moved
    return total


def _attempt(
    engine: "Engine", connection: Connection, row: dict[str, Any], name: str, work: Callable[[Act], None]
) -> int:
    """Do the work as an act on a locked case; a case that cannot go on gets an incident and stops no other."""
    key = row["id"]
    try:
        with connection.begin_nested():
            act = engine.loaded(connection, row, name, SYSTEM)
            firing.fire_due(act)
            work(act)
            act.run()
            saving.save(act)
    except StuckError as error:
        storage.add_incident(connection, key, _STUCK, error.message, error.element)
    return 1
