"""The user tasks (环节) of a case: a row for each that is ready, open to whom the diagram says."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from sqlalchemy import select

from engine import tables
from engine.database import new_key
from engine.definitions.diagram import Extension, Node
from engine.people.directory import Candidates, Unassignable, UnknownPerson
from engine.refusals import StuckError
from engine.runtime import deadlines, voting
from engine.runtime.act import Act
from engine.runtime.scope import branch_of
from engine.time import clock
from engine.words import words

_EMPTY = (
    "unit_id",
    "post_id",
    "assignee",
    "owner",
    "recused",
    "opened_at",
    "ended_at",
    "ended_by",
    "due_at",
    "answer",
    "item",
    "signer",
)
_SIGNERS = {"before": words("前加签"), "after": words("后加签")}
_LONGEST_NAME = 110


def synchronise(act: Act) -> None:
    """Open a row for every task that has become ready, close those that are no more, show when each is due."""
    ready = act.case.tree.ready()
    for number in act.case.open_tasks.numbers:
        if number not in ready and number in act.case.open_tasks:
            end(act, act.case.open_tasks[number], "cancelled")
    for number in [number for number in act.case.signing if number not in ready]:
        end_waiting(act, number)
    for number, task in sorted(ready.items()):
        if number not in act.case.open_tasks:
            _create(act, number, task)
    _show_due(act, ready)


def _create(act: Act, number: int, task: Task) -> None:
    node = act.node(task)
    create(act, number, task, lambda: _assigned(act, node, task))


def create(
    act: Act, number: int, task: Task, whose: Callable[[], dict[str, Any]], signer: str | None = None
) -> None:
    """Open a row for a task, open to `whose` says; where that is nobody, it is an incident and the task stays.

    `signer` says that it is an added signer's: before, after.
    """
    node = act.node(task)
    row: dict[str, Any] = dict.fromkeys(_EMPTY)
    row.update(
        id=new_key(),
        instance_id=act.case.id,
        engine_task=number,
        element=node.id,
        name=shown_name(node, signer),
        signer=signer,
        status="open",
        deputies=True,
        created_at=act.now,
    )
    branch = branch_of(task)
    if branch:
        row["item"] = {"branch": branch, "value": _item(task), "label": voting.caption(act, task)}
    try:
        row.update(whose())
    except (Unassignable, UnknownPerson, StuckError) as error:
        act.changes.incidents.append(
            _incident(
                act,
                node.id,
                words("“%(name)s”找不到经办人:%(args)s", name=row["name"], args=error.args[0]),
                row["id"],
            )
        )
        act.record("incident.raised", node.id, message=error.args[0])
    act.case.open_tasks[number] = row
    act.changes.user_task(row)
    act.record(
        "task.created",
        node.id,
        name=row["name"],
        task=row["id"].hex,
        unit=act.unit_name(row["unit_id"]),
        post=_post_name(row["post_id"]),
        signer=signer,
    )


def shown_name(node: Node, signer: str | None) -> str:
    """What a task is called; an added signer's says what it is."""
    return f"{node.label[:_LONGEST_NAME]}({_SIGNERS[signer]})" if signer else node.label


def waiting_rows(act: Act, number: int) -> list[dict[str, Any]]:
    """The rows of a task that wait for somebody to sign before, the latest last."""
    signing = act.case.signing.get(number)
    return [stored_row(act, key) for key, _ in signing.waiting] if signing is not None else []


def stored_row(act: Act, key: UUID) -> dict[str, Any]:
    """A row of the case that may have ended, as this act leaves it."""
    if key in act.changes.user_tasks:
        return act.changes.user_tasks[key]
    statement = select(tables.user_task).where(tables.user_task.c.id == key)
    return dict(act.connection.execute(statement).mappings().one())


def end_waiting(act: Act, number: int) -> None:
    """End what waits for an added signer of a task that is no more."""
    for row in waiting_rows(act, number):
        row.update(status="cancelled", ended_at=act.now, ended_by=act.actor.login)
        act.changes.user_task(row)
    del act.case.signing[number]


def assign_again(act: Act) -> None:
    """Look again for who may do the tasks that nobody could be found for. Raises StuckError where still nobody is."""
    for row in act.case.open_tasks.values():
        task = act.case.tree.find(row["engine_task"])
        if row["unit_id"] is None and row["assignee"] is None and task is not None:
            added = act.case.signing.get(row["engine_task"]) if row["signer"] == "after" else None
            try:
                row.update(
                    named(act, added.after[added.signed]) if added else _assigned(act, act.node(task), task)
                )
            except (Unassignable, UnknownPerson) as error:
                said = words("“%(name)s”仍找不到经办人:%(args)s", name=row["name"], args=error.args[0])
                raise StuckError(said, row["element"]) from error
            act.changes.user_task(row)


def named(act: Act, name: str) -> dict[str, Any]:
    """Whose a task is that is given to a login, a unit, a post or `unit/post`. Raises StuckError."""
    person = act.world.directory.find_person(name)
    if person is not None and person.active:
        return {"assignee": person.id}
    found = act.candidates(name)
    return {"unit_id": found.unit_id, "post_id": found.post_id}


def _item(task: Task) -> Any:
    """What the multi-instance activity around a task handed out to its branch; None outside any."""
    loop: Task | None = task
    while loop is not None and "key_or_index" not in loop.internal_data:
        owner = loop.workflow.parent_task_id if loop.parent is None else None
        loop = loop.parent if owner is None else loop.workflow.top_workflow.get_task_from_id(owner)
    if loop is None:
        return None
    name = loop.workflow.script_engine.item_name(loop.parent)
    return loop.data.get(name)


