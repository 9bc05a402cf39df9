"""A process that is killed at a chosen point of what it does to the database.

Points are counted by listeners the process puts on its own database: before each statement, before and after
each commit. At the chosen one it sends itself SIGKILL, so that nothing of it can tidy up. The product knows
nothing of this.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import event, text

from engine.database import Database
from engine.engine import Engine
from engine.time import clock

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__, "tests.faults.town"])

Step = Callable[[Engine, Any], None]
"""What the process does; a function of a module, since another process must find it by name."""


def dies_at(point: int, step: Step, url: str, data: Path, now: datetime, argument: Any) -> bool:
    """Let a process of its own do `step` at the instant `now` and die at `point`, counted from 1.

    False where the step was done before it came to that point. Raises AssertionError where it failed.
    """
    process = _context.Process(target=_run, args=(point, step, url, data, now, argument))
    process.start()
    process.join(120)
    assert process.exitcode in (0, -signal.SIGKILL)
    if url.startswith("postgresql"):
        _until_nothing_is_held(url)
    return process.exitcode != 0


_HELD = text(
    "select count(*) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'"
)


def _until_nothing_is_held(url: str) -> None:
    """Wait until the server has noticed whose client is dead: a sweep passes over rows that are still locked."""
    database = Database(url)
    for _ in range(200):
        with database.reading() as connection:
            if connection.execute(_HELD).scalar_one() == 0:
                break
        time.sleep(0.05)
    database.dispose()


def _run(point: int, step: Step, url: str, data: Path, now: datetime, argument: Any) -> None:
    database = Database(url)
    with clock.using(clock.SimulatedClock(now)), database.reading():
        pass  # The first connection asks the server who it is; that is no part of the step.
    _watch(database, point)
    with clock.using(clock.SimulatedClock(now)):
        step(Engine(database, data), argument)
    database.dispose()


def _watch(database: Database, fatal: int) -> None:
    passed = 0

    def point(*_: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    dialect = database.engine.dialect
    commit = dialect.do_commit

    def watched_commit(connection: Any) -> None:
        point()
        commit(connection)
        point()

    patch.object(dialect, "do_commit", watched_commit).start()
    event.listen(database.engine, "before_cursor_execute", point)
