"""What a case waits for from outside its tasks, and letting it happen."""

from collections.abc import Iterator
from typing import Final

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.definitions.diagram import Node
from engine.runtime import timers
from engine.runtime.act import Act
from engine.runtime.choice import Waiting, events
from engine.runtime.specs import Condition

_HELD: Final = "held"
"""Whether a condition held when it was looked at last."""


def waiting(act: Act) -> Iterator[tuple[Waiting, Node]]:
    """Every event the case waits for now, with its node."""
    for event in list(events(act.case.tree.tasks(TaskState.WAITING))):
        node = act.case.program.node(event.task.workflow.spec.name, event.element)
        if node is not None:
            yield event, node


def waiting_for(act: Act, kind: str, name: str) -> list[tuple[Waiting, Node]]:
    """Where the case waits for the message or signal of this name."""
    return [found for found in waiting(act) if trigger_of(act, found[1]) == (kind, name)]


def trigger_of(act: Act, node: Node) -> tuple[str, str] | None:
    """Kind and name of the message or signal an event catches; None for other events.

    A request takes what its verb brings, and no message.
    """
    return None if node.extension("request") is not None else act.case.program.trigger_of(node)


def correlation(act: Act, node: Node, task: Task) -> str | None:
    """What tells the message of a node from others of its name; None where nothing is declared, empty for null."""
    message = act.case.program.trigger(node)
    written = next((x for x in message.extensions if x.name == "correlation"), None) if message else None
    if written is None:
        return None
    value = act.calculate(written.get("key").removeprefix("="), task)
    return "" if value is None else str(value)[:200]


def arrive(event: Waiting) -> None:
    """Let an event happen.

    What an interrupting boundary event stands on is cancelled at once, so that nothing of it goes on; a
    non-interrupting one goes on waiting beside the token that leaves.
    """
    event.happen()
    task, spec = event.task, event.task.task_spec
    if not isinstance(spec, BoundaryEvent):
        return
    if spec.cancel_activity:
        _interrupt(task)
        return
    again = timers.wait_again(task.parent, spec)
    if isinstance(event.definition, Condition):
        again.internal_data[_HELD] = True


def _interrupt(boundary: Task) -> None:
    for beside in boundary.parent.children:
        waits = beside.has_state(TaskState.WAITING)
        if beside is not boundary and (waits or not isinstance(beside.task_spec, BoundaryEvent)):
            beside.cancel()


def reconsider(act: Act, new_only: bool = False) -> bool:
    """Let every condition happen that has become true; whether there was one.

    A condition happens when it turns true, not for as long as it is. With `new_only` those are looked at that
    have not been looked at yet.
    """
    happened = False
    for event, _ in list(waiting(act)):
        if not isinstance(event.definition, Condition) or not event.task.has_state(TaskState.WAITING):
            continue
        if new_only and _HELD in event.task.internal_data:
            continue
        holds = act.evaluate(event.task, event.definition.expression)
        if holds and not event.task.internal_data.get(_HELD):
            arrive(event)
            happened = True
        elif holds != event.task.internal_data.get(_HELD):
            event.task.internal_data[_HELD] = holds
    return happened
