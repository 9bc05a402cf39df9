"""The supervisor, with children that are real processes: they start, die, come back and stop together."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SERVES = (
    "import fcntl, os, sys, time; life = open(sys.argv[1], 'w'); fcntl.flock(life, fcntl.LOCK_EX); "
    "print(os.getpid(), file=life, flush=True); print('ready', flush=True); time.sleep(600)"
)
"""A child that holds a lock on its file as long as it lives, and says its id in it."""
HOLDS = "from workers import lifeline; lifeline.hold(); " + SERVES
DIES = "raise SystemExit(3)"


@contextmanager
def _supervising(tmp_path: Path, **children: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A supervisor of Python children, each given as its program."""
    log = tmp_path / "log"
    program = textwrap.dedent(
        f"""
        import os, sys
        from workers.supervisor import Part, Supervisor
        folder = {str(tmp_path)!r}
        parts = [Part(n, [sys.executable, "-c", c, f"{{folder}}/{{n}}"]) for n, c in {children!r}.items()]
        sys.exit(0 if Supervisor(parts, os.environ).run() else 1)
        """
    )
    with log.open("wb") as output:
        running = subprocess.Popen([sys.executable, "-c", program], stderr=output)
    try:
        yield running, log
    finally:
        if running.poll() is None:
            running.terminate()
        running.wait(30)


def _soon(answer: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 30
    while not answer():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def _is_gone(life: Path) -> bool:
    with life.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_stops_every_child(tmp_path: Path, number: int) -> None:
    with _supervising(tmp_path, web=SERVES, worker=SERVES) as (running, log):
        _soon(lambda: log.read_text().count("ready") == 2, "both start")
        os.kill(running.pid, number)
        assert running.wait(30) == 0
        assert _is_gone(tmp_path / "web")
        assert _is_gone(tmp_path / "worker")
        assert sorted(log.read_text().splitlines()) == ["web    │ ready", "worker │ ready"]


def test_a_child_that_dies_comes_back(tmp_path: Path) -> None:
    with _supervising(tmp_path, web=SERVES) as (running, log):
        _soon(lambda: "ready" in log.read_text(), "it starts")
        os.kill(int((tmp_path / "web").read_text()), signal.SIGKILL)
        _soon(lambda: log.read_text().count("ready") == 2, "it starts again")
        assert running.poll() is None
        assert "web │ 意外退出(状态 -9),1 秒后重新启动" in log.read_text()


def test_a_child_that_never_starts_ends_the_whole() -> None:
    impatient = "import workers.supervisor as s; s.LONGEST_PAUSE = 0.1; "
    program = impatient + (
        "import os, sys; "
        f"parts = [s.Part('web', [sys.executable, '-c', {DIES!r}])]; "
        "sys.exit(0 if s.Supervisor(parts, os.environ).run() else 1)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "连续 5 次启动失败(状态 3),全部停止" in done.stderr.decode()


def test_children_follow_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    with _supervising(tmp_path, web=HOLDS, worker=HOLDS) as (running, log):
        _soon(lambda: log.read_text().count("ready") == 2, "both start")
        assert not _is_gone(tmp_path / "web")
        running.kill()
        _soon(lambda: _is_gone(tmp_path / "web") and _is_gone(tmp_path / "worker"), "the children stop")
