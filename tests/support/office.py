"""A small county with an engine, for tests of the runtime: real database, simulated clock, diagrams as text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine import tables
from engine.database import Database, new_key
from engine.engine import Engine
from engine.people.actor import Actor
from engine.records.journal import first_altered
from engine.runtime import starts
from engine.runtime.fields import read_fields
from engine.time import clock

SINCE = date(2015, 1, 1)
UNITS = {"dcs": "督查室", "zjj": "住建局", "fgj": "发改局", "czj": "财政局"}
POSTS = ("主要负责人", "承办人")
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bj="urn:banjie:bpmn:1" '
    'id="D" targetNamespace="urn:test">'
)


def civil(text: str) -> datetime:
    """`2020-03-09 09:00` in the county's civil time."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.CIVIL)


def diagram(body: str, process: str = "p", extensions: str = "", roots: str = "") -> bytes:
    """A BPMN file with one process around `body`, which anybody may start unless `extensions` says who.

    `roots` are messages and signals beside it.
    """
    if "<bj:case" not in extensions:
        extensions = f"<bj:case/>{extensions}"
    if " start=" not in extensions:
        extensions = extensions.replace("<bj:case", f'<bj:case start="{" ".join(POSTS)}"', 1)
    said = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>"
    inner = f'<bpmn:process id="{process}" name="试办" isExecutable="true">{said}{body}</bpmn:process>'
    return f"{HEAD}{roots}{inner}</bpmn:definitions>".encode()


def flows(*pairs: str) -> str:
    """Sequence flows written `source>target`, each with an id of its own; `source>target?condition` has a condition."""
    written = []
    for pair in pairs:
        path, _, condition = pair.partition("?")
        source, target = path.split(">")
        held = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
        written.append(
            f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{held}</bpmn:sequenceFlow>'
        )
    return "".join(written)


def task(key: str, post: str = "督查室", extensions: str = "", name: str = "", unit: str = "") -> str:
    """A user task of a post (督查室 where none is named)."""
    whose = f'<bj:assignment post="{post}" unit="{unit}"/>' if unit else f'<bj:assignment post="{post}"/>'
    return (
        f'<bpmn:userTask id="{key}" name="{name or key}"><bpmn:extensionElements>{whose}{extensions}'
        "</bpmn:extensionElements></bpmn:userTask>"
    )


