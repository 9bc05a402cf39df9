"""Waking the timers: whatever is due by now fires, until nothing is left."""

from engine import metrics
from engine.engine import Engine
from workers.app import app
from workers.site import site


@app.task(name="timers.wake")
def wake() -> None:
    """Fire everything due. A wake-up, no order: late, early, twice or never, the database decides."""
    fire_all_due(site().engine)


def fire_all_due(engine: Engine) -> int:
    """Fire timers until none is due by now; returns how many fired."""
    fired = 0
    while (drained := engine.fire_due()).instances:
        fired += drained.fired
        metrics.timers_fired_total.inc(drained.fired)
        metrics.timers_failed_total.inc(drained.failed)
    return fired
