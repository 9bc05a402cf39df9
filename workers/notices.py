"""Sending messages beyond the page: what must be delivered, what people chose, the digest of the morning."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.engine import Engine
from engine.queries.duties import Duties, duties_of, known_processes
from engine.queries.inbox import open_page
from engine.queries.messages import messages_of
from engine.records import deliveries
from engine.records.deliveries import MOST_ATTEMPTS, MUST_GO_BY, Addressee
from engine.records.outbox import Finish, Item
from engine.time import clock
from engine.time.clock import CIVIL
from web.times import urgency_bounds
from workers.gateways import GatewayError, Gateways

WITHIN = timedelta(days=1)
"""Older messages are no news any more: they stand in the page."""
MOST_AT_ONCE = 50
MORNING = time(8, 0)
TITLE = "办结"

_message = tables.notification


class Notices:
    """Sends a site's messages by its gateways."""

    def __init__(self, engine: Engine, gateways: Gateways) -> None:
        self._engine = engine
        self._gateways = gateways

    def deliver(self, item: Item) -> Finish | None:
        """Deliver what must be delivered, whatever people chose and whatever the hour. Raises GatewayError.

        Without a gateway, or for somebody without a mobile number, it stands in the page, and that is all.
        """
        message = self._message(UUID(hex=item.payload["notification"]))
        if message is None or MUST_GO_BY not in self._gateways.channels:
            return None
        failed = [
            each.login
            for each in self._addressees(message)
            if MUST_GO_BY in each.addresses and not self._send(message, each, MUST_GO_BY, None)
        ]
        if failed:
            raise GatewayError(f"短信没有发给 {'、'.join(failed)}")
        return None

    def spread(self) -> None:
        """Send everybody who chose channels their messages of the last day, but not in their quiet hours."""
        if not self._gateways.channels:
            return
        with self._engine.database.reading() as connection:
            people = deliveries.everybody_who_chose(connection)
        for each in people:
            channels = sorted(each.choice.channels & self._gateways.channels & each.addresses.keys())
            if channels and not each.choice.is_quiet(clock.now()):
                for message in self._recent(each):
                    for channel in channels:
                        self._send(message, each, channel)

    def digest(self) -> None:
        """In the morning of a working day tell everybody who asked for it what waits."""
        now = clock.now().astimezone(CIVIL)
        with self._engine.database.reading() as connection:
            if now.time() < MORNING or not self._engine.calendar(connection).is_workday(now.date()):
                return
            people = [each for each in deliveries.everybody_who_chose(connection) if each.choice.digest]
        for each in people:
            text = self._waiting(each)
            for channel in sorted(each.choice.channels & self._gateways.channels & each.addresses.keys()):
                key = f"digest:{now.date().isoformat()}:{each.person_id.hex}:{channel}"
                facts = {"person_id": each.person_id, "channel": channel}
                self._try(key, facts, each.addresses[channel], text, MOST_ATTEMPTS)

    def _waiting(self, each: Addressee) -> str:
        with self._engine.database.reading() as connection:
            duties, bounds = self._duties(connection, each), urgency_bounds(clock.now())
            _first, numbers = open_page(connection, duties, bounds, limit=1)
        total = sum(numbers.values())
        if not total:
            return "今天没有待办。"
        late, today = numbers.get("overdue", 0), numbers.get("today", 0)
        return f"您有 {total} 项待办,其中已逾期 {late} 项、今日到期 {today} 项。"

    def _recent(self, each: Addressee) -> list[Mapping[str, Any]]:
        with self._engine.database.reading() as connection:
            duties = self._duties(connection, each)
            found = messages_of(connection, duties, MOST_AT_ONCE)
        return [
            {"id": message.id, "instance_id": message.case_id, "text": message.text}
            for message in found
            if message.sent_at >= clock.now() - WITHIN
        ]

    def _duties(self, connection: Connection, each: Addressee) -> Duties:
        directory = self._engine.directory(connection)
        person = directory.people[each.person_id]
        return duties_of(directory, person, clock.today(), known_processes(connection))

    def _message(self, key: UUID) -> Mapping[str, Any] | None:
        with self._engine.database.reading() as connection:
            found = connection.execute(select(_message).where(_message.c.id == key)).mappings().first()
        return dict(found) if found is not None else None

    def _addressees(self, message: Mapping[str, Any]) -> list[Addressee]:
        with self._engine.database.reading() as connection:
            directory = self._engine.directory(connection)
            return deliveries.addressees(connection, directory, message, clock.today())

    def _send(
        self, message: Mapping[str, Any], each: Addressee, channel: str, most: int | None = MOST_ATTEMPTS
    ) -> bool:
        key = f"{message['id'].hex}:{each.person_id.hex}:{channel}"
        facts = {
            "instance_id": message["instance_id"],
            "notification_id": message["id"],
            "person_id": each.person_id,
            "channel": channel,
        }
        return self._try(key, facts, each.addresses[channel], str(message["text"]), most)

    def _try(self, key: str, facts: Mapping[str, Any], to: str, text: str, most: int | None) -> bool:
        """Send unless it was sent or has been tried `most` times; whether it is with the gateway now."""
        with self._engine.database.reading() as connection:
            if deliveries.is_sent(connection, key):
                return True
            if most is not None and deliveries.attempts(connection, key) >= most:
                return False
        error: str | None = None
        try:
            self._gateways.send(str(facts["channel"]), to, TITLE, text)
        except GatewayError as failure:
            error = str(failure)
        self._engine.database.transact(
            lambda connection: deliveries.note(connection, key, facts, clock.now(), error)
        )
        return error is None
