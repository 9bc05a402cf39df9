"""Keeps the parts of an all-in-one site running: starts them, passes on what they say, stops them together.

Each part is a child process in a group of its own, so that Ctrl-C reaches this process alone. A part that dies
is started again after a pause that doubles; one that dies at once, again and again, ends the whole. Children
hold the other end of a pipe and stop by themselves when this process is gone, however it went.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

LONGEST_PAUSE = 30.0
SETTLED_AFTER = 20.0
"""Seconds after which a part counts as running well; its next pause is the shortest again."""
MOST_QUICK_DEATHS = 5
STOP_SECONDS = 25.0
_TICK = 0.1


@dataclass
class Part:
    """One child: its name and its command."""

    name: str
    command: Sequence[str]
    child: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_at: float = 0.0
    quick_deaths: int = 0
    reader: threading.Thread | None = field(default=None, repr=False)


class Supervisor:
    """Runs parts until it is told to stop."""

    def __init__(
        self, parts: Sequence[Part], environment: Mapping[str, str], output: IO[str] | None = None
    ) -> None:
        self._parts = parts
        self._environment = dict(environment)
        self._output = output or sys.stderr
        self._printing = threading.Lock()
        self._stopping = threading.Event()
        self._width = max(len(part.name) for part in parts)

    def run(self) -> bool:
        """Run until SIGINT or SIGTERM; whether the parts held until then."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            return self._keep()
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, *_: object) -> None:
        self._stopping.set()

    def _keep(self) -> bool:
        while not self._stopping.wait(_TICK):
            for part in self._parts:
                if part.child is None:
                    if time.monotonic() >= part.start_at:
                        self._start(part)
                elif part.child.poll() is not None and not self._buried(part):
                    return False
        return True

    def _start(self, part: Part) -> None:
        part.child = subprocess.Popen(
            part.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._environment,
            start_new_session=True,
        )
        part.started_at = time.monotonic()
        part.reader = threading.Thread(target=self._pass_on, args=(part.name, part.child), daemon=True)
        part.reader.start()

    def _buried(self, part: Part) -> bool:
        """Take leave of a dead child and plan its successor; False when it is given up."""
        assert part.child is not None
        status, lived = part.child.returncode, time.monotonic() - part.started_at
        part.child, part.quick_deaths = None, 0 if lived > SETTLED_AFTER else part.quick_deaths + 1
        if part.quick_deaths >= MOST_QUICK_DEATHS:
            self.say(
                part.name, f"连续 {part.quick_deaths} 次启动失败(状态 {status}),全部停止;原因见上面的输出"
            )
            return False
        pause = min(2.0 ** max(part.quick_deaths - 1, 0), LONGEST_PAUSE)
        part.start_at = time.monotonic() + pause
        self.say(part.name, f"意外退出(状态 {status}),{pause:.0f} 秒后重新启动")
        return True

    def _end_all(self) -> None:
        children = [part.child for part in self._parts if part.child is not None]
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        for part in self._parts:
            if part.reader is not None:
                part.reader.join(1)

    def _pass_on(self, name: str, child: "subprocess.Popen[bytes]") -> None:
        assert child.stdout is not None
        for line in child.stdout:
            self.say(name, line.decode("utf-8", "replace").rstrip())

    def say(self, name: str, line: str) -> None:
        """Print one line under a part's name."""
        with self._printing:
            print(f"{name:<{self._width}} │ {line}", file=self._output, flush=True)
