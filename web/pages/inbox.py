"""待办 · 已办 · 我发起."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template

from engine.queries import inbox
from engine.queries.inbox import TaskLine
from engine.time import clock
from web import times
from web.i18n import _
from web.paging import asked_page
from web.site import reading
from web.viewer import viewer

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")

SIZE = 100
"""Tasks on one page of 待办."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one urgency under a heading."""

    key: times.Urgency
    title: str
    tasks: list[TaskLine]


@blueprint.get("")
def open_list() -> str:
    """待办: what is to be done, the most urgent first, in groups."""
    duties = viewer().duties
    pager = asked_page(viewer().open_count, SIZE)
    tasks = inbox.open_tasks(reading(), duties, SIZE, pager.offset)
    return render_template("inbox.html", tab="open", groups=_grouped(tasks), pager=pager, **_counts())


@blueprint.get("/done")
def done_list() -> str:
    """已办: what I have done, the latest first."""
    login = viewer().person.login
    pager = asked_page(inbox.count_done(reading(), login))
    tasks = inbox.done_tasks(reading(), login, pager.size, pager.offset)
    return render_template("inbox_done.html", tab="done", tasks=tasks, pager=pager, **_counts())


@blueprint.get("/started")
def started_list() -> str:
    """我发起: the cases I have started, the latest first."""
    login = viewer().person.login
    pager = asked_page(inbox.count_started(reading(), login))
    cases = inbox.started_cases(reading(), login, pager.size, pager.offset)
    return render_template("inbox_started.html", tab="started", cases=cases, pager=pager, **_counts())


def _counts() -> dict[str, int]:
    login = viewer().person.login
    return {
        "done_count": inbox.count_done(reading(), login),
        "started_count": inbox.count_started(reading(), login),
    }


def _grouped(tasks: Iterable[TaskLine]) -> list[Group]:
    titles: dict[times.Urgency, str] = {
        "overdue": _("已逾期"),
        "today": _("今日到期"),
        "week": _("本周到期"),
        "later": _("以后"),
    }
    now = clock.now()
    groups = {key: Group(key, title, []) for key, title in titles.items()}
    for task in tasks:
        groups[times.urgency(task.due_at, now)].tasks.append(task)
    return [group for group in groups.values() if group.tasks]
