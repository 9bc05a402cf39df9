"""待办 · 待签收 · 已办 · 我发起 · 抄送我 · 关注: what waits for one, and what one has to do with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, render_template, request

from engine.queries import inbox, own_lists
from engine.queries.inbox import TaskLine
from engine.queries.own_lists import CaseLine
from engine.queries.told_cases import count_told, told_cases
from engine.queries.wanted_tasks import EVERYTHING, Wanted
from engine.time import clock
from web import drafts, times
from web.access import visible_cases
from web.disclosed import named_in
from web.i18n import _
from web.paging import SIZE, Pager, asked_offset, asked_page
from web.saved_filters import kept_filters
from web.schemas import program_of
from web.site import reading, today, versions
from web.spreadsheet import as_xlsx
from web.viewer import viewer
from web.words import case_status

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")

MOST_ROWS = 20_000
MOST_COUNTED = 10_000
"""Beyond so many ended tasks or cases of one's own the tabs say 10000+; the list itself says how many."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one urgency under a heading; `count` is how many there are on all pages."""

    key: times.Urgency
    title: str
    count: int
    tasks: list[TaskLine]


@blueprint.get("")
def open_list() -> str:
    """待办: what is to be done, the most urgent first, in groups."""
    return _tasks("open", asked())


@blueprint.get("/receipts")
def receipts() -> str:
    """待签收: what only waits to be received."""
    return _tasks("receipts", asked(receipts=True))


@blueprint.get("/done")
def done_list() -> str:
    """已办: what I have done, the latest first."""
    login, wanted = viewer().person.login, asked()
    pager = asked_page(own_lists.count_done(reading(), login, wanted=wanted))
    tasks = own_lists.done_tasks(reading(), login, pager.size, pager.offset, wanted)
    return render_template("inbox_done.html", tab="done", tasks=tasks, pager=pager, **_counts())


@blueprint.get("/started")
def started_list() -> str:
    """我发起: the cases I have started, the latest first."""
    login, wanted = viewer().person.login, asked()
    pager = asked_page(own_lists.count_started(reading(), login, wanted=wanted))
    cases = own_lists.started_cases(reading(), login, pager.size, pager.offset, wanted)
    return render_template("inbox_cases.html", tab="started", cases=cases, pager=pager, **_counts())


@blueprint.get("/followed")
def followed() -> str:
    """关注: the cases I keep an eye on."""
    visible, me, wanted = visible_cases(viewer()), viewer().person.id, asked()
    pager = asked_page(own_lists.count_followed(reading(), visible, me, wanted))
    cases = own_lists.followed_cases(reading(), visible, me, pager.size, pager.offset, wanted)
    return render_template("inbox_cases.html", tab="followed", cases=cases, pager=pager, **_counts())


@blueprint.get("/told")
def told() -> str:
    """抄送我: the cases I have been let know of, those that wait for my receipt first."""
    visible, duties, wanted = visible_cases(viewer()), viewer().duties, asked()
    pager = asked_page(count_told(reading(), visible, duties, wanted))
    lines = told_cases(reading(), visible, duties, pager.size, pager.offset, wanted)
    return render_template("inbox_told.html", tab="told", lines=lines, pager=pager, **_counts())


@blueprint.get("/<any(open, receipts, done, started, told, followed):tab>.xlsx")
def table(tab: str) -> Response:
    """One of the lists as a table for WPS, as filtered."""
    name, waits = TITLES[tab](), tab in ("open", "receipts")
    columns = [
        (_("编号"), 20),
        (_("环节") if waits or tab == "done" else _("状态"), 20),
        (_("事项"), 40),
        (_("单位"), 16),
        (_("时限"), 18),
        (_("办结时间") if tab == "done" else _("收到时间"), 18),
        *([(_("代谁办"), 20)] if waits else []),
    ]
    return as_xlsx(name, columns, _rows(tab), f"{name} {today().isoformat()}.xlsx")


TITLES = {
    "open": lambda: _("待办"),
    "receipts": lambda: _("待签收"),
    "done": lambda: _("已办"),
    "started": lambda: _("我发起"),
    "told": lambda: _("抄送我"),
    "followed": lambda: _("关注"),
}


def asked(receipts: bool = False) -> Wanted:
    """What the address asks to list."""
    text = request.args.get("q", "")[:100]
    deputy = viewer().duties if request.args.get("deputy") else None
    return Wanted(text, named_in(text), request.args.get("process") or None, receipts, deputy)


