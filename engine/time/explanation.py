"""How a deadline's date came about, in Chinese sentences for the case page and for whoever doubts it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from engine.time.calendar import Day, WorkingCalendar
from engine.time.clock import CIVIL, civil_date
from engine.time.deadline import Ledger
from engine.time.entries import Extension, Pause
from engine.time.office_hours import STANDARD_HOURS, OfficeHours

UNIT_NAMES = {"wd": "个工作日", "cd": "个自然日", "min": "个办公分钟"}

_WEEKDAYS = "一二三四五六日"
_DAY = timedelta(days=1)


def explain(ledger: Ledger, calendar: WorkingCalendar, hours: OfficeHours = STANDARD_HOURS) -> list[str]:
    """Chinese lines: budget and basis, start, rest days left out, make-up days, pauses, extensions, result."""
    unit = UNIT_NAMES[ledger.unit]
    budget = f"明示期限 {say(ledger.stated)}" if ledger.stated else f"时限 {ledger.amount} {unit}"
    lines = [f"“{ledger.name}”{budget}" + (f",依据:{ledger.basis}。" if ledger.basis else "。")]
    lines.append(f"起算:{say(ledger.start)}" + (",起始日不计入。" if ledger.unit != "min" else "。"))
    due = ledger.due_date(calendar, hours)
    if ledger.unit == "wd" and due is not None:
        lines += _rest_lines(calendar, _civil(ledger.start) + _DAY, due)
    lines += [_pause_line(pause) for pause in ledger.pauses]
    lines += [_extension_line(extension, unit) for extension in ledger.extensions]
    lines += _roll_lines(ledger, calendar, hours)
    lines.append(_result_line(ledger, calendar, hours))
    lines += _provisional_lines(ledger, calendar, hours)
    lines.append(f"依据的日历版本:{calendar.version}。")
    return lines


def say(point: date) -> str:
    """A date, or an instant in civil time, as Chinese readers write it."""
    weekday = f"(周{_WEEKDAYS[_civil(point).weekday()]})"
    if isinstance(point, datetime):
        local = point.astimezone(CIVIL)
        return f"{local.year}年{local.month}月{local.day}日{weekday}{local:%H:%M}"
    return f"{point.year}年{point.month}月{point.day}日{weekday}"


def _rest_lines(calendar: WorkingCalendar, first: date, last: date) -> list[str]:
    days = list(calendar.days(first, last))
    resting = [day for day in days if not day.works]
    lines = []
    if resting:
        lines.append(f"其间休息 {len(resting)} 天,不计入:{_say_runs(resting)}。")
    made_up = [day for day in days if day.kind == "make_up"]
    if made_up:
        lines.append(f"调休上班 {len(made_up)} 天,计入:{_say_runs(made_up)}。")
    return lines


def _say_runs(days: Iterable[Day]) -> str:
    return "、".join(_say_run(run) + (f"({run[0].name})" if run[0].name else "") for run in _runs(days))


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


def _say_run(run: list[Day]) -> str:
    first, last = run[0].date, run[-1].date
    if first == last:
        return f"{first.month}月{first.day}日"
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日"


def _pause_line(pause: Pause) -> str:
    if pause.end is None:
        return f"停表:{say(pause.begin)}起,尚未恢复,原因:{pause.reason}。"
    return f"停表:{say(pause.begin)}至{say(pause.end)},首尾两日均不计入,原因:{pause.reason}。"


def _extension_line(extension: Extension, unit: str) -> str:
    value = extension.value
    gain = f"增加 {value} {unit}" if isinstance(value, int) else f"延至 {say(value)}"
    return f"延期:{say(extension.granted)}批准,{gain},理由:{extension.reason}。"


def _roll_lines(ledger: Ledger, calendar: WorkingCalendar, hours: OfficeHours) -> list[str]:
    due = ledger.due_date(calendar, hours)
    kept = replace(ledger, roll="none", stated_rest_day="none").due_date(calendar, hours)
    if due is None or kept is None or kept == due:
        return []
    return [f"末日 {say(kept)}是休息日,顺延到其后第一个工作日。"]


def _result_line(ledger: Ledger, calendar: WorkingCalendar, hours: OfficeHours) -> str:
    due, end = ledger.due_date(calendar, hours), ledger.due_at(calendar, hours)
    if due is None or end is None:
        return "到期日:暂停计时,恢复后另定。"
    if ledger.unit == "min":
        return f"到期:{say(end)}。"
    rolled = "" if calendar.is_workday(due) else ",当日为休息日,不顺延"
    ending = f"当日 {end:%H:%M} 下班时截止" if ledger.close == "office" else "当日 24:00 截止"
    return f"到期日:{say(due)}{rolled},{ending}。"


def _provisional_lines(ledger: Ledger, calendar: WorkingCalendar, hours: OfficeHours) -> list[str]:
    due = ledger.due_date(calendar, hours)
    if due is None or not ledger.is_provisional(calendar, hours):
        return []
    years = range(_civil(ledger.start).year, due.year + 1)
    missing = "、".join(f"{year}年" for year in years if calendar.is_provisional(date(year, 1, 1)))
    return [f"暂定:尚无{missing}放假通知,按周末和法定节日推算(不含调休);通知公布后自动重算。"]


def _civil(point: date) -> date:
    return civil_date(point) if isinstance(point, datetime) else point
