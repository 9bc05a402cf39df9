"""Effects leave through the outbox: written with the step, delivered afterwards, again until it succeeds.

A delivery may be repeated (a worker killed half-way leaves its claim to run out), so whoever delivers must do
no harm by doing it twice; the item's id is its idempotency key. What keeps failing becomes an incident, which
an operator mends and retries.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database, new_key
from engine.logging import about
from engine.time import clock
from engine.words import words

LEASE = timedelta(seconds=60)
"""How long a claimed item is left to the worker that claimed it."""
PAUSES = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""After which pause a failed delivery is tried again; when they are used up, it is an incident."""
INCIDENT = "outbox"
"""The kind of incident an undelivered item raises; its subject is the item."""

_NAMES = {"render": words("文书生成"), "notice": words("通知发送"), "service": words("外部服务调用")}
_log = structlog.get_logger(__name__)
_row = tables.outbox.c


@dataclass(frozen=True, slots=True)
class Item:
    """A claimed row of the outbox; `case` is the case's number, `attempt` is 1 the first time."""

    id: UUID
    instance_id: UUID
    case: str
    kind: str
    payload: dict[str, Any]
    attempt: int


Finish = Callable[[Connection], None]
"""Writes what the delivery brought, in the transaction that marks the item delivered."""
Deliver = Callable[[Item], Finish | None]
"""Delivers one item outside any transaction; raises what went wrong."""


class Undeliverable(Exception):
    """Trying again is of no use until somebody mends something; the message says what, in Chinese."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many items were delivered and how many were not."""

    done: int
    failed: int


NOTHING = Delivered(0, 0)
"""Nothing was due."""


def deliver_due(database: Database, channels: Mapping[str, Deliver], limit: int = 20) -> Delivered:
    """Deliver up to `limit` items due by now of the kinds in `channels`; call again until it answers NOTHING."""
    items = _claim(database, list(channels), limit)
    results = []
    for item in items:
        with about(case=item.case, act=item.kind):
            results.append(_deliver(database, channels[item.kind], item))
    return Delivered(results.count(True), results.count(False))


def retry(connection: Connection, item_id: UUID, by: str) -> None:
    """Let an item that became an incident be tried again now; resolves the incident in the name of `by`."""
    now, incident = clock.now(), tables.incident
    undelivered = tables.outbox.update().where(_row.id == item_id, _row.delivered_at.is_(None))
    connection.execute(undelivered.values(attempts=0, next_attempt_at=now, error=None))
    open_one = incident.update().where(incident.c.subject == item_id, incident.c.resolved_at.is_(None))
    connection.execute(open_one.values(resolved_at=now, resolved_by=by))


def _claim(database: Database, kinds: list[str], limit: int) -> list[Item]:
    now = clock.now()
    due = select(tables.outbox).where(_row.next_attempt_at <= now, _row.kind.in_(kinds))
    with database.reading() as connection:
        if connection.execute(due.limit(1)).first() is None:
            return []

    def work(connection: Connection) -> list[Item]:
        numbered = due.add_columns(tables.instance.c.number).join(tables.instance)
        first = numbered.order_by(_row.next_attempt_at, _row.id).limit(limit)
        rows = connection.execute(first.with_for_update(skip_locked=True, of=tables.outbox))
        items = [
            Item(row.id, row.instance_id, row.number, row.kind, row.payload, row.attempts + 1) for row in rows
        ]
        claimed = tables.outbox.update().where(_row.id.in_([item.id for item in items]))
        connection.execute(claimed.values(next_attempt_at=now + LEASE, attempts=_row.attempts + 1))
        return items

    return database.transact(work)


def _deliver(database: Database, deliver: Deliver, item: Item) -> bool:
    try:
        finish = deliver(item)
        database.transact(lambda connection: _mark(connection, item, finish))
    except Exception as error:
        final = isinstance(error, Undeliverable) or item.attempt > len(PAUSES)
        reason = str(error) if isinstance(error, Undeliverable) else f"{type(error).__name__}: {error}"
        _log.warning("outbox.failed", item=str(item.id), attempt=item.attempt, reason=reason)
        database.transact(lambda connection: _put_off(connection, item, reason, final))
        return False
    _log.info("outbox.delivered", item=str(item.id), attempt=item.attempt)
    return True


def _mark(connection: Connection, item: Item, finish: Finish | None) -> None:
    if finish is not None:
        finish(connection)
    delivered = tables.outbox.update().where(_row.id == item.id)
    connection.execute(delivered.values(delivered_at=clock.now(), next_attempt_at=None, error=None))


def _put_off(connection: Connection, item: Item, reason: str, final: bool) -> None:
    again_at = None if final else clock.now() + PAUSES[item.attempt - 1]
    failed = tables.outbox.update().where(_row.id == item.id, _row.delivered_at.is_(None))
    connection.execute(failed.values(next_attempt_at=again_at, error=reason[:2000]))
    if final:
        what = _NAMES.get(item.kind, item.kind)
        connection.execute(
            tables.incident.insert().values(
                id=new_key(),
                instance_id=item.instance_id,
                kind=INCIDENT,
                message=words(
                    "%(what)s未能完成(已试 %(n)s 次):%(reason)s。请排除原因后重试",
                    what=what,
                    n=item.attempt,
                    reason=reason,
                ),
                raised_at=clock.now(),
                subject=item.id,
            )
        )
