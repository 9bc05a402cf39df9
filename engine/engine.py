"""The engine: every act of a county, each one transaction.

`Engine` is what pages, workers and rehearsals hold. It owns nothing but the database, the folder of files and
what is cached of people, calendar and published versions.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database, new_key
from engine.definitions import publishing
from engine.definitions.publishing import Published
from engine.people.actor import SYSTEM, Actor
from engine.people.directory import Directory
from engine.records import journal, numbers
from engine.runtime import acts, clocks, draining, handing, requests, rounds, storage, sync
from engine.runtime.act import Act
from engine.runtime.acts import Done
from engine.runtime.case import FORMAT, Case
from engine.runtime.draining import Drained
from engine.runtime.fields import Fields
from engine.runtime.program import Program
from engine.runtime.refusals import Refused, StuckError
from engine.runtime.tree import Tree
from engine.runtime.world import World
from engine.time import clock
from engine.time.calendar import WorkingCalendar
from engine.time.office_hours import OfficeHours
from engine.worlds import Worlds

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Started:
    """The answer of a start: the new case and its number."""

    id: UUID
    number: str


class Engine:
    """One county's engine. `data` is the folder of rendered papers and attachments."""

    def __init__(self, database: Database, data: Path) -> None:
        self.database = database
        self.data = data
        self._worlds = Worlds()
        self._programs: dict[UUID, Program] = {}

    # --- what is cached -----------------------------------------------------------------------------------
    def world(self, connection: Connection) -> World:
        """The county as of now."""
        return self._worlds.current(connection)

    def directory(self, connection: Connection) -> Directory:
        """The county's people."""
        return self.world(connection).directory

    def calendar(self, connection: Connection) -> WorkingCalendar:
        """The working calendar as known today."""
        return self.world(connection).calendar

    def hours(self, connection: Connection) -> OfficeHours:
        """The office hours."""
        return self.world(connection).hours

    def program(self, version_id: UUID, connection: Connection | None = None) -> Program:
        """What a published version runs; compiled once."""
        if version_id not in self._programs:
            if connection is None:
                with self.database.reading() as reading:
                    return self.program(version_id, reading)
            self._programs[version_id] = publishing.read_program(connection, version_id)
        return self._programs[version_id]

    # --- definitions --------------------------------------------------------------------------------------
    def publish(self, folder: Path, by: Actor, reason: str, pilot: Iterable[str] | None = None) -> Published:
        """Check a process folder and publish it as a new immutable version. Raises NotPublishable."""
        return publishing.publish(self.database, folder, by, reason, pilot)

    # --- acts ---------------------------------------------------------------------------------------------
    def start(
        self, process: str, actor: Actor, data: Mapping[str, Any], *, key: str | None = None
    ) -> Started:
        """Start a case of a process. Raises Refused."""
        return self.start_many(process, actor, [data], keys=[key] if key else None)[0]

    def start_many(
        self,
        process: str,
        actor: Actor,
        rows: Iterable[Mapping[str, Any]],
        *,
        keys: list[str] | None = None,
    ) -> list[Started]:
        """Start a case a row, all or none. A row whose key was used before gives the case it started then."""
        items = list(rows)

        def work(connection: Connection) -> list[Started]:
            return [
                self._start_once(connection, process, actor, dict(item), keys[index] if keys else None)
                for index, item in enumerate(items)
            ]

        try:
            return self.database.transact(work)
        except StuckError as error:
            raise Refused(f"不能发起:{error.message}", kind="invalid") from error

    def _start_once(
        self, connection: Connection, process: str, actor: Actor, data: dict[str, Any], key: str | None
    ) -> Started:
        if key is not None:
            known = connection.execute(
                select(tables.instance.c.id, tables.instance.c.number)
                .join(tables.inbox, tables.inbox.c.instance_id == tables.instance.c.id)
                .where(tables.inbox.c.key == f"start:{key}")
            ).first()
            if known is not None:
                return Started(known.id, known.number)
        world = self.world(connection)
        version = publishing.current_version(connection, process, _unit_of(world, data))
        act = Act(world, connection, "start", actor, Fields(connection, new_key(), is_new=True))
        self._new_case(act, process, version.id, self.program(version.id, connection), data)
        if key is not None:
            act.changes.inbox.append(
                {
                    "key": f"start:{key}",
                    "instance_id": act.case.id,
                    "kind": "start",
                    "payload": {},
                    "received_at": act.now,
                    "done_at": act.now,
                }
            )
        storage.save(act)
        return Started(act.case.id, act.case.row["number"])

    def _new_case(
        self, act: Act, process: str, version_id: UUID, program: Program, data: dict[str, Any]
    ) -> None:
        year = clock.civil_date(act.now).year
        written = program.process.extension("case")
        pattern = written.get("number") if written else ""
        number = numbers.written(
            pattern or f"{process}-{{year}}-{{n:05}}",
            year,
            numbers.take(act.connection, f"case:{process}", year),
        )
        row = {
            "id": new_key(),
            "number": number,
            "process": process,
            "version_id": version_id,
            "title": program.process.name or process,
            "status": "running",
            "outcome": None,
            "unit_id": None,
            "started_at": act.now,
            "started_by": act.actor.login,
            "ended_at": None,
            "due_at": None,
            "next_due": None,
            "state": b"",
            "state_format": FORMAT,
            "calendar": act.world.calendar.version,
            "sequence": 0,
            "head": journal.START,
            "secret": new_key().bytes,
        }
        act.case = Case(row, program, Tree.new(program, act))
        act.begin(data)
        act.run()

    def claim(self, task_id: UUID, actor: Actor) -> Done:
        """Take a task for oneself (认领)."""
        return self._on_task("claim", task_id, actor, lambda act: acts.claim(act, task_id))

    def unclaim(self, task_id: UUID, actor: Actor) -> Done:
        """Give a claimed task back (放回)."""
        return self._on_task("unclaim", task_id, actor, lambda act: acts.unclaim(act, task_id))

    def complete(
        self, task_id: UUID, actor: Actor, data: Mapping[str, Any], *, key: str | None = None
    ) -> Done:
        """Do a task. Raises Refused; with a key used before, gives the first answer again."""
        return self._on_task(
            "complete", task_id, actor, lambda act: acts.complete(act, task_id, dict(data)), key
        )

    def return_to(self, task_id: UUID, actor: Actor, to: str | None, reason: str) -> Done:
        """Send the case back to an earlier task (退回), by its element's id; None: the last one done."""
        return self._on_task("return", task_id, actor, lambda act: rounds.return_to(act, task_id, to, reason))

    def withdraw(self, task_id: UUID, actor: Actor) -> Done:
        """Take back one's own completed task (撤回)."""
        return self._on_task("withdraw", task_id, actor, lambda act: rounds.withdraw(act, task_id))

    def transfer(self, task_id: UUID, actor: Actor, to: str) -> Done:
        """Hand a task to a colleague for good (转交), named by login or post."""
        return self._on_task("transfer", task_id, actor, lambda act: handing.transfer(act, task_id, to))

    def delegate(self, task_id: UUID, actor: Actor, to: str) -> Done:
        """Let a colleague prepare a task (委派); it comes back to be concluded."""
        return self._on_task("delegate", task_id, actor, lambda act: handing.delegate(act, task_id, to))

    def add_signer(self, task_id: UUID, actor: Actor, item: Any) -> Done:
        """Add a branch to an open 会签 (加签)."""
        return self._on_task("add_signer", task_id, actor, lambda act: handing.add_signer(act, task_id, item))

    def remove_signer(self, task_id: UUID, actor: Actor, item: Any) -> Done:
        """Take an unanswered branch out of an open 会签 (减签)."""
        return self._on_task(
            "remove_signer", task_id, actor, lambda act: handing.remove_signer(act, task_id, item)
        )

    def remind(self, task_id: UUID, actor: Actor, text: str = "") -> Done:
        """Remind who has a task (催办)."""
        return self._on_task("remind", task_id, actor, lambda act: acts.remind(act, task_id, text))

    def request(
        self, instance_id: UUID, actor: Actor, verb: str, data: Mapping[str, Any], *, key: str | None = None
    ) -> Done:
        """Send a case a request its diagram waits for, for example `request_extension` (申请延期)."""
        return self._act(verb, instance_id, actor, lambda act: requests.request(act, verb, dict(data)), key)

    def message(
        self, instance_id: UUID, actor: Actor, name: str, key: str | None, data: Mapping[str, Any]
    ) -> Done:
        """Deliver a message to the token of a case that waits for it."""
        return self._act(
            "message", instance_id, actor, lambda act: requests.message(act, name, key, dict(data))
        )

    def signal(self, instance_id: UUID, actor: Actor, name: str, data: Mapping[str, Any]) -> Done:
        """Let every token of a case that waits for a signal go on."""
        return self._act("signal", instance_id, actor, lambda act: requests.signal(act, name, dict(data)))

    def answer_service(self, instance_id: UUID, task: int, output: Mapping[str, Any], *, key: str) -> Done:
        """Bring the answer of a service to the case that waits for it; once by key."""
        return self._act(
            "answer_service",
            instance_id,
            SYSTEM,
            lambda act: requests.answer_service(act, task, dict(output)),
            key,
        )

    def pause_clock(self, instance_id: UUID, actor: Actor, name: str, reason: str) -> Done:
        """Let a deadline's clock stand (暂停计时)."""
        return self._act("pause_clock", instance_id, actor, lambda act: clocks.pause(act, name, reason))

    def resume_clock(self, instance_id: UUID, actor: Actor, name: str, reason: str = "") -> Done:
        """Let a deadline's clock run again (恢复计时)."""
        return self._act("resume_clock", instance_id, actor, lambda act: clocks.resume(act, name, reason))

    def suspend(self, instance_id: UUID, actor: Actor, reason: str) -> Done:
        """Let a case stand still (中止)."""
        return self._act("suspend", instance_id, actor, lambda act: acts.suspend(act, reason))

    def resume(self, instance_id: UUID, actor: Actor, reason: str) -> Done:
        """Let a suspended case go on (恢复)."""
        return self._act("resume", instance_id, actor, lambda act: acts.resume(act, reason))

    def copy_to(self, instance_id: UUID, actor: Actor, to: list[str]) -> Done:
        """Let units or posts know of a case (抄送)."""
        return self._act("copy_to", instance_id, actor, lambda act: acts.copy_to(act, to))

    def cancel(self, instance_id: UUID, actor: Actor, reason: str) -> Done:
        """End a case before its end (撤销)."""
        return self._act("cancel", instance_id, actor, lambda act: acts.cancel(act, reason))

    def note(self, instance_id: UUID, event: str, **facts: Any) -> Done:
        """Add an event to a case's history that nobody did: a paper rendered, a message delivered."""
        return self._act("note", instance_id, SYSTEM, lambda act: act.record(event, None, **facts))

    def opened(self, task_id: UUID) -> None:
        """Remember that somebody has opened a task: from then on what precedes it cannot be withdrawn."""
        self.database.transact(lambda connection: storage.mark_opened(connection, task_id))

    def _on_task(
        self, name: str, task_id: UUID, actor: Actor, work: Callable[[Act], object], key: str | None = None
    ) -> Done:
        return self._act(name, task_id, actor, work, key, by_task=True)

    def _act(
        self,
        name: str,
        target: UUID,
        actor: Actor,
        work: Callable[[Act], object],
        key: str | None = None,
        by_task: bool = False,
    ) -> Done:
        def transaction(connection: Connection) -> Done:
            row = storage.lock(connection, target, by_task)
            if key is not None and storage.is_known(connection, row["id"], key):
                return Done(row["id"], row["number"])
            act = self.loaded(connection, row, name, actor)
            act.entry.key = key
            act.fire_due()
            work(act)
            act.run()
            storage.save(act)
            return Done(row["id"], row["number"])

        try:
            return self.database.transact(transaction)
        except Refused as refused:
            if refused.rule is not None:
                self._record_refusal(target, by_task, actor, name, refused)
            raise
        except StuckError as error:
            self.raise_incident(target, by_task, error)
            raise Refused(
                f"流程在此处无法继续,已记为故障,管理员会处理。您填写的内容没有提交。原因:{error.message}",
                kind="conflict",
            ) from error

    def _record_refusal(self, target: UUID, by_task: bool, actor: Actor, name: str, refused: Refused) -> None:
        """A refusal that a rule demands is part of the history; nothing else of the act remains."""

        def work(connection: Connection) -> None:
            act = self.loaded(connection, storage.lock(connection, target, by_task), name, actor)
            act.fire_due()
            act.record("refused", None, verb=name, rule=refused.rule, message=refused.message)
            act.run()
            storage.save(act)

        self.database.transact(work)

    def loaded(self, connection: Connection, row: dict[str, Any], name: str, actor: Actor) -> Act:
        """An act with its locked case loaded, its deadlines derived from today's calendar."""
        act = Act(self.world(connection), connection, name, actor, Fields(connection, row["id"]))
        act.case = storage.load(connection, row, self.program(row["version_id"], connection), act)
        if row["calendar"] != act.world.calendar.version:
            row["calendar"] = act.world.calendar.version
            if act.case.is_running:
                sync.rederive(act)
        return act

    def raise_incident(self, target: UUID, by_task: bool, error: StuckError) -> None:
        """Record, in a transaction of its own, that a case cannot go on."""

        def work(connection: Connection) -> None:
            row = storage.lock(connection, target, by_task)
            storage.add_incident(connection, row["id"], "stuck", error.message, error.element)

        self.database.transact(work)

    # --- time ---------------------------------------------------------------------------------------------
    def fire_due(self, limit: int = draining.MOST_AT_ONCE) -> Drained:
        """Fire the due timers of up to `limit` cases under one commit; call again until none is left."""
        return draining.drain(self, limit)

    def next_due(self, connection: Connection) -> datetime | None:
        """When the earliest armed timer of all cases is due."""
        column = tables.instance.c.next_due
        found: datetime | None = connection.execute(
            select(column).where(column.is_not(None)).order_by(column).limit(1)
        ).scalar_one_or_none()
        return found


def _unit_of(world: World, data: Mapping[str, Any]) -> str | None:
    unit = world.directory.find_unit(str(data.get("unit", "")))
    return unit.id if unit else None


__all__ = ["SYSTEM", "Drained", "Engine", "Started"]
