"""How a deadline's date came about, in Chinese sentences for the case page and for whoever doubts it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from engine.time.calendar import Day, WorkingCalendar
from engine.time.clock import CIVIL, civil_date
from engine.time.deadline import Ledger
from engine.time.entries import Extension, Pause
from engine.time.office_hours import STANDARD_HOURS, OfficeHours
from engine.words import Words, side_by_side, words

UNIT_NAMES = {"wd": words("个工作日"), "cd": words("个自然日"), "min": words("个办公分钟")}

_WEEKDAYS = "一二三四五六日"
_DAY = timedelta(days=1)


def explain(ledger: Ledger, calendar: WorkingCalendar, hours: OfficeHours = STANDARD_HOURS) -> list[Words]:
    """Chinese lines: budget and basis, start, rest days left out, make-up days, pauses, extensions, result."""
    unit = UNIT_NAMES[ledger.unit]
    lines = [_budget_line(ledger, unit), _start_line(ledger)]
    due = ledger.due_date(calendar, hours)
    if ledger.unit == "wd" and due is not None:
        lines += _rest_lines(calendar, _civil(ledger.start) + _DAY, due)
    lines += [_pause_line(pause) for pause in ledger.pauses]
    lines += [_extension_line(extension, unit) for extension in ledger.extensions]
    lines += _roll_lines(ledger, calendar, hours)
    lines.append(_result_line(ledger, calendar, hours))
    lines += _provisional_lines(ledger, calendar, hours)
    lines.append(words("依据的日历版本:%(version)s。", version=calendar.version))
    return lines


def _budget_line(ledger: Ledger, unit: Words) -> Words:
    budget = (
        words("明示期限 %(day)s", day=say(ledger.stated))
        if ledger.stated
        else words("时限 %(amount)s %(unit)s", amount=ledger.amount, unit=unit)
    )
    if ledger.basis:
        return words(
            "“%(name)s”%(budget)s,依据:%(basis)s。",
            name=ledger.name,
            budget=budget,
            basis=words(ledger.basis),
        )
    return words("“%(name)s”%(budget)s。", name=ledger.name, budget=budget)


def _start_line(ledger: Ledger) -> Words:
    if ledger.unit == "min":
        return words("起算:%(day)s。", day=say(ledger.start))
    return words("起算:%(day)s,起始日不计入。", day=say(ledger.start))


def say(point: date) -> Words:
    """A date, or an instant in civil time, as Chinese readers write it."""
    day = _civil(point)
    date_words = words(
        "%(year)s年%(month)s月%(day)s日(周%(weekday)s)",
        year=day.year,
        month=day.month,
        day=day.day,
        weekday=words(_WEEKDAYS[day.weekday()]),
    )
    if isinstance(point, datetime):
        return words("%(day)s%(clock)s", day=date_words, clock=f"{point.astimezone(CIVIL):%H:%M}")
    return date_words


def _rest_lines(calendar: WorkingCalendar, first: date, last: date) -> list[Words]:
    days = list(calendar.days(first, last))
    resting = [day for day in days if not day.works]
    lines = []
    if resting:
        lines.append(words("其间休息 %(n)s 天,不计入:%(days)s。", n=len(resting), days=_say_runs(resting)))
    made_up = [day for day in days if day.kind == "make_up"]
    if made_up:
        lines.append(words("调休上班 %(n)s 天,计入:%(days)s。", n=len(made_up), days=_say_runs(made_up)))
    return lines


def _say_runs(days: Iterable[Day]) -> Words:
    return side_by_side(_say_run(run) for run in _runs(days))


def _runs(days: Iterable[Day]) -> Iterator[list[Day]]:
    """Consecutive days with the same festival, together."""
    run: list[Day] = []
    for day in days:
        if run and (day.date - run[-1].date != _DAY or day.name != run[-1].name):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _say_run(run: list[Day]) -> Words:
    first, last = (
        words("%(month)s月%(day)s日", month=each.date.month, day=each.date.day) for each in (run[0], run[-1])
    )
    days = first if len(run) == 1 else words("%(first)s至%(last)s", first=first, last=last)
    return words("%(days)s(%(festival)s)", days=days, festival=run[0].name) if run[0].name else days


def _pause_line(pause: Pause) -> Words:
    if pause.end is None:
        return words(
            "停表:%(begin)s起,尚未恢复,原因:%(reason)s。", begin=say(pause.begin), reason=pause.reason
        )
    return words(
        "停表:%(begin)s至%(end)s,首尾两日均不计入,原因:%(reason)s。",
        begin=say(pause.begin),
        end=say(pause.end),
        reason=pause.reason,
    )


def _extension_line(extension: Extension, unit: Words) -> Words:
    value = extension.value
    gain = (
        words("增加 %(n)s %(unit)s", n=value, unit=unit)
        if isinstance(value, int)
        else words("延至 %(day)s", day=say(value))
    )
    return words(
        "延期:%(day)s批准,%(gain)s,理由:%(reason)s。",
        day=say(extension.granted),
        gain=gain,
        reason=extension.reason,
    )


def _roll_lines(ledger: Ledger, calendar: WorkingCalendar, hours: OfficeHours) -> list[Words]:
    due = ledger.due_date(calendar, hours)
    kept = replace(ledger, roll="none", stated_rest_day="none").due_date(calendar, hours)
    if due is None or kept is None or kept == due:
        return []
    return [words("末日 %(day)s是休息日,顺延到其后第一个工作日。", day=say(kept))]


def _result_line(ledger: Ledger, calendar: WorkingCalendar, hours: OfficeHours) -> Words:
    due, end = ledger.due_date(calendar, hours), ledger.due_at(calendar, hours)
    if due is None or end is None:
        return words("到期日:暂停计时,恢复后另定。")
    if ledger.unit == "min":
        return words("到期:%(day)s。", day=say(end))
    ending = (
        words("当日 %(clock)s 下班时截止", clock=f"{end:%H:%M}")
        if ledger.close == "office"
        else words("当日 24:00 截止")
    )
    if calendar.is_workday(due):
        return words("到期日:%(day)s,%(ending)s。", day=say(due), ending=ending)
    return words("到期日:%(day)s,当日为休息日,不顺延,%(ending)s。", day=say(due), ending=ending)


def _provisional_lines(ledger: Ledger, calendar: WorkingCalendar, hours: OfficeHours) -> list[Words]:
    due = ledger.due_date(calendar, hours)
    if due is None or not ledger.is_provisional(calendar, hours):
        return []
    years = range(_civil(ledger.start).year, due.year + 1)
    missing = side_by_side(
        words("%(year)s年", year=year) for year in years if calendar.is_provisional(date(year, 1, 1))
    )
    said = words(
        "暂定:尚无%(years)s放假通知,按周末和法定节日推算(不含调休);通知公布后自动重算。", years=missing
    )
    return [said]


def _civil(point: date) -> date:
    return civil_date(point) if isinstance(point, datetime) else point
