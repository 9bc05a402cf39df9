"""The outbox: delivered once, tried again after a pause, an incident in the end, nothing lost to a kill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database, new_key
from engine.records import outbox
from engine.records.outbox import Delivered, Item, Undeliverable
from engine.time import clock
from tests.support.rows import add_case

NOW = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)


class Stuck(Exception):
    """What a gateway that does not answer raises."""


@pytest.fixture(autouse=True)
def now() -> Iterator[clock.SimulatedClock]:
    """A clock of the test's own."""
    simulated = clock.SimulatedClock(NOW)
    with clock.using(simulated):
        yield simulated


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with one case, on SQLite and on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


def _add(database: Database, count: int = 1, kind: str = "notice") -> list[UUID]:
    with database.transaction() as connection:
        case = add_case(connection)
        keys = [new_key() for _ in range(count)]
        rows = [
            {"id": key, "instance_id": case, "kind": kind, "payload": {"n": n}, "created_at": NOW,
             "next_attempt_at": NOW, "attempts": 0}
            for n, key in enumerate(keys)
        ]  # fmt: skip
        connection.execute(tables.outbox.insert(), rows)
    return keys


def _row(database: Database, item: UUID) -> Any:
    with database.reading() as connection:
        return connection.execute(select(tables.outbox).where(tables.outbox.c.id == item)).one()


def _incidents(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(tables.incident)))


def _fails(_: Item) -> None:
    raise Stuck("gateway does not answer")


def test_an_item_is_delivered_once_with_what_it_brings(database: Database) -> None:
    (item,) = _add(database)
    seen: list[Item] = []

    def deliver(given: Item) -> outbox.Finish:
        seen.append(given)

        def finish(connection: Connection) -> None:
            connection.execute(tables.setting.insert().values(name="brought", value=given.payload))

        return finish

    assert outbox.deliver_due(database, {"notice": deliver}) == Delivered(1, 0)
    assert outbox.deliver_due(database, {"notice": deliver}) == Delivered(0, 0)
    assert [(given.id, given.attempt, given.case[:3]) for given in seen] == [(item, 1, "督办-")]
    assert _row(database, item).delivered_at == NOW
    with database.reading() as connection:
        assert connection.execute(select(tables.setting.c.value)).scalars().all() == [{"n": 0}]


def test_what_nobody_delivers_waits(database: Database) -> None:
    (item,) = _add(database, kind="service")
    assert outbox.deliver_due(database, {"notice": _fails}) == Delivered(0, 0)
    assert _row(database, item).attempts == 0


def test_a_failure_is_tried_again_after_a_pause(database: Database, now: clock.SimulatedClock) -> None:
    (item,) = _add(database)
    assert outbox.deliver_due(database, {"notice": _fails}) == Delivered(0, 1)
    assert _row(database, item).error == "Stuck: gateway does not answer"
    assert outbox.deliver_due(database, {"notice": _fails}) == Delivered(0, 0)
    now.move_to(NOW + outbox.PAUSES[0])
    assert outbox.deliver_due(database, {"notice": lambda _: None}) == Delivered(1, 0)
    assert (_row(database, item).attempts, _row(database, item).error) == (2, None)
    assert _incidents(database) == []


def test_what_keeps_failing_is_an_incident_that_can_be_retried(
    database: Database, now: clock.SimulatedClock
) -> None:
    (item,) = _add(database)
    for attempt in range(len(outbox.PAUSES) + 1):
        assert _incidents(database) == [], attempt
        assert outbox.deliver_due(database, {"notice": _fails}) == Delivered(0, 1)
        now.move_to(now() + timedelta(hours=2))
    assert outbox.deliver_due(database, {"notice": _fails}) == Delivered(0, 0)
    (incident,) = _incidents(database)
    assert (incident.kind, incident.subject, incident.resolved_at) == ("outbox", item, None)
    assert "通知发送未能完成(已试 5 次):Stuck: gateway does not answer" in incident.message

    with database.transaction() as connection:
        outbox.retry(connection, item, "admin")
    assert outbox.deliver_due(database, {"notice": lambda _: None}) == Delivered(1, 0)
    (incident,) = _incidents(database)
    assert (incident.resolved_at, incident.resolved_by) == (now(), "admin")


def test_what_cannot_succeed_is_not_tried_again(database: Database) -> None:
    def refuse(_: Item) -> None:
        raise Undeliverable("模板缺少占位符")

    _add(database)
    assert outbox.deliver_due(database, {"notice": refuse}) == Delivered(0, 1)
    (incident,) = _incidents(database)
    assert "模板缺少占位符" in incident.message


def test_a_finish_that_fails_leaves_nothing_half_done(database: Database) -> None:
    def finish(connection: Connection) -> None:
        connection.execute(tables.setting.insert().values(name="half", value=1))
        raise Stuck("killed in between")

    (item,) = _add(database)
    assert outbox.deliver_due(database, {"notice": lambda _: finish}) == Delivered(0, 1)
    with database.reading() as connection:
        assert connection.execute(select(tables.setting)).all() == []
    assert _row(database, item).delivered_at is None


def test_a_killed_workers_claim_runs_out(database: Database, now: clock.SimulatedClock) -> None:
    class Killed(BaseException):
        pass

    def die(_: Item) -> None:
        raise Killed

    (item,) = _add(database)
    with pytest.raises(Killed):
        outbox.deliver_due(database, {"notice": die})
    assert outbox.deliver_due(database, {"notice": lambda _: None}) == Delivered(0, 0)
    now.move_to(NOW + outbox.LEASE)
    assert outbox.deliver_due(database, {"notice": lambda _: None}) == Delivered(1, 0)
    assert _row(database, item).attempts == 2


def test_two_workers_never_deliver_the_same_item(database: Database) -> None:
    _add(database, 30)
    seen: list[UUID] = []
    ready = Barrier(2)

    def work() -> None:
        with clock.using(lambda: NOW):
            ready.wait()
            while outbox.deliver_due(database, {"notice": lambda item: seen.append(item.id)}, limit=3).done:
                pass

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(seen) == len(set(seen)) == 30
