"""Handing a task on: 转交, 委派, 加签, 减签 (rules.md part C)."""

from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import values
from engine.refusals import Refused
from engine.runtime import voting
from engine.runtime.act import Act
from engine.runtime.authority import colleague, my_task, require_place, require_verb
from engine.runtime.fields import require_storable
from engine.runtime.specs import ParallelLoop
from engine.words import words


def transfer(act: Act, task_id: UUID, to: str) -> None:
    """Hand a task to a colleague for good (转交): one takes over, the other is out of it."""
    row = my_task(act, task_id)
    require_verb(act.node(task_of(act, row)), "transfer")
    person = colleague(act, row, to)
    row["assignee"] = person.id
    act.changes.user_task(row)
    act.record("task.transferred", row["element"], task=task_id.hex, to=person.login)


def delegate(act: Act, task_id: UUID, to: str) -> None:
    """Let a colleague do the work (委派); when they have, the task comes back to be concluded."""
    row = my_task(act, task_id)
    require_verb(act.node(task_of(act, row)), "delegate")
    person = colleague(act, row, to)
    if person.id == act.actor.person_id:
        raise Refused(words("不能委派给自己。"), kind="invalid", problems={"to": words("请选择他人")})
    row["owner"], row["assignee"] = row["owner"] or act.actor.person_id, person.id
    act.changes.user_task(row)
    act.record("task.delegated", row["element"], task=task_id.hex, to=person.login)


def resolve(act: Act, row: dict[str, Any], filled: dict[str, Any]) -> bool:
    """Give a delegated task back to its owner with what was filled in. False where it is not delegated."""
    if row["owner"] is None or row["owner"] == row["assignee"]:
        return False
    row["assignee"], row["owner"] = row["owner"], None
    row["answer"] = {"prepared": values.to_json(filled), "by": act.actor.login}
    act.changes.user_task(row)
    act.record("task.resolved", row["element"], task=row["id"].hex)
    return True


def add_signer(act: Act, task_id: UUID, item: Any) -> None:
    """Add a branch to an open 会签 (并加签): the electorate grows by one."""
    require_storable(item)
    row = my_task(act, task_id)
    loop = _loop(act, row)
    require_verb(act.node(loop), "add_signer")
    require_place(act.node(loop), "beside")
    if row["signer"] is not None:
        raise Refused(
            words("加签人只能请人先看(前加签)。"), kind="invalid", problems={"place": words("只能前加签")}
        )
    if any(_is_asked(act, loop, child, item) for child in loop.children):
        raise Refused(
            words("“%(item)s”已在会签名单中。", item=item),
            kind="invalid",
            problems={"item": words("已在名单中")},
        )
    indexes = [
        child.internal_data["key_or_index"]
        for child in loop.children
        if "key_or_index" in child.internal_data
    ]
    loop.internal_data["electorate"] += 1
    loop.task_spec._create(loop, item, max(indexes, default=-1) + 1)
    act.record("signer.added", loop.task_spec.bpmn_id, item=values.to_json(item))


def remove_signer(act: Act, task_id: UUID, item: Any) -> None:
    """Take out of an open 会签 a branch that has not answered (减签): the electorate shrinks by one."""
    row = my_task(act, task_id)
    loop = _loop_around(act, row)
    if loop is None:
        raise _not_asked(item)
    require_verb(act.node(loop), "remove_signer")
    for child in loop.children:
        if _is_asked(act, loop, child, item) and child.has_state(TaskState.NOT_FINISHED_MASK):
            loop.internal_data["electorate"] -= 1
            child.cancel()
            act.record("signer.removed", loop.task_spec.bpmn_id, item=values.to_json(item))
            loop.task_spec._after_child(loop, child)
            return
    raise _not_asked(item)


def _is_asked(act: Act, loop: Task, child: Task, item: Any) -> bool:
    """Whether a branch of a 会签 asks this one, taken out ones aside."""
    return bool(
        child.data.get(voting.item_name(act.node(loop))) == item and not child.has_state(TaskState.CANCELLED)
    )


def _not_asked(item: Any) -> Refused:
    return Refused(
        words("“%(item)s”不在加签、会签名单中,或已经表态,不能减去。", item=item),
        kind="invalid",
        problems={"item": words("不能减去")},
    )


def task_of(act: Act, row: dict[str, Any]) -> Task:
    """The task in the tree that a row belongs to. Raises Refused (gone)."""
    task = act.case.tree.find(row["engine_task"])
    if task is None:
        raise Refused(words("这个环节已不在。请从待办列表重新进入。"), kind="gone")
    return task


def _loop(act: Act, row: dict[str, Any]) -> Task:
    """The parallel multi-instance activity around a task. Raises Refused where there is none."""
    found = _loop_around(act, row)
    if found is None:
        raise Refused(words("只有会签环节可以加签、减签。"), kind="invalid")
    return found


def _loop_around(act: Act, row: dict[str, Any]) -> Task | None:
    current: Task | None = task_of(act, row)
    while current is not None:
        if isinstance(current.task_spec, ParallelLoop):
            return current
        owner = getattr(current.workflow, "parent_task_id", None)
        top = current.workflow.top_workflow
        current = current.parent or (top.get_task_from_id(owner) if owner is not None else None)
    return None
