"""A county on one database, to be measured."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import event, select, text

from engine import tables
from engine.people.actor import Actor
from tests.bench.timing import seconds_each
from tests.support.office import Office, office

_OPEN = select(tables.user_task.c.id).where(tables.user_task.c.status == "open")


@dataclass
class Cost:
    """What acts cost: statements, commits, and seconds in SQL and in commits."""

    statements: int = 0
    commits: int = 0
    sql: float = 0.0
    commit: float = 0.0


@dataclass
class County:
    """An office whose acts are measured."""

    office: Office
    url: str

    @property
    def actor(self) -> Actor:
        """Who does everything."""
        return self.office.actor("dcs.承办人")

    def start(self, process: str, count: int = 1, **data: Any) -> list[UUID]:
        """Start so many cases."""
        return [started.id for started in self.office.engine.start_many(process, self.actor, [data] * count)]

    def open_task(self, case: UUID) -> UUID:
        """An open task of a case."""
        found: UUID = self.office.rows(_OPEN.where(tables.user_task.c.instance_id == case).limit(1))[0]["id"]
        return found

    def complete(self, task: UUID, **data: Any) -> None:
        """Complete a task."""
        self.office.engine.complete(task, self.actor, data)

    def block(self, process: str, instances: int, steps: int = 3) -> float:
        """Seconds a step: so many cases from their first task to their last; finding the tasks is not counted."""
        cases, taken = self.start(process, instances), 0.0
        for _ in range(steps):
            tasks = [self.open_task(case) for case in cases]
            taken += seconds_each(lambda tasks=tasks: [self.complete(task, note="已办") for task in tasks], 1)
        return taken / (steps * instances)

    def size(self) -> int:
        """Bytes of the database, indexes included, when nothing is wasted."""
        with self.office.engine.database.engine.connect() as connection:
            if self.url.startswith("sqlite"):
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("VACUUM")
                pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
                unit = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
                connection.exec_driver_sql("BEGIN")
                return int(pages * unit)
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.execute(text("vacuum full"))
            names = ", ".join(f"pg_total_relation_size('{table}')" for table in tables.metadata.tables)
            return sum(alone.execute(text(f"select {names}")).one())

    @contextmanager
    def counted(self) -> Iterator[Cost]:
        """Count what acts cost meanwhile."""
        cost, engine = Cost(), self.office.engine.database.engine
        began = [0.0]

        def before(*_: Any) -> None:
            began[0] = time.perf_counter()

        def after(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            cost.statements += not statement.startswith("BEGIN")
            cost.sql += time.perf_counter() - began[0]

        commit = engine.dialect.do_commit

        def counted_commit(connection: Any) -> None:
            start = time.perf_counter()
            commit(connection)
            cost.commits, cost.commit = cost.commits + 1, cost.commit + time.perf_counter() - start

        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
        try:
            with patch.object(engine.dialect, "do_commit", counted_commit):
                yield cost
        finally:
            event.remove(engine, "before_cursor_execute", before)
            event.remove(engine, "after_cursor_execute", after)


@contextmanager
def county(url: str, folder: Path, **diagrams: bytes) -> Iterator[County]:
    """A county on a fresh database with these processes."""
    with office(url, folder) as made:
        for process, xml in diagrams.items():
            made.publish(
                xml.replace(b'<bpmn:process id="p"', f'<bpmn:process id="{process}"'.encode()), process
            )
        yield County(made, url)
