"""What holds between a case's stored state and the rows beside it, whatever has happened to it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from zstandard import ZstdDecompressor

from engine import tables, values
from engine.engine import Engine
from engine.people.actor import SYSTEM
from engine.records.journal import first_altered
from engine.runtime import sync
from engine.runtime.act import Act

RUNNING = ("running", "paused")


def check_case(engine: Engine, case: UUID) -> None:
    """Assert that a case's rows are those a rebuild from its state would give, and its history is whole."""
    with engine.database.reading() as connection:
        row = dict(
            connection.execute(select(tables.instance).where(tables.instance.c.id == case)).mappings().one()
        )
        _check_history(connection, row)
        row["calendar"] = engine.calendar(
            connection
        ).version  # What another calendar will move is not wrong yet.
        act = engine.loaded(connection, row, "check", SYSTEM)
        assert _read(act.case.dump()) == _read(row["state"]), "what is stored is not what is read of it"
        act.case.open_tasks.read()
        _check_rows(connection, act)
        if row["status"] == "running":
            _check_nothing_left_to_do(act)


def _read(state: bytes) -> Any:
    """What a stored state says; in which order its names stand says nothing."""
    return values.loads(ZstdDecompressor().decompress(state))


def check_all(engine: Engine) -> None:
    """Assert it of every case."""
    with engine.database.reading() as connection:
        cases = connection.execute(select(tables.instance.c.id)).scalars().all()
    for case in cases:
        check_case(engine, case)


def check_numbers(engine: Engine) -> None:
    """Assert that no number of a paper is missing or there twice, and no timer has fired twice."""
    with engine.database.reading() as connection:
        counters = connection.execute(select(tables.number_counter)).mappings().all()
        papers = connection.execute(select(tables.document.c.number)).all()
        cases = connection.execute(select(tables.instance.c.number)).scalars().all()
        fired = _rows(connection, tables.timer, tables.timer.c.status == "fired")
        entries = connection.execute(select(tables.journal.c.events)).scalars().all()
    taken: Counter[str] = Counter()
    for row in counters:
        taken[row["kind"]] += row["last"]
    numbers = [paper.number for paper in papers if paper.number is not None]
    assert len(numbers) == len(set(numbers))
    assert len(numbers) == sum(last for kind, last in taken.items() if not kind.startswith("case:"))
    assert (
        len(cases) == len(set(cases)) == sum(last for kind, last in taken.items() if kind.startswith("case:"))
    )
    told = [e for events in entries for e in events if e["event"] in _TOLD]
    assert len(told) == len(fired)


_TOLD = ("timer.fired", "deadline.warning", "deadline.overdue")


def _check_history(connection: Connection, row: dict[str, Any]) -> None:
    journal = tables.journal.c
    entries = connection.execute(
        select(tables.journal).where(journal.instance_id == row["id"]).order_by(journal.sequence)
    ).mappings()
    rows = list(entries)
    assert first_altered(rows) is None
    assert (rows[-1]["digest"], rows[-1]["sequence"]) == (row["head"], row["sequence"])


def _rows(connection: Connection, table: Any, *where: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).where(*where)).mappings()]


def _check_rows(connection: Connection, act: Act) -> None:
    case = act.case
    timers = _rows(
        connection, tables.timer, tables.timer.c.instance_id == case.id, tables.timer.c.status == "armed"
    )
    written = {
        (t["id"], t["engine_task"], t["element"], t["generation"], t["armed_at"], t["due_at"]) for t in timers
    }
    assert written == {(t.id, t.number, t.element, t.generation, t.armed_at, t.due_at) for t in case.timers}
    mine = (tables.deadline.c.instance_id == case.id, tables.deadline.c.status.in_(RUNNING))
    deadlines = _rows(connection, tables.deadline, *mine)
    assert {(d["id"], d["engine_task"], d["due_at"], d["status"], str(d["ledger"])) for d in deadlines} == {
        (d.id, d.number, d.due_at, d.status, str(d.ledger.to_dict())) for d in case.deadlines
    }
    assert case.row["next_due"] == case.next_due
    own = (tables.deadline.c.instance_id == case.id, tables.deadline.c.main)
    limits = [
        row["due_at"] for row in _rows(connection, tables.deadline, *own) if row["status"] != "cancelled"
    ]
    assert case.row["limit_at"] == max(filter(None, limits), default=case.row["due_at"])
    if case.row["status"] in ("completed", "cancelled"):
        assert not timers
        assert not deadlines
        assert not case.open_tasks


def _check_nothing_left_to_do(act: Act) -> None:
    """What the rows say is what the tree says: bringing them into line once more changes nothing."""
    before = dict(act.case.row)
    sync.synchronise(act)
    assert act.case.row == before
    changes = act.changes
    assert (changes.user_tasks, changes.timers, changes.deadlines, act.entry.events) == ({}, {}, {}, [])
