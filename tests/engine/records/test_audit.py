"""Whoever alters a history is found out, and the first altered row is named."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, insert, text, update

from engine import tables
from engine.records import anchors, journal
from engine.records.audit import verify, verify_case, verify_from
from engine.records.audit_report import Report
from tests.support.office import Office, diagram, flows, task

PLAIN = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("a")
    + task("b")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>a", "a>b", "b>e")
)
ENTRY = tables.journal.c
BROKEN = 3
"""The entry that is tampered with."""


@pytest.fixture
def cases(made: Office) -> list[UUID]:
    """Three cases of four entries each: started, claimed, completed a, completed b."""
    made.publish(PLAIN)
    started = [made.start() for _ in range(3)]
    for case in started:
        made.engine.claim(made.task(case, "a"), made.actor("dcs.承办人"))
        made.complete(case, "a")
        made.complete(case, "b")
    return started


def tamper(made: Office, *statements: Any) -> Report:
    """What verifying finds after somebody with the database in hand has run these statements."""
    with made.engine.database.transaction() as connection:
        if made.engine.database.dialect == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            connection.execute(statement)
    return verify(made.engine)


def of(case: UUID, sequence: int = BROKEN) -> Any:
    """The condition that names one entry."""
    return (ENTRY.instance_id == case) & (ENTRY.sequence == sequence)


def named(report: Report) -> list[tuple[str | None, int]]:
    """Number of each altered case with its first altered row."""
    return [(altered.number, altered.sequence) for altered in report.altered]


@pytest.mark.usefixtures("cases")
def test_an_untouched_site_is_intact(made: Office) -> None:
    before = verify(made.engine)
    assert (before.is_intact, before.cases, before.entries, before.anchors, before.unsealed) == (
        True,
        3,
        12,
        0,
        3,
    )
    sealed = anchors.seal(made.engine.database)
    assert sealed is not None
    assert (sealed.sequence, sealed.cases) == (1, 3)
    after = verify(made.engine)
    assert (after.is_intact, after.anchors, after.unsealed) == (True, 1, 0)
    assert after.lines()[0] == "共核验 3 件、12 条记录、1 次封存;记录完好"


@pytest.mark.usefixtures("cases")
def test_what_has_not_moved_is_not_sealed_again(made: Office) -> None:
    anchors.seal(made.engine.database)
    assert anchors.seal(made.engine.database) is None
    made.start()
    second = anchors.seal(made.engine.database)
    assert second is not None
    assert (second.sequence, second.cases) == (2, 1)
    assert verify(made.engine).is_intact


@pytest.mark.usefixtures("cases")
def test_the_beat_seals_once_a_day(made: Office) -> None:
    first = anchors.seal_daily(made.engine.database)
    made.start()
    again = anchors.seal_daily(made.engine.database)
    made.move("2020-03-10 00:01")
    next_day = anchors.seal_daily(made.engine.database)
    assert first is not None
    assert again is None
    assert next_day is not None
    assert next_day.cases == 1


COLUMNS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "sequence": lambda _: 40,
    "at": lambda row: row["at"] - timedelta(microseconds=1),
    "due_at": lambda row: row["at"],
    "act": lambda _: "cancel",
    "actor": lambda _: "zjj.承办人",
    "on_behalf": lambda _: "dcs/主要负责人",
    "events": lambda row: [{**row["events"][0], "name": "别的"}, *row["events"][1:]],
    "digest": lambda _: bytes(32),
    "key": lambda _: "a key",
}


def test_every_column_of_the_journal_is_tried() -> None:
    assert {*COLUMNS, "instance_id"} == set(ENTRY.keys())


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_found(made: Office, cases: list[UUID], column: str) -> None:
    row = made.journal(cases[1])[BROKEN - 1]
    value = COLUMNS[column](row)
    assert value != row[column]
    report = tamper(made, update(tables.journal).where(of(cases[1])).values({column: value}))
    assert named(report) == [(made.case(cases[1])["number"], BROKEN)]
    assert not report.is_intact
    if column not in ("sequence", "act", "at"):
        assert (report.altered[0].act, report.altered[0].at) == (row["act"], row["at"])
        assert f"第 {BROKEN} 条记录(2020-03-09 09:00:00,complete)" in report.lines()[0]


@pytest.mark.parametrize(
    ("column", "path"),
    [("actor", "经办人"), ("act", "动作"), ("on_behalf", "代谁办"), ("due_at", "应办时刻")],
)
def test_the_altered_field_is_named_with_what_it_said(
    made: Office, cases: list[UUID], column: str, path: str
) -> None:
    row = made.journal(cases[1])[BROKEN - 1]
    report = tamper(made, update(tables.journal).where(of(cases[1])).values({column: COLUMNS[column](row)}))
    field = report.altered[0].field
    assert field is not None
    assert (field.path, field.was) == (path, row[column])


def test_a_word_altered_inside_of_what_happened_is_named(made: Office, cases: list[UUID]) -> None:
    row = made.journal(cases[1])[BROKEN - 1]
    done = next(place for place, each in enumerate(row["events"]) if each["event"] == "task.completed")
    events = [{**each, "name": "别的"} if place == done else each for place, each in enumerate(row["events"])]
    report = tamper(made, update(tables.journal).where(of(cases[1])).values(events=events))
    field = report.altered[0].field
    assert field is not None
    was = row["events"][done]["name"]
    assert (field.path, field.was, field.now) == ("经过 › task.completed › name", was, "别的")
    assert f"原为“{was}”,现为“别的”" in report.lines()[0]


def test_what_cannot_be_proved_is_not_guessed(made: Office, cases: list[UUID]) -> None:
    report = tamper(made, update(tables.journal).where(of(cases[1])).values(digest=bytes(32)))
    assert report.altered[0].field is None


def test_an_entry_moved_to_another_case_is_missed_in_one_and_too_much_in_the_other(
    made: Office, cases: list[UUID]
) -> None:
    report = tamper(
        made, update(tables.journal).where(of(cases[0], 4)).values(instance_id=cases[1], sequence=5)
    )
    numbers = [made.case(case)["number"] for case in cases[:2]]
    assert named(report) == [(numbers[0], 4), (numbers[1], 5)]


@pytest.mark.usefixtures("cases")
def test_events_that_are_no_json_are_found(made: Office) -> None:
    report = tamper(made, text("update journal set events = '{' where sequence = 2"))
    assert [sequence for _, sequence in named(report)] == [2, 2, 2]


def test_a_deleted_entry_is_found(made: Office, cases: list[UUID]) -> None:
    report = tamper(made, delete(tables.journal).where(of(cases[2], 2)))
    assert named(report) == [(made.case(cases[2])["number"], 2)]
    assert "不在库中" in report.altered[0].what


def test_two_entries_that_changed_places_are_found(made: Office, cases: list[UUID]) -> None:
    def place(old: int, new: int) -> Any:
        return update(tables.journal).where(of(cases[0], old)).values(sequence=new)

    report = tamper(made, place(2, 90), place(3, 2), place(90, 3))
    assert named(report) == [(made.case(cases[0])["number"], 2)]


def test_a_head_that_was_changed_is_found(made: Office, cases: list[UUID]) -> None:
    instance = tables.instance
    report = tamper(made, update(instance).where(instance.c.id == cases[0]).values(head=bytes(32)))
    assert named(report) == [(made.case(cases[0])["number"], 5)]


def cut(made: Office, case: UUID) -> list[Any]:
    """Statements that cut a case's last entry off, its head with it."""
    third = made.journal(case)[2]
    change = update(tables.instance).where(tables.instance.c.id == case)
    return [delete(tables.journal).where(of(case, 4)), change.values(sequence=3, head=third["digest"])]


