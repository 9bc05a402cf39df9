"""The events a case waits for: at events of their own, and behind event-based gateways.

The library keeps the events a gateway has seen as objects that cannot be stored; ours keeps the place of the
one that came first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from SpiffWorkflow.bpmn.parser.event_parsers import EventBasedGatewayParser
from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

_FIRST: Final = "first"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event that a task waits for; `place` is its place among a gateway's alternatives.

    `element` is the id of the event, behind a gateway too.
    """

    task: Task
    element: str
    definition: Any
    place: int | None = None

    def happen(self) -> None:
        """Let the event happen; the task is ready afterwards."""
        if self.place is None:
            self.task._set_internal_data(event_fired=True)
        else:
            self.task._set_internal_data(**{_FIRST: self.place})
        self.task.task_spec._update(self.task)


def events(tasks: Iterable[Task]) -> Iterator[Waiting]:
    """Every event that waiting tasks wait for, timers included."""
    for task in list(tasks):
        definition = getattr(task.task_spec, "event_definition", None)
        if isinstance(definition, MultipleEventDefinition):
            for place, part in enumerate(definition.event_definitions):
                yield Waiting(task, task.task_spec.outputs[place].bpmn_id, part, place)
        elif definition is not None:
            yield Waiting(task, task.task_spec.bpmn_id, definition)


class FirstOf(MultipleEventDefinition):
    """The events of a gateway; the first that happens is the only one."""

    def has_fired(self, task: Task) -> bool:
        if _FIRST not in task.internal_data:
            parts = enumerate(self.event_definitions)
            fired = next((place for place, part in parts if part.has_fired(task)), None)
            if fired is not None:
                task._set_internal_data(**{_FIRST: fired})
        return _FIRST in task.internal_data

    def catch(self, task: Task, event: Any = None) -> None:
        parts = enumerate(self.event_definitions)
        caught = next(place for place, part in parts if part.catches(task, event))
        task.internal_data.setdefault(_FIRST, caught)


class EventGateway(EventBasedGateway):
    """An event-based gateway: the token goes on behind the event that came first."""

    def _run_hook(self, task: Task) -> bool:
        chosen = self.outputs[task.internal_data[_FIRST]]
        task._sync_children([chosen], TaskState.FUTURE)
        for child in task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


class EventGatewayParser(EventBasedGatewayParser):
    """Reads an event-based gateway; its events connect themselves."""

    def create_task(self) -> Any:
        return self._create_task(FirstOf())
