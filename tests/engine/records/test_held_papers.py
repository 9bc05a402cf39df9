"""Papers handed in once are held by the applicant's digest, brought back by the next case, and erased with it (GC-16)."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from engine import tables
from engine.matters import register
from engine.matters.catalogue_file import read_catalogue
from engine.records.held_papers import held_by
from engine.refusals import Refused
from engine.runtime.erasing import erase_personal
from tests.engine.matters.samples import TEXT, UNITS
from tests.engine.records.test_identity import FIRM, PERSON
from tests.engine.runtime.conftest import made, small
from tests.support.office import Office, diagram, flows, task

__all__ = ["made", "small"]

START = {
    "type": "default",
    "components": [
        {
            "type": "textfield",
            "key": "applicant_id",
            "label": "证件号码",
            "properties": {"identity": "true", "personal": "true", "visible": "督查室"},
        }
    ],
}
HAND_IN = {
    "type": "default",
    "components": [
        {
            "type": "checklist",
            "key": "received",
            "label": "收到的材料",
            "valuesKey": "wanted",
            "properties": {"rule": "GC-16"},
        }
    ],
}
XML = diagram(
    '<bpmn:startEvent id="s"/><bpmn:scriptTask id="look"><bpmn:script>'
    'known = held("applicant_id")\n'
    'wanted = for m in ["申请表", "营业执照"][not(list contains(known.name, item))] return m'
    "</bpmn:script></bpmn:scriptTask>"
    + task(
        "take",
        extensions='<bj:form ref="forms/take.json"/><bj:keep holder="applicant_id" papers="received"/>',
    )
    + '<bpmn:endEvent id="e"/>'
    + flows("s>look", "look>take", "take>e"),
    extensions='<bj:form ref="forms/start.json"/>',
)


def publish(made: Office) -> None:
    """The process and the catalogue."""
    files = {"forms/start.json": json.dumps(START).encode(), "forms/take.json": json.dumps(HAND_IN).encode()}
    made.publish(XML, files=files)
    file = read_catalogue(TEXT, UNITS.get)
    made.engine.database.transact(lambda connection: register.take(connection, file, "dcs.承办人", "载入"))


def held(made: Office, number: str) -> list[str]:
    """What is held of an applicant."""
    with made.engine.database.reading() as connection:
        return [each.paper for each in held_by(connection, made.engine.vault, number)]


def test_what_was_handed_in_is_brought_back_and_not_asked_for_again(made: Office) -> None:
    publish(made)
    first = made.start({"applicant_id": f" {FIRM.lower()}"})
    assert made.field(first, "wanted") == ["申请表", "营业执照"]
    made.complete(first, "take", received=["申请表", "营业执照"])
    assert held(made, FIRM) == ["营业执照"]
    assert held(made, PERSON) == []
    (event,) = made.events(first, "papers.kept")
    assert event["papers"] == ["营业执照"]
    made.move("2020-03-10 09:00")
    second = made.start({"applicant_id": FIRM})
    assert made.field(second, "wanted") == ["申请表"]
    (known,) = made.field(second, "known")
    assert (known["name"], known["on"].isoformat(), known["case"]) == (
        "营业执照",
        "2020-03-09",
        made.case(first)["number"],
    )
    with pytest.raises(Refused) as refused:
        made.complete(second, "take", received=["营业执照"])
    assert refused.value.rule == "GC-16"
    made.complete(second, "take", received=["申请表"])


def test_the_number_stands_nowhere_in_the_clear(made: Office) -> None:
    publish(made)
    case = made.start({"applicant_id": PERSON})
    made.complete(case, "take", received=["营业执照"])
    for table in (tables.held_paper, tables.field, tables.journal):
        assert PERSON not in repr(made.rows(select(table))), table.name
    assert FIRM.encode() not in made.rows(select(tables.held_paper.c.sealed))[0]["sealed"]


def test_erasing_the_number_forgets_the_papers(made: Office) -> None:
    publish(made)
    case = made.start({"applicant_id": PERSON})
    made.complete(case, "take", received=["营业执照"])
    erase_personal(made.engine, case, made.actor("dcs.承办人"), "当事人要求")
    assert held(made, PERSON) == []
    assert made.is_intact(case)


def test_without_an_applicant_nothing_is_held(made: Office) -> None:
    publish(made)
    case = made.start({})
    made.complete(case, "take", received=["营业执照"])
    assert made.rows(select(tables.held_paper)) == []


def test_a_wrong_number_is_refused_at_the_field(small: Office) -> None:
    publish(small)
    with pytest.raises(Refused) as refused:
        small.start({"applicant_id": FIRM[:-1]})
    assert "17 位" in refused.value.problems["applicant_id"]
