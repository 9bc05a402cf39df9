"""Writes everything an act has changed: at most ten statements with its reading, in one transaction.

The statements are compiled once; the rows of several acts of one commit are written together, table by table.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from engine import tables
from engine.records import journal
from engine.runtime.act import Act
from engine.runtime.case import FORMAT, Case
from engine.runtime.changes import Entry
from engine.runtime.sealing import field_rows, personal_files, seal, sealed_fields, take_numbers
from engine.statements import Insert, Row, Statement

_Writer = Insert | Statement
_instance, _task = tables.instance, tables.user_task
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
    .where(_limits.instance_id == bindparam("id_"), _limits.main, _limits.status != "cancelled")
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
    take_numbers(act)
    is_new, sealed = case.row["sequence"] == 0, sealed_fields(act)
    seal(act, sealed)
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
    yield _FIELDS, field_rows(act, sealed)
    yield _PERSONAL, [{**each, "sequence": row["sequence"]} for each in sealed.values()]
    yield _KEEP_FILE, personal_files(act)
    for name, writer in _BESIDE.items():
        yield writer, getattr(changes, name)
    yield _JOURNAL, entries


def _first_limit(act: Act) -> datetime | None:
    """When the own limit of a case that has just begun ends; afterwards it follows from the limits' rows."""
    limits = act.changes.deadlines.values()
    own = [row["due_at"] for row in limits if row["main"] and row["status"] != "cancelled"]
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
