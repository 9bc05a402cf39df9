"""The beat: a tick for each kind of wake-up, and none on top of another.

Ticks need no memory (a missed one is made good by the next), so several beats may run side by side as
stand-bys, and the schedule is kept nowhere.
"""

from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from celery.schedules import schedule

MOST_WAITING = 4
"""Ticks that may wait in the queue: where no worker takes them, no more are added."""

SCHEDULE: dict[str, dict[str, Any]] = {
    "timers": {"task": "timers.wake", "schedule": schedule(1.0), "options": {"expires": 10}},
    "outbox": {"task": "outbox.deliver", "schedule": schedule(1.0), "options": {"expires": 10}},
    "deadlines": {"task": "sweeps.deadlines", "schedule": schedule(20.0), "options": {"expires": 20}},
    "people": {"task": "sweeps.people", "schedule": schedule(60.0), "options": {"expires": 60}},
    "versions": {"task": "sweeps.versions", "schedule": schedule(60.0), "options": {"expires": 60}},
    "search": {"task": "sweeps.search", "schedule": schedule(5.0), "options": {"expires": 5}},
    "notices": {"task": "sweeps.notices", "schedule": schedule(30.0), "options": {"expires": 30}},
    "seal": {"task": "sweeps.seal", "schedule": schedule(600.0), "options": {"expires": 600}},
    "files": {"task": "sweeps.files", "schedule": schedule(6 * 3600.0), "options": {"expires": 600}},
}


class Ticks(Scheduler):
    """Celery's scheduler in memory, leaving out ticks that nobody would take."""

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send one tick, unless enough are waiting already."""
        if self._waiting() < MOST_WAITING:
            super().apply_entry(entry, producer)

    def _waiting(self) -> int:
        with self.app.connection_for_read() as connection:
            try:
                channel: Any = connection.default_channel
                return int(
                    channel.queue_declare(self.app.conf.task_default_queue, passive=True).message_count
                )
            except (*connection.channel_errors, *connection.recoverable_connection_errors):
                return 0  # The queue is not there yet, or the broker is not: sending says so.