def _tasks(tab: str, wanted: Wanted) -> str:
    tasks, numbers, pager = _page(wanted)
    deputised = replace(EVERYTHING, receipts=wanted.receipts, deputy=viewer().duties)
    waiting = {each.process for each in viewer().waiting}
    return render_template(
        "inbox.html",
        tab=tab,
        groups=_grouped(tasks, numbers),
        begun=drafts.begun(reading(), viewer().person.id, [task.id for task in tasks]),
        together=not done_together(task.process for task in tasks).isdisjoint(
            (task.process, task.name) for task in tasks
        ),
        pager=pager,
        processes=[each for each in versions().values() if each.process in waiting],
        wanted=request.args,
        deputy_count=_count(deputised) if viewer().duties.deputise else 0,
        is_filtered=bool(wanted.text or wanted.process or wanted.deputy),
        saved=kept_filters(reading(), "inbox", viewer().person.id, viewer().units),
        **_counts(),
    )


def _count(wanted: Wanted) -> int:
    """How many tasks such a list has on all its pages."""
    bounds = times.urgency_bounds(clock.now())
    _first, numbers = inbox.open_page(reading(), viewer().duties, bounds, 1, 0, wanted)
    return sum(numbers.values())


def _page(wanted: Wanted) -> tuple[list[TaskLine], dict[str, int], Pager]:
    """The page asked for and the numbers of all; of a list grown shorter meanwhile, the last page."""
    duties, bounds = viewer().duties, times.urgency_bounds(clock.now())
    offset = asked_offset()
    tasks, numbers = inbox.open_page(reading(), duties, bounds, SIZE, offset, wanted)
    if offset and not tasks:
        offset = asked_page(_count(wanted)).offset
        tasks, numbers = inbox.open_page(reading(), duties, bounds, SIZE, offset, wanted)
    return tasks, numbers, asked_page(sum(numbers.values()))


def done_together(processes: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The steps of these processes that may be done several at once, as their current versions have them."""
    return frozenset(
        (name, node.label)
        for name in set(processes) & versions().keys()
        for process in program_of(versions()[name].id).processes.values()
        for node in process.nodes.values()
        if (written := node.extension("verbs")) is not None and "bulk" in written.get("allow").split()
    )


def _counts() -> dict[str, int]:
    connection, person = reading(), viewer().person
    return {
        "receipt_count": sum(each.count for each in viewer().waiting if each.is_receipt),
        "most": MOST_COUNTED,
        "done_count": own_lists.count_done(connection, person.login, MOST_COUNTED),
        "started_count": own_lists.count_started(connection, person.login, MOST_COUNTED),
        "told_count": count_told(connection, visible_cases(viewer()), viewer().duties),
        "followed_count": own_lists.count_followed(connection, visible_cases(viewer()), person.id),
    }


def _grouped(tasks: Iterable[TaskLine], numbers: dict[str, int]) -> list[Group]:
    titles: dict[times.Urgency, str] = {
        "overdue": _("已逾期"),
        "today": _("今日到期"),
        "week": _("本周到期"),
        "later": _("以后"),
    }
    now = clock.now()
    groups = {key: Group(key, title, numbers.get(key, 0), []) for key, title in titles.items()}
    for task in tasks:
        groups[times.urgency(task.due_at, now)].tasks.append(task)
    return [group for group in groups.values() if group.tasks]


def _rows(tab: str) -> list[list[object]]:
    connection, person, wanted = reading(), viewer().person, asked(receipts=tab == "receipts")
    if tab in ("open", "receipts"):
        return [
            [*_task_row(line), viewer().acts_for(line.unit_id, line.post_id, line.process)]
            for line in inbox.open_tasks(connection, viewer().duties, MOST_ROWS, wanted=wanted)
        ]
    if tab == "done":
        done = own_lists.done_tasks(connection, person.login, MOST_ROWS, wanted=wanted)
        return [_task_row(line) for line in done]
    return [_case_row(line) for line in _cases(tab, wanted)]


def _cases(tab: str, wanted: Wanted) -> list[CaseLine]:
    connection, person = reading(), viewer().person
    if tab == "started":
        return own_lists.started_cases(connection, person.login, MOST_ROWS, wanted=wanted)
    visible = visible_cases(viewer())
    if tab == "told":
        return [
            line.case for line in told_cases(connection, visible, viewer().duties, MOST_ROWS, wanted=wanted)
        ]
    return own_lists.followed_cases(connection, visible, person.id, MOST_ROWS, wanted=wanted)


def _task_row(line: TaskLine) -> list[object]:
    return [line.number, line.name, line.title, line.unit, line.due_at, line.ended_at or line.created_at]


def _case_row(line: CaseLine) -> list[object]:
    return [
        line.number,
        case_status(line.status, line.outcome),
        line.title,
        line.unit,
        line.due_at,
        line.started_at,
    ]
