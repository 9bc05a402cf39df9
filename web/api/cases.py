"""Cases: the register, one case with its data, its papers and its deadlines."""

from datetime import datetime, time, timedelta
from uuid import UUID

from flask import Response, after_this_request, url_for
from sqlalchemy import ColumnElement, and_, or_

from engine import tables
from engine.queries.case import Case, CaseTask, deadlines_of, papers_of, tasks_of
from engine.queries.cases import DueWindow, Filter, list_cases
from engine.time.clock import CIVIL
from engine.words import words
from web.access import case_or_404, listed_cases
from web.api import answers, bodies, cursors, once
from web.api.problems import Problem
from web.api.values import case_data
from web.case_view import shown_deadlines
from web.disclosed import named_in
from web.pages.requests import offers
from web.site import directory, reading
from web.startable import require_offered
from web.viewer import viewer

_case = tables.instance.c


def register(query: bodies.CaseFilter) -> answers.Page[answers.CaseLine]:
    """The cases one may see, the latest started first."""
    wanted = Filter(
        query.process,
        _unit_id(query.unit),
        query.status,
        query.paper,
        _window(query),
        query.text,
        named_in(query.text),
    )
    visible = listed_cases(viewer())
    if query.cursor is not None:
        visible = and_(visible, _behind(query.cursor))
    found = list_cases(reading(), visible, wanted, "-started", query.limit + 1)
    page, more = found[: query.limit], found[query.limit :]
    return answers.Page[answers.CaseLine](
        items=[answers.CaseLine.model_validate(line) for line in page],
        next=cursors.write(page[-1].started_at, page[-1].id) if more else None,
    )


def _behind(cursor: str) -> ColumnElement[bool]:
    """What `list_cases` lists behind the row of a cursor: by start downwards, then by key upwards."""
    at, key = cursors.read(cursor)
    return or_(_case.started_at < at, and_(_case.started_at == at, _case.id > key))


def _unit_id(text: str | None) -> str | None:
    if text is None:
        return None
    found = directory().find_unit(text)
    if found is None:
        raise Problem(
            "invalid",
            words("单位名录中没有“%(name)s”。", name=text),
            {"unit": words("单位名录中没有这个单位")},
        )
    return found.id


def _window(query: bodies.CaseFilter) -> DueWindow | None:
    if query.due_from is None and query.due_to is None:
        return None
    first = datetime.combine(query.due_from, time(), CIVIL) if query.due_from else None
    # A limit at midnight belongs to the day before.
    last = (
        datetime.combine(query.due_to, time(), CIVIL) + timedelta(days=1, microseconds=1)
        if query.due_to
        else None
    )
    return first, last


def start(body: bodies.StartCase, key: str | None) -> answers.Done:
    """Start a case of a process, for those whose post may."""
    require_offered(body.process)
    actor = viewer().actor
    started = once.act(lambda engine: engine.start(body.process, actor, body.data, key=key), key)
    place = url_for("api.case", case_id=started.id)

    @after_this_request
    def _located(response: Response) -> Response:
        response.headers["Location"] = place
        return response

    return answers.Done(case_id=started.id, number=started.number)


def case(case_id: UUID) -> answers.CaseAnswer:
    """One case with its data and its tasks."""
    found = case_or_404(case_id)
    return answers.CaseAnswer(
        id=found.id,
        number=found.number,
        title=found.title,
        process=found.process,
        process_name=found.process_name,
        version=found.version_number,
        status=found.status,
        outcome=found.outcome,
        unit=found.unit,
        unit_id=found.unit_id,
        started_at=found.started_at,
        started_by=found.started_by,
        ended_at=found.ended_at,
        due_at=found.due_at,
        data=case_data(case_id),
        tasks=[answers.CaseTask.model_validate(task_facts(task)) for task in tasks_of(reading(), case_id)],
        requests=requests_of(found),
    )


def requests_of(found: Case) -> list[answers.RequestOffer]:
    """What the viewer may ask of a case now."""
    return [answers.RequestOffer(verb=offer.verb, name=offer.name) for offer in offers(found)]


def task_facts(task: CaseTask) -> dict[str, object]:
    """What a task of a case is, by the names of the answer."""
    people = directory().people
    assignee = people[task.assignee].login if task.assignee is not None else None
    facts = {name: getattr(task, name) for name in _TASK}
    return {**facts, "post": task.post_id and task.post_id.rpartition("/")[2], "assignee": assignee}


_TASK = ("id", "element", "name", "unit", "status", "signer", "created_at", "ended_at", "ended_by", "due_at")


def documents(case_id: UUID) -> answers.Documents:
    """The papers of a case."""
    case_or_404(case_id)
    papers = papers_of(reading(), case_id)
    return answers.Documents(items=[answers.DocumentLine.model_validate(paper) for paper in papers])


def deadlines(case_id: UUID) -> answers.Deadlines:
    """The deadlines of a case, each with how its date came about."""
    case_or_404(case_id)
    lines = [
        answers.DeadlineLine(
            **{name: getattr(shown.deadline, name) for name in _DEADLINE}, explanation=list(shown.lines)
        )
        for shown in shown_deadlines(deadlines_of(reading(), case_id))
    ]
    return answers.Deadlines(items=lines)


_DEADLINE = ("name", "element", "status", "due_on", "due_at", "provisional", "set_at")
