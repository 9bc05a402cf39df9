"""What a choice would mean today: whom an assignment is for, when a limit would end."""

from datetime import date
from typing import Any

from engine.definitions.policy import PolicyNumber
from engine.people.directory import Directory, Unassignable
from engine.policy import CountyPolicy
from engine.runtime.scope import read_amount
from engine.time import clock
from engine.time.deadline import Ledger
from engine.time.explanation import explain, say
from engine.time.scales import LedgerError
from web.i18n import _, listed
from web.site import world

MOST_NAMES = 6


def who_today(post: str, unit: str, directory: Directory, on: date) -> dict[str, Any]:
    """The people an assignment means today. What is worked out for each case is shown for an example unit."""
    if post.startswith("=") or unit.startswith("="):
        return _for_example(post, directory, on)
    try:
        found = directory.resolve(post or None, unit or None, on)
    except Unassignable as error:
        if post and not unit:
            example = _example(directory, post, on)
            if example:
                return example
        return {"ok": False, "text": _("现在没有人:%(why)s。", why=str(error))}
    people = [person.name for person in directory.holders(found, on)]
    if not people:
        return {"ok": False, "text": _("这个岗位今天没有人,到时会报故障。")}
    return {"ok": True, "text": _("今天是:%(names)s", names=_names(people))}


def _names(people: list[str]) -> str:
    shown = listed(people[:MOST_NAMES])
    return shown if len(people) <= MOST_NAMES else _("%(shown)s等 %(n)s 人", shown=shown, n=len(people))


def _for_example(post: str, directory: Directory, on: date) -> dict[str, Any]:
    if post.startswith("="):
        return {"ok": True, "text": _("办件进行到这里时按公式确定。")}
    return _example(directory, post, on) or {"ok": True, "text": _("办件进行到这里时按公式确定。")}


def _example(directory: Directory, post: str, on: date) -> dict[str, Any] | None:
    """The post in the first unit that has it: posts of one name exist in many units."""
    for key, unit in directory.units.items():
        try:
            found = directory.resolve(post or None, unit.name, on)
        except Unassignable:
            continue
        people = [person.name for person in directory.holders(found, on)]
        if people:
            text = _(
                "按办件的单位确定;如%(unit)s,今天是:%(names)s", unit=unit.short_name, names=_names(people)
            )
            return {"ok": True, "text": text, "unit": key}
    return None


def until_when(
    limit: str, close: str, roll: str, numbers: dict[str, PolicyNumber], policy: CountyPolicy
) -> dict[str, Any]:
    """When a limit set today would end, with how that comes about; the first way of writing it that is a number."""
    today = clock.today()
    for part in (text.strip() for text in limit.split("|")):
        if not part or part.startswith("="):
            continue
        amount, basis = part, ""
        if part.startswith("policy:"):
            key = part.removeprefix("policy:")
            value = policy.get(key, today)
            number = numbers.get(key)
            if value is not None:
                amount, basis = str(value.value), value.basis
            elif number is not None:
                amount, basis = str(number.default), number.basis
            else:
                return {"ok": False, "text": _("政策参数 %(key)s 没有登记。", key=key)}
        return _counted(amount, basis, close, roll, today)
    return {"ok": True, "text": _("办件进行到这里时按公式确定。")}


def _counted(amount: str, basis: str, close: str, roll: str, today: date) -> dict[str, Any]:
    try:
        count, unit = read_amount(amount)
        start = clock.now() if unit == "min" else today
        ending: Any = "midnight" if close == "day" else "office"
        rolled: Any = "none" if roll == "none" else "next_wd"
        ledger = Ledger(_("办理"), count, unit, start, close=ending, roll=rolled, basis=basis)
        due = ledger.due_at(world().calendar, world().hours)
    except (LedgerError, ValueError) as error:
        return {"ok": False, "text": str(error)}
    text = _("今天起算,到 %(day)s 届满。", day=say(due)) if due else ""
    return {"ok": True, "text": text, "lines": explain(ledger, world().calendar, world().hours)}
