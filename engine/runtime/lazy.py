"""Lazy expansion: a task's successors are created when it runs, not predicted.

SpiffWorkflow predicts every path ahead, which explodes over splits in sequence, and its joins count what was
predicted, which is wrong on the second round of a loop. In a scope whose splits and joins pair up
(`engine.definitions.blocks` proves it) neither is needed: a join waits for whatever lives under its own split
and can still reach it. `make_lazy` gives the specs of one definition a subclass of their own class; the
library itself is left alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import EventBasedGateway
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

_REACHED = TaskState.WAITING | TaskState.READY | TaskState.STARTED | TaskState.COMPLETED


class Lazy(TaskSpec):
    """Creates a task's outputs when it runs."""

    def _predict_hook(self, task: Task) -> None:
        is_first = task.parent is None or task.parent.parent is None
        if is_first or task.has_state(_REACHED):
            super()._predict_hook(task)

    def _expand(self, task: Task) -> None:
        outputs = self._outputs
        if outputs and not any(child.task_spec.name in outputs for child in task.children):
            self._predict_hook(task)

    def _run(self, task: Task) -> Any:
        self._expand(task)
        return super()._run(task)

    def _on_complete(self, task: Task) -> None:
        self._expand(task)
        super()._on_complete(task)


class LazyJoin(Lazy):
    """A join that waits for what is alive under its own split and can still reach it."""

    split: str | None = None
    reaching: frozenset[str] = frozenset()

    def _check_threshold_unstructured(self, task: Task) -> bool:
        if self.split is None:
            return True
        split = task.find_ancestor(self.split)
        name: str = task.task_spec.name
        return not any(t is not task and t.task_spec.name in self.reaching for t in _alive_below(split, name))


class LazyEnd(Lazy):
    """The end of a scope: it waits for every live token, wherever it is."""

    def _check_threshold_unstructured(self, task: Task) -> bool:
        name: str = task.task_spec.name
        return all(t is task or t.task_spec.name == name for t in _alive_below(task.workflow.task_tree, name))


class LazyChoice(Lazy):
    """An event-based gateway shows its alternatives as soon as it waits."""

    def _update_hook(self, task: Task) -> Any:
        if not task.children:
            super(Lazy, self)._predict_hook(task)
        return super()._update_hook(task)


_CLASSES: dict[type, type] = {}


def _alive_below(top: Task, stop: str) -> Iterator[Task]:
    pending = [top]
    while pending:
        task = pending.pop()
        if task.has_state(TaskState.NOT_FINISHED_MASK):
            yield task
        if task.task_spec.name != stop:
            pending.extend(task.children)


def _lazy_class(spec_class: type) -> type:
    if spec_class not in _CLASSES:
        _CLASSES[spec_class] = _new_lazy_class(spec_class)
    return _CLASSES[spec_class]


def _new_lazy_class(spec_class: type) -> type:
    base: type = Lazy
    if issubclass(spec_class, EventBasedGateway):
        base = LazyChoice
    elif issubclass(spec_class, _EndJoin):
        base = LazyEnd
    elif issubclass(spec_class, UnstructuredJoin):
        base = LazyJoin
    return type(f"Lazy{spec_class.__name__}", (base, spec_class), {})


def make_lazy(spec: Any, pairs: Mapping[str, str]) -> None:
    """Let one scope's spec expand lazily; `pairs` maps each join to its own split."""
    for task_spec in spec.task_specs.values():
        if isinstance(task_spec, Lazy):
            continue
        task_spec.__class__ = _lazy_class(type(task_spec))
        if isinstance(task_spec, LazyJoin):
            task_spec.split = pairs.get(_name_of(task_spec))
            task_spec.reaching = _reaching(spec, task_spec)


def _name_of(task_spec: Any) -> str:
    return str(task_spec.name)


def _reaching(spec: Any, join: Any) -> frozenset[str]:
    """Names of the specs from which `join` can be reached without passing its split again."""
    if join.split is None:
        return frozenset()
    seen: set[str] = set()
    pending = list(join._inputs)
    while pending:
        name = pending.pop()
        if name in seen or name in (join.split, join.name):
            continue
        seen.add(name)
        pending.extend(spec.task_specs[name]._inputs)
    return frozenset(seen)


def boundary_joins(spec: Any) -> dict[str, str]:
    """The joins the library itself puts behind activities with boundary events, by their split."""
    return {s.split_task: s.name for s in spec.task_specs.values() if isinstance(s, BoundaryEventJoin)}
