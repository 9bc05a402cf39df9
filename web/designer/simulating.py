"""Simulating a year beside the pages: in a thread of its own, one after the other, told to the database as it goes."""

import threading
import time
from collections.abc import Generator, Mapping
from contextlib import closing
from contextvars import copy_context
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog

from engine.database import Database
from engine.definitions.workplace import laid_out
from engine.rehearsal import Stage, StageError, kept_years
from engine.rehearsal.scenario import Scenario
from engine.rehearsal.workload import Workload
from engine.rehearsal.year import Far, Year
from engine.words import words

_one: Final = threading.Lock()
"""One simulation at a time: it keeps a processor busy."""
_BEAT: Final = 1.0
"""Seconds between two words about how far it is, and two looks at whether it is still wanted."""
log = structlog.get_logger()


class Simulation:
    """One year to be simulated: of the process `key` with these files, the county's other processes beside it."""

    def __init__(
        self,
        key: str,
        files: Mapping[str, bytes],
        beside: Path,
        work: Workload,
        scenarios: list[Scenario],
        since: datetime,
    ) -> None:
        self._key, self._files, self._beside = key, files, beside
        self._work, self._scenarios, self._since = work, scenarios, since

    def begin(self, database: Database, run: UUID) -> None:
        """Begin; how far it is, and what it comes to, stands with `run` (engine.rehearsal.kept_years)."""
        threading.Thread(target=self._run, args=(database, run), name=f"year-{run}", daemon=True).start()

    def _run(self, database: Database, run: UUID) -> None:
        try:
            while not _one.acquire(timeout=_BEAT):
                if not _is_wanted(database, run, None):
                    return
            try:
                self._simulate(database, run)
            finally:
                _one.release()
        except StageError as error:
            _fail(database, run, str(error))
        except Exception:
            # Nobody stands above this thread: whatever goes wrong is logged here and told to who waits, or to nobody.
            log.exception("simulation.failed", run=str(run))
            _fail(database, run, words("模拟出了错,已经记在网站的日志里。请告诉管理员。"))

    def _simulate(self, database: Database, run: UUID) -> None:
        with laid_out(self._key, self._files, self._beside) as folder:
            year = Year(Stage(folder.parent), self._key, self._work, self._scenarios, self._since)
            told = 0.0
            with closing(_apart(year.progress())) as progress:
                for far in progress:
                    if time.monotonic() - told < _BEAT:
                        continue
                    told = time.monotonic()
                    if not _is_wanted(database, run, far):
                        return
        database.transact(lambda connection: kept_years.end(connection, run, "done", figures=year.figures))


def _apart(told: Generator[Far, None, None]) -> Generator[Far, None, None]:
    """The same, each made in a context of its own, so that the simulated clock is nobody else's between two."""
    context = copy_context()
    try:
        while (far := context.run(next, told, None)) is not None:
            yield far
    finally:
        context.run(told.close)


def _is_wanted(database: Database, run: UUID, far: Far | None) -> bool:
    started, ended = (far.started, far.ended) if far is not None else (None, None)
    return database.transact(lambda connection: kept_years.is_wanted(connection, run, started, ended))


def _fail(database: Database, run: UUID, why: str) -> None:
    database.transact(lambda connection: kept_years.end(connection, run, "failed", message=why))
