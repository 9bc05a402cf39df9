"""The embedded broker: whole messages, in order, none twice, whoever writes and reads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kombu import Connection
from kombu.simple import SimpleQueue

from workers import folder_broker

TRANSPORT = "workers.folder_broker:Transport"


def _connection(folder: Path) -> Connection:
    return Connection(transport=TRANSPORT, transport_options=folder_broker.options(folder))


def _queue(connection: Connection) -> SimpleQueue:
    return connection.SimpleQueue("celery")


def _send(folder: Path, sender: int) -> None:
    with _connection(folder) as connection:
        queue = _queue(connection)
        for number in range(25):
            queue.put({"sender": sender, "number": number})
        queue.close()


def _receive(folder: Path) -> list[tuple[int, int]]:
    """Everything until nothing has come for a second."""
    taken = []
    with _connection(folder) as connection:
        queue = _queue(connection)
        while True:
            try:
                message = queue.get(timeout=1)
            except queue.Empty:
                break
            taken.append((message.payload["sender"], message.payload["number"]))
            message.ack()
        queue.close()
    return taken


def test_messages_come_in_order(tmp_path: Path) -> None:
    _send(tmp_path, 1)
    assert _receive(tmp_path) == [(1, number) for number in range(25)]


def test_many_writers_and_readers_lose_and_double_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(5) as pool:
        readers = [pool.submit(_receive, tmp_path) for _ in range(2)]
        for writer in [pool.submit(_send, tmp_path, sender) for sender in range(3)]:
            writer.result()
        taken = [message for reader in readers for message in reader.result()]
    assert sorted(taken) == [(sender, number) for sender in range(3) for number in range(25)]


def test_emptied_it_holds_nothing(tmp_path: Path) -> None:
    _send(tmp_path, 1)
    folder_broker.empty(tmp_path)
    assert _receive(tmp_path) == []
