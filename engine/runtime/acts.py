"""What people may do with a case: each act with its authority check and its event.

Every function here is the work of one act: it gets the act with its case loaded and its due timers fired,
changes it, and leaves running the engine and saving to the caller (`engine.engine`).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from SpiffWorkflow.util.task import TaskState

from engine import values
from engine.people.directory import Candidates
from engine.runtime import sync, user_tasks
from engine.runtime.act import Act
from engine.runtime.refusals import Refused
from engine.runtime.scope import branch_of
from engine.time import clock

BALLOT = ("decision", "opinion")
"""What an approval task answers with: it belongs to the task, not to the case's common record."""


@dataclass(frozen=True, slots=True)
class Done:
    """The answer of an act on an existing case."""

    instance_id: UUID
    number: str


def open_task(act: Act, task_id: UUID) -> dict[str, Any]:
    """The open user task of this key. Raises Refused (conflict) where it has ended, saying who ended it."""
    for row in act.case.open_tasks.values():
        if row["id"] == task_id:
            return row
    raise Refused(_who_was_first(act, task_id), kind="conflict")


def _who_was_first(act: Act, task_id: UUID) -> str:
    from_database = act.ended_task(task_id)
    if from_database is None:
        return "这个环节已不在。请从待办列表重新进入。"
    name, status, by = from_database
    if status == "completed":
        return f"“{name}”已由{by}办结,您填写的内容没有提交。请查看办件的最新进展。"
    return f"“{name}”已不需办理(办件有了新的进展)。您填写的内容没有提交。"


def require_running(act: Act) -> None:
    """Raises Refused (conflict) unless the case goes on."""
    status = act.case.row["status"]
    if status != "running":
        word = {"suspended": "已中止,恢复后才能办理", "completed": "已办结", "cancelled": "已撤销"}[status]
        raise Refused(f"办件 {act.case.row['number']} {word}。", kind="conflict")


def require_mine(act: Act, row: dict[str, Any]) -> None:
    """Raises Refused (forbidden) unless the act's actor may do this task."""
    if act.actor.person_id is None or row["assignee"] == act.actor.person_id:
        return
    if row["assignee"] is not None:
        holder = act.world.directory.people[row["assignee"]]
        raise Refused(f"“{row['name']}”已由{holder.name}认领,请与其联系。", kind="conflict")
    if not may_do(act, row):
        raise Refused(f"“{row['name']}”不由您办理。", kind="forbidden")


def may_do(act: Act, row: dict[str, Any]) -> bool:
    """Whether the actor is among those a task is open to."""
    if row["unit_id"] is None or act.actor.person_id is None:
        return False
    candidates = Candidates(row["unit_id"], row["post_id"])
    on = clock.civil_date(act.now)
    return act.world.directory.may_do(act.actor.person_id, candidates, on, act.case.row["process"])


def claim(act: Act, task_id: UUID) -> None:
    """Take a task for oneself (认领)."""
    require_running(act)
    row = open_task(act, task_id)
    require_mine(act, row)
    if row["assignee"] != act.actor.person_id:
        row["assignee"] = act.actor.person_id
        act.changes.user_task(row)
        act.record("task.claimed", row["element"], task=task_id.hex)


def unclaim(act: Act, task_id: UUID) -> None:
    """Give a claimed task back (放回). Raises Refused where it is not one's own or was given by name."""
    require_running(act)
    row = open_task(act, task_id)
    if row["assignee"] != act.actor.person_id or row["unit_id"] is None:
        raise Refused("只能放回自己认领的环节。", kind="forbidden")
    row["assignee"] = None
    act.changes.user_task(row)
    act.record("task.unclaimed", row["element"], task=task_id.hex)


def complete(act: Act, task_id: UUID, data: dict[str, Any]) -> None:
    """Do a task: its form is validated, its data becomes the case's record, the token goes on.

    Raises Refused (invalid) with what is wrong at each field.
    """
    require_running(act)
    row = open_task(act, task_id)
    require_mine(act, row)
    task = act.case.tree.find(row["engine_task"])
    if task is None or task.state != TaskState.READY:
        raise Refused("办件的状态与待办不一致,已记录,请稍后再试或联系管理员。", kind="conflict")
    node = act.node(task)
    filled = act.validated(node, data, task)
    ballot = {name: filled.pop(name) for name in BALLOT if name in filled}
    branch = branch_of(task)
    for name, value in filled.items():
        act.fields.write(name, value, branch, act.actor.login, node.id)
    task.data.update(ballot)
    answer = {**ballot, "fields": sorted(filled)} if filled else ballot
    user_tasks.end(act, row, "completed", values.to_json(answer) or None)
    act.record(
        "task.completed",
        node.id,
        name=row["name"],
        task=task_id.hex,
        unit=act.unit_name(row["unit_id"]),
        **values.to_json({**ballot, **({"fields": sorted(filled)} if filled else {})}),
    )
    task.run()
    act.completed(task)
    act.name_case()


def cancel(act: Act, reason: str) -> None:
    """End the case before its end (撤销), by who started it or by the system. The reason goes on record."""
    require_running(act)
    if not act.actor.is_system and act.case.row["started_by"] != act.actor.login:
        raise Refused("只有发起人可以撤销办件。", kind="forbidden")
    if not reason.strip():
        raise Refused("请填写撤销的理由。", kind="invalid", problems={"reason": "请填写撤销的理由"})
    act.record("reason", None, text=reason.strip())
    sync.cancel(act)


def remind(act: Act, task_id: UUID, text: str) -> None:
    """Remind who has a task (催办): a message, no points, no change of the procedure."""
    require_running(act)
    row = open_task(act, task_id)
    act.notify(row["unit_id"], row["post_id"], row["assignee"], text or f"请尽快办理“{row['name']}”")
    act.record(
        "notification.sent",
        row["element"],
        kind="催办",
        unit=act.unit_name(row["unit_id"]),
        text=text or None,
    )
