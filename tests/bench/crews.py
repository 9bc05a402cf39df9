"""Several processes at work on one county at once."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine import tables
from engine.database import Database
from engine.engine import Engine
from engine.people.actor import Actor
from engine.time import clock
from tests.bench.county import County

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.bench.county"])


def acts_a_second(county: County, tasks: Sequence[UUID], processes: int) -> float:
    """Completes a second: the tasks are dealt out to so many processes."""
    shares = [tasks[place::processes] for place in range(processes)]
    return len(tasks) / _together(_complete, county, [(share, county.actor) for share in shares])


def drained_a_second(county: County, timers: int, processes: int) -> float:
    """Timers a second: so many processes drain until nothing is due. Raises AssertionError where one is missed."""
    taken = _together(_drain, county, [None] * processes)
    assert county.office.engine.fire_due().instances == 0
    return timers / taken


def lateness(county: County, seconds: int, a_second: int) -> list[float]:
    """Seconds by which timers were late that fell due evenly, while one process woke once a second as a worker does."""
    first = datetime.now(UTC) + timedelta(seconds=3)
    moments = [first + timedelta(seconds=place / a_second) for place in range(seconds * a_second)]
    with clock.using(lambda: datetime.now(UTC)):
        for start in range(0, len(moments), 200):
            rows = [{"at": moment} for moment in moments[start : start + 200]]
            county.office.engine.start_many("punctual", county.actor, rows)
        while datetime.now(UTC) < moments[-1] + timedelta(seconds=2):
            time.sleep(1.0 - time.time() % 1.0)
            _drain(county.office.engine, None)
    row = tables.timer.c
    fired = select(row.due_at, row.fired_at).where(row.element == "wait", row.status == "fired")
    late = [(found["fired_at"] - found["due_at"]).total_seconds() for found in county.office.rows(fired)]
    assert len(late) == len(moments)
    assert min(late) >= 0
    return late


def _together(work: Any, county: County, arguments: Sequence[Any]) -> float:
    """Seconds from the moment all are ready until the last is done."""
    ready = _context.Barrier(len(arguments) + 1)
    common = (work, ready, county.url, county.office.engine.data, clock.now())
    crew = [_context.Process(target=_work, args=(*common, argument)) for argument in arguments]
    for process in crew:
        process.start()
    ready.wait(60)
    start = time.perf_counter()
    for process in crew:
        process.join()
        assert process.exitcode == 0
    return time.perf_counter() - start


def _work(work: Any, ready: Any, url: str, data: Path, now: datetime, argument: Any) -> None:
    database = Database(url)
    with clock.using(clock.SimulatedClock(now)):
        engine = Engine(database, data)
        with database.reading() as connection:
            engine.world(connection)
            for version in connection.execute(select(tables.process_version.c.id)).scalars().all():
                engine.program(version, connection)
        ready.wait(60)
        work(engine, argument)
    database.dispose()


def _complete(engine: Engine, argument: tuple[Sequence[UUID], Actor]) -> None:
    for task in argument[0]:
        engine.complete(task, argument[1], {"note": "已办"})


def _drain(engine: Engine, _: None) -> None:
    while engine.fire_due().instances:
        pass
