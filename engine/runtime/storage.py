"""Loads a case under its lock and writes what an act has changed: the only SQL of the hot path.

An act is at most ten statements and one commit. The statements are compiled once. The instance row is locked
first everywhere; what the loaded state says is believed, never a row joined beside it.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from engine import tables, values
from engine.database import new_key
from engine.queries.limits import MAIN
from engine.records import journal, numbers
from engine.records.personal import MARKER, sealed_row
from engine.runtime.act import Act
from engine.runtime.case import FORMAT, Case, load_case
from engine.runtime.changes import Entry
from engine.runtime.open_tasks import OpenTasks
from engine.runtime.program import Program
from engine.runtime.refusals import Refused
from engine.site import GENERATION
from engine.statements import Insert, Row, Statement
from engine.time import clock
from engine.words import words

_Writer = Insert | Statement
_instance, _task = tables.instance, tables.user_task
_LOCK = Statement(select(_instance).where(_instance.c.id == bindparam("key")).with_for_update())
_of_task = select(_task.c.instance_id).where(_task.c.id == bindparam("key")).scalar_subquery()
_LOCK_BY_TASK = Statement(select(_instance).where(_instance.c.id == _of_task).with_for_update())
_asked = select(bindparam("key", type_=_task.c.id.type).label("key")).subquery("asked")
_GENERATION = select(tables.setting.c.value).where(tables.setting.c.name == GENERATION).scalar_subquery()
_OUTLOOK = Statement(
    select(_GENERATION.label("generation"), _task).select_from(
        _asked.outerjoin(_task, (_task.c.id == _asked.c.key) & (_task.c.status == "open"))
    )
)
_OPEN_TASKS = Statement(
    select(_task).where(_task.c.instance_id == bindparam("key"), _task.c.status == "open")
)
_KNOWN_KEY = Statement(
    select(tables.journal.c.sequence).where(
        tables.journal.c.instance_id == bindparam("instance"), tables.journal.c.key == bindparam("key")
    )
)
_CHANGING = (
    "version_id",
    "title",
    "status",
    "outcome",
    "unit_id",
    "recused",
    "ended_at",
    "due_at",
    "next_due",
    "state",
    "state_format",
    "calendar",
    "sequence",
    "head",
)
_limits = tables.deadline.c
_own_limit = (
    select(func.max(_limits.due_at))
    .where(_limits.instance_id == bindparam("id_"), _limits.name == MAIN, _limits.status != "cancelled")
    .scalar_subquery()
)
_nearest = bindparam("due_at_", type_=_instance.c.due_at.type)
_UPDATE = Statement(
    _instance.update()
    .where(_instance.c.id == bindparam("id_"))
    .values(
        {name: bindparam(f"{name}_") for name in _CHANGING}
        | {"due_at": _nearest, "limit_at": func.coalesce(_own_limit, _nearest)}
    )
)
_INSTANCES = Insert(_instance)
_USER_TASKS = Insert(
    _task,
    (
        "element",
        "name",
        "unit_id",
        "post_id",
        "assignee",
        "owner",
        "deputies",
        "recused",
        "status",
        "opened_at",
        "ended_at",
        "ended_by",
        "due_at",
        "answer",
    ),
)
_DEADLINES = Insert(
    tables.deadline, ("element", "ledger", "due_on", "due_at", "provisional", "status", "ended_at")
)
_TIMERS = Insert(tables.timer, ("element", "due_at", "status", "fired_at"))
_SUBSCRIPTIONS = Insert(tables.subscription, ("kind", "name", "key"))
_REFERENCE = re.compile(r"[0-9a-f]{32}")
_KEEP_FILE = Statement(
    tables.attachment.update()
    .where(tables.attachment.c.id == bindparam("file"), tables.attachment.c.instance_id == bindparam("case"))
    .values(field=bindparam("kept_with"))
)
_UNSUBSCRIBE = Statement(
    tables.subscription.delete().where(
        tables.subscription.c.instance_id == bindparam("case"),
        tables.subscription.c.engine_task == bindparam("task"),
        tables.subscription.c.element == bindparam("at"),
    )
)
_FIELDS, _PERSONAL, _JOURNAL = Insert(tables.field), Insert(tables.personal), Insert(tables.journal)
_BESIDE: dict[str, _Writer] = {
    "documents": Insert(tables.document),
    "scores": Insert(tables.score),
    "notifications": Insert(tables.notification, ("read_at",)),
    "circulations": Insert(tables.circulation, ("read_at", "read_by")),
    "held_papers": Insert(tables.held_paper),
    "incidents": Insert(tables.incident),
    "outbox": Insert(tables.outbox),
    "inbox": Insert(tables.inbox),
}
"""What an act leaves beside its case, by its name in `Changes`."""
_ORDER: tuple[_Writer, ...] = (
    _INSTANCES,
    _USER_TASKS,
    _DEADLINES,
    _TIMERS,
    _UNSUBSCRIBE,
    _SUBSCRIPTIONS,
    _FIELDS,
    _PERSONAL,
    _KEEP_FILE,
    *_BESIDE.values(),
    _JOURNAL,
    _UPDATE,
)
"""In which order an act's rows are written: what others refer to comes first."""


