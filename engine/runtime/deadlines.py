"""The deadlines of a case (时限): set when an activity is entered, derived from their ledgers, ended with it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.database import new_key
from engine.definitions.diagram import Extension, Node, Process
from engine.refusals import StuckError
from engine.runtime import leads, voting
from engine.runtime.act import Act
from engine.runtime.case import MAIN, Deadline, Timer
from engine.runtime.scope import branch_of, read_amount
from engine.time import clock
from engine.time.deadline import Ledger
from engine.time.scales import LedgerError
from engine.words import words

_SPLIT = ".BoundaryEventSplit"
ACTIVE = TaskState.READY | TaskState.STARTED | TaskState.WAITING
"""States of a task that has been entered and not left."""


def find(act: Act, name: str, task: Task | None) -> Deadline | None:
    """The deadline of this name nearest to a task: its own, its activity's, an outer one, the case's."""
    named = [deadline for deadline in act.case.deadlines if deadline.name == name]
    if len(named) <= 1 or task is None:
        return named[0] if named else None
    numbers = [act.case.tree.number(t) for t in around(task)]
    owned = {deadline.number: deadline for deadline in named}
    return next((owned[number] for number in numbers if number in owned), owned.get(None))


def around(task: Task, *, guarded: bool = True) -> Iterator[Task]:
    """A task, the activity whose boundary it left (where `guarded`), and every activity around it, from the inside out."""
    current: Task | None = task
    while current is not None:
        yield current
        above = current.parent
        if above is None:
            owner = getattr(current.workflow, "parent_task_id", None)
            above = current.workflow.top_workflow.get_task_from_id(owner) if owner is not None else None
        elif guarded and above.task_spec.name.endswith(_SPLIT):
            yield from (beside for beside in above.children if beside is not current and _is_guarded(beside))
        current = above


def _is_guarded(task: Task) -> bool:
    """Whether boundary events stand on a task; what comes after the task stands in its place once it is pruned."""
    above: str = task.parent.task_spec.name
    return bool(above == task.task_spec.name + _SPLIT)


def open_entered(act: Act) -> None:
    """Set the deadlines of every activity that has been entered and has none yet."""
    if act.case.row["sequence"] == 0 and not act.case.deadlines:
        for written in act.case.program.process.all("deadline"):
            _open(act, written, act.case.program.process.id, None, None)
    if not act.case.program.has_deadlines:
        return
    for task in list(act.case.tree.tasks(ACTIVE)):
        node = act.find_node(task)
        if node is None or not is_activity(task, node):
            continue
        for written in node.all("deadline"):
            _open_once(act, written, node, task)


def is_activity(task: Task, node: Node) -> bool:
    """Whether a task is the activity itself: no loop over it, and nothing the library puts around it."""
    if "key_or_index" in task.internal_data and task.task_spec.name == node.id:
        return False
    return not voting.is_loop(task) and not task.task_spec.name.endswith(
        ("BoundaryEventSplit", "BoundaryEventJoin")
    )


def _open_once(act: Act, written: Extension, node: Node, task: Task) -> None:
    number = None if written.get("owner") == "case" else act.case.tree.number(task)
    name = written.get("name")
    if not any(d.name == name and d.number == number for d in act.case.deadlines):
        _open(act, written, node.id, number, task)


def _open(act: Act, written: Extension, element: str, number: int | None, task: Task | None) -> None:
    name = written.get("name") or MAIN
    ledger = _ledger(act, written, name, task)
    deadline = Deadline(new_key(), name, element, number, ledger, act.now)
    deadline.main = name == MAIN or written.get("main") == "true"
    if task is not None and number is not None:
        deadline.branch, deadline.label = branch_of(task), voting.caption(act, task)
    act.case.deadlines.append(deadline)
    derive(act, deadline)
    act.record("deadline.set", element, deadline=name, date=iso(deadline.due_on), basis=ledger.basis)
    arm_moments(act, deadline)


def _ledger(act: Act, written: Extension, name: str, task: Task | None) -> Ledger:
    for alternative in written.get("limit").split("|"):
        text = alternative.strip()
        value, basis = _number(act, text, task)
        if value is not None:
            said = act.value(written.get("basis"), task) if written.get("basis") else basis
            return _ledger_of(act, written, task, name, value, str(said or basis))
    raise StuckError(
        words("时限“%(name)s”的各种写法都没有值:%(limit)s", name=name, limit=written.get("limit"))
    )


def _number(act: Act, text: str, task: Task | None) -> tuple[Any, str]:
    """What one way of writing a limit gives, with its basis; None where it gives nothing."""
    if text.startswith("="):
        return act.calculate(text[1:], task), words("明示期限")
    if text.startswith("policy:"):
        today = clock.civil_date(act.now)
        found = act.world.policy_value(act.case.program, text.removeprefix("policy:"), today)
        return found.value, found.basis
    return text, words("流程图")


def _ledger_of(act: Act, written: Extension, task: Task | None, name: str, value: Any, basis: str) -> Ledger:
    today = clock.civil_date(act.now)
    close: Any = "midnight" if written.get("close") == "day" else "office"
    rolls = _number(act, written.get("roll"), task)[0]
    roll: Any = "next_wd" if rolls in ("", "next_wd") else "none"
    rest_day: Any = "next_wd" if rolls == "next_wd" else "none"
    try:
        if isinstance(value, datetime):
            value = clock.civil_date(value)
        if isinstance(value, date):
            start = min(today, value)
            return Ledger(name, 0, "wd", start, value, close=close, stated_rest_day=rest_day, basis=basis)
        if isinstance(value, timedelta):
            value = f"{value.days} cd"
        count, unit = read_amount(str(value))
        start = _start(act, written, task, unit)
        return Ledger(name, count, unit, start, close=close, roll=roll, basis=basis)
    except LedgerError as error:
        raise StuckError(str(error)) from error


def _start(act: Act, written: Extension, task: Task | None, unit: str) -> date:
    """From when a counted limit runs: from `from` where it is written, else from now."""
    start: date = act.now
    if written.get("from"):
        start = act.value(written.get("from"), task)
    if not isinstance(start, date):
        raise StuckError(words("时限的起算日(from)应是日期,得到的是“%(start)s”", start=start))
    if unit == "min":
        return start
    return clock.civil_date(start) if isinstance(start, datetime) else start


def derive(act: Act, deadline: Deadline) -> None:
    """Work out a deadline's dates afresh from its ledger and today's calendar."""
    calendar, hours = act.world.calendar, act.world.hours
    deadline.due_on = deadline.ledger.due_date(calendar, hours)
    deadline.due_at = deadline.ledger.due_at(calendar, hours)
    deadline.provisional = deadline.ledger.is_provisional(calendar, hours)
    deadline.calendar = calendar.version
    deadline.status = "paused" if deadline.ledger.paused else "running"
    act.changes.deadline(act.case, deadline)


def arm_moments(act: Act, deadline: Deadline) -> None:
    """Arm what a deadline itself does: its warning, and its end."""
    for timer in [t for t in act.case.timers if t.deadline == deadline.id]:
        act.case.timers.remove(timer)
        act.changes.timer(act.case, timer, "cancelled")
    if deadline.due_at is None:
        return
    moments = [("overdue", deadline.due_at)]
    warning = _warning(act, deadline)
    if warning is not None and act.now < warning < deadline.due_at:
        moments.append(("warning", warning))
    for what, moment in moments:
        timer = Timer(new_key(), 0, what, deadline.ledger.generation, act.now, moment, deadline.id)
        act.case.timers.append(timer)
        act.changes.timer(act.case, timer, "armed")


def _warning(act: Act, deadline: Deadline) -> datetime | None:
    warn = _written(act, deadline).get("warn")
    if not warn or deadline.due_on is None:
        return None
    count, unit = read_amount(warn)
    calendar, hours = act.world.calendar, act.world.hours
    day = (
        deadline.due_on - timedelta(days=count)
        if unit == "cd"
        else calendar.add_workdays(deadline.due_on, -count)
    )
    return hours.close_of(day, calendar)


def _written(act: Act, deadline: Deadline) -> Extension:
    named = (w for w in _place(act, deadline).all("deadline") if (w.get("name") or MAIN) == deadline.name)
    return next(named, Extension("deadline"))


def _place(act: Act, deadline: Deadline) -> Node | Process:
    """The element a deadline stands on: a node, or the process where it is the whole case's."""
    process = act.case.program.process
    nodes = (n for p in act.case.program.processes.values() for n in p.nodes.values())
    return next((n for n in nodes if n.id == deadline.element), process)


