"""What people do with a task, each act one transaction; the engine has them beside its acts on a case."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from engine.people.actor import Actor
from engine.runtime import acts, handing, oral, rounds, signing
from engine.runtime.act import Act
from engine.runtime.acts import Done
from engine.runtime.starting import Starter


class TaskActs(Starter):
    """The acts on a task."""

    def claim(self, task_id: UUID, actor: Actor) -> Done:
        """Take a task for oneself (认领)."""
        return self.on_task("claim", task_id, actor, lambda act: acts.claim(act, task_id))

    def unclaim(self, task_id: UUID, actor: Actor) -> Done:
        """Give a claimed task back (放回)."""
        return self.on_task("unclaim", task_id, actor, lambda act: acts.unclaim(act, task_id))

    def complete(
        self,
        task_id: UUID,
        actor: Actor,
        data: Mapping[str, Any],
        *,
        key: str | None = None,
        beside: Callable[[Connection], None] | None = None,
    ) -> Done:
        """Do a task. Raises Refused; with a key used before, gives the first answer again.

        What `beside` writes is written with it, or not at all.
        """

        def work(act: Act) -> None:
            acts.complete(act, task_id, dict(data))
            if beside is not None:
                beside(act.connection)

        return self.on_task("complete", task_id, actor, work, key)

    def return_to(self, task_id: UUID, actor: Actor, to: str | None, reason: str) -> Done:
        """Send the case back to an earlier task (退回), by its element's id; None: the last one done."""
        return self.on_task("return", task_id, actor, lambda act: rounds.return_to(act, task_id, to, reason))

    def withdraw(self, task_id: UUID, actor: Actor) -> Done:
        """Take back one's own completed task (撤回)."""
        return self.on_task("withdraw", task_id, actor, lambda act: rounds.withdraw(act, task_id))

    def transfer(self, task_id: UUID, actor: Actor, to: str) -> Done:
        """Hand a task to a colleague for good (转交), named by login or post."""
        return self.on_task("transfer", task_id, actor, lambda act: handing.transfer(act, task_id, to))

    def delegate(self, task_id: UUID, actor: Actor, to: str) -> Done:
        """Let a colleague prepare a task (委派); it comes back to be concluded."""
        return self.on_task("delegate", task_id, actor, lambda act: handing.delegate(act, task_id, to))

    def add_signer(self, task_id: UUID, actor: Actor, to: Any, place: str = "beside") -> Done:
        """Add a signer (加签): `beside` a branch of an open 会签, `before` or `after` somebody to one's own task."""

        def work(act: Act) -> None:
            if place == "beside":
                handing.add_signer(act, task_id, to)
            else:
                signing.add(act, task_id, str(to), place)

        return self.on_task("add_signer", task_id, actor, work)

    def remove_signer(self, task_id: UUID, actor: Actor, who: Any) -> Done:
        """Take out who has not signed (减签): one added before or after, or a branch of an open 会签."""

        def work(act: Act) -> None:
            if not signing.remove(act, task_id, who):
                handing.remove_signer(act, task_id, who)

        return self.on_task("remove_signer", task_id, actor, work)

    def record_oral(
        self, task_id: UUID, actor: Actor, data: Mapping[str, Any], *, key: str | None = None
    ) -> Done:
        """Write down what a leader said of their task (代记口头批示); it takes effect when they confirm it."""
        return self.on_task(
            "record_oral", task_id, actor, lambda act: oral.record(act, task_id, dict(data)), key
        )

    def confirm_oral(self, task_id: UUID, actor: Actor) -> Done:
        """Confirm what was written down of one's own words (确认口头批示): the task is done with it."""
        return self.on_task("confirm_oral", task_id, actor, lambda act: oral.confirm(act, task_id))

    def deny_oral(self, task_id: UUID, actor: Actor, reason: str) -> Done:
        """Say that what was written down is not what one said; the task stays as it was."""
        return self.on_task("deny_oral", task_id, actor, lambda act: oral.deny(act, task_id, reason))

    def remind(self, task_id: UUID, actor: Actor, text: str = "") -> Done:
        """Remind who has a task (催办)."""
        return self.on_task("remind", task_id, actor, lambda act: acts.remind(act, task_id, text))
