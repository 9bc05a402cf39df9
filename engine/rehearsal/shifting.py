"""Dates of a scenario, moved to the moment at which a simulated year's case comes to them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL, civil_date

_DATED: Final = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Shift:
    """From the moment at which a scenario says something to `now`, at which the year's case says it.

    Dates keep their distance in days, or nearly so where a working day must stay one (`rolled`); moments that had
    come keep theirs in minutes, and what was still to come is still to come.
    """

    now: datetime
    calendar: WorkingCalendar
    is_rolled: bool = False

    @property
    def rolled(self) -> "Shift":
        """The same with working days kept."""
        return replace(self, is_rolled=True)

    def data(self, said: Mapping[str, Any], since: datetime) -> dict[str, Any]:
        """Everything that was said at `since`, its dates moved, those in lists and rows as well."""
        return {key: self._moved(value, since) for key, value in said.items()}

    def _moved(self, value: Any, since: datetime) -> Any:
        if isinstance(value, Mapping):
            return self.data(value, since)
        if isinstance(value, list):
            return [self._moved(each, since) for each in value]
        if isinstance(value, date) and not isinstance(value, datetime):
            return self._day(value, since)
        if not isinstance(value, str) or not _DATED.fullmatch(value):
            return value
        try:
            return self._written(value, since)
        except (ValueError, OverflowError):
            return value

    def _written(self, text: str, since: datetime) -> str:
        if len(text) == len("2026-01-01"):
            return self._day(date.fromisoformat(text), since).isoformat()
        written = datetime.fromisoformat(text)
        moment = written if written.tzinfo is not None else written.replace(tzinfo=CIVIL)
        moved = moment + (self._day(civil_date(moment), since) - civil_date(moment))
        if moment <= since or moved <= self.now:
            moved = moment + (self.now - since)
        return moved.astimezone(moment.tzinfo).isoformat()[: len(text)].replace("T", text[10])

    def _day(self, day: date, since: datetime) -> date:
        moved = day + (civil_date(self.now) - civil_date(since))
        if not self.is_rolled or not self.calendar.is_workday(day) or self.calendar.is_workday(moved):
            return moved
        if moved > civil_date(self.now):
            return self.calendar.next_workday(moved)
        return self.calendar.previous_workday(moved)
