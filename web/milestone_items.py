"""A milestone of an import file as the start of a supervised item (rule DS-05)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.people.directory import Directory
from engine.records.milestones import Milestone, shift_years

PROCESS = "supervision"
SOURCE = "县委县政府决策部署"
"""The source (rule SD-02) of what a county's own working plan sets."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """A milestone and the day it will be due: its own, or moved by whole years (the demo)."""

    milestone: Milestone
    due: date
    lead: str
    cooperating: tuple[str, ...]

    @property
    def is_moved(self) -> bool:
        """Whether the day is not the one originally stated."""
        return self.due != self.milestone.due

    def start_data(self) -> dict[str, Any]:
        """What the start form of the process wants to know."""
        milestone = self.milestone
        return {
            "title": milestone.title,
            "source": SOURCE,
            "unit": self.lead,
            "cooperating": [*self.cooperating, *milestone.groups],
            "due": self.due.isoformat(),
            "standard": milestone.task,
            "basis": " ".join(filter(None, (milestone.source, milestone.number))),
            "stated_due": f"{milestone.stated}({milestone.due.year}年)"
            if self.is_moved
            else milestone.stated,
            "filed": True,
            "done": milestone.done,
        }


def planned(milestone: Milestone, directory: Directory, anchor: date | None) -> PlannedItem:
    """The item of a milestone; with an `anchor` its date is moved by whole years into the anchor's surroundings."""
    names = {unit: directory.units[unit].short_name for unit in (milestone.lead, *milestone.cooperating)}
    return PlannedItem(
        milestone,
        shift_years(milestone, anchor) if anchor is not None else milestone.due,
        names[milestone.lead],
        tuple(names[unit] for unit in milestone.cooperating),
    )
