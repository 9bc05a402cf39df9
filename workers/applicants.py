"""Text messages to applicants: once, where a number and a gateway are; otherwise the window's list keeps them."""

import re
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, select, update

from engine import tables
from engine.engine import Engine
from engine.records.outbox import Finish, Item
from engine.records.papers import Note
from engine.runtime.telling import TOLD, number_of
from engine.time import clock
from workers.gateways import Gateways

TITLE: Final = "政务服务"
CHANNEL: Final = "sms"

_MOBILE = re.compile(r"1[3-9]\d{9}")
_message = tables.notification


class ApplicantNotices:
    """Delivers the outbox' kind `applicant`."""

    def __init__(self, engine: Engine, gateways: Gateways, note: Note) -> None:
        self._engine = engine
        self._gateways = gateways
        self._note = note

    def deliver(self, item: Item) -> Finish | None:
        """Send one by text message and note it on the case. Raises GatewayError.

        Without a gateway, or a mobile number, nothing is sent: the window tells, and says so.
        """
        key, row = UUID(hex=item.payload["notification"]), _message.c
        with self._engine.database.reading() as connection:
            message = connection.execute(select(_message).where(row.id == key)).first()
            if message is None or message.read_at is not None or CHANNEL not in self._gateways.channels:
                return None
            number = number_of(connection, self._engine.vault, item.instance_id, message.phone)
        if not _MOBILE.fullmatch(number):
            return None
        self._gateways.send(CHANNEL, number, TITLE, message.text)

        def finish(connection: Connection) -> None:
            self._note(connection, item.instance_id, TOLD, {"by": CHANNEL, "text": message.text})
            connection.execute(update(_message).where(row.id == key).values(read_at=clock.now()))

        return finish