def _assigned(act: Act, node: Node, task: Task) -> dict[str, Any]:
    written = node.extension("assignment")
    on = clock.civil_date(act.now)
    directory = act.world.directory
    if written is None:
        found = directory.resolve(node.lane or None, None, on)
    elif written.get("user"):
        person = directory.person(str(act.value(written.get("user"), task)))
        return {"assignee": person.id}
    else:
        post, unit = (_name(act, written.get(which), task) for which in ("post", "unit"))
        found = _relative(act, post, unit, on)
    return {
        "unit_id": found.unit_id,
        "post_id": found.post_id,
        "deputies": written is None or act.value(written.get("deputies"), task) not in ("no", False),
        "recused": _recused(act, written, task),
    }


def _recused(act: Act, written: Extension | None, task: Task) -> str | None:
    """The unit whose people keep out of a task (回避, CP-08); None where the diagram names none."""
    name = act.value(written.get("recuse"), task) if written is not None and written.get("recuse") else None
    found = act.world.directory.find_unit(str(name), clock.civil_date(act.now)) if name else None
    if name and found is None:
        raise StuckError(words("要回避的单位“%(name)s”不在名录中", name=name))
    return found.id if found is not None else None


def _name(act: Act, text: str, task: Task) -> str | None:
    value = act.value(text, task) or None
    if value is not None and not isinstance(value, str):
        raise StuckError(words("经办人应写成一个名称,“%(text)s”得到的不是", text=text))
    return value


def _relative(act: Act, post: str | None, unit: str | None, on: date) -> Candidates:
    """A post of no stated unit is the county's only one of that name, else that of the case's unit."""
    directory = act.world.directory
    try:
        return directory.resolve(post, unit, on)
    except Unassignable:
        if unit is None and act.case.row["unit_id"]:
            return directory.resolve(post, act.case.row["unit_id"], on)
        raise


def _post_name(post_id: str | None) -> str | None:
    return post_id.rpartition("/")[2] if post_id else None


def _incident(act: Act, element: str, message: str, subject: Any) -> dict[str, Any]:
    return {
        "id": new_key(),
        "instance_id": act.case.id,
        "element": element,
        "kind": "assignment",
        "message": message,
        "raised_at": act.now,
        "subject": subject,
        "resolved_at": None,
        "resolved_by": None,
    }


def end(act: Act, row: dict[str, Any], status: str, answer: dict[str, Any] | None = None) -> None:
    """Close a user task's row; who ended it is the act's actor."""
    row.update(status=status, ended_at=act.now, ended_by=act.actor.login, answer=answer)
    act.case.open_tasks.pop(row["engine_task"], None)
    act.changes.user_task(row)


def _show_due(act: Act, ready: dict[int, Task]) -> None:
    """Let each open task show its own deadline, else the innermost it stands under, and the case its own."""
    dues: dict[int | None, datetime] = {}
    for deadline in act.case.deadlines:
        if deadline.due_at:
            dues[deadline.number] = min(deadline.due_at, dues.get(deadline.number, deadline.due_at))
    for number in _touched(act, ready):
        row, due_at = act.case.open_tasks.get(number), _nearest_due(act, ready[number], dues)
        if row is not None and row["due_at"] != due_at:
            row["due_at"] = due_at
            act.changes.user_task(row)
    whole = [due for number, due in dues.items() if number not in act.case.open_tasks]
    act.case.row["due_at"] = min(whole or dues.values(), default=None)


def _touched(act: Act, ready: dict[int, Task]) -> list[int]:
    """The open tasks that may show another date than before: those at hand, and those under a limit that moved."""
    open_tasks, tree = act.case.open_tasks, act.case.tree
    moved = {row["engine_task"] for row in act.changes.deadlines.values()}

    def is_touched(number: int) -> bool:
        if open_tasks.at_hand(number) or None in moved:
            return True
        return bool(moved) and any(tree.number(near) in moved for near in deadlines.around(ready[number]))

    return [number for number in open_tasks.numbers if number in ready and is_touched(number)]


def _nearest_due(act: Act, task: Task, dues: dict[int | None, datetime]) -> datetime | None:
    """The end of the innermost limit around a task; `dues` are the limits' ends by the tasks they belong to."""
    if not dues:
        return None
    numbers = [act.case.tree.number(near) for near in deadlines.around(task)]
    return next((dues[number] for number in (*numbers, None) if number in dues), None)


def deputised_post(act: Act, row: dict[str, Any]) -> str | None:
    """The post for which the actor does a task as its deputy (代理); None where they hold one themselves."""
    if row["unit_id"] is None or act.actor.person_id is None:
        return None
    return act.world.directory.acts_for(
        act.actor.person_id, _candidates(row), clock.civil_date(act.now), act.case.row["process"]
    )


def is_open_to(act: Act, row: dict[str, Any], person_id: UUID | None) -> bool:
    """Whether a person is among those a task is open to."""
    if row["unit_id"] is None or person_id is None:
        return False
    return act.world.directory.may_do(
        person_id, _candidates(row), clock.civil_date(act.now), act.case.row["process"]
    )


def _candidates(row: dict[str, Any]) -> Candidates:
    return Candidates(row["unit_id"], row["post_id"], row["deputies"], row["recused"])
