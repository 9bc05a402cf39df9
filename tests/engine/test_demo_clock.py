"""The demo's clock: one for all processes, running on, only forward, still while the demo is off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engine import tables
from engine.database import Database
from engine.demo_clock import FIRST_INSTANT, DemoClock, OnlyForward
from tests.support.rows import add_case

CLOSE = FIRST_INSTANT + timedelta(minutes=40)


class Wall:
    """Real time as the test has it."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """An empty database."""
    opened = Database(sqlite_url)
    yield opened
    opened.dispose()


def _journal(database: Database, at: datetime) -> None:
    with database.transaction() as connection:
        case = add_case(connection)
        connection.execute(
            tables.journal.insert().values(
                instance_id=case, sequence=1, at=at, act="start", actor="dcs.zr", events=[], digest=bytes(32)
            )
        )


def test_it_begins_on_a_monday_before_close_of_business(database: Database) -> None:
    demo = DemoClock(database, Wall())
    demo.resume()
    assert demo() == FIRST_INSTANT
    assert FIRST_INSTANT.isoformat() == "2026-03-16T16:50:00+08:00"


def test_it_runs_on_and_every_process_sees_it_moved(database: Database) -> None:
    wall = Wall()
    mine, other = DemoClock(database, wall), DemoClock(database, wall)
    mine.resume()
    wall.instant += timedelta(seconds=90)
    assert mine() == other() == FIRST_INSTANT + timedelta(seconds=90)
    mine.move_to(CLOSE)
    assert mine() == CLOSE
    assert DemoClock(database, wall)() == CLOSE


def test_it_only_moves_forward(database: Database) -> None:
    demo = DemoClock(database, Wall())
    demo.resume()
    with pytest.raises(OnlyForward, match="2026-03-16 16:50"):
        demo.move_to(FIRST_INSTANT - timedelta(seconds=1))
    assert demo() == FIRST_INSTANT


def test_the_time_it_was_off_does_not_count(database: Database) -> None:
    wall = Wall()
    DemoClock(database, wall).resume()
    _journal(database, FIRST_INSTANT + timedelta(minutes=5))
    wall.instant += timedelta(days=3)
    later = DemoClock(database, wall)
    later.resume()
    assert later() == FIRST_INSTANT + timedelta(minutes=5)


def test_without_a_pair_it_tells_the_real_time(database: Database) -> None:
    wall = Wall()
    assert DemoClock(database, wall)() == wall.instant
