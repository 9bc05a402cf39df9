"""抄送 and 传阅: nobody is told twice, who reads gives a receipt, and nothing else of the case moves."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.queries.circulations import told_of
from engine.records.archive import archive_finished
from engine.refusals import Refused
from tests.support.invariants import check_case
from tests.support.office import Office, civil, diagram, flows, task

ONE = diagram(
    '<bpmn:startEvent id="s"/>' + task("a") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e"),
    extensions='<bj:case title="= title"/>',
)


def told(made: Office, case: UUID) -> list[tuple[str, str, str | None]]:
    with made.engine.database.reading() as connection:
        return [(t.kind, t.to, t.read_by) for t in told_of(connection, case)]


def test_who_was_told_is_not_told_again(made: Office) -> None:
    made.publish(ONE)
    case = made.start({"title": "一件"})
    sender = made.actor("dcs.承办人")
    made.engine.copy_to(case, sender, ["财政局", "县财政局", "zjj.承办人"])
    made.engine.copy_to(case, sender, ["财政局", "发改局/主要负责人"])
    assert told(made, case) == [
        ("copy", "财政局", None),
        ("copy", "zjj.承办人", None),
        ("copy", "发改局/主要负责人", None),
    ]
    with pytest.raises(Refused, match="已经抄送过"):
        made.engine.copy_to(case, sender, ["县财政局"])
    texts = [row["text"] for row in made.rows(select(tables.notification))]
    assert texts == ["抄送:一件"] * 3
    with pytest.raises(Refused, match="没有岗位“水利局”") as refused:
        made.engine.circulate(case, sender, ["财政局", "水利局"])
    assert (refused.value.kind, refused.value.problems.keys()) == ("invalid", {"to"})
    assert len(told(made, case)) == 3


def test_who_reads_gives_a_receipt_once(made: Office) -> None:
    made.publish(ONE)
    case = made.start({"title": "一件"})
    made.engine.circulate(case, made.actor("dcs.承办人"), ["财政局", "zjj.承办人"])
    with pytest.raises(Refused, match="没有抄送、传阅给您"):
        made.engine.read(case, made.actor("fgj.承办人"))
    made.move("2020-03-10 10:00")
    made.engine.read(case, made.actor("czj.主要负责人"))
    with pytest.raises(Refused, match="已经阅过"):
        made.engine.read(case, made.actor("czj.承办人"))
    made.engine.read(case, made.actor("zjj.承办人"))
    assert told(made, case) == [
        ("circulate", "财政局", "czj.主要负责人"),
        ("circulate", "zjj.承办人", "zjj.承办人"),
    ]
    (row, *_) = made.rows(select(tables.circulation))
    assert row["read_at"] == civil("2020-03-10 10:00")
    assert [e["to"] for e in made.events(case, "circulation.read")] == ["财政局", "zjj.承办人"]
    assert made.elements(case) == ["a"]
    check_case(made.engine, case)


def test_a_copy_may_be_marked_read_too(made: Office) -> None:
    made.publish(ONE)
    case = made.start({"title": "一件"})
    made.engine.copy_to(case, made.actor("dcs.承办人"), ["财政局"])
    made.engine.read(case, made.actor("czj.承办人"))
    assert told(made, case) == [("copy", "财政局", "czj.承办人")]
    assert [(e["to"], e["kind"]) for e in made.events(case, "circulation.read")] == [("财政局", "copy")]


def test_a_case_is_archived_with_who_was_told(made: Office) -> None:
    made.publish(ONE)
    case = made.start({"title": "一件"})
    made.engine.circulate(case, made.actor("dcs.承办人"), ["财政局"])
    made.complete(case, "a")
    made.engine.read(case, made.actor("czj.承办人"))
    made.move("2021-03-10 10:00")
    assert len(archive_finished(made.engine.database, made.clock().date())) == 1
    assert made.rows(select(tables.circulation)) == []
