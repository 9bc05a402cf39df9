"""Emptying the outbox: papers are rendered, notices go to their gateways."""

from engine import metrics
from engine.records import outbox
from workers.app import app
from workers.site import Site, site


@app.task(name="outbox.deliver")
def deliver() -> None:
    """Deliver everything due. A wake-up like `timers.wake`."""
    deliver_all_due(site())


def deliver_all_due(of: Site) -> int:
    """Deliver until nothing is due by now; returns how many items were delivered."""
    done = 0
    while (delivered := outbox.deliver_due(of.engine.database, of.channels)) != outbox.NOTHING:
        done += delivered.done
        metrics.deliveries_total.labels("done").inc(delivered.done)
        metrics.deliveries_total.labels("failed").inc(delivered.failed)
    return done
