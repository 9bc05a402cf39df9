"""The rosters (`bj:roster`) of the processes in force, with their days as pages show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.queries.roster import Roster, Turn, missing_days, turns
from engine.queries.versions import CurrentVersion, current_versions
from web.schemas import program_of
from web.site import reading, today

WARNED_AHEAD = timedelta(days=6)
"""How far from today a day without a turn is warned of, today included in the week."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One roster with its turns; `missing` are the coming days that have none though every day needs one (ZD-03)."""

    roster: Roster
    version: CurrentVersion
    turns: list[Turn]
    missing: list[date]

    @property
    def today(self) -> list[Turn]:
        """Who has today."""
        return [turn for turn in self.turns if turn.day == today()]

    @property
    def later(self) -> list[Turn]:
        """The turns after today."""
        return [turn for turn in self.turns if turn.day > today()]


def rosters(ahead: int, *, public: bool = False) -> Iterator[Planned]:
    """Every roster with its turns from today on for so many days; only those the public may see where `public`."""
    first = today()
    for version in current_versions(reading()):
        written = program_of(version.id).process.extension("roster")
        if written is None or (public and written.get("public") != "true"):
            continue
        every_day = written.get("every") == "day"
        roster = Roster(
            version.process, version.name, written.get("day"), tuple(written.get("shows").split()), every_day
        )
        found = turns(reading(), roster, first, first + timedelta(days=ahead))
        missing = missing_days(found, first, first + WARNED_AHEAD) if every_day else []
        yield Planned(roster, version, found, missing)
