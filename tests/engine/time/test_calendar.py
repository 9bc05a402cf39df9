"""The working calendar: what is known when, provisional years, layers, and its arithmetic as properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.time.calendar import WorkingCalendar
from engine.time.notice import Notice, shipped_notices

CALENDAR = WorkingCalendar.known_at(date(2026, 11, 21))
DATES = st.dates(date(2004, 1, 1), date(2100, 12, 31))
COUNTS = st.integers(0, 400)


def test_only_notices_issued_by_the_day_are_known() -> None:
    assert WorkingCalendar.known_at(date(2025, 11, 3)).is_provisional(date(2026, 1, 1))
    assert not WorkingCalendar.known_at(date(2025, 11, 4)).is_provisional(date(2026, 1, 1))
    assert WorkingCalendar.known_at(date(2026, 1, 1), notices=[]).covered == frozenset()


def test_the_later_issued_notice_prevails_whatever_the_order_given() -> None:
    early = Notice("甲", date(2027, 1, 5), off=((date(2027, 3, 1), ""),))
    late = Notice("乙", date(2027, 1, 6), work=((date(2027, 3, 1), ""),))
    for notices in ([early, late], [late, early]):
        assert WorkingCalendar(notices).is_workday(date(2027, 3, 1))


def test_between_notices_of_one_day_the_later_imported_prevails() -> None:
    first = Notice("甲", date(2027, 1, 5), work=((date(2027, 3, 1), ""),))
    second = Notice("乙", date(2027, 1, 5), off=((date(2027, 3, 1), ""),))
    assert not CALENDAR.with_notice(first).with_notice(second).is_workday(date(2027, 3, 1))


def test_a_local_layer_rests_on_top_of_the_national_days() -> None:
    day, off = date(2026, 8, 6), ((date(2026, 8, 6), "火把节"),)
    festival = Notice("某自治州火把节放假通知", date(2026, 6, 1), off=off, local=True)
    later = Notice("更正", date(2026, 7, 1), work=((day, ""), (date(2026, 8, 8), "")))
    for local in (
        CALENDAR.with_notice(festival).with_notice(later),
        CALENDAR.with_notice(later).with_notice(festival),
    ):
        assert local.day(day).name == "火把节"
        assert not local.is_workday(day)
        assert local.is_workday(date(2026, 8, 8))
        assert local.covered == CALENDAR.covered
    assert CALENDAR.is_workday(day)
    assert WorkingCalendar.known_at(date(2026, 5, 31), [*shipped_notices(), festival]).is_workday(day)


@pytest.mark.parametrize(
    ("day", "kind", "name", "works"),
    [
        (date(2026, 2, 14), "make_up", "春节", True),
        (date(2026, 2, 16), "holiday", "春节", False),
        (date(2026, 3, 7), "weekend", "", False),
        (date(2026, 3, 9), "workday", "", True),
        (date(2027, 2, 5), "statutory", "春节", False),
    ],
)
def test_a_day_says_what_it_is(day: date, kind: str, name: str, works: bool) -> None:
    known = CALENDAR.day(day)
    assert (known.kind, known.name, known.works) == (kind, name, works)
    assert known.provisional is (day.year == 2027)


def test_the_version_depends_on_content_alone() -> None:
    assert WorkingCalendar(shipped_notices()).version == WorkingCalendar(shipped_notices()[::-1]).version
    assert WorkingCalendar(shipped_notices()) == CALENDAR
    assert CALENDAR.with_notice(Notice("甲", date(2026, 12, 1), off=((date(2026, 12, 31), ""),))) != CALENDAR


@given(DATES)
def test_years_beyond_the_notices_never_fail(day: date) -> None:
    assert CALENDAR.is_provisional(day) is (day.year > 2026)
    assert CALENDAR.is_workday(day) is CALENDAR.day(day).works


@given(DATES, st.integers(-400, 400))
def test_adding_working_days_is_undone_by_counting_them(day: date, count: int) -> None:
    there = CALENDAR.add_workdays(day, count)
    assert CALENDAR.is_workday(there) or count == 0
    if count >= 0 or CALENDAR.is_workday(day):
        assert CALENDAR.workdays_between(day, there) == count
    if CALENDAR.is_workday(day):
        assert CALENDAR.add_workdays(there, -count) == day


@given(DATES, DATES, COUNTS)
def test_adding_working_days_keeps_the_order(one: date, other: date, count: int) -> None:
    earlier, later = sorted((one, other))
    assert CALENDAR.add_workdays(earlier, count) <= CALENDAR.add_workdays(later, count)


@given(DATES, st.integers(0, 60))
def test_counting_agrees_with_looking_at_every_day(day: date, span: int) -> None:
    last = day + timedelta(days=span)
    assert CALENDAR.workdays_between(day, last) == sum(
        CALENDAR.is_workday(day + timedelta(days=i)) for i in range(1, span + 1)
    )


@given(DATES)
def test_rolling_finds_the_nearest_working_day(day: date) -> None:
    after, before = CALENDAR.next_workday(day), CALENDAR.previous_workday(day)
    assert before <= day <= after
    assert CALENDAR.workdays_between(before, after) == (0 if CALENDAR.is_workday(day) else 1)
    assert CALENDAR.roll(day, "none") == day
    assert CALENDAR.roll(day) == after
