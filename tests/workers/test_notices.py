"""Messages beyond the page, to a real gateway on this machine: what must go goes, what was chosen is kept to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine import tables
from engine.records.deliveries import CHOICE, Choice
from engine.records.outbox import deliver_due
from engine.time.clock import CIVIL
from tests.support.office import Office, diagram, flows, office, task
from tests.support.own_settings import OwnSettings
from web import preferences
from workers.gateways import Gateways
from workers.notices import Notices

MUST = diagram(
    '<bpmn:startEvent id="s"/><bpmn:intermediateThrowEvent id="slip" name="发单"><bpmn:extensionElements>'
    '<bj:notify to="住建局/承办人" text="督办单已发出" channel="sms"/></bpmn:extensionElements>'
    "</bpmn:intermediateThrowEvent>"
    + task("work", "承办人", name="办理", unit="住建局")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>slip", "slip>work", "work>e"),
    "must",
)
NIGHT = Choice(frozenset({"mail"}), time(21), time(7, 30))


class Gateway(BaseHTTPRequestHandler):
    """Takes messages, or refuses them when told to."""

    taken: list[tuple[str, str]]
    refuses: bool

    def do_POST(self) -> None:
        """One message."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        kind = type(self)
        if kind.refuses:
            self.send_response(503)
        else:
            kind.taken.append((self.path, body["message"]))
            self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[tuple[type[Gateway], str]]:
    """A gateway of its own, and where it answers."""
    kind = type("Fresh", (Gateway,), {"taken": [], "refuses": False})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield kind, f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def made(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office whose people have addresses."""
    with office(database_url, tmp_path) as opened:
        row = tables.person
        with opened.engine.database.transaction() as connection:
            for login, number in (("zjj.承办人", "13900000001"), ("fgj.承办人", "13900000002")):
                here = row.update().where(row.c.login == login)
                connection.execute(here.values(mobile=number, email=f"{number}@anlan.test"))
        opened.publish(MUST, "must")
        yield opened


def notices(office: Office, address: str = "") -> Notices:
    ways: dict[str, Any] = {
        "gateway_sms": f"json://{address}/sms/{{to}}",
        "gateway_mail": f"json://{address}/mail/{{to}}",
    }
    settings = OwnSettings(**(ways if address else {}))
    return Notices(office.engine, Gateways(settings))


def deliver(office: Office, of: Notices) -> None:
    for _ in range(3):
        deliver_due(office.engine.database, {"notice": of.deliver})


def choose(office: Office, choice: Choice) -> None:
    person = office.actor("zjj.承办人").person_id
    assert person is not None
    preferences.write(office.engine.database, person, CHOICE, choice.to_stored())


def remind(office: Office, text: str = "请尽快办理") -> None:
    case = office.start({}, "must")
    office.engine.remind(office.task(case, "work"), office.actor("dcs.承办人"), text)


def test_what_must_be_delivered_goes_once_whatever_the_hour_and_the_choice(
    made: Office, gateway: tuple[type[Gateway], str]
) -> None:
    choose(made, Choice(frozenset(), time(0), time(23, 59)))
    made.start({}, "must")
    deliver(made, notices(made, gateway[1]))
    assert gateway[0].taken == [("/sms/13900000001", "督办单已发出")]


def test_without_a_gateway_it_stands_in_the_page_and_nothing_fails(made: Office) -> None:
    made.start({}, "must")
    deliver(made, notices(made))
    assert made.rows(select(tables.incident)) == []
    assert made.rows(select(tables.outbox.c.error).where(tables.outbox.c.kind == "notice")) == [
        {"error": None}
    ]


def test_a_gateway_that_refuses_is_tried_again_and_told_on_the_case(
    made: Office, gateway: tuple[type[Gateway], str]
) -> None:
    kind, address = gateway
    kind.refuses = True
    made.start({}, "must")
    sending = notices(made, address)
    deliver(made, sending)
    (failed,) = made.rows(select(tables.delivery))
    assert (failed["sent_at"], failed["attempts"]) == (None, 1)
    assert "没有收下" in failed["error"]
    kind.refuses = False
    made.clock.move_to(made.clock() + timedelta(minutes=5))
    deliver(made, sending)
    (done,) = made.rows(select(tables.delivery))
    assert done["sent_at"] is not None
    assert done["error"] is None
    assert len(kind.taken) == 1


def test_what_was_chosen_is_sent_once_and_only_to_who_chose(
    made: Office, gateway: tuple[type[Gateway], str]
) -> None:
    choose(made, NIGHT)
    remind(made)
    sending = notices(made, gateway[1])
    sending.spread()
    sending.spread()
    mails = [path for path, _text in gateway[0].taken if path.startswith("/mail/")]
    assert len(mails) == len(set(made_messages(made)))
    assert all("13900000001" in path for path in mails)


def test_quiet_hours_over_midnight_are_kept_and_the_message_comes_in_the_morning(
    made: Office, gateway: tuple[type[Gateway], str]
) -> None:
    choose(made, NIGHT)
    made.clock.move_to(datetime(2020, 3, 9, 22, 0, tzinfo=CIVIL))
    remind(made)
    sending = notices(made, gateway[1])
    sending.spread()
    assert gateway[0].taken == []
    made.clock.move_to(datetime(2020, 3, 10, 7, 30, tzinfo=CIVIL))
    sending.spread()
    assert "请尽快办理" in [text for _path, text in gateway[0].taken]
    assert len(gateway[0].taken) == len(made_messages(made))


def test_the_morning_digest_comes_once_on_working_days(
    made: Office, gateway: tuple[type[Gateway], str]
) -> None:
    choose(made, Choice(frozenset({"mail"}), digest=True))
    made.start({}, "must")
    sending = notices(made, gateway[1])
    made.clock.move_to(datetime(2020, 3, 10, 7, 59, tzinfo=CIVIL))
    sending.digest()
    assert gateway[0].taken == []
    made.clock.move_to(datetime(2020, 3, 10, 8, 0, tzinfo=CIVIL))
    sending.digest()
    sending.digest()
    assert [text for _path, text in gateway[0].taken] == ["您有 1 项待办,其中已逾期 0 项、今日到期 0 项。"]
    made.clock.move_to(datetime(2020, 3, 14, 9, 0, tzinfo=CIVIL))
    sending.digest()
    assert len(gateway[0].taken) == 1


@pytest.mark.parametrize(
    ("at", "quiet"), [("21:00", True), ("23:30", True), ("07:29", True), ("07:30", False), ("12:00", False)]
)
def test_a_quiet_time_may_last_over_midnight(at: str, quiet: bool) -> None:
    hour, minute = map(int, at.split(":"))
    assert NIGHT.is_quiet(datetime(2020, 3, 9, hour, minute, tzinfo=CIVIL)) is quiet


def made_messages(made: Office) -> list[str]:
    """The texts of all messages to the one who chose."""
    return [row["text"] for row in made.rows(select(tables.notification.c.text))]
