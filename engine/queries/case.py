"""One case (办件) with everything its page shows, except the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from engine import tables
from engine.queries.limits import case_due, task_due
from engine.statements import Statement
from engine.time.deadline import Ledger

_instance, _version = tables.instance, tables.process_version
_unit, _task, _document = tables.unit, tables.user_task, tables.document


Status = Literal["running", "suspended", "completed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Case:
    """A case and the version it runs; `unit` is the short name of its main unit."""

    id: UUID
    number: str
    title: str
    process: str
    process_name: str
    version_id: UUID
    version_number: int
    status: Status
    outcome: str | None
    unit_id: str | None
    unit: str | None
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseTask:
    """A user task of a case, open or ended; `unit` is the short name of the unit it is for.

    `signer` says that it is an added signer's: before, after.
    """

    id: UUID
    engine_task: int
    element: str
    name: str
    unit_id: str | None
    unit: str | None
    post_id: str | None
    deputies: bool
    recused: str | None
    assignee: UUID | None
    status: str
    created_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    due_at: datetime | None
    item: Any
    answer: Any
    signer: str | None

    @property
    def label(self) -> str | None:
        """What its branch is called, where several of the same name are done side by side."""
        return (self.item or {}).get("label")


@dataclass(frozen=True, slots=True)
class CaseDeadline:
    """A deadline (时限) of a case. `engine_task` is None where it belongs to the whole case.

    `branch` is the branch it was set in, `label` what that is called. `main` is the case's own (`bj:deadline main`).
    """

    name: str
    element: str
    engine_task: int | None
    ledger: Ledger
    due_on: date | None
    due_at: datetime | None
    provisional: bool
    status: str
    set_at: datetime
    branch: str
    label: str | None
    main: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """An issued paper (文书); `file_digest` is None until its file has been rendered."""

    id: UUID
    instance_id: UUID
    element: str
    kind: str
    number: str | None
    unit: str | None
    issued_at: datetime
    issued_by: str
    due_at: datetime | None
    file_digest: str | None
    record_digest: str


_CASE: Select[Any] = select(
    _instance.c.id,
    _instance.c.number,
    _instance.c.title,
    _instance.c.process,
    _version.c.name,
    _instance.c.version_id,
    _version.c.number,
    _instance.c.status,
    _instance.c.outcome,
    _instance.c.unit_id,
    _unit.c.short_name,
    _instance.c.started_at,
    _instance.c.started_by,
    _instance.c.ended_at,
    case_due,
).select_from(
    _instance.join(_version, _version.c.id == _instance.c.version_id).outerjoin(
        _unit, _unit.c.id == _instance.c.unit_id
    )
)


def find_case(connection: Connection, case_id: UUID, visible: ColumnElement[bool]) -> Case | None:
    """The case of this id if it may be seen (`visible`, a condition on `instance`), else None."""
    row = connection.execute(_case_if(visible), {"case": case_id}).first()
    return None if row is None else Case(*row)


@lru_cache(maxsize=512)
def _case_if(visible: ColumnElement[bool]) -> Select[Any]:
    return _CASE.where(_instance.c.id == bindparam("case"), visible)


_TASKS_OF = Statement(
    select(
        _task.c.id,
        _task.c.engine_task,
        _task.c.element,
        _task.c.name,
        _task.c.unit_id,
        _unit.c.short_name.label("unit"),
        _task.c.post_id,
        _task.c.deputies,
        _task.c.recused,
        _task.c.assignee,
        _task.c.status,
        _task.c.created_at,
        _task.c.opened_at,
        _task.c.ended_at,
        _task.c.ended_by,
        task_due.label("due_at"),
        _task.c.item,
        _task.c.answer,
        _task.c.signer,
    )
    .select_from(
        _task.join(_instance, _instance.c.id == _task.c.instance_id).outerjoin(
            _unit, _unit.c.id == _task.c.unit_id
        )
    )
    .where(_task.c.instance_id == bindparam("case"))
    .order_by(_task.c.created_at, _task.c.id)
)
_CASE_OF_TASK = Statement(select(_task.c.instance_id).where(_task.c.id == bindparam("task")))


def tasks_of(connection: Connection, case_id: UUID) -> list[CaseTask]:
    """The tasks of a case in the order they arose."""
    return [CaseTask(**row) for row in _TASKS_OF.rows(connection, case=case_id)]


def case_of_task(connection: Connection, task_id: UUID) -> UUID | None:
    """The case a user task belongs to."""
    found = _CASE_OF_TASK.first(connection, task=task_id)
    return None if found is None else found["instance_id"]


def deadlines_of(connection: Connection, case_id: UUID) -> list[CaseDeadline]:
    """The deadlines of a case, those still running first."""
    table = tables.deadline
    columns = table.c
    statement = (
        select(
            columns.name,
            columns.element,
            columns.engine_task,
            columns.ledger,
            columns.due_on,
            columns.due_at,
            columns.provisional,
            columns.status,
            columns.set_at,
            columns.branch,
            columns.label,
            columns.main,
        )
        .where(columns.instance_id == case_id)
        .order_by(columns.ended_at.is_not(None), columns.set_at, columns.id)
    )
    return [
        CaseDeadline(
            row.name,
            row.element,
            row.engine_task,
            Ledger.from_dict(row.ledger),
            row.due_on,
            row.due_at,
            row.provisional,
            row.status,
            row.set_at,
            row.branch,
            row.label,
            row.main,
        )
        for row in connection.execute(statement)
    ]


def main_limit(deadlines: Iterable[CaseDeadline]) -> CaseDeadline | None:
    """The case's own limit that still runs or stands still, of several the one that ends last."""
    live = [each for each in deadlines if each.main and each.status in ("running", "paused")]
    return max(live, key=lambda each: (each.due_at is None, each.due_at or each.set_at), default=None)


def papers_of(connection: Connection, case_id: UUID) -> list[Paper]:
    """The papers issued in a case, the latest first."""
    statement = (
        _papers()
        .where(_document.c.instance_id == case_id)
        .order_by(_document.c.issued_at.desc(), _document.c.id.desc())
    )
    return [Paper(*row) for row in connection.execute(statement)]


def find_paper(connection: Connection, paper_id: UUID) -> Paper | None:
    """The paper of this id; whether it may be seen is decided by its case."""
    row = connection.execute(_papers().where(_document.c.id == paper_id)).first()
    return None if row is None else Paper(*row)


def waiting_elements(connection: Connection, case_id: UUID) -> set[str]:
    """Ids of the elements whose timers are armed."""
    timer = tables.timer
    statement = select(timer.c.element).where(timer.c.instance_id == case_id, timer.c.status == "armed")
    return set(connection.execute(statement).scalars())


def broken_elements(connection: Connection, case_id: UUID) -> dict[str | None, str]:
    """Open incidents by element, with their message."""
    table = tables.incident
    statement = select(table.c.element, table.c.message).where(
        table.c.instance_id == case_id, table.c.resolved_at.is_(None)
    )
    return {row.element: row.message for row in connection.execute(statement)}


def _papers() -> Select[Any]:
    columns = _document.c
    return select(
        columns.id,
        columns.instance_id,
        columns.element,
        columns.kind,
        columns.number,
        _unit.c.short_name,
        columns.issued_at,
        columns.issued_by,
        columns.due_at,
        columns.file_digest,
        columns.record_digest,
    ).select_from(_document.outerjoin(_unit, _unit.c.id == columns.unit_id))
