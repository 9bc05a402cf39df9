"""Runs acts: one transaction each, retried on a conflict; refusals by rule and incidents are recorded after it.

Holds what every act of a process shares: the database, and what is cached of people, calendar, policy and
published versions.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from engine import logging, metrics, values
from engine.database import Database
from engine.people.actor import SYSTEM, Actor
from engine.people.directory import Directory
from engine.records.vault import Vault, vault_of
from engine.refusals import Refused, StuckError
from engine.runtime import firing, saving, storage, sync, versions
from engine.runtime.act import Act
from engine.runtime.acts import Done
from engine.runtime.fields import Fields
from engine.runtime.program import Program
from engine.runtime.running import RunningAct
from engine.runtime.world import World
from engine.runtime.worlds import Worlds
from engine.time.calendar import WorkingCalendar
from engine.time.office_hours import OfficeHours
from engine.words import words


class Runner:
    """What runs acts. `data` is the folder of rendered papers and attachments."""

    def __init__(self, database: Database, data: Path) -> None:
        self.database = database
        self.data = data
        self._worlds = Worlds()
        self._programs: dict[UUID, Program] = {}

    @cached_property
    def vault(self) -> Vault:
        """What encrypts personal data: by the site's secret key, in a rehearsal by one nobody keeps."""
        return vault_of(self.data, throw_away=self.database.is_throw_away)

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
            self._programs[version_id] = versions.read_program(connection, version_id)
        return self._programs[version_id]

    def on_task(
        self, name: str, task_id: UUID, actor: Actor, work: Callable[[Act], object], key: str | None = None
    ) -> Done:
        """Do one act on the case of a user task."""
        return self.act(name, task_id, actor, work, key, by_task=True)

    def act(
        self,
        name: str,
        target: UUID,
        actor: Actor,
        work: Callable[[Act], object],
        key: str | None = None,
        by_task: bool = False,
    ) -> Done:
        """Do one act on one existing case. `target` is the case's key, or a user task's with `by_task`.

        Its own due timers fire first. With a `key` used before on the case, nothing is done and the first answer
        given again. Raises Refused.
        """

        def transaction(connection: Connection) -> Done:
            row = storage.lock(connection, target, by_task)
            done = Done(row["id"], row["number"])
            if key is not None and storage.is_known(connection, row["id"], key):
                return done
            with logging.about(case=row["number"]):
                generation, task = storage.outlook(connection, target if by_task else None)
                world = self._worlds.current(connection, generation)
                act = self.loaded(connection, row, name, actor, world, task)
                act.entry.key = key
                firing.fire_due(act)
                work(act)
                act.run()
                saving.save(act)
            return done

        with counted(name, actor):
            try:
                return self._transact(transaction, target, by_task)
            except Refused as refused:
                if refused.rule is not None:
                    self._record_refusal(target, by_task, actor, name, refused)
                raise
            except StuckError as error:
                self.raise_incident(target, by_task, error)
                raise Refused(
                    words(
                        "流程在此处无法继续,已记为故障,管理员会处理。您填写的内容没有提交。原因:%(message)s",
                        message=error.message,
                    ),
                    kind="conflict",
                ) from error

    def _transact(self, work: Callable[[Connection], Done], target: UUID, by_task: bool) -> Done:
        """Do the work; where a timer due before it cannot fire, set that timer aside and do it again."""
        try:
            return self.database.transact(work)
        except StuckError as error:
            if error.timer is None:
                raise
            self._set_aside(target, by_task, error)
            return self._transact(work, target, by_task)

    def _set_aside(self, target: UUID, by_task: bool, error: StuckError) -> None:
        def work(connection: Connection) -> None:
            row = storage.lock(connection, target, by_task)
            self.set_aside(connection, row["id"], error)

        self.database.transact(work)

    def set_aside(self, connection: Connection, instance_id: UUID, error: StuckError) -> None:
        """Take the timer that cannot fire out of the case's reckoning; an incident says why. The case goes on."""
        act = self.loaded(connection, storage.lock(connection, instance_id), "set_aside", SYSTEM)
        for timer in [timer for timer in act.case.timers if timer.id == error.timer]:
            act.case.timers.remove(timer)
            act.case.set_aside.add((timer.number, timer.element))
            act.changes.timer(act.case, timer, "failed")
        act.record("incident.raised", error.element, message=error.message)
        saving.save(act)
        storage.add_incident(connection, instance_id, "timer", error.message, error.element, error.timer)

    def _record_refusal(self, target: UUID, by_task: bool, actor: Actor, name: str, refused: Refused) -> None:
        """A refusal that a rule demands is part of the history; nothing else of the act remains."""

        def work(connection: Connection) -> None:
            act = self.loaded(connection, storage.lock(connection, target, by_task), name, actor)
            firing.fire_due(act)
            known = {name: said for name, said in refused.said.items() if not act.fields.is_personal(name)}
            said = values.to_json(known) or None
            act.record("refused", None, verb=name, rule=refused.rule, message=refused.message, said=said)
            act.run()
            saving.save(act)

        self.database.transact(work)

    def loaded(
        self,
        connection: Connection,
        row: dict[str, Any],
        name: str,
        actor: Actor,
        world: World | None = None,
        task: dict[str, Any] | None = None,
    ) -> Act:
        """An act with its locked case loaded, its deadlines derived from today's calendar.

        `world` and the row of an open user task are given where they have been read already.
        """
        program = self.program(row["version_id"], connection)
        fields = Fields(connection, row["id"], personal=program.personal, vault=lambda: self.vault)
        act = RunningAct(world or self.world(connection), connection, name, actor, fields)
        act.case = storage.load(connection, row, program, act, task)
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


@contextmanager
def counted(name: str, actor: Actor) -> Iterator[None]:
    """Count an act, done or refused, and name it in the logs of what it does."""
    with logging.about(act=name, actor=actor.login):
        try:
            yield
        except Refused:
            metrics.refusals_total.labels(name).inc()
            raise
        metrics.acts_total.labels(name).inc()
