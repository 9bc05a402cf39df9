"""How a child of `banjie up` notices that its parent is gone: the pipe on its stdin ends."""

import os
import signal
import sys
import threading


def hold() -> None:
    """Let this process stop, as if told to, when its stdin ends."""
    threading.Thread(target=_wait, name="lifeline", daemon=True).start()


def _wait() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
