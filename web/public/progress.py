"""One case as its applicant may see it: where it stands, in plain words, and what is asked of them.

Nobody's private data is in it, no opinion and no name of a clerk; units stand for who acts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, true

from engine import tables
from engine.definitions.diagram import Node
from engine.queries.answers import standing_fields
from engine.queries.case import Case, CaseDeadline, Paper, deadlines_of, find_case, papers_of, tasks_of
from engine.records.ratings import rating_of
from web.addressed import is_for_applicant
from web.answers import described, labels
from web.i18n import _
from web.schemas import node_of, program_of, task_form
from web.site import reading, today


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the case: done at a moment, or waiting now; `words` is what it has to say to the applicant."""

    name: str
    unit: str | None
    at: datetime | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Something the applicant may send now (`bj:public` on an event that waits)."""

    element: str
    name: str
    node: Node

    @property
    def withdraws(self) -> bool:
        """Whether it ends the case: the request `withdraw`, asked of nobody but open to whoever wants no more."""
        written = self.node.extension("request")
        return written is not None and written.get("verb") == "withdraw"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the page of one case shows.

    `due_at` is the promise, `paused` why its clock stands still, `stays` why the case can no longer be withdrawn:
    None where it can be, or has ended.
    """

    case: Case
    steps: list[Step]
    due_at: datetime | None
    paused: str | None
    asked: list[Asked]
    stays: str | None
    papers: list[Paper]
    rating: int | None


def progress_of(case_id: UUID) -> Progress | None:
    """The progress of a case whose process is public; None for others."""
    connection = reading()
    case = find_case(connection, case_id, true())
    if case is None or not program_of(case.version_id).is_public:
        return None
    limit, asked = _promise(case), list(_asked(case))
    return Progress(
        case=case,
        steps=_steps(case),
        due_at=limit.due_at if limit is not None and limit.status == "running" else None,
        paused=limit.ledger.pauses[-1].reason if limit is not None and limit.status == "paused" else None,
        asked=asked,
        stays=_stays(case, asked),
        papers=[paper for paper in papers_of(connection, case_id) if is_for_applicant(case, paper)],
        rating=rating_of(connection, case_id),
    )


def _promise(case: Case) -> CaseDeadline | None:
    """The limit that is the applicant's: the case's own, else one around several steps of the case's own diagram."""
    limits = deadlines_of(reading(), case.id)
    nodes = program_of(case.version_id).process.nodes
    own = [item for item in limits if item.main]
    around = [item for item in limits if item.element in nodes and nodes[item.element].type == "subProcess"]
    return next(iter(own + around), None)


def _steps(case: Case) -> list[Step]:
    """What was done and is being done, called as the diagram calls it for the applicant (`bj:public` on a task).

    What a step shows stands with the last time it was done.
    """
    connection = reading()
    tasks = [task for task in tasks_of(connection, case.id) if task.status in ("completed", "open")]
    known = standing_fields(connection, case.id)
    last = {task.element: task.id for task in tasks if task.status == "completed"}
    found = []
    for task in tasks:
        node = node_of(case.version_id, task.element)
        written = node.extension("public") if node is not None and task.signer is None else None
        name = written.get("name") if written is not None else None
        is_last = written is not None and last.get(task.element) == task.id
        said = _words(case, task.element, written.get("shows"), known) if written and is_last else ()
        found.append(Step(name or task.name, task.unit, task.ended_at, said))
    return found


def _words(case: Case, element: str, shows: str, known: Mapping[str, Any]) -> tuple[str, ...]:
    """What the fields named say; of several each with its label, so that one knows what is meant."""
    components, names = labels([task_form(case.version_id, element)]), shows.split()
    said = described({name: components[name] for name in names if name in components}, known, today())
    return tuple(each.text if len(names) == 1 else f"{each.label}:{each.text}" for each in said)


def _stays(case: Case, asked: list[Asked]) -> str | None:
    """Why a running case is not withdrawn here: the diagram's own words (`bj:public stays`), else where to turn to."""
    if case.status != "running" or any(each.withdraws for each in asked):
        return None
    written = program_of(case.version_id).process.extension("public")
    said = written.get("stays") if written is not None else None
    return said or _("这一件不能在网上撤回;要撤回,请与%(unit)s联系。", unit=case.unit or _("收件的窗口"))


def _asked(case: Case) -> list[Asked]:
    if case.status != "running":
        return []
    row = tables.subscription.c
    waits = reading().execute(select(row.element).where(row.instance_id == case.id)).scalars()
    found = []
    for element in sorted(set(waits)):
        node = node_of(case.version_id, element)
        written = node.extension("public") if node is not None else None
        if node is not None and written is not None:
            found.append(Asked(element, written.get("name") or node.label, node))
    return found
