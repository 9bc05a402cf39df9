"""The figures of the site are what its database says; counters are this process's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from engine import metrics, tables
from engine.database import Database, new_key
from engine.time import clock
from tests.support.rows import add_case

NOW = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database on SQLite and on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


def _figures(database: Database) -> dict[str, float]:
    with clock.using(lambda: NOW):
        text = metrics.exposition(database).decode()
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.labels
    }


def test_an_idle_site_has_nothing_waiting(database: Database) -> None:
    figures = _figures(database)
    names = ("outbox_waiting", "outbox_lag_seconds", "timer_lag_seconds", "incidents_open")
    assert [figures[f"banjie_{name}"] for name in names] == [0, 0, 0, 0]


def test_what_waits_and_how_long_is_shown(database: Database) -> None:
    with database.transaction() as connection:
        late, early = add_case(connection), add_case(connection)
        for case, due in ((late, NOW - timedelta(minutes=5)), (early, NOW + timedelta(days=1))):
            connection.execute(
                tables.instance.update().where(tables.instance.c.id == case).values(next_due=due)
            )
        for minutes in (1, 3):
            connection.execute(
                tables.outbox.insert().values(
                    id=new_key(),
                    instance_id=late,
                    kind="render",
                    payload={},
                    created_at=NOW,
                    next_attempt_at=NOW - timedelta(minutes=minutes),
                    attempts=0,
                )
            )
        connection.execute(
            tables.incident.insert().values(
                id=new_key(), instance_id=late, kind="outbox", message="模板缺少占位符", raised_at=NOW
            )
        )
    figures = _figures(database)
    assert figures["banjie_timer_lag_seconds"] == 300
    assert figures["banjie_outbox_waiting"] == 2
    assert figures["banjie_outbox_lag_seconds"] == 180
    assert figures["banjie_incidents_open"] == 1


def test_a_counter_counts_on(database: Database) -> None:
    before = _figures(database)["banjie_timers_fired_total"]
    metrics.timers_fired_total.inc(3)
    assert _figures(database)["banjie_timers_fired_total"] == before + 3
