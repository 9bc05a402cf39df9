"""Time as people say it: civil dates with the weekday in words, and limits in working days.

Instants come from the engine in UTC and are shown in the county's civil time (rule T-5).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from babel.dates import format_date
from flask_babel import get_locale

from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL
from web.i18n import _, _n

Tone = Literal["overdue", "today", "soon", "later", "none"]
"""How urgent a limit is; each tone has its own words too, for colour is never the only sign."""

Urgency = Literal["overdue", "today", "week", "later"]
"""The groups of the inbox."""

SOON_WORKDAYS = 2
"""Up to so many working days left, a limit is shown as near. Product default."""


@dataclass(frozen=True, slots=True)
class Due:
    """A limit as it is shown: how urgent, in short words, and the full date and time."""

    tone: Tone
    text: str
    moment: str


def weekday_text(day: date) -> str:
    """周一 … 周日."""
    match day.weekday():
        case 0:
            return _("周一")
        case 1:
            return _("周二")
        case 2:
            return _("周三")
        case 3:
            return _("周四")
        case 4:
            return _("周五")
        case 5:
            return _("周六")
    return _("周日")


def day_text(day: date, today: date) -> str:
    """「3月16日 周一」; with the year where it is not this one."""
    said = {
        "month": day.month,
        "day": day.day,
        "weekday": weekday_text(day),
        "month_name": format_date(day, "MMM", get_locale() or "zh"),
        "year": day.year,
    }
    if day.year == today.year:
        return _("%(month)s月%(day)s日 %(weekday)s", **said)
    return _("%(year)s年%(month)s月%(day)s日 %(weekday)s", **said)


def moment_text(instant: datetime, today: date) -> str:
    """「3月16日 周一 17:30」 in civil time; midnight at the end of a day is said as 24:00."""
    local = instant.astimezone(CIVIL)
    if (local.hour, local.minute) == (0, 0):
        return f"{day_text(local.date() - timedelta(days=1), today)} 24:00"
    return f"{day_text(local.date(), today)} {local:%H:%M}"


def due_day(due_at: datetime) -> date:
    """The civil date on which a limit ends; a limit at midnight belongs to the day before."""
    return (due_at - timedelta(microseconds=1)).astimezone(CIVIL).date()


def describe_due(due_at: datetime | None, now: datetime, calendar: WorkingCalendar) -> Due:
    """Say how a limit stands at `now`: overdue by days, due today, or so many working days left."""
    if due_at is None:
        return Due("none", _("无时限"), "")
    today = now.astimezone(CIVIL).date()
    moment = moment_text(due_at, today)
    day = due_day(due_at)
    if due_at <= now:
        return Due("overdue", _overdue_text((today - day).days), moment)
    if day == today:
        clock = moment.rsplit(" ", 1)[1]
        return Due("today", _("今日 %(clock)s 前", clock=clock), moment)
    workdays = calendar.workdays_between(today, day)
    if workdays == 0:
        return Due("soon", _n("还剩 %(n)s 天(休息日)", (day - today).days), moment)
    tone: Tone = "soon" if workdays <= SOON_WORKDAYS else "later"
    return Due(tone, _n("还剩 %(n)s 个工作日", workdays), moment)


def near_until(today: date, calendar: WorkingCalendar) -> datetime:
    """The moment up to which a limit is near: the end of the last of SOON_WORKDAYS working days after today."""
    day = calendar.add_workdays(today, SOON_WORKDAYS)
    return datetime.combine(day + timedelta(days=1), time(), CIVIL) + timedelta(microseconds=1)


def _overdue_text(days: int) -> str:
    return _n("已逾期 %(n)s 天", days) if days else _("今日已到期")


def urgency(due_at: datetime | None, now: datetime) -> Urgency:
    """The group of the inbox in which a task with this limit stands."""
    if due_at is None:
        return "later"
    if due_at <= now:
        return "overdue"
    _now, midnight, sunday = urgency_bounds(now)
    if due_at <= midnight:
        return "today"
    return "week" if due_at <= sunday else "later"


def urgency_bounds(now: datetime) -> tuple[datetime, datetime, datetime]:
    """Now, the midnight that ends today, and the one that ends the week's Sunday: what parts the groups."""
    today = now.astimezone(CIVIL).date()
    midnight = datetime.combine(today + timedelta(days=1), time(), CIVIL)
    return now, midnight, midnight + timedelta(days=6 - today.weekday())
