"""办件: the register of cases, filtered, sorted and by pages."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import get_args

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import ColumnElement, Connection

from engine.definitions.form_label import label_of
from engine.queries.cases import (
    BEGUN,
    ENDED,
    SORTS,
    DueWindow,
    Filter,
    RegisterLine,
    Sort,
    count_cases,
    counted_cases,
    list_cases,
    paper_kinds,
)
from engine.queries.overview import SLIP
from engine.time import clock
from engine.time.clock import CIVIL
from web.access import listed_cases
from web.answers import inputs
from web.disclosed import named_in
from web.i18n import _
from web.kinds import has_own_register, register_name
from web.paging import SIZE, Pager, asked_offset, asked_page
from web.saved_filters import kept_filters
from web.schemas import start_form
from web.site import calendar, directory, reading, today, versions
from web.startable import offered
from web.times import near_until
from web.viewer import viewer

blueprint = Blueprint("register", __name__)

STATUSES = ("running", "suspended", "completed", "cancelled")
NO_PAPER = NO_UNIT = "none"
USUAL_COLUMNS = ("number", "title", "unit", "status", "due", "paper", "task")
DETAILS = ("unit", "status", "paper", "process", "task", "year", "week")
"""The filters that stand behind 更多条件, beside those of the start forms."""
KNOWN = frozenset({*DETAILS, "due", "q", "sort", "page", "col"})
YEARS_BACK = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """A field of start forms by which the register is filtered (its property `filter`)."""

    key: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the register; `sorts` are the sortings its heading changes between."""

    key: str
    text: str
    sorts: tuple[str, str] | None = None


@blueprint.get("/cases")
def page() -> str:
    """The cases the viewer may see, as filtered in the address."""
    connection, visible = reading(), listed_cases(viewer())
    wanted, sort = asked_filter(), asked_sort()
    cases, pager = _page(connection, visible, wanted, sort)
    processes = [Choice(version.process, version.name) for version in versions().values()]
    columns, fields = _columns(), _field_filters(wanted.process)
    papers = paper_kinds(connection, wanted.process)
    own = wanted.process if has_own_register(wanted.process) else None
    details = [
        *(name for name in DETAILS if name != "process" or own is None),
        *(f.key for f in fields),
        "col",
    ]
    return render_template(
        "register.html",
        title=register_name(wanted.process),
        may_start_here=any(own in (None, each.process) for each in offered()),
        begin=url_for("start.page", process=own) if own else url_for("start.processes"),
        cleared=url_for("register.page", process=own),
        cases=cases,
        pager=pager,
        sort=sort,
        wanted=request.args,
        kept={name: value for name, value in request.args.to_dict(flat=False).items() if name != "page"},
        is_filtered=any(request.args.get(name) for name in (*details, "due", "q")),
        is_detailed=any(request.args.get(name) for name in details),
        fields=fields,
        years=[str(today().year - back) for back in range(YEARS_BACK)],
        processes=processes,
        units=[Choice(unit.id, unit.short_name) for unit in directory().units.values()],
        papers=papers,
        weeks=_week_choices(papers),
        dues=_due_choices(),
        statuses=STATUSES,
        columns=columns,
        shown=_shown(columns),
        names={each.value: each.label for each in processes},
        saved=kept_filters(connection, "register", viewer().person.id, viewer().units),
    )


def _page(
    connection: Connection, visible: ColumnElement[bool], wanted: Filter, sort: Sort
) -> tuple[list[RegisterLine], Pager]:
    """The page of the register that the address asks for; the last one where it asks for one behind it."""
    cases, total = counted_cases(connection, visible, wanted, sort, SIZE, asked_offset())
    if not cases and asked_offset():
        total = count_cases(connection, visible, wanted)
        cases = list_cases(connection, visible, wanted, sort, SIZE, asked_page(total).offset)
    return cases, asked_page(total)


def asked_filter() -> Filter:
    """What the address asks to list; what it does not know is left out."""
    asked = request.args
    paper, process = asked.get("paper") or None, asked.get("process") or None
    fields = _field_filters(process) if set(asked) - KNOWN else []
    return Filter(
        process=process,
        unit="" if asked.get("unit") == NO_UNIT else asked.get("unit") or None,
        status=asked.get("status") if asked.get("status") in STATUSES else None,
        paper="" if paper == NO_PAPER else paper,
        due=due_window(asked.get("due", "")),
        text=asked.get("q", "")[:100],
        named=named_in(asked.get("q", "")),
        task=asked.get("task", "")[:60] or None,
        year=_year(asked.get("year", "")),
        happened=(asked["week"][:60], monday()) if asked.get("week") else None,
        data=tuple((each.key, asked[each.key]) for each in fields if asked.get(each.key)),
    )


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and text >= "1900" else None


def _field_filters(process: str | None) -> list[FieldFilter]:
    """The fields that the start forms of the current versions, or of one process, offer to filter by."""
    found: dict[str, FieldFilter] = {}
    for version in versions().values():
        if process in (None, version.process):
            for part in inputs(start_form(version.id)):
                key = str(part["key"])
                if key not in KNOWN and part.get("properties", {}).get("filter") == "true":
                    choices = (
                        Choice(str(each["value"]), str(each["label"])) for each in part.get("values", ())
                    )
                    found.setdefault(key, FieldFilter(key, label_of(part), tuple(choices)))
    return list(found.values())


def asked_sort() -> Sort:
    """How the address asks to sort; by limit where it does not say."""
    asked = request.args.get("sort", "due")
    return next((sort for sort in SORTS if sort == asked), get_args(Sort)[0])


def _columns() -> list[Column]:
    return [
        Column("number", _("编号"), ("number", "-number")),
        Column("title", _("事项")),
        Column("unit", _("牵头单位"), ("unit", "unit")),
        Column("status", _("状态")),
        Column("due", _("时限"), ("due", "-due")),
        Column("paper", _("最近文书")),
        Column("task", _("现在的环节")),
        Column("process", _("流程")),
        Column("started", _("发起时间"), ("-started", "-started")),
    ]


def _shown(columns: list[Column]) -> frozenset[str]:
    """The columns that the address asks for, the title always among them; without a word the usual ones."""
    asked = {key for key in request.args.getlist("col") if key in {column.key for column in columns}}
    return frozenset(asked | {"title"} if asked else USUAL_COLUMNS)


def monday() -> datetime:
    """The first moment of this week."""
    return datetime.combine(today() - timedelta(days=today().weekday()), time(), CIVIL)


def _week_choices(papers: list[str]) -> list[Choice]:
    slips = [Choice(kind, _("发%(kind)s", kind=kind)) for kind in papers if kind.endswith(SLIP)]
    return [Choice(BEGUN, _("新立")), Choice(ENDED, _("办结")), *slips]


def _due_choices() -> list[Choice]:
    return [
        Choice("overdue", _("已逾期")),
        Choice("today", _("今日到期")),
        Choice("near", _("临近时限")),
        Choice("week", _("七日内到期")),
        Choice("later", _("七日以后")),
    ]


def due_window(name: str) -> DueWindow | None:
    """From when until when a limit lies that is called so; None for a name that is not known."""
    now = clock.now()
    midnight = datetime.combine(today(), time(), CIVIL)
    windows: dict[str, DueWindow] = {
        "overdue": (None, now),
        "today": (midnight, midnight + timedelta(days=1, microseconds=1)),
        "near": (now, near_until(today(), calendar())),
        "week": (now, midnight + timedelta(days=7, microseconds=1)),
        "later": (midnight + timedelta(days=7, microseconds=1), None),
    }
    return windows.get(name)
