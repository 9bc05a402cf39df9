"""办件: one case on one page."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from engine.queries.answers import answers_of
from engine.queries.case import (
    Case,
    CaseDeadline,
    CaseTask,
    broken_elements,
    deadlines_of,
    main_limit,
    papers_of,
    tasks_of,
    waiting_elements,
)
from engine.queries.circulations import told_of
from engine.queries.timeline import RecordedAct, history_of, passed_elements
from engine.records.deliveries import READ, deliveries_of, unread_of
from engine.refusals import Refused
from engine.time import clock
from web import attachments, follows, times
from web.access import case_or_404, may_do
from web.case_acts import offered_case_acts
from web.case_diagrams import diagram_file, drawings
from web.case_view import case_answers, rules_of, said_in, shown_deadlines
from web.contest import contests
from web.disclosed import case_fields, case_files
from web.handing_on import handed_on
from web.i18n import _
from web.kinds import register_of
from web.pages.notices import channels
from web.pages.requests import offers
from web.query_slips import query_slip
from web.schemas import program_of
from web.site import act, calendar, reading, site
from web.viewer import viewer
from web.wording import timeline

blueprint = Blueprint("cases", __name__, url_prefix="/cases")

_TONES = {"overdue": "danger", "today": "warning", "soon": "warning", "later": "info", "none": "info"}


@blueprint.get("/<uuid:case_id>")
def page(case_id: UUID) -> str:
    """Everything about a case: limits, diagram, history, data, papers, and who has it now."""
    case = case_or_404(case_id)
    slip = query_slip(case)
    connection = reading()
    tasks = tasks_of(connection, case_id)
    acts = history_of(connection, case_id)
    files = case_files(case_id)
    ended = [task for task in tasks if task.status == "completed"]
    open_tasks = [task for task in tasks if task.status == "open"]
    states = _states(case, tasks, acts)
    deadlines = deadlines_of(connection, case_id)
    whole = main_limit(deadlines)
    return render_template(
        "case.html",
        case=case,
        register=register_of(case.process),
        open_tasks=[task for task in tasks if task.status in ("open", "waiting")],
        mine=[task for task in open_tasks if case.status == "running" and may_do(viewer(), case, task)],
        slip=slip,
        main_limit=whole,
        nearest=_nearest(deadlines, whole),
        deadlines=shown_deadlines(deadlines),
        papers=papers_of(connection, case_id),
        contests=contests(case),
        answers=case_answers(case, attachments.named(files, case_fields(case_id))),
        said=said_in(
            case,
            ended,
            {
                key: attachments.named(files, each)
                for key, each in answers_of(connection, case_id, ended).items()
            },
        ),
        files=files,
        offers=offers(case),
        acts=list(offered_case_acts(case)),
        handed_on=list(handed_on(case)),
        history=timeline(acts),
        rules=rules_of(program_of(case.version_id).process),
        states=states,
        drawings=drawings(case, states),
        badges=_badges(open_tasks),
        told=told_of(connection, case_id),
        told_as=_unread(case_id),
        broken=broken_elements(connection, case_id),
        deliveries=deliveries_of(connection, case_id),
        unread=unread_of(connection, case_id),
        channels={**channels(), READ: _("已读")},
        followed=follows.is_followed(connection, case_id, viewer().person.id),
    )


@blueprint.get("/<uuid:case_id>/slip")
def slip(case_id: UUID) -> str:
    """查询条: number, query code and QR code to be printed for the applicant."""
    case = case_or_404(case_id)
    found = query_slip(case)
    if found is None:
        abort(404)
    return render_template("query_slip.html", case=case, slip=found)


@blueprint.post("/<uuid:case_id>/read")
def read(case_id: UUID) -> Redirect:
    """已阅: the receipt for a case that was circulated or copied to the viewer."""
    case_or_404(case_id)
    try:
        act(lambda engine: engine.read(case_id, viewer().actor))
        flash(_("已阅。"), "done")
    except Refused as refusal:
        flash(refusal.message, "warning")
    if request.form.get("back") == "told":
        return redirect(url_for("inbox.told"))
    return redirect(url_for("cases.page", case_id=case_id))


@blueprint.get("/<uuid:case_id>/diagram.bpmn")
def diagram(case_id: UUID) -> Response:
    """The diagram the case runs, or one that it calls (`process`), as it was published."""
    content = diagram_file(case_or_404(case_id), request.args.get("process"))
    if content is None:
        abort(404)
    return Response(content, mimetype="application/xml")


@blueprint.post("/<uuid:case_id>/follow")
def follow(case_id: UUID) -> Redirect:
    """关注, or no longer: the button says which."""
    case_or_404(case_id)
    database, me = site().engine.database, viewer().person.id
    if request.form.get("follow") == "no":
        follows.unfollow(database, case_id, me)
    else:
        follows.follow(database, case_id, me)
    return redirect(url_for("cases.page", case_id=case_id))


def _nearest(deadlines: list[CaseDeadline], whole: CaseDeadline | None) -> CaseDeadline | None:
    """The running limit that ends before the case's own, the first of several."""
    running = [each for each in deadlines if each.status == "running" and each.due_at is not None]
    first = min(running, key=lambda each: each.due_at or each.set_at, default=None)
    return None if first is None or whole is None or first.due_at == whole.due_at else first


def _unread(case_id: UUID) -> str | None:
    """How the case was let know to the viewer, who has not read it: `circulate` asks for a receipt, `copy` does not."""
    duties = viewer().duties
    kinds = {told.kind for told in told_of(reading(), case_id) if told.is_unread(duties)}
    return max(kinds, key=lambda kind: kind == "circulate", default=None)


def _states(case: Case, tasks: list[CaseTask], acts: list[RecordedAct]) -> dict[str, str]:
    """Element id → what the diagram shows of it; what is true now goes before what is past."""
    now = clock.now()
    states = dict.fromkeys(passed_elements(acts), "finished")
    states |= {task.element: "cancelled" for task in tasks if task.status == "cancelled"}
    states |= {task.element: "finished" for task in tasks if task.status == "completed"}
    if case.status == "running":
        states |= dict.fromkeys(waiting_elements(reading(), case.id), "waiting")
    for task in tasks:
        if task.status == "open":
            late = task.due_at is not None and task.due_at <= now
            states[task.element] = "overdue" if late else "running"
    return states | {element: "incident" for element in broken_elements(reading(), case.id) if element}


def _badges(open_tasks: list[CaseTask]) -> dict[str, list[dict[str, Any]]]:
    """Element id → labels: whose task it is and how its limit stands."""
    badges: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for task in open_tasks:
        due = times.describe_due(task.due_at, clock.now(), calendar())
        text = f"{task.unit or ''} {due.text if task.due_at else ''}".strip()
        if text:
            badges[task.element].append({"text": text, "tone": _TONES[due.tone], "title": due.moment})
    return dict(badges)
