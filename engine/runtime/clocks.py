"""Extending, pausing and resuming a deadline: only the ledger changes, every date follows (T-6)."""

from datetime import date, datetime
from typing import Any

from SpiffWorkflow.task import Task

from engine.refusals import Refused
from engine.runtime import deadlines, timers
from engine.runtime.act import Act
from engine.runtime.case import Deadline
from engine.runtime.scope import read_amount
from engine.time import clock
from engine.time.scales import LedgerError
from engine.words import words


def extend(act: Act, name: str, amount: Any, reason: str, task: Task | None = None) -> None:
    """Grant an extension: until a date, or by so much (`"10 wd"`). Opens a new generation of its warnings.

    Here and below, `task` says from where the deadline of that name is looked for: the nearest is meant.
    """
    deadline = _running(act, name, task)
    today = clock.civil_date(act.now)
    before = deadline.due_on
    try:
        if isinstance(amount, datetime):
            amount = clock.civil_date(amount)
        if isinstance(amount, date):
            ledger = deadline.ledger.extend_until(amount, reason, today, act.world.calendar, act.world.hours)
        else:
            ledger = deadline.ledger.extend_by(read_amount(str(amount))[0], reason, today)
    except LedgerError as error:
        raise Refused(str(error), kind="invalid", problems={"until": str(error)}) from error
    deadline.ledger = ledger
    _changed(act, deadline, before, reason)
    timers.arm_again(act, name)


def pause(act: Act, name: str, reason: str, task: Task | None = None) -> None:
    """Let a deadline's clock stand (暂停计时: 补正, 特别程序). The day it begins stands still already."""
    hold(act, _running(act, name, task), "", reason)


def resume(act: Act, name: str, reason: str = "", task: Task | None = None) -> None:
    """Let a deadline's clock run again (恢复计时). The day it ends stands still too."""
    release(act, _running(act, name, task), "", reason)


def hold(act: Act, deadline: Deadline, holder: str, reason: str) -> None:
    """Let a deadline's clock stand for the sake of a holder; others may let it stand as well."""
    _stand(act, deadline, lambda: deadline.ledger.pause(_point(act, deadline), reason, holder), reason)


def release(act: Act, deadline: Deadline, holder: str, reason: str = "") -> None:
    """Let a deadline's clock run again as far as a holder is concerned."""
    _stand(act, deadline, lambda: deadline.ledger.resume(_point(act, deadline), holder), reason)


def _stand(act: Act, deadline: Deadline, change: Any, reason: str) -> None:
    before = deadline.due_on
    try:
        deadline.ledger = change()
    except LedgerError as error:
        raise Refused(str(error), kind="conflict") from error
    _changed(act, deadline, before, reason)


def _running(act: Act, name: str, task: Task | None) -> Deadline:
    found = deadlines.find(act, name, task)
    if found is None:
        raise Refused(words("办件此时没有名为“%(name)s”的时限。", name=name), kind="conflict")
    return found


def _point(act: Act, deadline: Deadline) -> date:
    return act.now if deadline.ledger.unit == "min" else clock.civil_date(act.now)


def _changed(act: Act, deadline: Deadline, before: date | None, reason: str) -> None:
    deadlines.derive(act, deadline)
    deadlines.arm_moments(act, deadline)
    timers.rederive(act)
    act.record(
        "deadline.changed",
        deadline.element,
        deadline=deadline.name,
        was=deadlines.iso(before),
        date=deadlines.iso(deadline.due_on),
        status=deadline.status,
        reason=reason or None,
    )
