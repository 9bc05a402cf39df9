"""The task tree of one case: read from its stored form, pruned, and written back.

The specification stays in the program; what is stored is each live task, the few finished ones that joins
still look at, and their control data as differences from the parent. Tasks are numbered within the case, and
rows outside (user tasks, timers, deadlines) name them by that number.
"""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.runtime.program import Program

_NUMBERED: Final = 2**62
_LIVE: Final = TaskState.NOT_FINISHED_MASK


class Tree:
    """A workflow in memory together with the numbers of its tasks."""

    def __init__(self, program: Program, workflow: BpmnWorkflow, last_number: int = 0) -> None:
        self.program = program
        self.workflow = workflow
        self._last_number = last_number
        self._numbers: dict[UUID, int] = {}

    @classmethod
    def new(cls, program: Program, engine: Any) -> "Tree":
        """The tree of a case that has not taken its first step. `engine` answers for expressions and acts."""
        return cls(program, BpmnWorkflow(program.spec, program.subspecs, script_engine=engine))

    @classmethod
    def load(cls, program: Program, stored: dict[str, Any], engine: Any) -> "Tree":
        """The tree of its stored form, without running anything."""
        workflow = BpmnWorkflow(program.spec, program.subspecs, script_engine=engine, deserializing=True)
        tree = cls(program, workflow, stored["last"])
        tree._read_tasks(workflow, stored["tasks"])
        for parent, spec, completed, tasks in stored["subs"]:
            tree._read_subworkflow(parent, spec, completed, tasks)
        return tree

    def stored(self) -> dict[str, Any]:
        """The tree as JSON values: the last number given, the tasks, the subprocesses."""
        subs = [
            [
                self.number(self.workflow.get_task_from_id(parent)),
                sub.spec.name,
                sub.completed,
                self._rows(sub),
            ]
            for parent, sub in sorted(self.workflow.subprocesses.items(), key=lambda item: item[1].depth)
        ]
        tasks = self._rows(self.workflow)
        return {"tasks": tasks, "subs": subs, "last": self._last_number}

    def number(self, task: Task) -> int:
        """The number of a task in this case, the same for as long as it lives."""
        known: int = task.id.int
        if known < _NUMBERED:
            return known
        if task.id not in self._numbers:
            self._last_number += 1
            self._numbers[task.id] = self._last_number
        return self._numbers[task.id]

    def find(self, number: int) -> Task | None:
        """The task of this number, or None where it is gone."""
        for task in self.tasks():
            if self.number(task) == number:
                return task
        return None

    def tasks(self, state: int = TaskState.ANY_MASK) -> Iterator[Task]:
        """Every task in one of these states, subprocesses included."""
        for workflow in (self.workflow, *self.workflow.subprocesses.values()):
            for task in workflow.tasks.values():
                if task._state & state:
                    yield task

    def ready(self) -> dict[int, Task]:
        """The tasks somebody can do, by number."""
        return {self.number(task): task for task in self.tasks(TaskState.READY) if task.task_spec.manual}

    # --- reading and writing ------------------------------------------------------------------------------
    def _rows(self, workflow: Any) -> list[list[Any]]:
        rows: list[list[Any]] = []
        pending: list[tuple[Task, int | None, dict[str, Any]]] = [(workflow.task_tree, None, {})]
        while pending:
            task, above, before = pending.pop()
            changed, removed = _difference(before, task.data)
            place = len(rows)
            rows.append(
                [
                    task.task_spec.name,
                    task._state,
                    above,
                    self.number(task),
                    int(task.triggered),
                    task.internal_data,
                    changed,
                    removed,
                ]
            )
            pending.extend((child, place, task.data) for child in reversed(task.children))
        return rows

    def _read_tasks(self, workflow: Any, rows: list[list[Any]]) -> None:
        made: list[Task] = []
        for name, state, parent, number, triggered, internal, changed, removed in rows:
            above = made[parent] if parent is not None else None
            task = Task(workflow, workflow.spec.task_specs[name], above, state, UUID(int=number))
            task.triggered = bool(triggered)
            task.internal_data = internal
            task.data = _applied(above.data if above is not None else {}, changed, removed)
            made.append(task)
        workflow.task_tree = made[0]
        workflow.last_task = made[0]

    def _read_subworkflow(self, parent: int, spec: str, completed: bool, rows: list[list[Any]]) -> None:
        top = self.workflow
        owner = top.get_task_from_id(UUID(int=parent))
        sub = BpmnSubWorkflow(top.subprocess_specs[spec], owner.id, top, deserializing=True)
        sub.completed = completed
        top.subprocesses[owner.id] = sub
        self._read_tasks(sub, rows)
        sub.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)

    # --- pruning ------------------------------------------------------------------------------------------
    def prune(self) -> None:
        """Drop what nothing will look at again: finished rounds, closed splits, ended side paths."""
        top = self.workflow
        for owner_id, _ in sorted(top.subprocesses.items(), key=lambda item: item[1].depth):
            owner = self._owner(owner_id)
            if owner is None or owner.has_state(TaskState.FINISHED_MASK):
                del top.subprocesses[owner_id]
        for workflow in (top, *top.subprocesses.values()):
            self._prune_below(workflow)

    def _owner(self, owner_id: UUID) -> Task | None:
        """The task a subprocess belongs to; None where the subprocess around it has been dropped."""
        around = (self.workflow, *self.workflow.subprocesses.values())
        return next((w.tasks[owner_id] for w in around if owner_id in w.tasks), None)

    def _prune_below(self, workflow: Any) -> None:
        live = _live_ids(workflow)
        pending = [workflow.task_tree]
        while pending:
            task = pending.pop()
            if not task.has_state(TaskState.COMPLETED):
                continue
            children = task.children
            is_open = self._is_open_split(task)
            for child in children:
                if (child.id not in live and not is_open) or _is_ended_side_path(child):
                    _drop(workflow, child)
            children = task.children
            if len(children) == 1 and _is_passed(task) and not is_open and children[0].id in live:
                _splice_out(workflow, task, children[0])
            pending.extend(children)

    def _is_open_split(self, task: Task) -> bool:
        join = self.program.join_of(task.workflow.spec.name, task.task_spec.name)
        if join is None:
            return self.program.is_eager(task.workflow.spec.name)
        pending = task.children
        while pending:
            below = pending.pop()
            if below.task_spec.name == join and below.has_state(TaskState.COMPLETED):
                return False
            if below.task_spec.name != task.task_spec.name:
                pending.extend(below.children)
        return True


