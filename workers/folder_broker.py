"""The embedded broker: messages as files of one directory, for one machine with nothing else running.

kombu's filesystem transport, made safe against readers that meet a file still being written: a message appears
whole or not at all, and the table of bindings is read and written under one lock. Losing a message costs one
tick, for the truth is the database.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.transport.virtual import BrokerState
from kombu.utils.json import dumps
from uuid_utils import uuid7

POLLING_SECONDS = 0.2


class Channel(filesystem.Channel):
    """Writes whole messages and reads whole tables."""

    # The two classes above it name the message differently, so that it has no name here.
    def _put(self, *sent: Any, **kwargs: Any) -> None:
        queue, message = sent
        folder = Path(self.data_folder_out)
        name = f"{uuid7()}.{queue}.msg"
        draft = folder / f".{name}"
        draft.write_text(dumps(message), encoding="utf-8")
        os.replace(draft, folder / name)

    def _queue_bind(self, *binding: Any) -> None:
        with self._locked(fcntl.LOCK_EX):
            super()._queue_bind(*binding)

    def get_table(self, exchange: str) -> Any:
        with self._locked(fcntl.LOCK_SH):
            return super().get_table(exchange)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        with open(Path(self.control_folder) / ".lock", "a") as file:
            fcntl.flock(file, how)
            yield


class Transport(filesystem.Transport):
    """The transport Celery is given for `filesystem://`."""

    Channel = Channel

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        # Bindings known in memory are not written to the folder again, so they belong to one connection.
        self.state = BrokerState()


def options(folder: Path) -> dict[str, Any]:
    """Celery's `broker_transport_options` for the broker in `folder`, which is made where it is missing."""
    messages, control, taken = (folder / name for name in ("messages", "control", "taken"))
    for path in (messages, control, taken):
        path.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        "processed_folder": str(taken),
        "polling_interval": POLLING_SECONDS,
    }


def empty(folder: Path) -> None:
    """Forget every message; while no worker runs, they are wake-ups that nobody needs any more."""
    shutil.rmtree(folder, ignore_errors=True)
