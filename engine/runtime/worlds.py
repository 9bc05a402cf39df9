"""Keeps the current view of the county in memory, and knows when it is stale."""

from datetime import date

from sqlalchemy import Connection, select

from engine import tables
from engine.matters.register import read_register
from engine.people.directory import read_directory
from engine.policy import read_policy
from engine.runtime.world import World
from engine.site import GENERATION, read_setting
from engine.time import clock
from engine.time.calendar import WorkingCalendar
from engine.time.notice import Notice, notice_from_dict, shipped_notices
from engine.time.office_hours import STANDARD_HOURS, OfficeHours

OFFICE_HOURS = "office_hours"
"""Site setting: the office hours as county.yaml writes them."""


class Worlds:
    """The latest world of this process; read again when the generation or the civil date has moved on."""

    def __init__(self) -> None:
        self._world: World | None = None
        self._day: date | None = None

    def current(self, connection: Connection, generation: int | None = None) -> World:
        """The world as of now; where nothing changed one statement, none where the generation is known."""
        if generation is None:
            generation = read_setting(connection, GENERATION, 0)
        today = clock.today()
        if self._world is None or self._world.generation != generation or self._day != today:
            self._world = self._read(connection, generation, today)
            self._day = today
        return self._world

    def _read(self, connection: Connection, generation: int, today: date) -> World:
        known = self._world
        if known is not None and known.generation == generation:
            calendar = known.calendar if self._same_notices(today) else _calendar(connection, today)
            return World(generation, known.directory, calendar, known.hours, known.policy, known.catalogue)
        written = read_setting(connection, OFFICE_HOURS)
        hours = OfficeHours.from_config(written) if written else STANDARD_HOURS
        return World(
            generation,
            read_directory(connection),
            _calendar(connection, today),
            hours,
            read_policy(connection),
            read_register(connection),
        )

    def _same_notices(self, today: date) -> bool:
        before = self._day
        return before is not None and not any(
            min(before, today) < notice.issued <= max(before, today) for notice in shipped_notices()
        )


def _calendar(connection: Connection, today: date) -> WorkingCalendar:
    return WorkingCalendar.known_at(today, (*shipped_notices(), *imported_notices(connection)))


def imported_notices(connection: Connection) -> list[Notice]:
    """The notices the county has imported, in the order of their issue."""
    row = tables.calendar_notice.c
    statement = select(row.content).order_by(row.issued, row.imported_at)
    return [notice_from_dict(item.content) for item in connection.execute(statement)]