def test_only_an_anchor_shows_that_the_end_was_cut_off(made: Office, cases: list[UUID]) -> None:
    anchors.seal(made.engine.database)
    report = tamper(made, *cut(made, cases[1]))
    assert named(report) == [(made.case(cases[1])["number"], 4)]
    assert "第 1 号封存" in report.altered[0].what


def test_without_an_anchor_a_cut_history_looks_whole(made: Office, cases: list[UUID]) -> None:
    assert tamper(made, *cut(made, cases[1])).is_intact


def rewritten(made: Office, case: UUID) -> list[Any]:
    """Statements that write a case's history anew from its third entry on, digests and head included."""
    rows = made.journal(case)
    rows[2]["actor"] = "zjj.承办人"
    head = journal.chain(rows[1]["digest"], rows[2:])
    statements: list[Any] = [
        update(tables.journal)
        .where(of(case, row["sequence"]))
        .values(actor=row["actor"], digest=row["digest"])
        for row in rows[2:]
    ]
    return [*statements, update(tables.instance).where(tables.instance.c.id == case).values(head=head)]


def test_an_anchor_shows_that_a_history_was_written_anew(made: Office, cases: list[UUID]) -> None:
    anchors.seal(made.engine.database)
    report = tamper(made, *rewritten(made, cases[1]))
    assert named(report) == [(made.case(cases[1])["number"], 4)]
    assert "第 1 号封存" in report.altered[0].what


def removed(case: UUID) -> list[Any]:
    """Statements that remove a case with everything of it."""
    kept = (tables.user_task, tables.field, tables.journal)
    own = [delete(table).where(table.c.instance_id == case) for table in kept]
    return [*own, delete(tables.instance).where(tables.instance.c.id == case)]


