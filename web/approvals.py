"""签批: user tasks whose form asks for a decision and an opinion and for nothing else that must be filled in.

Such a task can be answered with one finger, so it has a page of its own, made for the phone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from engine.queries.approvals import OpenTask, open_tasks
from engine.runtime.voting import BALLOT
from web.answers import Form, inputs
from web.schemas import task_form
from web.site import reading
from web.viewer import Viewer

DECISION, OPINION = BALLOT
APPROVE: Final = "approve"
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision the form offers; `favourable` is the one that lets the paper or the request go out."""

    value: str
    label: str

    @property
    def favourable(self) -> bool:
        """Whether this decision agrees. Any other needs a word why (rule SD-07)."""
        return self.value == APPROVE


@dataclass(frozen=True, slots=True)
class Ballot:
    """What an approval's form asks: its decisions, the words above the opinion, and how long that may be.

    `has_more` says that the form takes other, optional answers, for which there is the full page.
    """

    choices: tuple[Choice, ...]
    opinion_label: str
    longest: int
    has_more: bool


def ballot_of(form: Form | None) -> Ballot | None:
    """The ballot of a form, or None where it is not one to be answered with a decision alone."""
    asked = {field["key"]: field for field in inputs(form) if not field.get("readonly")}
    decision, opinion = asked.pop(DECISION, None), asked.pop(OPINION, None)
    if decision is None or opinion is None or any(map(_is_required, (opinion, *asked.values()))):
        return None
    choices = tuple(Choice(str(each["value"]), str(each["label"])) for each in decision.get("values", ()))
    longest = int(opinion.get("validate", {}).get("maxLength", 1000))
    return Ballot(choices, str(opinion.get("label", "")), longest, bool(asked)) if choices else None


def approvals_of(person: Viewer) -> list[OpenTask]:
    """The approvals that wait for somebody, the most urgent first."""
    return [
        task
        for task in open_tasks(reading(), person.duties, MOST)
        if is_approval(task.version_id, task.element)
    ]


def has_approvals(person: Viewer) -> bool:
    """Whether an approval waits for somebody."""
    return any(
        is_approval(each.version_id, each.element) for each in person.waiting if each.status == "running"
    )


def is_approval(version_id: UUID, element: str) -> bool:
    """Whether the user task of this id asks for a decision alone."""
    return ballot_of(task_form(version_id, element)) is not None


def shown_fields(form: Form | None) -> dict[str, Mapping[str, Any]]:
    """What the form shows for reading: the facts and the basis of what is to be decided."""
    return {field["key"]: field for field in inputs(form) if field.get("readonly")}


def _is_required(field: Mapping[str, Any]) -> bool:
    return bool(field.get("validate", {}).get("required"))
