"""The deadline's ledger: acts, refusals, storage, and what must hold for any dates."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.time.calendar import Roll, WorkingCalendar
from engine.time.clock import CIVIL
from engine.time.deadline import Ledger
from engine.time.decided import MAX_DAYS
from engine.time.entries import Extension, Pause
from engine.time.notice import Notice
from engine.time.scales import LedgerError, Unit

CALENDAR = WorkingCalendar.known_at(date(2026, 1, 1))
START = date(2026, 3, 2)
WEEK = Ledger("办理", 7, "wd", START)
STARTS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
AMOUNTS = st.integers(1, 80)
UNITS: st.SearchStrategy[Unit] = st.sampled_from(["wd", "cd"])


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CIVIL)


def due(ledger: Ledger, calendar: WorkingCalendar = CALENDAR) -> date:
    day = ledger.due_date(calendar)
    assert day is not None
    return day


@given(STARTS, AMOUNTS, st.integers(0, 90), st.integers(0, 40))
def test_a_pause_moves_the_due_date_by_the_working_days_it_holds(
    start: date, amount: int, offset: int, length: int
) -> None:
    ledger = Ledger("办理", amount, "wd", start)
    before = due(ledger)
    begin = min(start + timedelta(days=1 + offset), before)
    end = begin + timedelta(days=length)
    paused = ledger.pause(begin, "补正").resume(end)
    held = CALENDAR.workdays_between(begin - timedelta(days=1), end)
    assert due(paused) == CALENDAR.add_workdays(before, held)
    assert ledger.pause(begin, "补正").due_date_if_resumed(end, CALENDAR) == due(paused)


@given(STARTS, AMOUNTS, UNITS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 15)), max_size=4))
def test_the_budget_runs_out_by_the_due_date_and_not_before(
    start: date, amount: int, unit: Unit, gaps: list[tuple[int, int]]
) -> None:
    ledger, day = Ledger("办理", amount, unit, start, roll="none"), start
    for gap, length in gaps:
        day += timedelta(days=gap)
        ledger = ledger.pause(day, "补正").resume(day := day + timedelta(days=length))
    standing = {
        pause.begin + timedelta(days=i)
        for pause in ledger.pauses
        if pause.end
        for i in range((pause.end - pause.begin).days + 1)
    }
    ran, last = 0, start
    while ran < amount:
        last += timedelta(days=1)
        ran += last not in standing and (unit == "cd" or CALENDAR.is_workday(last))
    assert due(ledger) == last


def test_the_clock_stands_until_the_last_holder_lets_it_go() -> None:
    """05-13 as in case 14, with a second pause that overlaps the first."""
    plain = Ledger("总时限", 49, "wd", START)
    assert due(plain) == date(2026, 5, 13)
    both = plain.pause(date(2026, 3, 31), "专家评审", "1").pause(date(2026, 4, 8), "补正", "2")
    one = both.resume(date(2026, 4, 14), "1")
    assert both.holders == ("1", "2")
    assert one.paused
    assert one.due_date(CALENDAR) is None
    assert one.due_date_if_resumed(date(2026, 4, 14), CALENDAR) == date(2026, 5, 27)
    assert due(one.resume(date(2026, 4, 14), "2")) == date(2026, 5, 27)
    assert due(one.resume(date(2026, 4, 16), "2")) == date(2026, 5, 29)
    assert Ledger.from_dict(json.loads(json.dumps(one.to_dict()))) == one


def test_what_one_holder_began_another_cannot_end() -> None:
    standing = WEEK.pause(START, "专家评审", "7")
    with pytest.raises(LedgerError, match="因“专家评审”停表"):
        standing.resume(START)
    with pytest.raises(LedgerError, match="已停表"):
        standing.pause(START, "再停", "7")


@given(STARTS, AMOUNTS, st.integers(1, 30))
def test_an_extension_adds_to_the_budget_and_opens_a_generation(start: date, amount: int, more: int) -> None:
    extended = Ledger("办理", amount, "wd", start).extend_by(more, "原因", start)
    assert due(extended) == due(Ledger("办理", amount + more, "wd", start))
    assert extended.generation == 2


@given(STARTS, AMOUNTS)
def test_a_notice_counts_in_a_due_date_only_if_it_names_a_day_before_it(start: date, amount: int) -> None:
    ledger = Ledger("办理", amount, "wd", start)
    day = CALENDAR.add_workdays(start, 1)
    informed = CALENDAR.with_notice(Notice("演练", date(2029, 1, 1), off=((day, "演练"),)))
    assert due(ledger, informed) == CALENDAR.add_workdays(due(ledger), 1)
    after = CALENDAR.with_notice(
        Notice("演练", date(2029, 1, 1), off=((due(ledger) + timedelta(days=1), "演练"),))
    )
    assert due(ledger, after) == due(ledger)


@given(STARTS, st.integers(0, 80), UNITS, st.sampled_from([50, 80, 90, 100]))
def test_a_warning_comes_in_time_and_after_the_start(
    start: date, amount: int, unit: Unit, percent: int
) -> None:
    ledger = Ledger("办理", amount, unit, start)
    warning, end = ledger.warn_at(CALENDAR, percent=percent), ledger.due_at(CALENDAR)
    assert warning is not None
    assert end is not None
    assert start <= warning.date() <= end.date()
    assert CALENDAR.is_workday(warning.date())
    if amount > 1 and unit == "wd":
        assert warning < end


@given(STARTS, AMOUNTS, UNITS)
def test_elapsed_reaches_the_amount_exactly_when_the_limit_ends(start: date, amount: int, unit: Unit) -> None:
    ledger = Ledger("办理", amount, unit, start, roll="none")
    end = ledger.due_at(CALENDAR)
    assert end is not None
    assert ledger.elapsed(end, CALENDAR) == amount
    assert ledger.elapsed(end - timedelta(minutes=1), CALENDAR) == amount - 1
    assert ledger.is_overdue(end, CALENDAR)
    assert not ledger.is_overdue(end - timedelta(minutes=1), CALENDAR)


def test_at_midnight_a_limit_ends_with_its_last_day() -> None:
    ledger = replace(WEEK, close="midnight")
    assert ledger.due_at(CALENDAR) == at(3, 12, 0)
    assert ledger.due_date(CALENDAR) == date(2026, 3, 11)
    assert ledger.elapsed(at(3, 11, 23, 59), CALENDAR) == 6
    assert ledger.elapsed(at(3, 12, 0), CALENDAR) == 7


def test_instants_may_come_in_any_time_zone() -> None:
    assert WEEK.is_overdue(datetime(2026, 3, 11, 9, 30, tzinfo=UTC), CALENDAR)
    assert not WEEK.is_overdue(datetime(2026, 3, 11, 9, 29, tzinfo=UTC), CALENDAR)
    assert WEEK.remaining_workdays(datetime(2026, 3, 10, 15, 59, tzinfo=UTC), CALENDAR) == 1
    assert WEEK.remaining_workdays(datetime(2026, 3, 10, 16, 0, tzinfo=UTC), CALENDAR) == 0


def test_remaining_days_are_kept_while_the_clock_stands() -> None:
    paused = WEEK.pause(date(2026, 3, 5), "补正")
    assert paused.paused
    assert paused.due_at(CALENDAR) is None
    assert paused.warn_at(CALENDAR) is None
    assert not paused.is_overdue(at(12, 31, 9), CALENDAR)
    assert [paused.remaining_workdays(at(3, day, 9), CALENDAR) for day in (5, 10, 20)] == [5, 5, 5]
    assert [paused.elapsed(at(3, day, 18), CALENDAR) for day in (4, 5, 20)] == [2, 2, 2]
    assert WEEK.remaining_workdays(at(3, 13, 9), CALENDAR) == -2


def test_pauses_that_meet_or_lie_after_the_end_count_once_or_not_at_all() -> None:
    twice = WEEK.pause(date(2026, 3, 4), "补正").resume(date(2026, 3, 5)).pause(date(2026, 3, 5), "鉴定")
    assert due(twice.resume(date(2026, 3, 6))) == date(2026, 3, 16)
    late = WEEK.pause(date(2026, 3, 12), "补正").resume(date(2026, 3, 20))
    assert due(late) == due(WEEK)


def test_a_pause_over_the_day_a_limit_was_rolled_to_moves_it_on() -> None:
    ledger = Ledger("信访", 5, "cd", START)
    assert due(ledger) == date(2026, 3, 9)
    assert due(ledger.pause(date(2026, 3, 8), "补正").resume(date(2026, 3, 10))) == date(2026, 3, 11)


@pytest.mark.parametrize(("rest_day", "day"), [("none", date(2026, 3, 7)), ("next_wd", date(2026, 3, 9))])
def test_a_stated_date_on_a_rest_day_is_kept_unless_policy_rolls_it(rest_day: Roll, day: date) -> None:
    ledger = replace(WEEK, stated=date(2026, 3, 7), stated_rest_day=rest_day)
    assert due(ledger) == day
    assert ledger.due_at(CALENDAR) == datetime(day.year, day.month, day.day, 17, 30, tzinfo=CIVIL)
    extended = replace(WEEK, stated_rest_day=rest_day).extend_until(
        date(2026, 3, 14), "雨季", START, CALENDAR
    )
    assert due(extended) == (date(2026, 3, 14) if rest_day == "none" else date(2026, 3, 16))


def test_a_stated_date_is_pushed_back_by_what_stood_still() -> None:
    ledger = (
        replace(WEEK, stated=date(2026, 3, 31)).pause(date(2026, 3, 10), "鉴定").resume(date(2026, 3, 11))
    )
    assert due(ledger) == date(2026, 4, 2)


def test_an_extension_until_a_date_forgets_earlier_pauses_but_not_later_ones() -> None:
    paused = WEEK.pause(date(2026, 3, 4), "补正").resume(date(2026, 3, 5))
    extended = paused.extend_until(date(2026, 3, 31), "雨季", date(2026, 3, 6), CALENDAR)
    assert due(extended) == date(2026, 3, 31)
    assert due(extended.pause(date(2026, 3, 9), "鉴定").resume(date(2026, 3, 10))) == date(2026, 4, 2)
    assert due(extended.extend_by(2, "雨季", date(2026, 3, 9))) == date(2026, 4, 2)


def test_a_stated_date_is_certain_even_in_a_provisional_year() -> None:
    stated = replace(WEEK, stated=date(2027, 5, 31))
    assert not stated.is_provisional(CALENDAR)
    assert stated.extend_by(3, "雨季", START).is_provisional(CALENDAR)
    assert not WEEK.pause(START, "补正").is_provisional(CALENDAR)


def test_office_minutes_stand_still_in_a_pause() -> None:
    ledger = Ledger("出证", 60, "min", at(3, 3, 9))
    assert ledger.due_at(CALENDAR) == at(3, 3, 10)
    paused = ledger.pause(at(3, 3, 9, 20), "补正")
    assert paused.due_at(CALENDAR) is None
    resumed = paused.resume(at(3, 3, 17, 20))
    assert resumed.due_at(CALENDAR) == at(3, 4, 9)
    assert resumed.warn_at(CALENDAR) == at(3, 4, 8, 54)
    assert resumed.elapsed(at(3, 3, 17, 30), CALENDAR) == 30
    assert resumed.extend_by(30, "系统故障", at(3, 4, 8, 50)).due_at(CALENDAR) == at(3, 4, 9, 30)
    until = resumed.extend_until(date(2026, 3, 5), "系统故障", at(3, 4, 8, 50), CALENDAR)
    assert until.due_at(CALENDAR) == at(3, 5, 17, 30)


@pytest.mark.parametrize("unit", ["wd", "cd"])
def test_a_ledger_survives_being_stored_as_json(unit: Unit) -> None:
    ledger = (
        Ledger("办理", 49, unit, START, basis="行政许可法第四十二条")
        .pause(date(2026, 3, 31), "专家评审")
        .resume(date(2026, 4, 14))
        .extend_by(10, "经批准", date(2026, 4, 20))
        .extend_until(date(2026, 12, 31), "经批准", date(2026, 4, 21), CALENDAR)
        .pause(date(2026, 5, 6), "鉴定")
        .derived_from(CALENDAR)
    )
    assert Ledger.from_dict(json.loads(json.dumps(ledger.to_dict()))) == ledger


def test_a_ledger_in_minutes_or_with_a_stated_date_survives_too() -> None:
    minutes = Ledger("出证", 60, "min", at(3, 3, 9)).pause(at(3, 3, 9, 20), "补正")
    stated = replace(WEEK, stated=date(2026, 3, 31))
    for ledger in (minutes, stated):
        assert Ledger.from_dict(json.loads(json.dumps(ledger.to_dict()))) == ledger


def test_a_ledger_is_not_changed_by_its_acts() -> None:
    WEEK.pause(START, "补正")
    WEEK.extend_by(1, "雨季", START)
    assert (WEEK.pauses, WEEK.extensions) == ((), ())
    assert WEEK.pause(START, "补正").pauses == (Pause(START, None, "补正"),)
    assert WEEK.extend_by(1, "雨季", START).extensions == (Extension("amount", 1, "雨季", START),)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: WEEK.resume(START), "没有停表"),
        (lambda: WEEK.pause(START, "补正").pause(START, "补正"), "已停表"),
        (lambda: WEEK.pause(date(2026, 3, 5), "补正").resume(date(2026, 3, 4)), "早于停表日"),
        (lambda: WEEK.pause(date(2026, 3, 1), "补正"), "不能从"),
        (lambda: WEEK.extend_by(0, "雨季", START), "应为正数"),
        (lambda: WEEK.extend_until(date(2026, 3, 11), "雨季", START, CALENDAR), "只能延到 2026-03-11 之后"),
        (lambda: WEEK.extend_until(date(2026, 3, 20), "雨季", date(2026, 3, 21), CALENDAR), "不早于批准日"),
        (lambda: replace(WEEK, stated=date(2026, 3, 1)), "早于起算日"),
        (lambda: replace(WEEK, amount=-1), "无效"),
        (lambda: replace(WEEK, amount=MAX_DAYS + 1), "无效"),
        (
            lambda: Ledger.from_dict({**WEEK.to_dict(), "unit": "week"}),
            "单位“week”无效",
        ),
        (lambda: replace(WEEK, start=at(3, 2, 9)), "需要日期"),
        (lambda: WEEK.pause(at(3, 2, 9), "补正"), "需要日期"),
        (lambda: Ledger("出证", 60, "min", START), "需要带时区的时刻"),
        (lambda: Ledger("出证", 60, "min", at(3, 3, 9), stated=date(2026, 3, 9)), "办公分钟"),
    ],
)
def test_what_cannot_be_is_refused_in_chinese(act: Callable[[], object], said: str) -> None:
    with pytest.raises(LedgerError, match=said):
        act()
