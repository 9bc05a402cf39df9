"""Parts that the task page and the case page show alike: clauses, limits, what others said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.definitions.diagram import Node, Process
from engine.queries.case import Case, CaseDeadline, CaseTask
from engine.records.signer_form import SIGNER_FORM
from engine.rulebook import Rule
from engine.time.explanation import explain
from web.answers import Answer, described, labels
from web.schemas import start_form, task_form
from web.site import site, today, world


@dataclass(frozen=True, slots=True)
class ShownDeadline:
    """A deadline and, line by line, how its date came about."""

    deadline: CaseDeadline
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered in an earlier task."""

    task: str
    unit: str | None
    by: str | None
    at: datetime | None
    label: str | None
    answers: list[Answer]


def rules_of(*elements: Node | Process | None) -> list[Rule]:
    """The rules that elements of the diagram name (`bj:rule`), with their words."""
    named = (rule.get("id") for element in elements if element is not None for rule in element.all("rule"))
    return site().rules.all(named)


def shown_deadlines(deadlines: Iterable[CaseDeadline]) -> list[ShownDeadline]:
    """The deadlines with the explanation of their dates by today's calendar."""
    county = world()
    return [ShownDeadline(item, explain(item.ledger, county.calendar, county.hours)) for item in deadlines]


def said_in(case: Case, tasks: Iterable[CaseTask], answers: dict[UUID, dict[str, Any]]) -> list[Said]:
    """What was answered in these tasks, in the words of their forms, the latest first.

    What the start form says already, or the task's form only showed, is not said again.
    """
    known, said = labels([start_form(case.version_id)]), []
    for task in tasks:
        asked = labels([SIGNER_FORM if task.signer else task_form(case.version_id, task.element)])
        components = {
            key: component
            for key, component in asked.items()
            if key not in known and not component.get("readonly")
        }
        words = described(components, answers.get(task.id, {}), today())
        said.append(Said(task.name, task.unit, task.ended_by, task.ended_at, task.label, words))
    return said[::-1]


def case_answers(case: Case, data: dict[str, Any]) -> list[Answer]:
    """What the case is about, in the words of its start form; what its tasks added is told with them."""
    return described(labels([start_form(case.version_id)]), data, today())
