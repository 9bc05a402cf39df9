"""Letting a running case go over to another version of its process.

The stored tree is what moves: its tasks get the names of the new version, what the new version no longer
draws is taken out of the past, boundary events it adds begin to wait. Numbers of tasks stay, and with them
deadlines, assignees and what has been written; timers are derived again. Going back is the same way back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent, EventBasedGateway
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import Connection, select

from engine import tables
from engine.refusals import Refused
from engine.runtime import sync, timers, user_tasks
from engine.runtime.act import Act
from engine.runtime.authority import require_migrator
from engine.runtime.case import load_case
from engine.runtime.compatibility import LIVE, PREDICTED, Mapping_, new_name, new_scope, obstacles, spec_of
from engine.runtime.fields import Fields
from engine.runtime.program import Program
from engine.runtime.runner import Runner
from engine.runtime.tree import Tree
from engine.words import words


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of a case: `obstacles` say in Chinese why it cannot go over; none where it can."""

    instance_id: UUID
    number: str
    obstacles: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a migration of many has come; `refused` says of each case left behind why."""

    done: int
    total: int
    refused: dict[UUID, str]


def plan(
    runner: Runner, instance_ids: Iterable[UUID], version_id: UUID, mapping: Mapping_ | None = None
) -> list[Planned]:
    """Try the migration of cases without doing it. Raises Refused (gone) for a case nobody knows."""
    planned = []
    with runner.database.reading() as connection:
        new = runner.program(version_id, connection)
        row = tables.instance.c
        for key in instance_ids:
            found = connection.execute(select(tables.instance).where(row.id == key)).mappings().first()
            if found is None:
                raise Refused(words("没有这个办件。"), kind="gone")
            said = _not_at_all(connection, dict(found), version_id)
            if not said:
                case = load_case(dict(found), runner.program(found["version_id"], connection), None)
                said = obstacles(case.tree, Fields(connection, key), new, mapping or {})
            planned.append(Planned(key, found["number"], tuple(said)))
    return planned


def way_back(connection: Connection, instance_id: UUID) -> tuple[UUID, dict[str, str]]:
    """The version a case came from last, and the mapping that leads back. Raises Refused where it never moved."""
    row = tables.journal.c
    entries = select(row.events).where(row.instance_id == instance_id, row.act == "migrate")
    for events in connection.execute(entries.order_by(row.sequence.desc())).scalars():
        for event in events:
            if event["event"] == "instance.migrated":
                return UUID(hex=event["was"]), {new: old for old, new in event["mapping"].items()}
    raise Refused(words("这个办件没有换过版本。"), kind="conflict")


def migrate(act: Act, new: Program, version_id: UUID, mapping: Mapping_) -> None:
    """Let the case of an act go over. Raises Refused: (conflict) with every reason why it cannot, (forbidden)."""
    require_migrator(act)
    said = _not_at_all(act.connection, act.case.row, version_id) or obstacles(
        act.case.tree, act.fields, new, mapping
    )
    if said:
        raise Refused(
            words(
                "办件 %(number)s 不能迁到这个版本:%(names)s。",
                number=act.case.row["number"],
                names=";".join(said),
            ),
            kind="conflict",
        )
    old = act.case.program
    act.record(
        "instance.migrated",
        None,
        was=act.case.row["version_id"].hex,
        to=version_id.hex,
        mapping=dict(mapping),
    )
    stored = _rewritten(act.case.tree, new, mapping)
    act.case.program, act.case.tree = new, Tree.load(new, stored, act)
    act.fields.declare(new.personal)
    act.case.row["version_id"] = version_id
    _add_boundaries(act.case.tree, old, mapping)
    _predict(act.case.tree)
    _rename_rows(act, mapping)
    if act.case.is_running:
        sync.rederive(act)


def _not_at_all(connection: Connection, row: dict[str, Any], version_id: UUID) -> list[str]:
    version = tables.process_version.c
    process = connection.execute(select(version.process).where(version.id == version_id)).scalar_one_or_none()
    if process != row["process"]:
        return [words("这不是同一流程的版本")]
    if row["status"] not in ("running", "suspended"):
        return [words("办件已经结束")]
    return [words("办件已经是这个版本")] if row["version_id"] == version_id else []


# --- the tree -------------------------------------------------------------------------------------------------
def _rewritten(tree: Tree, new: Program, mapping: Mapping_) -> dict[str, Any]:
    """The stored form of a tree under the names of the new version."""
    tree.prune()
    top = tree.workflow
    scopes = {
        workflow.spec.name: new_scope(tree.program, workflow, top, mapping, new) or ""
        for workflow in (top, *top.subprocesses.values())
    }
    for workflow in (top, *top.subprocesses.values()):
        _take_out(workflow, spec_of(new, scopes[workflow.spec.name]), mapping)
    stored = tree.stored()
    for sub in stored["subs"]:
        sub[1] = scopes[sub[1]]
    for rows in (stored["tasks"], *(sub[3] for sub in stored["subs"])):
        for row in rows:
            row[0] = new_name(row[0], mapping)
    return stored


def _take_out(workflow: Any, specs: Any, mapping: Mapping_) -> None:
    """Take out of a tree what was only predicted, and what the new version does not draw."""
    for task in list(workflow.tasks.values()):
        if task.id in workflow.tasks and task.has_state(PREDICTED):
            workflow._remove_task(task.id)
    for task in list(workflow.tasks.values()):
        known = new_name(task.task_spec.name, mapping) in specs.task_specs
        if not known and task.parent is not None:
            _splice_out(workflow, task)


def _splice_out(workflow: Any, task: Task) -> None:
    above = task.parent
    place = above._children.index(task.id)
    above._children[place : place + 1] = task._children
    for child in task.children:
        child._parent = above.id
    del workflow.tasks[task.id]


def _add_boundaries(tree: Tree, old: Program, mapping: Mapping_) -> None:
    """Let the boundary events wait that the new version adds to activities under way."""
    known = {
        mapping.get(key, key)
        for process in old.processes.values()
        for node in process.nodes.values()
        for key in node.boundary
    }
    for task in list(tree.tasks(LIVE)):
        workflow, element = task.workflow, task.task_spec.bpmn_id
        split = workflow.spec.task_specs.get(f"{element}.BoundaryEventSplit")
        if split is None or task.task_spec.name != element:
            continue
        above = task.parent
        if above.task_spec is not split:
            above = _wrap(task, split)
        for spec in split.outputs:
            if isinstance(spec, BoundaryEvent) and spec.bpmn_id not in known:
                timers.wait_again(above, spec)


def _wrap(task: Task, split: Any) -> Task:
    """Put the split of boundary events between a task and the one above it."""
    above = task.parent
    between = Task(task.workflow, split, above, TaskState.COMPLETED)
    between.triggered = task.triggered
    between.data = dict(above.data)
    above._children.remove(between.id)
    above._children[above._children.index(task.id)] = between.id
    between._children.append(task.id)
    task._parent = between.id
    return between


def _predict(tree: Tree) -> None:
    """Show again the alternatives of event gateways, and what the library counts on in unproved scopes."""
    for task in list(tree.tasks(LIVE)):
        is_choice = isinstance(task.task_spec, EventBasedGateway)
        if is_choice or tree.program.is_eager(task.workflow.spec.name):
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)


def _rename_rows(act: Act, mapping: Mapping_) -> None:
    case = act.case
    waiting = [row for number in case.signing for row in user_tasks.waiting_rows(act, number)]
    for row in [*case.open_tasks.values(), *waiting]:
        task = case.tree.find(row["engine_task"])
        if task is not None:
            row["element"] = task.task_spec.bpmn_id
            row["name"] = user_tasks.shown_name(act.node(task), row["signer"])
            act.changes.user_task(row)
    for timer in case.timers:
        if timer.deadline is None and timer.element in mapping:
            timer.element = mapping[timer.element]
            act.changes.timer(case, timer, "armed")
    for deadline in case.deadlines:
        if deadline.element in mapping:
            deadline.element = mapping[deadline.element]
            act.changes.deadline(case, deadline)
