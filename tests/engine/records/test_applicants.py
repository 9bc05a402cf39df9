"""Cases are found by their applicant, by those alone who may know the applicant; nothing of it can be read."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select, true

from engine import tables
from engine.people.actor import SYSTEM
from engine.queries.applicants import cases_named
from engine.queries.duties import duties_of
from engine.records import search
from engine.records.resealing import reseal
from engine.records.vault import Vault
from engine.runtime.erasing import erase_personal
from engine.time import clock
from tests.engine.records.test_personal import CASE, FILES, form
from tests.support.office import Office, diagram, flows, task

ONE = diagram(
    '<bpmn:startEvent id="s"/>' + task("a") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e"),
    extensions=CASE + '<bj:form ref="forms/complaint.json"/>',
)
KNOWS, KNOWS_NOT = "dcs.承办人", "zjj.承办人"
"""Somebody of 督查室, who may see `complainant`, and somebody of 住建局, who may not; both see `phone`."""


@pytest.fixture
def filled(made: Office) -> Office:
    """Two cases of applicants, their texts read."""
    made.publish(
        ONE, files={**FILES, "forms/other.json": form({"key": "words", "properties": {"personal": "true"}})}
    )
    for name, phone in (("欧阳文静", "13912345678"), ("欧阳修文", "13700000000")):
        made.start({"complainant": name, "phone": phone, "matter": "路灯不亮"})
    read(made)
    return made


def read(office: Office) -> None:
    while search.refresh(office.engine.database, office.engine.vault):
        pass


def found(office: Office, text: str, login: str = KNOWS) -> int:
    """How many cases a text finds by applicant."""
    with office.engine.database.reading() as connection:
        directory = office.engine.directory(connection)
        duties = duties_of(directory, directory.person(login), clock.today(), ["p"])
        return len(cases_named(office.engine, connection, text, true(), duties))


def column(office: Office) -> str:
    with office.engine.database.reading() as connection:
        return " ".join(connection.execute(select(tables.case_text.c.grams)).scalars())


def a_case(office: Office) -> UUID:
    row = tables.field.c
    (first, *_) = office.rows(select(row.instance_id).order_by(row.instance_id))
    case: UUID = first["instance_id"]
    return case


@pytest.mark.parametrize(
    ("text", "knowing", "not_knowing"),
    [
        ("欧阳文静", 1, 0),
        ("欧阳", 2, 0),
        ("文静", 1, 0),
        ("欧阳 13912345678", 1, 0),
        ("13912345678", 1, 1),
        ("139", 0, 0),
        ("静文", 0, 0),
        ("欧", 0, 0),
        ("", 0, 0),
        ("路灯", 0, 0),
    ],
)
def test_who_may_know_an_applicant_finds_the_case(
    filled: Office, text: str, knowing: int, not_knowing: int
) -> None:
    assert (found(filled, text), found(filled, text, KNOWS_NOT)) == (knowing, not_knowing)


def test_nothing_can_be_read_and_no_digest_can_be_typed(filled: Office) -> None:
    kept = column(filled)
    assert not any(piece in kept for piece in ("欧阳", "文静", "静", "1391", "13912345678"))
    digest = next(word.strip("'") for word in kept.split() if word.strip("'").startswith("_"))
    with filled.engine.database.reading() as connection:
        for typed in (digest, digest[1:], digest[1:4]):
            condition = search.matches(connection, typed, tables.instance.c.id.is_(None))
            assert list(connection.execute(select(tables.instance.c.id).where(condition))) == []


def test_what_is_erased_is_found_no_more_from_the_same_moment(filled: Office) -> None:
    erase_personal(filled.engine, a_case(filled), SYSTEM, "本人要求", ["complainant"])
    assert (found(filled, "欧阳"), found(filled, "13912345678"), found(filled, "13700000000")) == (1, 1, 1)
    erase_personal(filled.engine, a_case(filled), SYSTEM, "本人要求")
    assert found(filled, "13912345678") + found(filled, "13700000000") == 1
    assert column(filled).count("_") < 8


def test_a_later_value_takes_the_place_of_an_earlier(filled: Office) -> None:
    case = a_case(filled)
    filled.complete(case, "a", complainant="司马迁")
    read(filled)
    assert (found(filled, "欧阳"), found(filled, "司马迁")) == (1, 1)


def test_another_key_finds_before_meanwhile_and_after(filled: Office) -> None:
    before = filled.engine.vault
    old = "old-key-old-key-old-key"
    filled.engine.__dict__["vault"] = Vault(old)
    try:
        filled.start({"complainant": "诸葛亮", "phone": "1", "matter": "路灯不亮"})
        read(filled)
        filled.engine.__dict__["vault"] = Vault("new-key-new-key-new-key", [old])
        assert found(filled, "诸葛亮") == 1
        kept = column(filled)
        for _ in reseal(filled.engine.database, filled.engine.vault):
            pass
        assert found(filled, "诸葛亮") == 1
        assert column(filled) != kept
        filled.engine.__dict__["vault"] = Vault("new-key-new-key-new-key")
        assert found(filled, "诸葛亮") == 1
    finally:
        filled.engine.__dict__["vault"] = before
