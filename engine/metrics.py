"""Figures for Prometheus: what this process has done, and how the site stands as its database says.

Counters belong to the process that counts; sum them over processes. The site's figures are read when asked
for, so any one process can answer for them.
"""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Connection, Select, func, select

from engine import tables
from engine.database import Database
from engine.time import clock

registry = CollectorRegistry()
"""This process's counters."""
acts_total = Counter("banjie_acts", "Acts done by this process.", ["act"], registry=registry)
refusals_total = Counter("banjie_refusals", "Acts refused by this process.", ["act"], registry=registry)
timers_fired_total = Counter("banjie_timers_fired", "Timers fired by this process.", registry=registry)
timers_failed_total = Counter("banjie_timers_failed", "Cases set aside in a drain.", registry=registry)
deliveries_total = Counter("banjie_deliveries", "Outbox items by outcome.", ["outcome"], registry=registry)


class Site(Collector):
    """How the site stands: work waiting, the lag of its timers, incidents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The site's gauges, from one reading of the database."""
        with self._database.reading() as connection:
            figures = {
                "outbox_waiting": ("Effects not delivered yet.", _waiting(connection)),
                "outbox_lag_seconds": ("Age of the oldest effect due.", _lag(connection, _oldest_effect)),
                "timer_lag_seconds": (
                    "How long the earliest due timer waits.",
                    _lag(connection, _earliest_timer),
                ),
                "incidents_open": ("Incidents nobody has resolved.", _incidents(connection)),
            }
        for name, (meaning, value) in figures.items():
            yield GaugeMetricFamily(f"banjie_{name}", meaning, value)


def exposition(database: Database) -> bytes:
    """The text a scrape of `/metrics` answers with: this process's counters and the site's gauges."""
    site = CollectorRegistry()
    site.register(Site(database))
    return generate_latest(registry) + generate_latest(site)


_next_attempt = tables.outbox.c.next_attempt_at
_next_due = tables.instance.c.next_due
_oldest_effect = select(_next_attempt).where(_next_attempt.is_not(None)).order_by(_next_attempt).limit(1)
_earliest_timer = select(_next_due).where(_next_due.is_not(None)).order_by(_next_due).limit(1)


def _waiting(connection: Connection) -> int:
    waiting = select(func.count()).select_from(tables.outbox).where(_next_attempt.is_not(None))
    return connection.execute(waiting).scalar_one()


def _incidents(connection: Connection) -> int:
    unresolved = tables.incident.c.resolved_at.is_(None)
    return connection.execute(
        select(func.count()).select_from(tables.incident).where(unresolved)
    ).scalar_one()


def _lag(connection: Connection, statement: Select[datetime]) -> float:
    due = connection.execute(statement).scalar_one_or_none()
    return max(0.0, (clock.now() - due).total_seconds()) if due else 0.0
