"""签批: one paper or request at a time, read and signed in thirty seconds, on a phone."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.queries.approvals import OpenTask
from engine.queries.case import deadlines_of, main_limit, papers_of
from engine.queries.foresight import Foresight, Slip
from engine.refusals import Refused
from web import attachments
from web.answers import Answer, described
from web.approvals import DECISION, OPINION, Ballot, Choice, approvals_of, ballot_of, shown_fields
from web.case_view import rules_of
from web.disclosed import case_fields, case_files
from web.errors import STATUS_OF
from web.forms import new_submission_key, read_submission
from web.i18n import _
from web.opened_task import OpenedTask, note_opened, open_task
from web.oral import noted
from web.phrases import phrases
from web.schemas import task_form
from web.shortcuts import AGAINST_KEYS
from web.site import act, reading, site, today
from web.viewer import viewer

blueprint = Blueprint("sign", __name__, url_prefix="/sign")


@dataclass(frozen=True, slots=True)
class Card:
    """An approval in the list, with its facts."""

    task: OpenTask
    facts: list[Answer]


@blueprint.get("")
def page() -> str:
    """What waits for a decision, the most urgent first."""
    return render_template("sign_list.html", cards=[_card(task) for task in approvals_of(viewer())])


@blueprint.get("/<uuid:task_id>")
def paper(task_id: UUID) -> str | Response:
    """One approval: facts, basis, what went before, and a button for each decision."""
    opened = open_task(task_id)
    ballot = _ballot(opened)
    if ballot is None:
        return redirect(url_for("tasks.page", task_id=task_id))
    note_opened(opened)
    return _show(opened, ballot, new_submission_key())


@blueprint.post("/<uuid:task_id>")
def decide(task_id: UUID) -> Response | tuple[str, int]:
    """Decide. A decision other than consent asks for a word why; what was typed is kept."""
    opened = open_task(task_id)
    key, person = read_submission().key, viewer()
    opinion = request.form.get(OPINION, "").strip() or _phrase()
    ballot = ballot_of(opened.form)
    if ballot is None:
        abort(400)
    choice = _chosen(ballot, request.form.get(DECISION, ""))
    if not choice.favourable and not opinion:
        problem = _("“%(choice)s”请写一句理由,再点一次。", choice=choice.label)
        return _show(opened, ballot, key, opinion, problem), STATUS_OF["invalid"]
    answer = {DECISION: choice.value, **({OPINION: opinion} if opinion else {})}
    try:
        act(lambda engine: engine.complete(task_id, person.actor, answer, key=key))
    except Refused as refusal:
        return _show(open_task(task_id), ballot, key, opinion, refusal.message), STATUS_OF[refusal.kind]
    flash(_("%(choice)s:%(title)s。", choice=choice.label, title=opened.case.title), "done")
    return redirect(url_for("sign.page"))


def _phrase() -> str:
    """The phrase chosen in place of an opinion, one of the viewer's own."""
    chosen = request.form.get("phrase", "")
    return chosen if chosen in phrases() else ""


def _ballot(opened: OpenedTask) -> Ballot | None:
    """What the task asks, or None where it is not the viewer's to answer or asks for more than a decision."""
    return ballot_of(opened.form) if opened.mine else None


def _chosen(ballot: Ballot, value: str) -> Choice:
    choice = next((each for each in ballot.choices if each.value == value), None)
    if choice is None:
        abort(400)
    return choice


def _show(opened: OpenedTask, ballot: Ballot, key: str, opinion: str = "", problem: str = "") -> str:
    case = opened.case
    files = case_files(case.id)
    known = attachments.named(files, case_fields(case.id, opened.branch))
    return render_template(
        "sign.html",
        case=case,
        task=opened.task,
        mine=opened.mine,
        stands_in=opened.acts_for,
        ballot=ballot,
        facts=described(shown_fields(opened.form), known, today()),
        slip=_slip(opened),
        main_limit=main_limit(deadlines_of(reading(), case.id)),
        papers=papers_of(reading(), case.id),
        files=files,
        rules=rules_of(opened.node),
        key=key,
        opinion=opinion,
        phrases=phrases(),
        against_keys=AGAINST_KEYS,
        noted=noted(opened),
        problem=problem,
    )


def _slip(opened: OpenedTask) -> Slip | None:
    """The paper that a consent would issue."""
    at_hand = Foresight(site().engine, reading(), opened.case.id).slips_at_hand()
    return next((slip for slip in at_hand if slip.task and slip.task["id"] == opened.task.id), None)


def _card(task: OpenTask) -> Card:
    fields = attachments.named(case_files(task.case_id), case_fields(task.case_id))
    return Card(task, described(shown_fields(task_form(task.version_id, task.element)), fields, today()))
