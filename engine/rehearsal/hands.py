"""The hands of each post: as many tasks at a time as it has holders, the others wait in the order they came."""

from collections import defaultdict, deque
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from engine.rehearsal.finding import Row
from engine.rehearsal.year_figures import Queues


class Hands:
    """Posts at work. A post is any key; `names` are what its queue is called."""

    def __init__(self) -> None:
        self.queues = Queues()
        self.names: dict[str, str] = {}
        self._free: dict[str, int] = {}
        self._waiting: defaultdict[str, deque[Row]] = defaultdict(deque)

    def knows(self, post: str) -> bool:
        """Whether it is known how many holders a post has."""
        return post in self._free

    def employ(self, post: str, name: str, holders: int) -> None:
        """Let a post have so many holders, one at least."""
        self._free[post], self.names[post] = max(1, holders), name

    def give(self, post: str, task: Row, moment: datetime) -> tuple[bool, int]:
        """A task comes to a post: whether somebody takes it up at once, and how long the queue is with it."""
        length = self.queues.longer(self.names[post], moment)
        if self._free[post]:
            self._free[post] -= 1
            return True, length
        self._waiting[post].append(task)
        return False, length

    def done(self, post: str, moment: datetime) -> Row | None:
        """Somebody has finished and takes up the next task; None where nothing waits."""
        self.queues.shorter(self.names[post], moment)
        if self._waiting[post]:
            return self._waiting[post].popleft()
        self._free[post] += 1
        return None

    def forget(self, open_: Collection[UUID], moment: datetime) -> None:
        """Whatever is not open any more waits for nobody: timers took it away."""
        for post, tasks in self._waiting.items():
            for task in [task for task in tasks if task["id"] not in open_]:
                tasks.remove(task)
                self.queues.shorter(self.names[post], moment)
