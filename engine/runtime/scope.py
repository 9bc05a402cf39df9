"""The names and functions an expression of the diagram sees.

A name is looked for with the token first (the item of a branch, the decision just taken), then in the case's
record from the branch outwards, then among what every case has. A name nobody has written reads as null.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol, get_args

from SpiffWorkflow.task import Task

from engine.matters.contexts import bundle_context, matter_context
from engine.refusals import StuckError
from engine.runtime.act import Act
from engine.runtime.world import World
from engine.time import clock
from engine.time.scales import Unit
from engine.time.stated_dates import StatedDateError, read_stated_date
from engine.words import words


def branch_of(task: Task) -> str:
    """The branch a task runs in, from the outside in: `loop#index` of a multi-instance activity, `element#number`
    of a call that takes data in or of the way from an escalation; empty outside all of them.
    """
    parts: list[str] = []
    current: Task | None = task
    is_inside = True
    while current is not None:
        index = _branch_index(current, is_inside)
        if index is not None:
            parts.append(f"{current.task_spec.bpmn_id}#{index}")
        above = current.parent
        is_inside = above is None
        if above is None:
            owner = getattr(current.workflow, "parent_task_id", None)
            above = current.workflow.top_workflow.get_task_from_id(owner) if owner is not None else None
        current = above
    return "/".join(reversed(parts))


def _branch_index(task: Task, is_inside: bool) -> object:
    """What tells the branch that a task opens from others; None where it opens none.

    A call opens one for what runs inside it, an escalation caught on the way for all that follows.
    """
    known = task.internal_data
    found = known.get("key_or_index", known.get("apart"))
    return known.get("call") if found is None and is_inside else found


class Names(Mapping[str, object]):
    """What names mean at a task. Personal data reads as null unless `personal` lets it be seen (docs/privacy.md)."""

    def __init__(self, act: Act, task: Task | None, *, personal: bool = False) -> None:
        self._act = act
        self._personal = personal
        self._data: dict[str, Any] = task.data if task is not None else {}
        self._branch = branch_of(task) if task is not None else ""

    def __getitem__(self, name: str) -> object:
        if name in self._data:
            return self._data[name]
        if name in _BUILT_IN:
            return _BUILT_IN[name](self._act)
        if not self._personal and self._act.fields.is_personal(name):
            return None
        return self._act.fields.get(name, self._branch)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (
            name in self._data or name in _BUILT_IN or self._act.fields.has(name, self._branch)
        )

    def __iter__(self) -> Iterator[str]:
        return iter({**self._data, **dict.fromkeys(_BUILT_IN), **self._fields()})

    def _fields(self) -> dict[str, Any]:
        return self._act.fields.visible(self._branch, personal=self._personal)

    def __len__(self) -> int:
        return sum(1 for _ in self)


_BUILT_IN: dict[str, Callable[[Act], object]] = {
    "now": lambda act: act.now.astimezone(clock.CIVIL),
    "today": lambda act: clock.civil_date(act.now),
    "case": lambda act: {
        "number": act.case.row["number"],
        "title": act.case.row["title"],
        "unit": act.unit_name(act.case.row["unit_id"]),
        "started": act.case.row["started_at"].astimezone(clock.CIVIL),
    },
    "initiator": lambda act: act.case.row["started_by"],
    "actor": lambda act: act.actor.login,
}


class Viewpoint(Protocol):
    """From where the house's functions look: an act on a case, or a process that has no case yet."""

    @property
    def world(self) -> World:
        """The county as it is seen."""

    @property
    def now(self) -> datetime:
        """The legal moment."""

    def due(self, name: str, task: Task | None) -> datetime | None:
        """When a deadline ends."""

    def spent(self, name: str, percent: int, task: Task | None) -> datetime | None:
        """When so much of a deadline is used up."""

    def policy(self, name: str) -> Any:
        """A number as it holds today."""

    def votes(self, task: Task | None, decision: object) -> int:
        """Ballots cast."""

    def gathered(self, name: str, task: Task | None) -> list[Any]:
        """What the branches below a task wrote in a field."""

    def in_charge(self, unit: str) -> str | None:
        """The post in charge of a unit."""

    def issued(self, kind: str, unit: object, year: object) -> int:
        """How many papers of a kind were issued."""

    def paper(self, kind: str, number: str) -> dict[str, Any] | None:
        """What is known of an issued paper."""

    def by_unit(self, process: str, since: object, wanted: object) -> list[dict[str, Any]]:
        """What the cases of a process came to since a day, unit by unit."""

    def papers(self, kind: str, unit: object, year: object) -> list[dict[str, Any]]:
        """The issued papers of a kind, with their fields."""

    def tally(self, process: str, since: object, unit: object) -> dict[str, Any]:
        """What the cases of a process came to since a day, in all or of one unit."""

    def case_of(self, number: str) -> dict[str, Any] | None:
        """What anybody may know of the case of a number."""

    def cases_with(self, process: str, field: str, value: object, since: object) -> list[dict[str, Any]]:
        """Cases of a process, begun since a day, whose field has a value."""

    def points(self, unit: str, year: object) -> int:
        """A unit's net points of a year."""

    def year_scores(self, year: object) -> list[dict[str, Any]]:
        """The scores of a calendar year, bonuses included."""

    def held(self, field: str, task: Task | None) -> list[dict[str, Any]]:
        """The papers held of an applicant."""

    def drawn(self, items: object, count: object) -> list[Any]:
        """Items drawn by lot."""


