"""Moments as designers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.rehearsal.moments import aware, is_day, read_day, read_end, read_moment
from tests.support.office import civil


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-03-09 09:00", civil("2020-03-09 09:00")),
        ("2020-03-09T17:30:00", civil("2020-03-09 17:30")),
        ("2020-03-09T01:00:00+00:00", civil("2020-03-09 09:00")),
        (datetime(2020, 3, 9, 9, 0), civil("2020-03-09 09:00")),  # noqa: DTZ001 – as YAML gives it
        (datetime(2020, 3, 9, 1, 0, tzinfo=UTC), civil("2020-03-09 09:00")),
        (date(2020, 3, 9), civil("2020-03-09 09:00")),
        ("2020-03-09", civil("2020-03-09 09:00")),
    ],
)
def test_a_moment_is_civil_time_and_a_day_means_its_morning(written: object, meant: datetime) -> None:
    assert read_moment(written) == meant


def test_what_lasts_until_a_day_lasts_to_its_midnight() -> None:
    assert read_end("2020-03-31") == civil("2020-04-01 00:00")
    assert read_end("2020-03-31 12:00") == civil("2020-03-31 12:00")


@pytest.mark.parametrize("written", ["2020-13-09", "明天", "2020-03-09 25:00", 20200309, None, True])
def test_what_is_no_moment_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="请写成 2020-03-09"):
        read_moment(written)


def test_a_day_and_a_moment_are_told_apart() -> None:
    assert is_day("2020-03-09")
    assert not is_day("2020-03-09 00:00")
    assert read_day(date(2020, 3, 9)) == read_day("2020-03-09") == date(2020, 3, 9)
    with pytest.raises(ValueError, match="不是日期"):
        read_day("2020-03-09 09:00")


def test_datetimes_of_yaml_become_instants_wherever_they_stand() -> None:
    naive = datetime(2020, 3, 9, 9, 0)  # noqa: DTZ001 – as YAML gives it
    assert aware({"a": [{"b": naive}], "c": "文字"}) == {"a": [{"b": civil("2020-03-09 09:00")}], "c": "文字"}
