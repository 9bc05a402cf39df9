"""Going back: 退回 to an earlier task, 撤回 of one's own.

Every token downstream of the target is cancelled, through joins; what runs beside it stays unless the target
precedes their split. Opinions remain as an earlier round; papers, scores and messages stay. The target is
entered anew, so its deadline is set anew. (The library's own reset is not used: it would let expired timers
fire again at once.)
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import select

from engine import tables
from engine.definitions.diagram import Node, Scope
from engine.refusals import Refused
from engine.runtime import signing, user_tasks
from engine.runtime.act import Act
from engine.runtime.authority import first_rule, my_task, require_running, require_verb
from engine.runtime.program import Program
from engine.words import words

_FINAL = ("document.issued", "score.recorded", "timer.fired")
"""Events after which nothing can be taken back."""


def return_to(act: Act, task_id: UUID, element: str | None, reason: str) -> None:
    """Send the case back from one's own task to an earlier one (退回), with a reason that is read there."""
    row = my_task(act, task_id)
    task = act.case.tree.find(row["engine_task"])
    if task is None:
        raise Refused(words("这个环节已不在。请从待办列表重新进入。"), kind="gone")
    node = act.node(task)
    require_verb(node, "return")
    if row["signer"] is not None:
        raise Refused(words("加签人只签署意见,退回由经办人决定。"), kind="forbidden", rule=first_rule(node))
    if not reason.strip():
        raise Refused(
            words("请写明退回的理由,对方要据此修改。"),
            kind="invalid",
            problems={"reason": words("请写明退回的理由")},
        )
    target = _target(act, node, element)
    user_tasks.end(act, row, "returned")
    act.record("task.returned", node.id, name=row["name"], task=task_id.hex, to=target, reason=reason.strip())
    _enter(act, task, target)
    _give_to_last(act, target)


def withdraw(act: Act, task_id: UUID) -> None:
    """Take one's own completed task back (撤回) while nobody has opened what follows and nothing was issued."""
    require_running(act)
    row = tables.user_task.c
    found = act.connection.execute(select(tables.user_task).where(row.id == task_id)).mappings().first()
    if found is None or found["status"] != "completed" or found["ended_by"] != act.actor.login:
        raise Refused(words("只能撤回自己办结的环节。"), kind="forbidden")
    successors = _untouched_successors(act, found)
    current = act.case.tree.find(successors[0]["engine_task"])
    if current is None:
        raise Refused(words("后续环节已有进展,不能撤回。"), kind="conflict")
    require_verb(_node_of(act, current, found["element"]), "withdraw")
    if signing.take_back(act, dict(found), successors[0]):
        return
    for successor in successors:
        user_tasks.end(act, successor, "cancelled")
    act.record("task.withdrawn", found["element"], name=found["name"], task=task_id.hex)
    _enter(act, current, found["element"])
    _give_to_last(act, found["element"])


def _untouched_successors(act: Act, completed: Any) -> list[dict[str, Any]]:
    row = tables.journal.c
    last = (
        select(row.events, row.act)
        .where(row.instance_id == act.case.id)
        .order_by(row.sequence.desc())
        .limit(1)
    )
    entry = act.connection.execute(last).one()
    mine = any(event.get("task") == completed["id"].hex for event in entry.events)
    final = any(event["event"] in _FINAL for event in entry.events)
    created = {event["task"] for event in entry.events if event["event"] == "task.created"}
    successors = [task for task in act.case.open_tasks.values() if task["id"].hex in created]
    opened = [task for task in successors if task["opened_at"] or task["assignee"] is not None]
    if not mine or final or not successors or opened or act.changes.entries:
        raise Refused(
            words("下一环节已经打开、定时器已经到期或文书已经发出,不能撤回;可请对方退回。"), kind="conflict"
        )
    return successors


def _node_of(act: Act, task: Task, element: str) -> Node:
    node = act.case.program.node(task.workflow.spec.name, element)
    if node is None:
        raise Refused(words("办件已进入另一阶段,不能撤回;可请对方退回。"), kind="conflict")
    return node


def _target(act: Act, node: Node, element: str | None) -> str:
    """The element to go back to: the one named, which must be allowed and have been done, or the last done."""
    written = node.extension("verbs")
    allowed = written.get("return_to").split() if written is not None else []
    done = _done_before(act)
    if element is None:
        element = next((e for e in done if e != node.id and (not allowed or e in allowed)), None)
    if element is None or element not in done or (allowed and element not in allowed) or element == node.id:
        raise Refused(words("只能退回到流程允许的、已经办过的环节。"), kind="invalid", rule=first_rule(node))
    return element


def _done_before(act: Act) -> list[str]:
    row = tables.user_task.c
    ended = (
        select(row.element)
        .where(row.instance_id == act.case.id, row.status == "completed", row.signer.is_(None))
        .order_by(row.ended_at.desc(), row.id.desc())
    )
    return list(dict.fromkeys(act.connection.execute(ended).scalars()))