def functions(
    act: Viewpoint, task: Task | None, armed_at: datetime | None = None
) -> dict[str, Callable[..., object]]:
    """The house's functions. `armed_at` is when the token arrived: what relative time counts from."""
    since = armed_at or act.now
    calendar, hours = act.world.calendar, act.world.hours

    def close_of(day: object) -> datetime:
        return hours.close_of(_civil(day), calendar)

    def after(start: object, amount: object) -> datetime:
        """The close of business so long after a date: `"5 cd"` or `"3 wd"`."""
        count, unit = read_amount(str(amount))
        if unit == "min":
            return hours.add_minutes(_instant(start), count, calendar)
        day = _civil(start)
        day = calendar.add_workdays(day, count) if unit == "wd" else day + timedelta(days=count)
        return close_of(day)

    def roll(moment: object, how: object = "next_wd") -> datetime:
        """The same close of business, on the next working day where it falls on a day of rest."""
        day = _civil(moment)
        return close_of(calendar.next_workday(day) if how == "next_wd" else day)

    def next_close(moment: object = None) -> datetime:
        """The first close of business of a working day after a moment (the token's arrival if none is given)."""
        start = _instant(moment) if moment is not None else since
        day = calendar.next_workday(clock.civil_date(start))
        while close_of(day) <= start:
            day = calendar.next_workday(day + timedelta(days=1))
        return close_of(day)

    def stated(text: object, year: object) -> dict[str, object] | None:
        """What a document's wording of a date means; None where it states none (T-3)."""
        if not isinstance(text, str) or not isinstance(year, int) or isinstance(year, bool):
            return None
        try:
            read = read_stated_date(text, year)
        except StatedDateError:
            return None
        return {"date": read.date, "kind": read.kind, "done": read.done}

    def known(context: Callable[..., object], code: object) -> object:
        """What the catalogue of matters says today of a code."""
        return context(act.world.catalogue, act.world.directory, str(code), clock.civil_date(act.now))

    return {
        "due": lambda name: act.due(str(name), task),
        "spent": lambda name, percent: act.spent(str(name), int(percent), task),
        "days": lambda count: timedelta(days=int(count)),
        "workdays": lambda count, start=None: after(since if start is None else start, f"{int(count)} wd"),
        "after": after,
        "stated": stated,
        "roll": roll,
        "close_of": close_of,
        "open_of": lambda day: hours.open_of(_civil(day), calendar),
        "next_close": next_close,
        "is_workday": lambda day: calendar.is_workday(_civil(day)),
        "policy": lambda name: act.policy(str(name)),
        "votes": lambda decision=None: act.votes(task, decision),
        "gather": lambda name: act.gathered(str(name), task),
        "in_charge": lambda unit: act.in_charge(str(unit)),
        "issued": lambda kind, unit=None, year=None: act.issued(str(kind), unit, year),
        "by_unit": lambda process, since, wanted=None: act.by_unit(str(process), since, wanted),
        "tally": lambda process, since, unit=None: act.tally(str(process), since, unit),
        "paper": lambda kind, number: act.paper(str(kind), str(number)),
        "papers": lambda kind, unit=None, year=None: act.papers(str(kind), unit, year),
        "case_of": lambda number: act.case_of(str(number)),
        "cases_with": lambda process, field, value, since: act.cases_with(
            str(process), str(field), value, since
        ),
        "points": lambda unit, year: act.points(str(unit), year),
        "year_scores": lambda year: act.year_scores(year),
        "draw": lambda items, count: act.drawn(items, count),
        "holds": lambda login, post, unit=None: act.world.holds(
            str(login), str(post), None if unit is None else str(unit), clock.civil_date(act.now)
        ),
        "units_of": lambda *kinds: act.world.units_of(kinds, clock.civil_date(act.now)),
        "held": lambda field: act.held(str(field), task),
        "matter_of": lambda code: known(matter_context, code),
        "bundle_of": lambda code: known(bundle_context, code),
    }


_UNITS: Final[Mapping[str, Unit]] = {unit: unit for unit in get_args(Unit)}


def read_amount(text: str) -> tuple[int, Unit]:
    """`"7 wd"`, `"10 cd"` or `"60 min"` as count and unit. Raises StuckError."""
    count, _, written = text.strip().partition(" ")
    unit = _UNITS.get(written)
    if unit is None or not count.lstrip("-").isdigit():
        raise StuckError(
            words("“%(text)s”不是时长;请写成“7 wd”(工作日)、“10 cd”(自然日)或“60 min”(办公分钟)", text=text)
        )
    return int(count), unit


def _civil(value: object) -> date:
    if isinstance(value, datetime):
        return clock.civil_date(value)
    if isinstance(value, date):
        return value
    raise StuckError(words("需要日期,得到的是“%(value)s”", value=value))


def _instant(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    raise StuckError(words("需要日期时间,得到的是“%(value)s”", value=value))
