"""The rule book's cases about time, as data (cases.yaml), and those that need a story of their own."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL
from engine.time.deadline import Ledger
from engine.time.notice import Notice
from engine.time.office_hours import STANDARD_HOURS

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))


def by_case(case: dict[str, Any]) -> str:
    return f"case {case['case']}"


def supervised(case: dict[str, Any]) -> Ledger:
    return Ledger("办理", 7, "wd", case["start"], stated=case.get("stated"))


@pytest.mark.parametrize("case", CASES["slips"], ids=by_case)
def test_slips_follow_the_due_date(case: dict[str, Any]) -> None:
    calendar = WorkingCalendar.known_at(case["known"])
    due = supervised(case).due_date(calendar)
    assert due == case["due"]
    yellow = calendar.roll(due + timedelta(days=5))
    assert yellow == case["yellow"]
    assert calendar.roll(case.get("issued", yellow) + timedelta(days=10)) == case["red"]


@pytest.mark.parametrize("case", CASES["limits"], ids=by_case)
def test_limits_end_on_the_right_day(case: dict[str, Any]) -> None:
    calendar = WorkingCalendar.known_at(case["known"])
    ledger = Ledger(
        "办理", case["amount"], case.get("unit", "wd"), case["start"], roll=case.get("roll", "next_wd")
    )
    assert ledger.due_date(calendar) == case["due"]
    assert ledger.is_provisional(calendar) is case.get("provisional", False)


def test_case_5_an_extended_holiday_moves_what_is_not_yet_due() -> None:
    ledger = Ledger("办理", 7, "wd", date(2020, 1, 16))
    original, extended = (WorkingCalendar.known_at(date(2020, 1, day)) for day in (26, 27))
    assert ledger.due_date(original) == date(2020, 1, 31)
    assert ledger.due_date(extended) == date(2020, 2, 3)
    assert original.version != extended.version
    assert ledger.derived_from(extended).calendar_version == extended.version


def test_case_8_and_9_an_extension_replaces_the_date_and_opens_a_generation() -> None:
    calendar = WorkingCalendar.known_at(date(2020, 3, 9))
    ledger = Ledger("办理", 7, "wd", date(2020, 3, 9))
    extended = ledger.extend_until(date(2020, 3, 31), "雨季", date(2020, 3, 17), calendar)
    assert extended.due_date(calendar) == date(2020, 3, 31)
    assert extended.generation == ledger.generation + 1
    assert not extended.is_overdue(datetime(2020, 3, 18, 17, 30, tzinfo=CIVIL), calendar)
    assert ledger.is_overdue(datetime(2020, 3, 18, 17, 30, tzinfo=CIVIL), calendar)


def test_case_11_a_new_years_notice_makes_a_provisional_date_certain() -> None:
    calendar = WorkingCalendar.known_at(date(2026, 12, 25))
    ledger = Ledger("办理", 7, "wd", date(2026, 12, 25))
    assert ledger.is_provisional(calendar)
    days = tuple((date(2027, 1, day), "元旦") for day in (1, 2, 3, 4))
    notice = Notice("2027年放假通知(演练)", date(2026, 12, 28), off=days, year=2027)
    informed = calendar.with_notice(notice)
    assert ledger.due_date(informed) == date(2027, 1, 7)
    assert not ledger.is_provisional(informed)


def test_case_14_a_pause_stands_still_on_both_its_days() -> None:
    calendar = WorkingCalendar.known_at(date(2026, 3, 2))
    paused = Ledger("总时限", 49, "wd", date(2026, 3, 2)).pause(date(2026, 3, 31), "专家评审")
    assert paused.due_date(calendar) is None
    assert paused.due_date_if_resumed(date(2026, 4, 14), calendar) == date(2026, 5, 27)
    assert paused.resume(date(2026, 4, 14)).due_date(calendar) == date(2026, 5, 27)


@pytest.mark.parametrize(
    ("received", "reported"),
    [
        (datetime(2020, 3, 13, 10, 0, tzinfo=CIVIL), date(2020, 3, 13)),
        (datetime(2020, 3, 13, 17, 30, tzinfo=CIVIL), date(2020, 3, 13)),
        (datetime(2020, 3, 13, 17, 31, tzinfo=CIVIL), date(2020, 3, 16)),
        (datetime(2020, 3, 14, 10, 0, tzinfo=CIVIL), date(2020, 3, 16)),
        (datetime(2020, 4, 30, 18, 0, tzinfo=CIVIL), date(2020, 5, 6)),
        (datetime(2020, 4, 26, 9, 0, tzinfo=CIVIL), date(2020, 4, 26)),
    ],
)
def test_case_15_the_same_day_is_the_next_close_of_business(received: datetime, reported: date) -> None:
    calendar = WorkingCalendar.known_at(date(2020, 3, 1))
    start = STANDARD_HOURS.business_day(received, calendar)
    ledger = Ledger("报批", 0, "wd", start)
    assert ledger.due_at(calendar) == datetime.combine(reported, time(17, 30), CIVIL)


def test_case_16_warning_at_nine_tenths_and_overdue_after_close() -> None:
    calendar = WorkingCalendar.known_at(date(2026, 3, 2))
    ledger = Ledger("承诺", 10, "wd", date(2026, 3, 2))
    assert ledger.warn_at(calendar) == datetime(2026, 3, 13, 17, 30, tzinfo=CIVIL)
    assert not ledger.is_overdue(datetime(2026, 3, 16, 17, 29, 59, tzinfo=CIVIL), calendar)
    assert ledger.is_overdue(datetime(2026, 3, 16, 17, 30, tzinfo=CIVIL), calendar)


def test_case_17_office_minutes_stand_still_overnight() -> None:
    calendar = WorkingCalendar.known_at(date(2026, 3, 3))
    ledger = Ledger("出证", 60, "min", datetime(2026, 3, 3, 17, 10, tzinfo=CIVIL))
    assert ledger.due_at(calendar) == datetime(2026, 3, 4, 9, 10, tzinfo=CIVIL)
    assert ledger.due_date(calendar) == date(2026, 3, 4)
