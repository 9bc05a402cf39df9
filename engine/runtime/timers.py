"""The timers of a case: armed when a token waits, derived again when a deadline moves, fired once."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import select

from engine import tables
from engine.database import new_key
from engine.expressions import read_timer
from engine.expressions.iso import Period
from engine.expressions.timers import Cycle, timer_from_value
from engine.expressions.timers import Timer as Written
from engine.refusals import StuckError
from engine.runtime import choice
from engine.runtime.act import Act
from engine.runtime.case import Timer
from engine.runtime.specs import DueTimer
from engine.time import clock
from engine.words import words


def synchronise(act: Act) -> None:
    """Arm what waits and is not armed; disarm what waits no more."""
    armable = {(act.case.tree.number(task), timer.name): (task, timer) for task, timer in _waiting(act)}
    for armed in list(act.case.timers):
        if armed.deadline is None and (armed.number, armed.element) not in armable:
            act.case.timers.remove(armed)
            act.changes.timer(act.case, armed, "cancelled")
    known = {(timer.number, timer.element): timer for timer in act.case.timers if timer.deadline is None}
    for (number, element), (task, definition) in sorted(armable.items(), key=lambda item: item[0]):
        if (number, element) not in known and (number, element) not in act.case.set_aside:
            _arm(act, number, element, task, definition)


def _waiting(act: Act) -> Iterator[tuple[Task, DueTimer]]:
    for event in choice.events(act.case.tree.tasks(TaskState.WAITING)):
        if isinstance(event.definition, DueTimer):
            yield event.task, event.definition


def _arm(act: Act, number: int, element: str, task: Task, definition: DueTimer) -> None:
    due_at, left = moment_of(act, task, definition, act.now)
    if due_at is None:
        return
    timer = Timer(new_key(), number, element, 1, act.now, due_at, left=left)
    act.case.timers.append(timer)
    act.changes.timer(act.case, timer, "armed")


def moment_of(
    act: Act, task: Task, timer: DueTimer, armed_at: datetime
) -> tuple[datetime | None, int | None]:
    """When a timer is due, and how often it repeats after that (None: without end).

    None as the moment where the deadline it follows stands still.
    """
    written = read_timer(timer.expression)
    if written.kind == "expression":
        value = act.calculate(timer.expression, task, armed_at)
        if value is None:
            return None, 0
        written = timer_from_value(value)
    if isinstance(written.value, Cycle):
        cycle = written.value
        left = None if cycle.count is None else cycle.count - 1
        return cycle.start or cycle.period.after(armed_at), left
    return moment(written, armed_at), 0


def moment(written: Written, armed_at: datetime) -> datetime:
    """The moment a date, a date-time or a duration names. Raises StuckError for anything else."""
    value = written.value
    if isinstance(value, Period):
        return value.after(armed_at)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(), clock.CIVIL)
    raise StuckError(words("定时器得到的是“%(value)s”,不是时刻、日期或时长", value=value))


def rederive(act: Act) -> None:
    """Derive every armed timer again."""
    armable = {(act.case.tree.number(task), timer.name): (task, timer) for task, timer in _waiting(act)}
    for armed in list(act.case.timers):
        if armed.deadline is not None or (armed.number, armed.element) not in armable:
            continue
        task, definition = armable[armed.number, armed.element]
        due_at, _ = moment_of(act, task, definition, armed.armed_at)
        if due_at is None:
            act.case.timers.remove(armed)
            act.changes.timer(act.case, armed, "cancelled")
        elif due_at != armed.due_at:
            armed.due_at = due_at
            act.changes.timer(act.case, armed, "armed")


def arm_again(act: Act, name: str) -> None:
    """Let what has fired on an earlier generation of a deadline wait again (a new generation's warnings).

    These are the non-interrupting timers that follow the deadline and stand on an activity still under way.
    """
    for split in list(act.case.tree.tasks(TaskState.COMPLETED)):
        if isinstance(split.task_spec, BoundaryEventSplit) and _is_under_way(split):
            for spec in split.task_spec.outputs:
                if _follows(spec, name) and not _waits(split, spec):
                    wait_again(split, spec)


def _is_under_way(split: Task) -> bool:
    main = next((c for c in split.children if not isinstance(c.task_spec, BoundaryEvent)), None)
    return main is not None and main.has_state(TaskState.NOT_FINISHED_MASK)


def _follows(spec: Any, name: str) -> bool:
    definition = getattr(spec, "event_definition", None)
    if not isinstance(definition, DueTimer) or spec.cancel_activity:
        return False
    return any(f'{call}("{name}"' in definition.expression for call in ("due", "spent"))


def _waits(split: Task, spec: Any) -> bool:
    return any(c.task_spec is spec and c.has_state(TaskState.NOT_FINISHED_MASK) for c in split.children)


def wait_again(above: Task, spec: Any) -> Task:
    """A fresh token that waits at an event beside the one that left."""
    again = above._add_child(spec, TaskState.WAITING)
    again.triggered = True
    again._inherit_data()
    spec._predict(again, mask=TaskState.NOT_FINISHED_MASK)
    return again


def arm_failed(act: Act, key: UUID | None) -> None:
    """Arm again a timer that was set aside because it could not fire."""
    row = tables.timer.c
    found = act.connection.execute(select(tables.timer).where(row.id == key, row.status == "failed")).first()
    if found is None:
        return
    timer = Timer(
        found.id, found.engine_task, found.element, found.generation, found.armed_at, found.due_at, left=0
    )
    act.case.timers.append(timer)
    act.case.set_aside.discard((timer.number, timer.element))
    act.changes.timer(act.case, timer, "armed")


def repeat(act: Act, timer: Timer, task: Task) -> None:
    """Arm a cycle again after it fired: a fresh token waits beside the one that left."""
    if timer.left == 0 or task.parent is None:
        return
    again = wait_again(task.parent, task.task_spec)
    number = act.case.tree.number(again)
    left = None if timer.left is None else timer.left - 1
    cycle = read_timer(task.task_spec.event_definition.expression).value
    if not isinstance(cycle, Cycle):
        return
    due_at = cycle.period.after(timer.due_at)
    following = Timer(new_key(), number, timer.element, timer.generation + 1, timer.due_at, due_at, left=left)
    act.case.timers.append(following)
    act.changes.timer(act.case, following, "armed")
