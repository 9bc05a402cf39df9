"""The demo's movable clock. It exists only where `BANJIE_DEMO` is on; a county's clock is never touched.

The site setting `demo_clock` holds a pair: an instant of the demo and the real instant at which it was set. The
demo's time runs on from there with the real seconds. Every process reads the pair at most once a second, so a
move is seen by all of them within a second.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, func, select

from engine import tables
from engine.database import Database
from engine.site import read_setting, write_setting
from engine.time import clock
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

SETTING = "demo_clock"
FIRST_INSTANT = datetime(2026, 3, 16, 16, 50, tzinfo=clock.CIVIL)
"""Where the demo begins: a Monday, forty minutes before close of business."""
_FRESH_SECONDS = 1.0


class OnlyForward(ValueError):
    """The demo's clock cannot go back; the message says so in Chinese."""


def _wall() -> datetime:
    return datetime.now(UTC)


class DemoClock:
    """What `clock.now()` answers in a process of the demo."""

    def __init__(self, database: Database, wall: Callable[[], datetime] = _wall) -> None:
        self._database = database
        self._wall = wall
        self._reading = threading.Lock()
        self._read_at = float("-inf")
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        with self._reading:
            if time.monotonic() - self._read_at >= _FRESH_SECONDS:
                with self._database.reading() as connection:
                    self._ahead = _offset(connection)
                self._read_at = time.monotonic()
            return self._wall() + self._ahead

    def set_to(self, connection: Connection, instant: datetime) -> None:
        """Set the clock of every process to an aware instant, in the caller's transaction."""
        pair = {"instant": instant.astimezone(UTC).isoformat(), "set_at": self._wall().isoformat()}
        write_setting(connection, SETTING, pair)
        self._read_at = float("-inf")

    def move_to(self, instant: datetime) -> None:
        """Move every process forward to an aware instant. Raises OnlyForward."""

        def work(connection: Connection) -> None:
            stands = self._wall() + _offset(connection)
            if instant < stands:
                raise OnlyForward(
                    words(
                        "演示时钟现在是 %(civil)s,只能向后拨,请选更晚的时刻",
                        civil=f"{stands.astimezone(clock.CIVIL):%Y-%m-%d %H:%M}",
                    )
                )
            self.set_to(connection, instant)

        self._database.transact(work)
        self._read_at = float("-inf")

    def resume(self) -> None:
        """Go on where the demo was left: the time it was switched off does not count."""

        def work(connection: Connection) -> None:
            pair = read_setting(connection, SETTING)
            set_to = datetime.fromisoformat(pair["instant"]) if pair else FIRST_INSTANT
            last_act = connection.execute(select(func.max(tables.journal.c.at))).scalar_one()
            self.set_to(connection, max(set_to, last_act or set_to))

        self._database.transact(work)


def _offset(connection: Connection) -> timedelta:
    pair = read_setting(connection, SETTING)
    if pair is None:
        return timedelta(0)
    return datetime.fromisoformat(pair["instant"]) - datetime.fromisoformat(pair["set_at"])


_in_use: WeakKeyDictionary[Database, DemoClock] = WeakKeyDictionary()


def use_in_this_process(database: Database) -> DemoClock:
    """Let `clock.now()` answer with the demo's time in this process; called once at its start."""
    demo_clock = _in_use[database] = DemoClock(database)
    clock.use_for_process(demo_clock)
    return demo_clock


def move_to(database: Database, instant: datetime) -> None:
    """Move the demo's clock forward to an aware instant, firing nothing. Raises OnlyForward."""
    (_in_use.get(database) or DemoClock(database)).move_to(instant)


def move_forward(engine: "Engine", until: datetime) -> tuple[int, int]:
    """Move the demo to `until`, firing on the way what falls due, each at its own moment.

    The clock stops at every due moment in turn, so that whatever a timer sets off is recorded as in life.
    Returns how many timers fired and how many cases were set aside. Raises OnlyForward.
    """
    fired = failed = 0
    while (due := _next_due(engine)) is not None and due <= until:
        if due > clock.now():
            move_to(engine.database, due)
        drained = engine.fire_due()
        fired, failed = fired + drained.fired, failed + drained.failed
        if not drained.instances:
            break  # Another worker has them in hand.
    if until > clock.now() or not fired:
        move_to(engine.database, until)
    return fired, failed


def _next_due(engine: "Engine") -> datetime | None:
    with engine.database.reading() as connection:
        return engine.next_due(connection)