def _difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    changed = {key: value for key, value in after.items() if key not in before or before[key] != value}
    return changed, [key for key in before if key not in after]


def _applied(before: dict[str, Any], changed: dict[str, Any], removed: list[str]) -> dict[str, Any]:
    data = {**before, **changed}
    for key in removed:
        data.pop(key, None)
    return data


def _live_ids(workflow: Any) -> set[UUID]:
    """Ids of every task that is not finished, and of all their ancestors."""
    live: set[UUID] = set()
    for task in workflow.tasks.values():
        if task._state & _LIVE:
            current: Task | None = task
            while current is not None and current.id not in live:
                live.add(current.id)
                current = current.parent
    return live


def _is_passed(task: Task) -> bool:
    """Whether nothing below a finished task asks for it: it is no root and opens no branch of its own."""
    return task.parent is not None and "apart" not in task.internal_data


def _is_ended_side_path(task: Task) -> bool:
    """Whether a non-interrupting event's path has come to its end: what is left of it are joins that only wait.

    The activity's own path has these joins too, so that nothing waits for the ones here.
    """
    spec, split = task.task_spec, task.parent.task_spec
    if (
        not isinstance(spec, BoundaryEvent)
        or spec.cancel_activity
        or not isinstance(split, BoundaryEventSplit)
    ):
        return False
    pending = [task]
    while pending:
        current = pending.pop()
        if current.has_state(TaskState.FINISHED_MASK):
            pending.extend(current.children)
        elif not _only_waits(current, split.name):
            return False
    return True


def _only_waits(task: Task, split: str) -> bool:
    spec = task.task_spec
    is_join = isinstance(spec, _EndJoin) or (isinstance(spec, BoundaryEventJoin) and spec.split_task == split)
    return is_join and task.has_state(TaskState.WAITING)


def _drop(workflow: Any, task: Task) -> None:
    for child in task.children:
        _drop(workflow, child)
    task.parent._children.remove(task.id)
    del workflow.tasks[task.id]


def _splice_out(workflow: Any, task: Task, child: Task) -> None:
    above = task.parent
    above._children[above._children.index(task.id)] = child.id
    child._parent = above.id
    if workflow.last_task is task:
        workflow.last_task = above
    del workflow.tasks[task.id]
