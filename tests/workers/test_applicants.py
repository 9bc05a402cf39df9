"""Telling applicants: by text message through a real gateway where there is one, else the window's list keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, true

from engine import tables
from engine.queries.window import untold
from engine.records.outbox import deliver_due
from tests.support.office import Office, diagram, flows, office, task
from tests.support.own_settings import OwnSettings
from tests.workers.test_notices import Gateway, gateway
from workers.applicants import ApplicantNotices
from workers.gateways import Gateways
from workers.site import _note

__all__ = ["gateway"]
MOBILE = "13900000009"
TELLING = diagram(
    '<bpmn:startEvent id="s"/><bpmn:intermediateThrowEvent id="tell" name="受理"><bpmn:extensionElements>'
    '<bj:notify phone="phone" text="您的申请{case.number}已受理"/></bpmn:extensionElements>'
    "</bpmn:intermediateThrowEvent>"
    + task("work", "承办人", name="办理", unit="住建局")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>tell", "tell>work", "work>e"),
    extensions='<bj:case title="= title" unit="= unit" number="试〔{year}〕{n}号"/>',
)
TEXT = "您的申请试〔2020〕1号已受理"


@pytest.fixture
def made(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office with a procedure that tells its applicant."""
    with office(database_url, tmp_path) as opened:
        opened.publish(TELLING)
        yield opened


def start(made: Office, phone: str | None = MOBILE) -> UUID:
    return made.start({"unit": "住建局", "title": "一件", "phone": phone})


def deliver(made: Office, address: str = "") -> None:
    ways: dict[str, Any] = {"gateway_sms": f"json://{address}/sms/{{to}}"} if address else {}
    gateways = Gateways(OwnSettings(**ways))
    notices = ApplicantNotices(made.engine, gateways, partial(_note, made.engine))
    deliver_due(made.engine.database, {"applicant": notices.deliver})


def waiting(made: Office) -> list[str]:
    with made.engine.database.reading() as connection:
        return [each.text for each in untold(connection, true())]


def test_it_goes_by_text_message_once_and_onto_the_record(
    made: Office, gateway: tuple[type[Gateway], str]
) -> None:
    kind, address = gateway
    case = start(made)
    assert waiting(made) == [TEXT]
    deliver(made, address)
    deliver(made, address)
    assert kind.taken == [(f"/sms/{MOBILE}", TEXT)]
    assert waiting(made) == []
    assert [(event["by"], event["text"]) for event in made.events(case, "applicant.told")] == [("sms", TEXT)]
    assert made.is_intact(case)


def test_without_a_gateway_or_a_mobile_number_the_window_tells(
    made: Office, gateway: tuple[type[Gateway], str]
) -> None:
    kind, address = gateway
    case = start(made)
    deliver(made)
    start(made, "0731-5550000")
    start(made, None)
    deliver(made, address)
    assert kind.taken == []
    assert len(waiting(made)) == 3
    row = tables.notification.c
    (notice,) = made.rows(select(row.id).where(row.instance_id == case))
    clerk = made.actor("dcs.承办人")
    made.engine.told(case, clerk, notice["id"])
    made.engine.told(case, clerk, notice["id"])
    assert len(waiting(made)) == 2
    assert [event["by"] for event in made.events(case, "applicant.told")] == ["window"]


def test_a_gateway_that_fails_is_tried_again(made: Office, gateway: tuple[type[Gateway], str]) -> None:
    kind, address = gateway
    kind.refuses = True
    start(made)
    deliver(made, address)
    assert waiting(made) == [TEXT]
    kind.refuses = False
    made.move("2020-03-09 09:10")
    deliver(made, address)
    assert (len(kind.taken), waiting(made)) == (1, [])
