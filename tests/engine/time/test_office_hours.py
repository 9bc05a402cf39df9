"""Office hours: reading them, closing times, and office minutes as properties."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL
from engine.time.office_hours import STANDARD_HOURS, OfficeHours, OfficeHoursError

CALENDAR = WorkingCalendar.known_at(date(2026, 1, 1))
COUNTY = OfficeHours.from_config(
    [
        {
            "from": "10-01",
            "to": "05-31",
            "intervals": {"default": ["08:30-12:00", "14:00-17:30"], "fri": ["08:30-12:00", "14:00-17:00"]},
        },
        {
            "from": "06-01",
            "to": "09-30",
            "intervals": {"default": ["8\uff1a00-12:00", "15:00~18:00"], "周三": []},
        },
    ]
)
MINUTE = timedelta(minutes=1)
# Hypothesis wants naive bounds and puts the zone on itself.
INSTANTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001
    datetime(2027, 3, 31),  # noqa: DTZ001
    timezones=st.just(CIVIL),
).map(lambda instant: instant.replace(second=0, microsecond=0))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), CIVIL)


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        (date(2026, 3, 3), (17, 30)),
        (date(2026, 3, 6), (17, 0)),
        (date(2026, 6, 1), (18, 0)),
        (date(2026, 9, 30), (18, 0)),
        (date(2026, 10, 8), (17, 30)),
        (date(2026, 7, 1), (18, 0)),
        (date(2026, 2, 14), (17, 30)),
        (date(2026, 3, 7), (17, 30)),
        (date(2026, 1, 2), (17, 0)),
    ],
)
def test_closing_time_by_weekday_and_season(day: date, closes: tuple[int, int]) -> None:
    assert COUNTY.close_of(day, CALENDAR) == at(day, *closes)


def test_opening_time() -> None:
    assert COUNTY.open_of(date(2026, 3, 3), CALENDAR) == at(date(2026, 3, 3), 8, 30)
    assert COUNTY.open_of(date(2026, 6, 6), CALENDAR) == at(date(2026, 6, 6), 8)


@pytest.mark.parametrize(
    ("instant", "open_"),
    [
        (at(date(2026, 3, 3), 8, 29), False),
        (at(date(2026, 3, 3), 8, 30), True),
        (at(date(2026, 3, 3), 12), False),
        (at(date(2026, 3, 3), 14), True),
        (at(date(2026, 3, 7), 10), False),
        (at(date(2026, 2, 14), 10), True),
        (at(date(2026, 7, 1), 10), False),
    ],
)
def test_open_only_within_the_hours_of_a_working_day(instant: datetime, open_: bool) -> None:
    assert COUNTY.is_open(instant, CALENDAR) is open_


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (at(date(2026, 3, 3), 11, 30), 60, at(date(2026, 3, 3), 14, 30)),
        (at(date(2026, 3, 3), 11), 60, at(date(2026, 3, 3), 12)),
        (at(date(2026, 3, 6), 16, 30), 60, at(date(2026, 3, 9), 9)),
        (at(date(2026, 2, 14), 17), 60, at(date(2026, 2, 24), 9)),
        (at(date(2026, 6, 30), 17, 30), 60, at(date(2026, 7, 2), 8, 30)),
        (at(date(2026, 3, 7), 3), 0, at(date(2026, 3, 7), 3)),
    ],
)
def test_office_minutes_run_only_in_office_hours(start: datetime, minutes: int, end: datetime) -> None:
    assert COUNTY.add_minutes(start, minutes, CALENDAR) == end


@given(INSTANTS, st.integers(0, 5000))
def test_adding_minutes_is_undone_by_counting_them(start: datetime, minutes: int) -> None:
    end = COUNTY.add_minutes(start, minutes, CALENDAR)
    assert COUNTY.minutes_between(start, end, CALENDAR) == minutes
    assert COUNTY.minutes_between(end, start, CALENDAR) == -minutes
    if minutes:
        assert COUNTY.is_open(end - MINUTE, CALENDAR)


@given(st.dates(date(2004, 1, 1), date(2100, 12, 31)))
def test_close_of_business_is_an_aware_instant_of_that_civil_day(day: date) -> None:
    close = COUNTY.close_of(day, CALENDAR)
    assert close.utcoffset() == timedelta(hours=8)
    assert close.date() == day
    assert COUNTY.open_of(day, CALENDAR) < close


@given(INSTANTS)
def test_the_business_day_closes_next(instant: datetime) -> None:
    day = STANDARD_HOURS.business_day(instant, CALENDAR)
    assert CALENDAR.is_workday(day)
    assert instant <= STANDARD_HOURS.close_of(day, CALENDAR)
    assert instant > STANDARD_HOURS.close_of(CALENDAR.add_workdays(day, -1), CALENDAR)


def test_february_may_end_on_the_28th() -> None:
    hours = {"default": ["09:00-17:00"]}
    OfficeHours.from_config(
        [
            {"from": "03-01", "to": "12-31", "intervals": hours},
            {"from": "01-01", "to": "02-28", "intervals": hours},
        ]
    )


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({}, "应是列表"),
        ([{"from": "01-01"}], "intervals"),
        ([{"intervals": {"mon": ["08:30-17:30"]}}], "缺少 default"),
        ([{"intervals": {"default": ["8点-17点"]}}], "“8点-17点”有误"),
        ([{"intervals": {"default": ["08:30-25:00"]}}], "有误"),
        ([{"intervals": {"default": ["17:30-08:30"]}}], "开始不早于结束"),
        ([{"intervals": {"default": ["08:30-12:00", "11:00-17:30"]}}], "重叠"),
        ([{"intervals": {"default": ["08:30-12:00"], "monday": []}}], "不是星期"),
        ([{"from": "02-30", "intervals": {"default": ["08:30-12:00"]}}], "“02-30”有误"),
        ([{"from": "01-01", "to": "06-30", "intervals": {"default": ["08:30-12:00"]}}], "空档"),
    ],
)
def test_bad_office_hours_are_refused_with_a_remedy(config: object, said: str) -> None:
    with pytest.raises(OfficeHoursError, match=said):
        OfficeHours.from_config(config)


def test_hours_too_scarce_for_a_limit_are_said_to_be_so() -> None:
    with pytest.raises(OfficeHoursError, match="没有足够的办公时间"):
        STANDARD_HOURS.add_minutes(at(date(2026, 1, 1), 9), 10_000_000, CALENDAR)
    with pytest.raises(ValueError, match="forward"):
        STANDARD_HOURS.add_minutes(at(date(2026, 1, 1), 9), -1, CALENDAR)
