"""The only source of time.

`now()` answers for the unit of work it is called in: a rehearsal inside the live site sets a clock for its
own context and never moves anybody else's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CIVIL = ZoneInfo("Asia/Shanghai")
"""Civil time of the county: limits are civil dates (rule T-5)."""

_source: ContextVar[Callable[[], datetime]] = ContextVar("clock")


def _wall() -> datetime:
    return datetime.now(UTC)


_process_source: list[Callable[[], datetime]] = [_wall]


def now() -> datetime:
    """The present instant of this context, aware, in UTC."""
    return _source.get(_process_source[0])().astimezone(UTC)


def today() -> date:
    """The present civil date in the county."""
    return civil_date(now())


def civil_date(instant: datetime) -> date:
    """The county's civil date at an aware instant."""
    return instant.astimezone(CIVIL).date()


def use_for_process(source: Callable[[], datetime]) -> None:
    """Let every context without a clock of its own read `source`; the demo's clock is set so, once at start."""
    _process_source[0] = source


@contextmanager
def using(source: Callable[[], datetime]) -> Iterator[None]:
    """Let `now()` answer from `source` in this context until the block ends."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


class SimulatedClock:
    """A clock that stands still until it is moved; never backwards.

    Use it as `with clock.using(simulated): ...`.
    """

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware instant")
        self._instant = start.astimezone(UTC)

    def __call__(self) -> datetime:
        return self._instant

    def move_to(self, instant: datetime) -> None:
        """Move forward to an aware instant; raises ValueError for an earlier or naive one."""
        if instant.tzinfo is None or instant < self._instant:
            raise ValueError(f"the clock stands at {self._instant.isoformat()} and only moves forward")
        self._instant = instant.astimezone(UTC)