def moment(act: Act, timer: Timer) -> None:
    """A deadline's own moment has come: say so in the history, and before its end to whoever has work under it."""
    deadline = next((d for d in act.case.deadlines if d.id == timer.deadline), None)
    if deadline is None:
        return
    act.record(
        f"deadline.{timer.element}", deadline.element, deadline=deadline.name, date=iso(deadline.due_on)
    )
    if timer.element == "warning":
        _remind(act, deadline)
    elif rule := _written(act, deadline).get("liability"):
        leads.overdue(act, deadline, rule, _label(act, deadline), _open_under(act, deadline))


def _label(act: Act, deadline: Deadline) -> str:
    """What the element of a deadline is called."""
    found = _place(act, deadline)
    return found.label if isinstance(found, Node) else found.name or found.id


def _remind(act: Act, deadline: Deadline) -> None:
    """Remind whoever has an open task under a deadline that it ends soon; it costs no points."""
    due = deadline.due_on
    when = words("%(month)s月%(day)s日", month=due.month, day=due.day) if due else ""
    for row in _open_under(act, deadline):
        said = words(
            "“%(title)s”的%(limit)s时限为%(when)s,请抓紧办理“%(name)s”",
            title=act.case.row["title"],
            limit=deadline.name,
            when=when,
            name=row["name"],
        )
        act.notify(row["unit_id"], row["post_id"], row["assignee"], said)
        unit = act.unit_name(row["unit_id"])
        act.record("notification.sent", row["element"], kind=words("提醒"), unit=unit, text=said)


