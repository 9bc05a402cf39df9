"""Doing a task: claim it, give it back, complete it; and ending a case before its end.

Every function here is the work of one act: it gets the act with its case loaded and its due timers fired,
changes it, and leaves running the engine and saving to `engine.engine`.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from SpiffWorkflow.util.task import TaskState

from engine import values
from engine.refusals import Refused
from engine.runtime import handing, parties, signing, sync, user_tasks
from engine.runtime.act import Act
from engine.runtime.answered import Answered
from engine.runtime.authority import (
    my_task,
    open_task,
    require_canceller,
    require_running,
    require_steering,
)
from engine.runtime.fields import require_storable
from engine.runtime.scope import branch_of
from engine.runtime.voting import BALLOT
from engine.words import words


@dataclass(frozen=True, slots=True)
class Done:
    """The answer of an act on an existing case."""

    instance_id: UUID
    number: str


def claim(act: Act, task_id: UUID) -> None:
    """Take a task for oneself (认领)."""
    row = my_task(act, task_id)
    if row["assignee"] != act.actor.person_id:
        row["assignee"] = act.actor.person_id
        act.changes.user_task(row)
        act.record("task.claimed", row["element"], task=task_id.hex)


def unclaim(act: Act, task_id: UUID) -> None:
    """Give a claimed task back (放回). Raises Refused where it is not one's own or was given by name."""
    require_running(act)
    row = open_task(act, task_id)
    if row["assignee"] != act.actor.person_id or row["unit_id"] is None or row["owner"] is not None:
        raise Refused(words("只能放回自己认领的环节。"), kind="forbidden")
    row["assignee"] = None
    act.changes.user_task(row)
    act.record("task.unclaimed", row["element"], task=task_id.hex)


def complete(act: Act, task_id: UUID, data: dict[str, Any]) -> None:
    """Do a task: its form is validated, its data becomes the case's record, the token goes on.

    A delegated task goes back to whom it belongs instead, one that others sign after goes to them first. Raises
    Refused (invalid) with what is wrong at each field.
    """
    row = my_task(act, task_id)
    task = act.case.tree.find(row["engine_task"])
    if task is None or task.state != TaskState.READY:
        raise Refused(words("办件的状态与待办不一致。请稍后再试;仍不行请联系管理员。"), kind="conflict")
    node = act.node(task)
    require_storable(data)
    if row["signer"] is not None:
        signing.answer(act, row, node, data)
        return
    filled = act.validated(node, data, task)
    if handing.resolve(act, row, filled):
        return
    ballot = {name: filled.pop(name) for name in BALLOT if name in filled}
    branch = branch_of(task)
    for name, value in filled.items():
        act.fields.write(name, value, branch, act.actor.login, node.id)
    task.data.update(ballot)
    facts = values.to_json({**ballot, **({"fields": sorted(filled)} if filled else {})})
    user_tasks.end(act, row, "completed", facts or None)
    act.answered.append(Answered(row, branch, filled))
    act.record(
        "task.completed",
        node.id,
        name=row["name"],
        task=task_id.hex,
        unit=act.unit_name(row["unit_id"]),
        **facts,
    )
    if signing.follow(act, row):
        return
    task.run()
    act.completed(task)
    act.name_case()


def cancel(act: Act, reason: str) -> None:
    """End the case before its end (撤销), by who started it or whom the diagram names. The reason goes on record."""
    require_running(act)
    require_canceller(act)
    sync.cancel(act, _said(reason, words("撤销")))


def suspend(act: Act, reason: str) -> None:
    """Let the case stand still (中止): no timer fires, nothing can be done, until it is resumed."""
    require_running(act)
    require_steering(act, "suspend")
    act.record("instance.suspended", None, reason=_said(reason, words("中止")))
    act.case.row["status"] = "suspended"


def resume(act: Act, reason: str) -> None:
    """Let a suspended case go on (恢复); what fell due meanwhile fires now."""
    require_steering(act, "resume")
    if act.case.row["status"] != "suspended":
        raise Refused(
            words("办件 %(number)s 没有中止,无需恢复。", number=act.case.row["number"]), kind="conflict"
        )
    act.case.row["status"] = "running"
    act.record("instance.resumed", None, reason=_said(reason, words("恢复")))


def remind(act: Act, task_id: UUID, text: str) -> None:
    """Remind who has a task (催办): a message, no points, no change of the procedure; not again before a while."""
    require_running(act)
    parties.require_party(act, "remind")
    row = open_task(act, task_id)
    parties.require_pause_since(act, row)
    said = text.strip() or words("请尽快办理“%(name)s”", name=row["name"])
    act.notify(row["unit_id"], row["post_id"], row["assignee"], said)
    act.record(
        "notification.sent",
        row["element"],
        kind=words("催办"),
        unit=act.unit_name(row["unit_id"]),
        text=said,
        task=task_id.hex,
    )


def _said(reason: str, verb: str) -> str:
    if not reason.strip():
        raise Refused(
            words("请填写%(verb)s的理由。", verb=verb),
            kind="invalid",
            problems={"reason": words("请填写%(verb)s的理由", verb=verb)},
        )
    return reason.strip()