# --- the tree -------------------------------------------------------------------------------------------------
def _enter(act: Act, task: Task, element: str) -> None:
    """Cancel what is downstream of an element and let a fresh token enter it."""
    above, branch = _place(act, task, element)
    branch.cancel()
    workflow = above.workflow
    for name in _missing_splits(act.case.program.scopes[workflow.spec.name], above, element):
        split = above._add_child(workflow.spec.task_specs[name], TaskState.FUTURE)
        split.triggered = True
        split._inherit_data()
        split._set_state(TaskState.COMPLETED)
        above = split
    spec = workflow.spec.task_specs.get(f"{element}.BoundaryEventSplit") or workflow.spec.task_specs[element]
    entered = above._add_child(spec, TaskState.FUTURE)
    entered.triggered = True
    spec._update(entered)


def _place(act: Act, task: Task, element: str) -> tuple[Task, Task]:
    """Under which task the fresh token goes, and the branch below it that is cancelled."""
    for scope_task in _scopes(task):
        scope = act.case.program.scopes[scope_task.workflow.spec.name]
        if element not in scope.nodes:
            continue
        child, above = scope_task, scope_task.parent
        closed = _closed_above(act.case.program, scope, scope_task)
        while above.parent is not None:
            if above.id not in closed and _holds_on_same_branch(act, scope, above, child, element):
                break
            child, above = above, above.parent
        return above, child
    raise Refused(words("不能退回到另一个子流程的内部;请退回到子流程之前的环节。"), kind="invalid")


def _scopes(task: Task) -> Iterator[Task]:
    """A task, then the subprocess task around it, from the inside out."""
    current: Task | None = task
    while current is not None:
        yield current
        owner = getattr(current.workflow, "parent_task_id", None)
        current = current.workflow.top_workflow.get_task_from_id(owner) if owner is not None else None


def _closed_above(program: Program, scope: Scope, task: Task) -> set[UUID]:
    """The splits above a task whose join lies between: they are behind it, pruned yet or not."""
    closed: set[UUID] = set()
    passed: set[str] = set()
    current: Task | None = task
    while current is not None:
        if program.join_of(scope.id, current.task_spec.name) in passed:
            closed.add(current.id)
        passed.add(current.task_spec.name)
        current = current.parent
    return closed


def _holds_on_same_branch(act: Act, scope: Scope, split: Task, child: Task, element: str) -> bool:
    """Whether an element stands between a split and its join, on the branch that leads to `child`."""
    join = act.case.program.join_of(scope.id, split.task_spec.name)
    if join is None or split.task_spec.name.endswith("BoundaryEventSplit"):
        return False
    current = child.task_spec.name.removesuffix(".BoundaryEventSplit")
    branches = [reach(scope, start.name, join) for start in split.task_spec.outputs]
    if not any(element in branch for branch in branches):
        return False
    if not any(element in branch and current in branch for branch in branches):
        raise Refused(words("不能退回到并行的另一分支;请退回到分支之前的环节。"), kind="invalid")
    return True


def reach(scope: Scope, start: str, stop: str) -> set[str]:
    """Ids reachable from a node without passing `stop`."""
    seen: set[str] = set()
    pending = [start.removesuffix(".BoundaryEventSplit")]
    while pending:
        key = pending.pop()
        if key in seen or key == stop or key not in scope.nodes:
            continue
        seen.add(key)
        node = scope.nodes[key]
        pending += [scope.flows[flow].target for flow in node.outgoing]
        pending += list(node.boundary)
    return seen


def _missing_splits(scope: Scope, above: Task, element: str) -> list[str]:
    """The splits around an element that are closed by now and must be opened again for its join, outermost first."""
    program = above.workflow.script_engine.case.program
    around = []
    for split, join in program.splits(scope.id):
        node = scope.nodes.get(split)
        if node is None or split == above.task_spec.name:
            continue
        inside = {key for flow in node.outgoing for key in reach(scope, scope.flows[flow].target, join)}
        if element in inside:
            around.append((len(inside), split))
    closed = _closed_above(program, scope, above)
    open_ones = set()
    current: Task | None = above
    while current is not None:
        if current.id not in closed:
            open_ones.add(current.task_spec.name)
        current = current.parent
    return [split for _, split in sorted(around, reverse=True) if split not in open_ones]


def _give_to_last(act: Act, element: str) -> None:
    """Whoever did the target last gets it again, if still among those it is open to."""
    act.run()
    fresh = [
        row for row in act.case.open_tasks.values() if row["element"] == element and row["assignee"] is None
    ]
    if not fresh:
        return
    row = tables.user_task.c
    last = (
        select(row.ended_by)
        .where(
            row.instance_id == act.case.id,
            row.element == element,
            row.status == "completed",
            row.signer.is_(None),
        )
        .order_by(row.ended_at.desc(), row.id.desc())
        .limit(1)
    )
    login = act.connection.execute(last).scalar_one_or_none()
    person = act.world.directory.find_person(login or "")
    if person is not None and user_tasks.is_open_to(act, fresh[0], person.id):
        fresh[0]["assignee"] = person.id
        act.changes.user_task(fresh[0])
