"""Finished cases move to the archive whole, verify there, and come back as they were."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import zstandard
from sqlalchemy import select, update

from engine import tables
from engine.database import new_key
from engine.people.actor import SYSTEM
from engine.records import anchors, archive, scores
from engine.records.archive import (
    DROPPED,
    MOVED,
    STAYING,
    DamagedArchive,
    NotArchived,
    archive_finished,
    archived_cases,
    unarchive,
)
from engine.records.audit import verify
from engine.records.score_entries import entries_of
from engine.refusals import Refused
from tests.support.office import Office, civil, diagram, flows, task

FORM = (
    b'{"type": "default", "components": [{"type": "textfield", "key": "phone", "label": "\xe7\x94\xb5\xe8\xaf\x9d",'
    b' "properties": {"personal": "true"}}, {"type": "datetime", "subtype": "date", "key": "until",'
    b' "dateLabel": "\xe6\x9c\x9f\xe9\x99\x90"}]}'
)
BODY = (
    '<bpmn:startEvent id="s"/>'
    + task("a", extensions='<bj:form ref="forms/a.json"/><bj:deadline name="办理" limit="5 wd"/>')
    + task(
        "b",
        extensions='<bj:score unit="住建局" points="-1" rule="SD-10"/><bj:notify to="住建局" text="已记分"/>',
    )
    + '<bpmn:endEvent id="e" name="办结"/>'
    + flows("s>a", "a>b", "b>e")
)
LATER = date(2020, 3, 10)


def finished(made: Office, key: str | None = None) -> UUID:
    """A case that has come to its end."""
    case = made.engine.start("p", made.actor("dcs.承办人"), {}, key=key).id
    made.complete(case, "a", phone="138", until="2020-04-01")
    made.complete(case, "b")
    return case


@pytest.fixture
def cases(made: Office) -> list[UUID]:
    """Two finished cases and one that runs."""
    made.publish(diagram(BODY, extensions='<bj:case unit="住建局"/>'), files={"forms/a.json": FORM})
    return [finished(made, "once"), finished(made), made.start()]


def snapshot(made: Office) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables that move."""
    return {t.name: made.rows(select(t).order_by(*t.primary_key)) for t in MOVED}


def numbers(made: Office, cases: list[UUID]) -> list[str]:
    return [str(made.case(case)["number"]) for case in cases]


def test_every_table_about_a_case_moves_stays_or_goes() -> None:
    about = {t for t in tables.metadata.sorted_tables if "instance_id" in t.c}
    assert about | {tables.instance} == {*MOVED, *STAYING, *DROPPED, tables.archived_case}


def test_what_has_ended_moves_and_comes_back_the_same(made: Office, cases: list[UUID]) -> None:
    before, known = snapshot(made), numbers(made, cases)
    assert archive_finished(made.engine.database, LATER) == known[:2]
    for table, rows in snapshot(made).items():
        assert {row.get("instance_id", row.get("id")) for row in rows} <= {cases[2]}, table
    for number in known[:2]:
        unarchive(made.engine.database, number)
    assert snapshot(made) == before
    assert made.rows(select(tables.archived_case)) == []
    assert made.is_intact(cases[0])


def test_only_what_ended_before_the_day_moves_the_oldest_first(made: Office, cases: list[UUID]) -> None:
    first, second, _ = numbers(made, cases)
    assert archive_finished(made.engine.database, date(2020, 3, 9)) == []
    assert archive_finished(made.engine.database, LATER, limit=1) == [first]
    assert archive_finished(made.engine.database, LATER) == [second]