def lock(connection: Connection, key: UUID, by_task: bool = False) -> dict[str, Any]:
    """Lock and read the instance row of a case, named by its key or by one of its user tasks.

    Raises Refused (gone).
    """
    row = (_LOCK_BY_TASK if by_task else _LOCK).first(connection, key=key)
    if row is None:
        raise Refused(words("没有这个办件,或它已不在。请从待办列表重新进入。"), kind="gone")
    return row


def outlook(connection: Connection, task_id: UUID | None) -> tuple[int, dict[str, Any] | None]:
    """The generation of what the act sees of the county, and the row of the open task it is about, in one statement.

    Asked once the case is locked, so that neither is older than what the lock waited for.
    """
    (row,) = _OUTLOOK.rows(connection, key=task_id)
    generation = row.pop("generation") or 0
    return generation, row if row["id"] is not None else None


def load(
    connection: Connection,
    row: dict[str, Any],
    program: Program,
    act: Act,
    task: dict[str, Any] | None = None,
) -> Case:
    """The case of a locked row; `task` is the row of an open user task that has been read already."""
    case = load_case(row, program, act)
    case.open_tasks = OpenTasks(case.tree.ready(), lambda: _OPEN_TASKS.rows(connection, key=row["id"]), task)
    return case


def is_known(connection: Connection, instance_id: UUID, key: str) -> bool:
    """Whether an act with this idempotency key has been done on a case."""
    return _KNOWN_KEY.first(connection, instance=instance_id, key=key) is not None


def mark_opened(connection: Connection, task_id: UUID) -> None:
    """Remember when an open task was first opened; nothing where it is opened or gone already."""
    lock(connection, task_id, by_task=True)
    unopened = (_task.c.id == task_id) & _task.c.opened_at.is_(None) & (_task.c.status == "open")
    connection.execute(_task.update().where(unopened).values(opened_at=clock.now()))


def add_incident(
    connection: Connection,
    instance_id: UUID,
    kind: str,
    message: str,
    element: str | None,
    subject: UUID | None = None,
) -> None:
    """Record an incident, once for the same trouble of the same case; `subject` is the timer or task it is about."""
    row = tables.incident.c
    same = select(row.id).where(
        row.instance_id == instance_id, row.kind == kind, row.message == message, row.resolved_at.is_(None)
    )
    if connection.execute(same).first() is None:
        connection.execute(
            tables.incident.insert().values(
                id=new_key(),
                instance_id=instance_id,
                element=element,
                kind=kind,
                message=message,
                raised_at=clock.now(),
                subject=subject,
                resolved_at=None,
                resolved_by=None,
            )
        )


def save(act: Act) -> None:
    """Write everything the act has changed. The caller's transaction commits it."""
    save_all(act.connection, [act])


def save_all(connection: Connection, acts: Iterable[Act]) -> None:
    """Write everything these acts, each of another case, have changed, table by table."""
    written: dict[_Writer, list[Row]] = {writer: [] for writer in _ORDER}
    for act in acts:
        for writer, rows in _written_by(act):
            written[writer] += rows
    for writer, rows in written.items():
        writer.run(connection, rows)


def _written_by(act: Act) -> Iterator[tuple[_Writer, Iterable[Row]]]:
    """The rows an act writes, and what writes them. Numbers are taken here, so this comes last."""
    case, changes = act.case, act.changes
    _take_numbers(act)
    is_new, sealed = case.row["sequence"] == 0, _sealed(act)
    _seal_fields(act, sealed)
    entries = _rows_of([*changes.entries, act.entry], act)
    case.row["head"] = journal.chain(case.row["head"], entries)
    case.row["sequence"] += len(entries)
    case.tree.prune()
    row = _row(case)
    if is_new:
        yield _INSTANCES, [{**row, "limit_at": _first_limit(act)}]
    else:
        yield _UPDATE, [{"id_": case.id, **{f"{name}_": row[name] for name in _CHANGING}}]
    yield _USER_TASKS, changes.user_tasks.values()
    yield _DEADLINES, changes.deadlines.values()
    yield _TIMERS, changes.timers.values()
    yield _UNSUBSCRIBE, changes.unsubscribed
    yield _SUBSCRIPTIONS, changes.subscribed
    yield _FIELDS, _field_rows(act, sealed)
    yield _PERSONAL, [{**each, "sequence": row["sequence"]} for each in sealed.values()]
    yield _KEEP_FILE, _personal_files(act)
    for name, writer in _BESIDE.items():
        yield writer, getattr(changes, name)
    yield _JOURNAL, entries


