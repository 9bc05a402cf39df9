"""Two threads steered statement by statement: one is held before its n-th statement while the other runs."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from tests.support.office import Office

Act = Callable[[Office], object]
_PATIENCE = 60.0
_GLANCE = 0.02


class Racer:
    """A thread that does one act on an office that others use at the same time."""

    def __init__(self, office: Office, act: Act, hold_before: int = 0) -> None:
        self.answer: object = None
        self.statements = 0
        self.statement = ""
        self._office = office
        self._act = act
        self._hold_before = hold_before
        self._inside = False
        self._held, self._free = threading.Event(), threading.Event()
        self._engine = office.engine.database.engine
        event.listen(self._engine, "before_cursor_execute", self._before)
        event.listen(self._engine, "after_cursor_execute", self._after)
        self._thread = threading.Thread(target=contextvars.copy_context().run, args=(self._run,), daemon=True)

    def start(self) -> None:
        """Set off; returns when the racer is held, waits for a lock, or is done."""
        self._thread.start()
        while not self._held.wait(_GLANCE) and self._thread.is_alive() and not self.waits():
            pass

    def finish(self) -> None:
        """Let a held racer go, and wait until it is done."""
        self._free.set()
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive()
        event.remove(self._engine, "before_cursor_execute", self._before)
        event.remove(self._engine, "after_cursor_execute", self._after)

    @property
    def is_held(self) -> bool:
        """Whether it came to the statement it is held before."""
        return self._held.is_set()

    def waits(self) -> bool:
        """Whether one and the same statement is still under way after a moment: the other has the lock."""
        before = self.statements
        self._thread.join(10 * _GLANCE)
        return self._inside and self.statements == before

    def _before(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if threading.current_thread() is not self._thread:
            return
        self.statements += 1
        self.statement = statement
        self._inside = True
        if self.statements == self._hold_before:
            self._held.set()
            self._free.wait(_PATIENCE)

    def _after(self, *_: Any) -> None:
        if threading.current_thread() is self._thread:
            self._inside = False

    def _run(self) -> None:
        try:
            self.answer = self._act(self._office)
        except Exception as error:
            self.answer = error


def race(made: Office, held: Act, other: Act, point: int) -> tuple[object, object, bool]:
    """Hold one act before its statement `point`, let the other run as far as it can, then let both end.

    Answers what each gave or raised, and whether the first came to that point at all.
    """
    first, second = Racer(made, held, point), Racer(made, other)
    first.start()
    second.start()
    was_held = first.is_held
    first.finish()
    second.finish()
    return first.answer, second.answer, was_held