def test_what_is_still_to_be_delivered_or_mended_stays(made: Office, cases: list[UUID]) -> None:
    with made.engine.database.transaction() as connection:
        connection.execute(
            tables.outbox.insert().values(
                id=new_key(), instance_id=cases[0], kind="render", payload={}, attempts=0,
                created_at=civil("2020-03-09 09:00"), next_attempt_at=civil("2020-03-09 09:00"),
            )
        )  # fmt: skip
        connection.execute(
            tables.incident.insert().values(
                id=new_key(), instance_id=cases[1], kind="outbox", message="送不出去",
                raised_at=civil("2020-03-09 09:00"),
            )
        )  # fmt: skip
    assert archive_finished(made.engine.database, LATER) == []


@pytest.mark.usefixtures("cases")
def test_the_archive_is_verified_too(made: Office) -> None:
    entries = verify(made.engine).entries
    archive_finished(made.engine.database, LATER)
    report = verify(made.engine)
    assert (report.is_intact, report.cases, report.entries, report.unsealed) == (True, 3, entries, 0)


def changed(content: bytes) -> dict[str, Any]:
    """The columns of an archived case whose content says somebody else did it, its digest made to fit."""
    raw = zstandard.ZstdDecompressor().decompress(content)
    other = raw.replace("dcs.承办人".encode(), "zjj.承办人".encode())
    assert other != raw
    return {"content": zstandard.ZstdCompressor().compress(other), "digest": archive._digest(other)}


def test_an_altered_archive_is_found(made: Office, cases: list[UUID]) -> None:
    number = numbers(made, cases)[1]
    archive_finished(made.engine.database, LATER)
    (row,) = made.rows(select(tables.archived_case).where(tables.archived_case.c.number == number))
    alter = update(tables.archived_case).where(tables.archived_case.c.number == number)
    for columns, sequence in ((changed(row["content"]), 1), ({"content": b"no zstd"}, 1)):
        with made.engine.database.transaction() as connection:
            connection.execute(alter.values(**columns))
        assert [(a.number, a.sequence) for a in verify(made.engine).altered] == [(number, sequence)]
    with pytest.raises(DamagedArchive, match="解不开"):
        unarchive(made.engine.database, number)
    with made.engine.database.transaction() as connection:
        connection.execute(tables.archived_case.delete().where(tables.archived_case.c.number == number))
    (gone,) = verify(made.engine).altered
    assert (gone.number, gone.sequence) == (None, 1)


def test_scores_numbers_and_keys_outlast_a_case(made: Office, cases: list[UUID]) -> None:
    known = numbers(made, cases)
    archive_finished(made.engine.database, LATER)
    with made.engine.database.reading() as connection:
        assert scores.yearly_nets(connection, 2020)["zjj"].net == -2
        (entry,) = entries_of(connection, cases[0])
    assert entry.points == -1
    again = made.engine.start("p", made.actor("dcs.承办人"), {}, key="once")
    assert (again.id, again.number) == (cases[0], known[0])
    assert made.case(made.start())["number"] not in known


def test_an_archived_case_can_be_found_and_not_acted_on(made: Office, cases: list[UUID]) -> None:
    number = numbers(made, cases)[0]
    archive_finished(made.engine.database, LATER)
    with made.engine.database.reading() as connection:
        found = archived_cases(connection, number)
    assert [(each.id, each.outcome, each.unit_id) for each in found] == [(cases[0], "办结", "zjj")]
    with pytest.raises(Refused, match="没有这个办件"):
        made.engine.copy_to(cases[0], SYSTEM, ["住建局"])
    with pytest.raises(NotArchived, match="归档里没有办件 nobody"):
        unarchive(made.engine.database, "nobody")


def test_a_case_brought_back_goes_on_with_its_history(made: Office, cases: list[UUID]) -> None:
    number = numbers(made, cases)[0]
    archive_finished(made.engine.database, LATER)
    anchors.seal(made.engine.database)
    unarchive(made.engine.database, number)
    made.engine.note(cases[0], "document.rendered", file="sha256:0")
    assert verify(made.engine).is_intact
    with made.engine.database.reading() as connection:
        assert "phone" in {r.name for r in connection.execute(select(tables.personal.c.name))}
