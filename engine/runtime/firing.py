"""Firing a case's timers, in order, each at its own moment.

Before any act its case's own due timers fire, so that no outcome depends on how late a worker was. Each is an
entry of its own in the history, whose legal moment is when the timer was due.
"""

from datetime import datetime
from typing import Final

from SpiffWorkflow.util.task import TaskState

from engine.people.actor import SYSTEM
from engine.refusals import StuckError
from engine.runtime import deadlines, timers
from engine.runtime.act import Act
from engine.runtime.case import Timer
from engine.runtime.changes import Entry
from engine.words import words

MOST_FIRINGS: Final = 500
"""Timers one act fires before it gives up: a diagram whose timer is always due would never end."""


def fire_due(act: Act) -> int:
    """Fire the case's timers that are due by now, in order; how many there were.

    What a firing arms and is due already fires too. Raises StuckError, naming the timer, for one that cannot
    fire and for one that never comes to rest.
    """
    fired = 0
    while (timer := earliest_due(act, act.recorded_at)) is not None:
        if fired == MOST_FIRINGS:
            raise StuckError(words("定时器反复到期,超过上限;请检查它的时间表达式"), timer.element)
        fire(act, timer)
        fired += 1
    return fired


def earliest_due(act: Act, until: datetime) -> Timer | None:
    """The timer of the case that is due first, by `until` at the latest; of equals the one armed first."""
    if not act.case.is_running:
        return None
    due = [timer for timer in act.case.timers if timer.due_at <= until]
    return min(due, key=lambda timer: (timer.due_at, timer.armed_at, timer.number), default=None)


def fire(act: Act, timer: Timer) -> None:
    """Fire one timer at the moment it was due. Raises StuckError naming the timer."""
    mine, my_actor = act.entry, act.actor
    act.entry, act.actor, act.now = Entry("fire_timer", SYSTEM, at=timer.due_at), SYSTEM, timer.due_at
    act.case.timers.remove(timer)
    try:
        _happen(act, timer)
    except StuckError as error:
        error.timer = error.timer or timer.id
        raise
    act.changes.entries.append(act.entry)
    act.entry, act.actor, act.now = mine, my_actor, act.recorded_at


def _happen(act: Act, timer: Timer) -> None:
    if timer.deadline is not None:
        act.changes.timer(act.case, timer, "fired", act.recorded_at)
        deadlines.moment(act, timer)
        return
    task = act.case.tree.find(timer.number)
    if task is None or task.state != TaskState.WAITING:
        act.changes.timer(act.case, timer, "cancelled", act.recorded_at)
        return
    act.changes.timer(act.case, timer, "fired", act.recorded_at)
    act.record("timer.fired", timer.element)
    act.firing = (task.id, timer.element)
    task.task_spec._update(task)
    act.firing = None
    timers.repeat(act, timer, task)
    act.run()
