"""An application behind the server it runs behind in the county, for real browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from waitress import create_server

THREADS = 8


@contextmanager
def answering(app: Flask) -> Iterator[str]:
    """The address where the application answers until the block ends: a free port of this machine."""
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)

    def leave() -> None:
        for connection in list(server.active_channels.values()):
            connection.handle_close()
        server.close()

    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # What is being answered ends first; browsers keep connections open, which nobody else would close.
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(leave)
        thread.join()
