"""Start a server for the tests, wait until it answers, and stop it again."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 30
STOP_SECONDS = 15


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str], *, ready: Callable[[], bool], log: Path, stop_signal: int, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` as a child until the block ends; its output goes to `log`.

    `ready` is asked until it says yes. Raises RuntimeError with the log's end if the command ends
    before that or takes longer than START_SECONDS.
    """
    with log.open("wb") as output:
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, user=user)
    try:
        _await(child, ready, log)
        yield child
    finally:
        _stop(child, stop_signal)


def _await(child: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if child.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise RuntimeError(f"{child.args!r} did not start:\n{tail}")
        time.sleep(0.05)


def _stop(child: subprocess.Popen[bytes], stop_signal: int) -> None:
    if child.poll() is None:
        child.send_signal(stop_signal)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
