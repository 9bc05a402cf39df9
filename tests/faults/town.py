"""A county whose one process writes every kind of row in a step, copied afresh for every fault."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine import tables
from engine.database import Database
from engine.engine import Engine
from engine.people.actor import Actor
from engine.records import outbox
from engine.records.blobs import Blobs
from engine.records.papers import Papers
from engine.time import clock
from tests.support.office import Office, civil, diagram, flows, office, task
from tests.support.postgres import PostgresServer
from workers.site import _note

TEMPLATE = Path(__file__).parents[2] / "processes" / "supervision" / "documents" / "blue-slip.docx"
LIMIT = '<bj:deadline name="办理" limit="7 wd" warn="1 wd"/>'
LATE = (
    '<bpmn:boundaryEvent id="late" attachedToRef="b" cancelActivity="false"><bpmn:timerEventDefinition>'
    '<bpmn:timeDate>due("办理")</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
)
DATA = {"title": "整治占道经营", "source": "县长批示", "unit": "住建局"}


def _paper(key: str, kind: str) -> str:
    """A step that issues a paper, records a score and sends a notice."""
    return (
        f'<bpmn:serviceTask id="{key}"><bpmn:extensionElements><bj:document kind="{kind}" '
        'template="documents/blue.docx" to="= unit" number="督办〔{year}〕{n}号"/>'
        '<bj:score points="-1" unit="= unit" rule="SD-09a"/><bj:notify to="督查室" text="已发" channel="sms"/>'
        "</bpmn:extensionElements></bpmn:serviceTask>"
    )


PROCESS = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("a", extensions=LIMIT)
    + _paper("told", "通知单")
    + task("b", extensions=LIMIT)
    + LATE
    + _paper("blue", "蓝色督办单")
    + '<bpmn:endEvent id="e2"/><bpmn:endEvent id="e"/>'
    + flows("s>a", "a>told", "told>b", "b>e", "late>blue", "blue>e2"),
    extensions='<bj:case title="= title" unit="= unit"/>',
)


_REPLY = (
    '<bpmn:message id="m" name="回函"><bpmn:extensionElements><bj:correlation key="= title"/></bpmn:extensionElements>'
    "</bpmn:message>"
)
ASKS = diagram(
    '<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="m"/>'
    "</bpmn:intermediateCatchEvent>"
    + _paper("told", "通知单")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>wait", "wait>told", "told>e"),
    "asks",
    extensions='<bj:case title="= title" unit="= unit"/>',
    roots=_REPLY,
)
"""Waits for the reply of its title and issues a paper."""
ANSWERS = diagram(
    '<bpmn:startEvent id="s"/><bpmn:intermediateThrowEvent id="send"><bpmn:messageEventDefinition messageRef="m"/>'
    '</bpmn:intermediateThrowEvent><bpmn:endEvent id="e"/>' + flows("s>send", "send>e"),
    "answers",
    extensions='<bj:case title="= title" unit="= unit"/>',
    roots=_REPLY,
)
"""Sends the reply of its title."""


@dataclass
class Town:
    """`copy_of` gives the URL of a copy of the database at a URL, `first` being a new county's.

    `actors` are its people. Nobody may be connected to what is copied.
    """

    first: str
    copy_of: Callable[[str], str]
    folder: Path
    actors: dict[str, Actor]

    def office(self, now: str, url: str = "") -> Office:
        """An office on a copy, or on the database at `url` as a fresh process finds it."""
        engine = Engine(Database(url or self.copy_of(self.first)), self.folder)
        return Office(engine, clock.SimulatedClock(civil(now)), self.actors)


def town_on_sqlite(folder: Path, template: Path) -> Town:
    """A town whose copies are files."""
    numbers = count()

    def copy_of(url: str) -> str:
        path = folder / f"town{next(numbers)}.db"
        shutil.copyfile(url.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    first = copy_of(f"sqlite:///{template}")
    return Town(first, copy_of, folder, _found(first, folder))


def town_on_postgres(folder: Path, url: str, server: PostgresServer) -> Town:
    """A town whose copies are databases of one server."""

    def copy_of(original: str) -> str:
        return server.url(server.create_database(original.rpartition("/")[2]))

    return Town(url, copy_of, folder, _found(url, folder))


def _found(url: str, folder: Path) -> dict[str, Actor]:
    with office(url, folder) as made:
        made.publish(PROCESS, files={"documents/blue.docx": TEMPLATE.read_bytes()})
        return made.actors


def begin(engine: Engine, actor: Actor) -> None:
    """Start a case, as a page does."""
    engine.start("p", actor, DATA, key="once")


def complete(engine: Engine, argument: tuple[UUID, Actor]) -> None:
    """Complete a task, as a page does."""
    engine.complete(argument[0], argument[1], {"note": "已办"}, key="once")


def deliver(engine: Engine, _: Any = None) -> None:
    """Deliver what is due of the outbox, as a worker does."""
    papers = Papers(engine.database, Blobs(engine.data / "files"), partial(_note, engine))
    channels: dict[str, outbox.Deliver] = {"render": papers.deliver, "notice": lambda _: None}
    while outbox.deliver_due(engine.database, channels) != outbox.NOTHING:
        pass


def drain(engine: Engine, _: Any = None) -> None:
    """Fire what is due, as a worker does."""
    while engine.fire_due().instances:
        pass


_KEYS = ("id", "instance_id", "unit_id", "document_id", "head", "digest", "secret", "state", "record_digest")


def told(made: Office) -> dict[str, list[Any]]:
    """Everything the county's records say, without keys."""
    names = (
        "instance",
        "user_task",
        "timer",
        "deadline",
        "field",
        "document",
        "score",
        "notification",
        "outbox",
    )
    every = [tables.metadata.tables[name] for name in (*names, "incident", "number_counter", "journal")]
    return {table.name: sorted(_plain(row) for row in made.rows(select(table))) for table in every}


def _plain(row: dict[str, Any]) -> str:
    kept = {
        name: value for name, value in row.items() if name not in (*_KEYS, "payload", "version_id", "key")
    }
    if "events" in kept:
        kept["events"] = [{**event, "task": "", "document": "", "data": ""} for event in kept["events"]]
    return str(kept)
