"""The engine: every act of a county, each one transaction.

`Engine` is what pages, workers and rehearsals hold: a method for each thing that can be done. It owns nothing
but the database, the folder of files and what is cached of people, calendar and published versions.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.definitions import publishing
from engine.definitions.closure import Closure
from engine.definitions.problem import Problem
from engine.definitions.publishing import Published
from engine.people.actor import PUBLIC, SYSTEM, Actor
from engine.refusals import Refused, StuckError
from engine.runtime import (
    acts,
    circulating,
    clocks,
    coming,
    deadlines,
    draining,
    inbox,
    migrating,
    requests,
    starts,
    storage,
    telling,
)
from engine.runtime.act import Act
from engine.runtime.acts import Done
from engine.runtime.authority import require_sender, require_steering
from engine.runtime.draining import Drained
from engine.runtime.fields import require_storable
from engine.runtime.releasing import unreleased
from engine.runtime.runner import counted
from engine.runtime.starting import Started
from engine.task_acts import TaskActs
from engine.words import words


class Engine(TaskActs):
    """One county's engine."""

    def publish(
        self,
        folder: Path,
        by: Actor,
        reason: str,
        pilot: Iterable[str] | None = None,
        in_force: datetime | None = None,
    ) -> Published:
        """Check a process folder and publish it as a new immutable version. Raises NotPublishable.

        From then on, or from `in_force` on, new cases run it, and its timers, messages and signals start cases;
        a pilot's do not. What must be approved first is published by nobody but the system without (GC-05).
        """

        def declare(connection: Connection, published: Published) -> None:
            if published.is_new and pilot is None and in_force is None:
                starts.declare(self, connection, published.process, published.version_id)

        def missing(connection: Connection, closure: Closure) -> list[Problem]:
            return [] if by == SYSTEM else unreleased(connection, closure, on_trial=pilot is not None)

        return publishing.publish(self.database, folder, by, reason, pilot, in_force, missing, declare)

    def bring_into_force(self) -> int:
        """Let versions published for a later day start cases by themselves once it has come; how many there were."""
        return self.database.transact(lambda connection: coming.take_effect(self, connection))

    # --- acts on a case -----------------------------------------------------------------------------------
    def request(
        self, instance_id: UUID, actor: Actor, verb: str, data: Mapping[str, Any], *, key: str | None = None
    ) -> Done:
        """Send a case a request its diagram waits for, for example `request_extension` (申请延期)."""
        return self.act(verb, instance_id, actor, lambda act: requests.request(act, verb, dict(data)), key)

    def message(
        self, name: str, key: str | None, data: Mapping[str, Any], actor: Actor, *, once: str | None = None
    ) -> Done:
        """Bring a message to the one case whose correlation has the value `key`, else let it start a case.

        With a `once` used before, gives the first answer again. Raises Refused where it fits nobody, or several, and
        to a person without leave to send.
        """
        require_sender(actor, words("消息“%(name)s”", name=name))
        require_storable(data)

        def work(connection: Connection) -> Done:
            return inbox.send_message(self, connection, name, key, data, actor, once)

        try:
            with counted("message", actor):
                return self.database.transact(work)
        except StuckError as error:
            raise Refused(
                words("消息“%(name)s”没有送达:%(message)s", name=name, message=error.message), kind="conflict"
            ) from error

    def leave_message(self, connection: Connection, name: str, data: Mapping[str, Any], sender: UUID) -> None:
        """Leave a message about the case `sender` to be delivered soon, in a transaction of the caller's."""
        require_storable(data)
        inbox.leave_message(connection, name, data, sender)

    def signal(self, name: str, data: Mapping[str, Any], actor: Actor, *, once: str | None = None) -> int:
        """Send a signal to every running case that waits for it and every process it starts; how many there are.

        Each gets it in an act of its own, when the inbox is delivered. Raises Refused to a person without leave to send.
        """
        require_sender(actor, words("信号“%(name)s”", name=name))
        require_storable(data)

        def work(connection: Connection) -> int:
            return inbox.send_signal(connection, name, data, once=once)

        with counted("signal", actor):
            return self.database.transact(work)

    def deliver_message(
        self, instance_id: UUID, actor: Actor, name: str, key: str | None, data: Mapping[str, Any]
    ) -> Done:
        """Deliver a message to the token of this case that waits for it."""
        require_sender(actor, words("消息“%(name)s”", name=name))
        return self.act(
            "message", instance_id, actor, lambda act: requests.message(act, name, key, dict(data))
        )

    def from_applicant(
        self, instance_id: UUID, element: str, data: Mapping[str, Any], *, key: str | None = None
    ) -> Done:
        """Bring what the applicant sends over the public pages to the event that takes it (`bj:public`)."""
        return self.act(
            "from_applicant",
            instance_id,
            PUBLIC,
            lambda act: requests.from_applicant(act, element, dict(data)),
            key,
        )

    def deliver_signal(self, instance_id: UUID, actor: Actor, name: str, data: Mapping[str, Any]) -> Done:
        """Let every token of this case that waits for a signal go on."""
        require_sender(actor, words("信号“%(name)s”", name=name))
        return self.act("signal", instance_id, actor, lambda act: requests.signal(act, name, dict(data)))

    def answer_service(self, instance_id: UUID, task: int, output: Mapping[str, Any], *, key: str) -> Done:
        """Bring the answer of a service to the case that waits for it; once by key."""
        return self.act(
            "answer_service",
            instance_id,
            SYSTEM,
            lambda act: requests.answer_service(act, task, dict(output)),
            key,
        )

    def pause_clock(self, instance_id: UUID, actor: Actor, name: str, reason: str) -> Done:
        """Let a deadline's clock stand (暂停计时)."""

        def work(act: Act) -> None:
            require_steering(act, "pause_clock", deadlines.find(act, name, None))
            clocks.pause(act, name, reason)

        return self.act("pause_clock", instance_id, actor, work)

    def resume_clock(self, instance_id: UUID, actor: Actor, name: str, reason: str = "") -> Done:
        """Let a deadline's clock run again (恢复计时)."""

        def work(act: Act) -> None:
            require_steering(act, "resume_clock", deadlines.find(act, name, None))
            clocks.resume(act, name, reason)

        return self.act("resume_clock", instance_id, actor, work)

    def suspend(self, instance_id: UUID, actor: Actor, reason: str) -> Done:
        """Let a case stand still (中止)."""
        return self.act("suspend", instance_id, actor, lambda act: acts.suspend(act, reason))

    def resume(self, instance_id: UUID, actor: Actor, reason: str) -> Done:
        """Let a suspended case go on (恢复)."""
        return self.act("resume", instance_id, actor, lambda act: acts.resume(act, reason))

    def copy_to(self, instance_id: UUID, actor: Actor, to: list[str]) -> Done:
        """Let units or posts know of a case (抄送)."""
        return self.act("copy_to", instance_id, actor, lambda act: circulating.circulate(act, to, "copy"))

    def circulate(self, instance_id: UUID, actor: Actor, to: list[str]) -> Done:
        """Let people, units or posts read a case, and get a receipt from each (传阅)."""
        return self.act(
            "circulate", instance_id, actor, lambda act: circulating.circulate(act, to, "circulate")
        )

    def read(self, instance_id: UUID, actor: Actor) -> Done:
        """Give the receipt for a case that was circulated to oneself (已阅)."""
        return self.act("read", instance_id, actor, circulating.read)

    def told(self, instance_id: UUID, actor: Actor, notification_id: UUID) -> Done:
        """Note that the window has told the applicant what waited to be told (告知)."""
        return self.act("told", instance_id, actor, lambda act: telling.told(act, notification_id))

    def cancel(self, instance_id: UUID, actor: Actor, reason: str) -> Done:
        """End a case before its end (撤销)."""
        return self.act("cancel", instance_id, actor, lambda act: acts.cancel(act, reason))

    def note(self, instance_id: UUID, event: str, **facts: Any) -> Done:
        """Add an event to a case's history that nobody did: a paper rendered, a message delivered."""
        return self.act("note", instance_id, SYSTEM, lambda act: act.record(event, None, **facts))

    def opened(self, task_id: UUID) -> None:
        """Remember that somebody has opened a task: from then on what precedes it cannot be withdrawn."""
        self.database.transact(lambda connection: storage.mark_opened(connection, task_id))

    def migrate(
        self, instance_id: UUID, version_id: UUID, actor: Actor, mapping: Mapping[str, str] | None = None
    ) -> Done:
        """Let a running case go over to another version of its process; `mapping`: old element id → new one.

        Raises Refused (conflict) with every reason why it cannot; `migrating.plan` tells beforehand.
        """
        new = self.program(version_id)
        return self.act(
            "migrate", instance_id, actor, lambda act: migrating.migrate(act, new, version_id, mapping or {})
        )

    def undo_migration(self, instance_id: UUID, actor: Actor) -> Done:
        """Let a case go back to the version it came from last."""
        with self.database.reading() as connection:
            version_id, mapping = migrating.way_back(connection, instance_id)
        return self.migrate(instance_id, version_id, actor, mapping)

    # --- time ---------------------------------------------------------------------------------------------
    def fire_due(self, limit: int = draining.MOST_AT_ONCE) -> Drained:
        """Do up to `limit` of what is due under one commit; call again until `instances` is 0.

        First the timers of cases, then the timers that start cases, then what waits in the inbox.
        """
        drained = draining.drain(self, limit)
        if not drained.instances:
            drained = starts.fire(self, limit)
        return drained if drained.instances else Drained(inbox.deliver(self, limit), 0, 0)

    def next_due(self, connection: Connection) -> datetime | None:
        """When the earliest armed timer of all cases, or of what starts them, is due."""
        column = tables.instance.c.next_due
        found: datetime | None = connection.execute(
            select(column).where(column.is_not(None)).order_by(column).limit(1)
        ).scalar_one_or_none()
        return min((at for at in (found, starts.next_at(connection)) if at is not None), default=None)


__all__ = ["Done", "Drained", "Engine", "Started"]