def test_a_case_that_is_gone_altogether_is_found(made: Office, cases: list[UUID]) -> None:
    anchors.seal(made.engine.database)
    assert named(tamper(made, *removed(cases[0]))) == [(None, 1)]


ANCHOR = tables.anchor
SECOND = ANCHOR.c.sequence == 2


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        (update(ANCHOR).where(SECOND).values(sealed_at=tables.anchor.c.sealed_at), None),
        (update(ANCHOR).where(SECOND).values(cases=7), 2),
        (update(ANCHOR).where(SECOND).values(heads=bytes(32)), 2),
        (update(ANCHOR).where(SECOND).values(digest=bytes(32)), 2),
        (update(ANCHOR).where(ANCHOR.c.sequence == 1).values(sequence=0), 1),
        (delete(ANCHOR).where(SECOND), 2),
        (delete(ANCHOR).where(ANCHOR.c.sequence == 3), 3),
        (update(tables.anchor_head).where(tables.anchor_head.c.anchor == 2).values(head=bytes(32)), 2),
        (delete(tables.anchor_head).where(tables.anchor_head.c.anchor == 2), 2),
    ],
)
def test_a_changed_anchor_is_found(made: Office, statement: Any, first: int | None) -> None:
    made.publish(PLAIN)
    for _ in range(3):
        made.start()
        anchors.seal(made.engine.database)
    report = tamper(made, statement)
    assert (report.anchor.sequence if report.anchor else None) == first
    assert report.is_intact is (first is None)


@pytest.mark.usefixtures("cases")
def test_a_changed_moment_of_sealing_is_found(made: Office) -> None:
    sealed = anchors.seal(made.engine.database)
    assert sealed is not None
    report = tamper(made, update(ANCHOR).values(sealed_at=sealed.sealed_at - timedelta(days=1)))
    assert report.anchor is not None
    assert report.anchor.sequence == 1
    assert "封存链:第 1 号封存的内容与它的摘要不符" in report.lines()[0]


def reseal(connection: Connection) -> None:
    """Throw every anchor away and seal what is there now, as if it had always been so."""
    connection.execute(delete(tables.anchor_head))
    connection.execute(delete(ANCHOR))


def test_anchors_written_anew_are_found_by_the_exported_ones(made: Office, cases: list[UUID]) -> None:
    anchors.seal(made.engine.database)
    exported = list(anchors.export(made.engine.database))
    assert [line["sequence"] for line in exported] == [1]
    tamper(made, *rewritten(made, cases[1]))
    with made.engine.database.transaction() as connection:
        reseal(connection)
    anchors.seal(made.engine.database)
    assert verify(made.engine).is_intact
    report = verify(made.engine, exported)
    assert report.anchor is not None
    assert "导出文件" in report.anchor.what


@pytest.mark.usefixtures("cases")
def test_an_exported_anchor_that_is_gone_is_found(made: Office) -> None:
    anchors.seal(made.engine.database)
    exported = list(anchors.export(made.engine.database))
    with made.engine.database.transaction() as connection:
        reseal(connection)
    report = verify(made.engine, exported)
    assert report.anchor is not None
    assert (report.anchor.sequence, report.anchor.sealed_at) == (1, None)


def test_verifying_sees_one_moment_while_the_site_goes_on(made: Office) -> None:
    made.publish(PLAIN)
    here = copy_context()

    def work() -> None:
        for _ in range(15):
            case = made.start()
            made.complete(case, "a")

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(here.run, work)
        reports = [verify(made.engine)]
        while not working.done():
            reports.append(verify(made.engine))
        working.result()
    assert [altered for report in reports for altered in report.altered] == []
    assert verify(made.engine).entries == 30


def test_an_entry_without_its_case_is_found(small: Office) -> None:
    """Only a database without its foreign keys can hold one."""
    small.publish(PLAIN)
    case = small.start()
    (row,) = small.journal(case)
    with small.engine.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN")
        connection.execute(insert(tables.journal).values({**row, "instance_id": UUID(int=2**127)}))
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    assert [altered.number for altered in verify(small.engine).altered] == [None]


def test_the_parts_together_are_the_whole(made: Office, cases: list[UUID]) -> None:
    anchors.seal(made.engine.database)
    renamed = update(tables.journal).where(of(cases[0])).values(actor="zjj.承办人")
    whole = tamper(made, renamed, *removed(cases[1]))
    assert len(whole.altered) == 2
    found: list[Report] = []
    first: UUID | None = None
    while first is not None or not found:
        part, first = verify_from(made.engine, first, 1)
        found.append(part)
    assert [altered for part in found for altered in part.altered] == whole.altered
    assert sum(part.entries for part in found) == whole.entries
    assert len(found) == 2, "the case that is gone lies in the first part"
    assert verify_case(made.engine, cases[0]).altered == whole.altered[:1]
    assert verify_case(made.engine, cases[2]).is_intact
