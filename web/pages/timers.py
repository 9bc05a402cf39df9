"""自动任务: what fires by itself, what it will do, what has fired; and holding one case with a reason."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.queries.armed import ArmedTimer, armed_between, count_armed, held_cases
from engine.queries.case import Case
from engine.queries.foresight import Foreseen, Foresight
from engine.queries.happenings import Happening, fired_between
from engine.refusals import Refused
from engine.rulebook import Rule
from engine.time import clock
from engine.time.clock import CIVIL
from web.access import case_or_404, require_room, visible_cases
from web.errors import STATUS_OF
from web.foreseen import timer_name, timer_rules, will_do
from web.i18n import _
from web.paging import asked_page
from web.site import act, reading, site, today
from web.times import due_day
from web.viewer import viewer
from web.wording import Moment, timeline

blueprint = Blueprint("timers", __name__, url_prefix="/timers")

SIZE = 40
MOST_FIRED = 200
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Planned:
    """An armed timer as a clerk reads it: its name, its rules, and what it will do."""

    timer: ArmedTimer
    name: str
    rules: list[Rule]
    will: list[str]


class _Key(NamedTuple):
    """What an armed timer and its firing to come have in common."""

    case_id: UUID
    element: str
    is_limit: bool
    at: datetime


@blueprint.get("")
def page() -> str:
    """今天 or 七日内: what fires, day by day."""
    require_room("timers")
    span = "week" if request.args.get("span") == "week" else "today"
    visible, last = visible_cases(viewer()), _end_of(today() + (WEEK if span == "week" else timedelta()))
    pager = asked_page(count_armed(reading(), visible, None, last), SIZE)
    timers = armed_between(reading(), visible, None, last, pager.size, pager.offset)
    days = [
        (day, list(items))
        for day, items in groupby(_planned(timers), lambda item: due_day(item.timer.due_at))
    ]
    return render_template(
        "timers.html", tab=span, days=days, pager=pager, held=held_cases(reading(), visible)
    )


@blueprint.get("/fired")
def fired() -> str:
    """What fired in the last seven days, the latest first."""
    require_room("timers")
    now = clock.now()
    found = fired_between(reading(), visible_cases(viewer()), now - WEEK, now, MOST_FIRED)
    told: list[tuple[Happening, Moment]] = [
        (item, moment) for item in reversed(found) for moment in timeline([item.act])
    ]
    return render_template("timers_fired.html", tab="fired", happened=told, most=MOST_FIRED)


@blueprint.get("/<uuid:case_id>/<any(hold, resume):verb>")
def ask(case_id: UUID, verb: str) -> str:
    """The form that asks why a case is to stand still, or to go on."""
    return _form(_open(case_id, verb), verb)


@blueprint.post("/<uuid:case_id>/<any(hold, resume):verb>")
def decide(case_id: UUID, verb: str) -> Response | tuple[str, int]:
    """Let the case stand still (暂停办理) or go on. Without a reason it is asked for again."""
    case, person = _open(case_id, verb), viewer()
    reason = request.form.get("reason", "")[:500]
    try:
        if verb == "hold":
            act(lambda engine: engine.suspend(case_id, person.actor, reason))
        else:
            act(lambda engine: engine.resume(case_id, person.actor, reason))
    except Refused as refusal:
        return _form(case, verb, reason, refusal), STATUS_OF[refusal.kind]
    done = _("已暂停办理 %(number)s,到点的事不会自动办。") if verb == "hold" else _("%(number)s 已恢复办理。")
    flash(done % {"number": case.number}, "done")
    return redirect(url_for("timers.page"))


def _open(case_id: UUID, verb: str) -> Case:
    require_room("timers")
    case = case_or_404(case_id)
    if case.status != ("running" if verb == "hold" else "suspended"):
        abort(409)
    return case


def _form(case: Case, verb: str, reason: str = "", refusal: Refused | None = None) -> str:
    return render_template("hold.html", case=case, verb=verb, reason=reason, refusal=refusal)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), CIVIL)


def _planned(timers: list[ArmedTimer]) -> list[Planned]:
    foreseen = _foreseen(timers)
    planned = []
    for timer in timers:
        firing = foreseen.get(_Key(timer.case_id, timer.element, timer.is_limit, timer.due_at))
        will = will_do(firing) if firing else [_("在此之前的时点会取消它")]
        planned.append(Planned(timer, timer_name(timer), timer_rules(timer, firing), will))
    return planned


def _foreseen(timers: list[ArmedTimer]) -> dict[_Key, Foreseen]:
    """What each timer will do, each case looked at once up to its last timer listed."""
    last: dict[UUID, datetime] = {}
    for timer in timers:
        last[timer.case_id] = max(timer.due_at, last.get(timer.case_id, timer.due_at))
    found: dict[_Key, Foreseen] = {}
    for case_id, until in last.items():
        for firing in Foresight(site().engine, reading(), case_id).firings(until):
            found.setdefault(_Key(case_id, firing.element, firing.is_limit, firing.at), firing)
    return found
