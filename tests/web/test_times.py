"""Limits are said in civil time and working days."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL
from web.times import describe_due, moment_text, urgency

CALENDAR = WorkingCalendar.known_at(date(2026, 3, 1))
NOW = datetime(2026, 3, 16, 16, 50, tzinfo=CIVIL)


def _at(month: int, day: int, hour: int = 17, minute: int = 30, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CIVIL)


@pytest.mark.parametrize(
    ("due", "tone", "text"),
    [
        (_at(3, 16), "today", "今日 17:30 前"),
        (_at(3, 16, 9), "overdue", "今日已到期"),
        (_at(3, 13), "overdue", "已逾期 3 天"),
        (_at(3, 17), "soon", "还剩 1 个工作日"),
        (_at(3, 20), "later", "还剩 4 个工作日"),
        (_at(3, 23), "later", "还剩 5 个工作日"),
        (None, "none", "无时限"),
    ],
)
def test_a_limit_is_told_in_working_days(due: datetime | None, tone: str, text: str) -> None:
    shown = describe_due(due, NOW, CALENDAR)
    assert (shown.tone, shown.text) == (tone, text)


def test_holidays_do_not_count_as_days_left() -> None:
    before_new_year = datetime(2026, 2, 13, 9, 0, tzinfo=CIVIL)
    # 2026-02-14 is worked, 02-15 to 02-23 rest (国办 notice of 2025-11-04).
    assert describe_due(_at(2, 24), before_new_year, CALENDAR).text == "还剩 2 个工作日"


def test_a_limit_on_a_rest_day_is_told_in_days() -> None:
    friday = datetime(2026, 3, 20, 9, 0, tzinfo=CIVIL)
    assert describe_due(_at(3, 22), friday, CALENDAR).text == "还剩 2 天(休息日)"


def test_midnight_belongs_to_the_day_that_ends() -> None:
    assert moment_text(_at(3, 17, 0, 0), NOW.date()) == "3月16日 周一 24:00"
    assert describe_due(_at(3, 17, 0, 0), NOW, CALENDAR).text == "今日 24:00 前"


def test_another_year_is_named() -> None:
    assert moment_text(_at(1, 4, 9, 5, year=2027), NOW.date()) == "2027年1月4日 周一 09:05"


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (_at(3, 16, 9), "overdue"),
        (_at(3, 16), "today"),
        (_at(3, 22), "week"),
        (_at(3, 23), "later"),
        (None, "later"),
    ],
)
def test_the_inbox_groups_by_urgency(due: datetime | None, group: str) -> None:
    assert urgency(due, NOW) == group
