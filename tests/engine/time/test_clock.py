"""The one source of time: per context, aware, never backwards."""

from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta

import pytest

from engine.time import clock

START = datetime(2020, 3, 9, 9, tzinfo=clock.CIVIL)


def test_without_a_clock_of_its_own_a_context_reads_the_wall() -> None:
    assert clock.now().tzinfo is UTC


def test_a_simulated_clock_stands_until_moved_and_ends_with_its_block() -> None:
    simulated = clock.SimulatedClock(START)
    with clock.using(simulated):
        assert clock.now() == clock.now() == START
        simulated.move_to(START + timedelta(hours=1))
        assert clock.now() == START + timedelta(hours=1)
        assert clock.today() == date(2020, 3, 9)
    assert clock.now() > START + timedelta(days=1)


def test_one_context_never_moves_anothers_time() -> None:
    outside = copy_context()
    with clock.using(clock.SimulatedClock(START)):
        assert clock.now() == START
        assert outside.run(clock.now) != START


def test_the_civil_day_begins_at_midnight_in_the_county() -> None:
    assert clock.civil_date(datetime(2020, 3, 8, 15, 59, tzinfo=UTC)) == date(2020, 3, 8)
    assert clock.civil_date(datetime(2020, 3, 8, 16, 0, tzinfo=UTC)) == date(2020, 3, 9)


def test_a_clock_starts_aware_and_never_goes_back() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.SimulatedClock(START.replace(tzinfo=None))
    simulated = clock.SimulatedClock(START)
    for wrong in (START - timedelta(seconds=1), START.replace(tzinfo=None)):
        with pytest.raises(ValueError, match="only moves forward"):
            simulated.move_to(wrong)


def test_a_process_may_have_a_clock_for_every_context() -> None:
    wall = clock._process_source[0]
    clock.use_for_process(lambda: START)
    try:
        assert clock.now() == START
    finally:
        clock.use_for_process(wall)