def _open_under(act: Act, deadline: Deadline) -> list[dict[str, Any]]:
    """The rows of the open tasks inside the activity of a deadline: not of what only left its boundary."""
    found = []
    for number, row in act.case.open_tasks.items():
        task = act.case.tree.find(number)
        outer = around(task, guarded=False) if task is not None else ()
        numbers = {act.case.tree.number(each) for each in outer}
        if deadline.number is None or deadline.number in numbers:
            found.append(row)
    return found


def close_ended(act: Act) -> None:
    """End the deadlines whose activity is over."""
    alive = {act.case.tree.number(task) for task in act.case.tree.tasks(ACTIVE)}
    for deadline in list(act.case.deadlines):
        if deadline.number is not None and deadline.number not in alive:
            act.case.deadlines.remove(deadline)
            close(act, deadline, "met")
            for timer in [t for t in act.case.timers if t.deadline == deadline.id]:
                act.case.timers.remove(timer)
                act.changes.timer(act.case, timer, "cancelled")


def close(act: Act, deadline: Deadline, status: str) -> None:
    """End a deadline: met, or cancelled with the case."""
    deadline.status, deadline.ended_at = status, act.now
    act.changes.deadline(act.case, deadline)


def rederive(act: Act) -> None:
    """Derive every running deadline again; what moved is said in the history and armed anew."""
    for deadline in act.case.deadlines:
        before = deadline.due_on, deadline.provisional
        derive(act, deadline)
        if before != (deadline.due_on, deadline.provisional):
            arm_moments(act, deadline)
            act.record(
                "deadline.changed",
                deadline.element,
                deadline=deadline.name,
                was=iso(before[0]),
                date=iso(deadline.due_on),
                calendar=deadline.calendar,
            )


def iso(day: date | None) -> str | None:
    """A date as the history writes it."""
    return day.isoformat() if day else None
