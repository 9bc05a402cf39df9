"""After every step: the rows beside the task tree are brought into line with it, and the case ends where it has."""

from engine.runtime import deadlines, standstill, subscriptions, timers, user_tasks
from engine.runtime.act import Act


def synchronise(act: Act) -> None:
    """Bring deadlines, user tasks, timers and subscriptions into line with the tree, and end the case where it has ended."""
    if act.case.tree.workflow.completed:
        _end(act, "completed")
        return
    deadlines.close_ended(act)
    deadlines.open_entered(act)
    standstill.synchronise(act)
    user_tasks.synchronise(act)
    timers.synchronise(act)
    subscriptions.synchronise(act)


def _end(act: Act, status: str, reason: str | None = None) -> None:
    row = act.case.row
    row["status"], row["ended_at"], row["outcome"] = status, act.now, act.last_end
    for task in list(act.case.open_tasks.values()):
        user_tasks.end(act, task, "cancelled")
    for number in list(act.case.signing):
        user_tasks.end_waiting(act, number)
    for timer in act.case.timers:
        act.changes.timer(act.case, timer, "cancelled")
    for deadline in act.case.deadlines:
        deadlines.close(act, deadline, "met" if status == "completed" else "cancelled")
    act.case.timers, act.case.deadlines = [], []
    subscriptions.end(act)
    act.record(f"instance.{status}", outcome=row["outcome"], reason=reason)


def cancel(act: Act, reason: str) -> None:
    """End the case before its end (撤销), for a reason that goes on record."""
    act.case.tree.workflow.cancel()
    _end(act, "cancelled", reason)


def rederive(act: Act) -> None:
    """Derive every running deadline and every armed timer again: a ledger or the calendar has changed."""
    deadlines.rederive(act)
    timers.rederive(act)
