"""The dates of a limit under the other readings of its clause (A15)."""

from __future__ import annotations

from datetime import date, datetime

from engine.queries.readings import readings
from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL
from engine.time.deadline import Ledger
from engine.time.office_hours import STANDARD_HOURS

CALENDAR = WorkingCalendar.known_at(date(2026, 3, 1))


def _found(ledger: Ledger) -> dict[str, date]:
    return {reading.way: reading.due for reading in readings(ledger, CALENDAR, STANDARD_HOURS)}


def test_five_days_after_a_monday_read_four_ways() -> None:
    found = _found(Ledger("黄单判定", 5, "cd", date(2026, 3, 16)))
    assert found == {
        "in_force": date(2026, 3, 23),
        "not_rolled": date(2026, 3, 21),
        "first_day_counts": date(2026, 3, 20),
    }
    # Five working days end on the same Monday as five calendar days rolled, so that reading is not repeated.
    assert "working_days" not in found


def test_working_days_read_as_calendar_days() -> None:
    found = _found(Ledger("办理", 7, "wd", date(2026, 4, 30)))
    assert found["in_force"] == date(2026, 5, 13)
    assert found["calendar_days"] == date(2026, 5, 7)


def test_a_stated_date_on_a_rest_day_may_be_rolled() -> None:
    found = _found(Ledger("办理", 0, "wd", date(2026, 3, 16), date(2026, 3, 21)))
    assert found == {"in_force": date(2026, 3, 21), "rolled": date(2026, 3, 23)}


def test_a_stated_date_on_a_working_day_has_one_reading() -> None:
    assert list(_found(Ledger("办理", 0, "wd", date(2026, 3, 16), date(2026, 3, 20)))) == ["in_force"]


def test_a_limit_that_stands_or_counts_minutes_has_none() -> None:
    running = Ledger("办理", 5, "cd", date(2026, 3, 16))
    assert _found(running.pause(date(2026, 3, 17), "补正")) == {}
    assert _found(Ledger("出证", 60, "min", datetime(2026, 3, 16, 9, tzinfo=CIVIL))) == {}