def _first_limit(act: Act) -> datetime | None:
    """When the own limit of a case that has just begun ends; afterwards it follows from the limits' rows."""
    limits = act.changes.deadlines.values()
    own = [row["due_at"] for row in limits if row["name"] == MAIN and row["status"] != "cancelled"]
    nearest: datetime | None = act.case.row["due_at"]
    return max(filter(None, own), default=nearest)


def _row(case: Case) -> dict[str, Any]:
    case.row.update(state=case.dump(), state_format=FORMAT, next_due=case.next_due)
    return case.row


def _rows_of(entries: list[Entry], act: Act) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for entry in entries:
        events = entry.closed()
        if not events:
            continue
        rows.append(
            {
                "instance_id": act.case.id,
                "sequence": act.case.row["sequence"] + len(rows) + 1,
                "at": act.recorded_at,
                "due_at": entry.at if entry.at != act.recorded_at else None,
                "act": entry.act,
                "actor": entry.actor.login,
                "on_behalf": entry.on_behalf,
                "events": events,
                "key": entry.key,
            }
        )
    return rows


def _field_rows(act: Act, sealed: Collection[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "instance_id": act.case.id,
            "sequence": act.case.row["sequence"],
            "name": name,
            "scope": branch,
            "value": MARKER if (name, branch) in sealed else values.to_json(value),
            "written_at": act.now,
            "written_by": by,
            "element": element,
        }
        for (name, branch), (value, by, element) in act.fields.written.items()
    ]


def _take_numbers(act: Act) -> None:
    """Give every paper of this act its number, series by series in one order, and seal its record."""
    for row in sorted(act.changes.documents, key=lambda row: row["number"] or ""):
        if row["number"]:
            year = clock.civil_date(row["due_at"]).year
            taken = numbers.take(act.connection, numbers.series(row["number"]), year)
            row["number"] = row["record"]["number"] = numbers.written(row["number"], year, taken)
        row["record_digest"] = "sha256:" + hashlib.sha256(values.dumps(row["record"])).hexdigest()
        _name_in_events(act, row)


def _sealed(act: Act) -> dict[tuple[str, str], dict[str, Any]]:
    """The encrypted rows of the personal fields that were written, by name and branch; left empty, there is nothing
    to keep.
    """
    return {
        (name, branch): sealed_row(act.fields.vault, act.case.id, (0, name, branch), value)
        for (name, branch), (value, *_) in act.fields.written.items()
        if act.fields.is_personal(name) and value not in ("", None)
    }


def _personal_files(act: Act) -> Iterator[dict[str, Any]]:
    """The files that came with personal fields: from now on they are shown to those who may see the field."""
    for (name, _branch), (value, *_) in act.fields.written.items():
        if act.fields.is_personal(name) and isinstance(value, list):
            for reference in value:
                if isinstance(reference, str) and _REFERENCE.fullmatch(reference):
                    yield {"file": UUID(hex=reference), "case": act.case.id, "kept_with": name}


def _seal_fields(act: Act, sealed: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Let the history vouch for what was written: a digest, salted with the case's secret, of names and values.

    Of a personal value it covers the ciphertext, so that nothing can be guessed from it once that is erased.
    """
    written = [
        [name, branch, sealed[name, branch]["ciphertext"].hex() if (name, branch) in sealed else value]
        for (name, branch), (value, *_) in act.fields.written.items()
    ]
    events = act.entry.events or next((e.events for e in reversed(act.changes.entries) if e.events), [])
    if written and events:
        digest = hashlib.sha256(act.case.row["secret"] + values.dumps(written)).hexdigest()
        events[0]["data"] = f"sha256:{digest}"


def _name_in_events(act: Act, document: dict[str, Any]) -> None:
    for entry in (*act.changes.entries, act.entry):
        for event in entry.events:
            if event.get("document") == document["id"].hex:
                event["digest"] = document["record_digest"]
                event.update({"number": document["number"]} if document["number"] else {})
