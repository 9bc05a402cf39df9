"""What an act would bring, in plain words: tasks that end and arise, limits that move, papers and points."""

from dataclasses import dataclass
from typing import Any

from engine.trial import Outcome
from web.i18n import _
from web.names import person_name, post_name
from web.site import directory
from web.wording import EVENTS

_TOLD_AS_TASKS = ("task.created", "task.returned", "task.withdrawn", "task.completed", "instance.started")


@dataclass(frozen=True, slots=True)
class Consequence:
    """One sentence; `tone` as in the history of a case."""

    text: str
    tone: str = "plain"


def consequences(outcome: Outcome) -> list[Consequence]:
    """What would happen, the tasks first. Never empty: that nothing else changes is said too."""
    ended = [_ended(row) for row in outcome.ended]
    created = [_created(row) for row in outcome.created]
    other = [
        Consequence(sentence.text, sentence.tone)
        for event in outcome.events
        if event["event"] in EVENTS and event["event"] not in _TOLD_AS_TASKS
        for sentence in [EVENTS[event["event"]](event)]
    ]
    return [*ended, *created, *other] or [Consequence(_("办件的环节和时限都不变。"))]


def _ended(row: dict[str, Any]) -> Consequence:
    return Consequence(_("“%(task)s”(%(whose)s)不再需要办理", task=row["name"], whose=_whose(row)), "warning")


def _created(row: dict[str, Any]) -> Consequence:
    return Consequence(_("“%(task)s”交 %(whose)s 办理", task=row["name"], whose=_whose(row)))


def _whose(row: dict[str, Any]) -> str:
    if row["assignee"] is not None:
        return person_name(row["assignee"])
    unit = directory().units.get(row["unit_id"] or "")
    return " ".join(filter(None, (unit.short_name if unit else "", post_name(row["post_id"])))) or _("待定")