@dataclass
class Office:
    """An engine on a small county, with its clock in the test's hands."""

    engine: Engine
    clock: clock.SimulatedClock
    actors: dict[str, Actor] = field(default_factory=dict)

    def publish(self, xml: bytes, process: str = "p", files: Mapping[str, bytes] | None = None) -> UUID:
        """Publish a diagram as the newest version of a process, without the gate."""
        contents = {f"{process}.bpmn": xml, **(files or {})}
        digests = {
            path: "sha256:" + hashlib.sha256(content).hexdigest() for path, content in contents.items()
        }
        version = new_key()
        with self.engine.database.transaction() as connection:
            number = (
                len(
                    connection.execute(
                        select(tables.process_version.c.id).where(tables.process_version.c.process == process)
                    ).all()
                )
                + 1
            )
            known = set(connection.execute(select(tables.artefact.c.digest)).scalars())
            for path, digest in digests.items():
                if digest not in known:
                    known.add(digest)
                    connection.execute(tables.artefact.insert().values(digest=digest, content=contents[path]))
            connection.execute(
                tables.process_version.insert().values(
                    id=version,
                    process=process,
                    number=number,
                    name="试办",
                    digest=f"{process}{number}",
                    files=digests,
                    published_at=clock.now(),
                    published_by="test",
                    reason="test",
                )
            )
            starts.declare(self.engine, connection, process, version)
        return version

    def actor(self, login: str) -> Actor:
        """The actor of a login such as `zjj.承办人`."""
        return self.actors[login]

    def start(
        self, data: Mapping[str, Any] | None = None, process: str = "p", by: str = "dcs.承办人"
    ) -> UUID:
        """Start a case; its key."""
        return self.engine.start(process, self.actor(by), data or {}).id

    def open(self, case: UUID | None = None) -> list[dict[str, Any]]:
        """The open user tasks, of one case or of all, in order of creation."""
        row = tables.user_task.c
        statement = select(tables.user_task).where(row.status == "open").order_by(row.created_at, row.id)
        if case is not None:
            statement = statement.where(row.instance_id == case)
        return self.rows(statement)

    def finished(self, case: UUID) -> list[dict[str, Any]]:
        """The completed user tasks of a case, in order."""
        row = tables.user_task.c
        done = (row.instance_id == case) & (row.status == "completed")
        return self.rows(select(tables.user_task).where(done).order_by(row.ended_at, row.id))

    def scopes(self, case: UUID, name: str) -> set[str]:
        """The branches in which a field was written."""
        row = tables.field.c
        return {
            r["scope"] for r in self.rows(select(row.scope).where(row.instance_id == case, row.name == name))
        }

    def field(self, case: UUID, name: str, branch: str = "") -> Any:
        """The standing value of a field of a case."""
        with self.engine.database.reading() as connection:
            return read_fields(connection, case)[name, branch]

    def elements(self, case: UUID) -> list[str]:
        """The elements of a case's open tasks, sorted."""
        return sorted(row["element"] for row in self.open(case))

    def task(self, case: UUID, element: str) -> UUID:
        """The key of the one open task of an element."""
        keys: list[UUID] = [row["id"] for row in self.open(case) if row["element"] == element]
        (found,) = keys
        return found

    def complete(self, case: UUID, element: str, by: str | None = None, **data: Any) -> None:
        """Complete an open task of a case, by the first who may."""
        (row, *_) = [row for row in self.open(case) if row["element"] == element]
        self.engine.complete(row["id"], self.actor(by or f"{row['unit_id']}.承办人"), data)

    def move(self, to: str, drain: bool = True) -> None:
        """Move the clock, and let a worker fire what falls due."""
        self.clock.move_to(civil(to))
        if drain:
            self.settle()

    def settle(self) -> None:
        """Let a worker do everything that is due now."""
        while self.engine.fire_due().instances:
            pass

    def rows(self, statement: Any) -> list[dict[str, Any]]:
        """The rows a statement finds."""
        with self.engine.database.reading() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def case(self, case: UUID) -> dict[str, Any]:
        """The instance row of a case."""
        (row,) = self.rows(select(tables.instance).where(tables.instance.c.id == case))
        return row

    def journal(self, case: UUID) -> list[dict[str, Any]]:
        """The journal of a case."""
        row = tables.journal.c
        return self.rows(select(tables.journal).where(row.instance_id == case).order_by(row.sequence))

    def events(self, case: UUID, name: str | None = None) -> list[dict[str, Any]]:
        """The events of a case in order, or those of one name."""
        return [e for row in self.journal(case) for e in row["events"] if name is None or e["event"] == name]

    def is_intact(self, case: UUID) -> bool:
        """Whether the case's history verifies."""
        return first_altered(self.journal(case)) is None


@contextmanager
def office(url: str, data: Path, now: str = "2020-03-09 09:00") -> Iterator[Office]:
    """An office on a fresh database, its clock at `now`."""
    database = Database(url)
    simulated = clock.SimulatedClock(civil(now))
    with database.transaction() as connection:
        tables.metadata.create_all(connection)
    made = Office(Engine(database, data), simulated)
    _people(made)
    try:
        with clock.using(simulated):
            yield made
    finally:
        database.dispose()


def _people(made: Office) -> None:
    with made.engine.database.transaction() as connection:
        for position, (unit, name) in enumerate(UNITS.items()):
            connection.execute(
                tables.unit.insert().values(
                    id=unit,
                    name=f"县{name}",
                    short_name=name,
                    kind="县直部门",
                    aliases=[],
                    position=position,
                    valid_from=SINCE,
                )
            )
            for place, post in enumerate(POSTS):
                login = f"{unit}.{post}"
                person = new_key()
                made.actors[login] = Actor(person, login, f"{name}{post}")
                connection.execute(
                    tables.post.insert().values(
                        id=f"{unit}/{post}", unit_id=unit, name=post, position=place, valid_from=SINCE
                    )
                )
                connection.execute(
                    tables.person.insert().values(id=person, login=login, name=f"{name}{post}", active=True)
                )
                connection.execute(
                    tables.holding.insert().values(
                        id=new_key(), person_id=person, post_id=f"{unit}/{post}", valid_from=SINCE
                    )
                )
