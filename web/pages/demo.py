"""演示时钟: in the demo only, time is moved by hand and what falls due happens at once."""

from datetime import datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import demo_clock
from engine.queries.happenings import Happening, fired_between
from engine.time import clock
from engine.time.clock import CIVIL
from web.access import require_demo, visible_cases
from web.i18n import _
from web.kinds import own_register
from web.site import calendar, end_reading, reading, site, today, world
from web.startable import offered
from web.times import moment_text
from web.viewer import viewer
from web.wording import Moment, timeline

blueprint = Blueprint("demo", __name__, url_prefix="/demo")

FURTHEST = timedelta(days=400)
MOST_SHOWN = 200
MORNING = time(9, 0)


@blueprint.get("/clock")
def page() -> str:
    """The clock, where it can be moved to, and what happened since `since`."""
    require_demo()
    return _show()


@blueprint.post("/clock")
def move() -> Response | tuple[str, int]:
    """Move the clock forward and fire what has fallen due."""
    require_demo()
    before = clock.now()
    target = _asked_target()
    if target is None or target <= before or target > before + FURTHEST:
        return _show(problem=_("请填写比现在晚、且不超过 400 天的日期和时间;时钟只能向前走。")), 422
    end_reading()
    try:
        _fired, failed = demo_clock.move_forward(site().engine, target)
    except demo_clock.OnlyForward as refusal:
        return _show(problem=str(refusal)), 422
    flash(_("演示时钟已走到 %(moment)s。", moment=moment_text(target, today())), "done")
    if failed:
        flash(_("有 %(count)s 个办件的定时器没有触发成功,已记为故障。", count=failed), "warning")
    return redirect(url_for("demo.page", since=before.isoformat()))


def _asked_target() -> datetime | None:
    step = request.form.get("step", "")
    if step in _steps():
        return _steps()[step]
    try:
        asked = datetime.fromisoformat(request.form.get("moment", ""))
    except ValueError:
        return None
    return asked.replace(tzinfo=CIVIL) if asked.tzinfo is None else asked


def _steps() -> dict[str, datetime]:
    """Where the buttons lead: the next close of business, the next morning of work, a day on."""
    now = clock.now().astimezone(CIVIL).replace(second=0, microsecond=0)
    hours, days = world().hours, calendar()
    close = hours.close_of(days.next_workday(now.date()), days)
    if close <= now:
        close = hours.close_of(days.add_workdays(now.date(), 1), days)
    morning = datetime.combine(days.next_workday(now.date()), MORNING, CIVIL)
    if morning <= now:
        morning = datetime.combine(days.add_workdays(now.date(), 1), MORNING, CIVIL)
    return {"close": close, "morning": morning, "day": now + timedelta(days=1)}


def _show(problem: str = "") -> str:
    since = request.args.get("since", "")
    return render_template(
        "demo_clock.html",
        steps=_steps(),
        happened=_happened(since),
        since=since,
        problem=problem,
        chosen=request.form.get("moment") or f"{_steps()['close']:%Y-%m-%dT%H:%M}",
    )


def _happened(since: str) -> list[tuple[Happening, Moment]]:
    """What happened by itself since then; of one moment, first what stands in the viewer's own registers."""
    try:
        first = datetime.fromisoformat(since)
    except ValueError:
        return []
    if first.tzinfo is None:
        return []
    fired = fired_between(reading(), visible_cases(viewer()), first, clock.now(), MOST_SHOWN)
    own = {version.process for version in offered() if own_register(version) is not None}
    told = [(item, moment) for item in fired for moment in timeline([item.act])]
    return sorted(told, key=lambda each: (each[1].at, each[0].process not in own))
