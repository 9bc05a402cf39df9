"""办理: one task, what is asked, by when, under which clause, and the form to answer it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.queries.answers import answers_of
from engine.queries.case import (
    CaseDeadline,
    case_of_task,
    deadlines_of,
    main_limit,
    papers_of,
)
from engine.queries.inbox import next_task
from engine.refusals import Refused
from engine.runtime.acts import Done
from web import attachments, drafts
from web.access import may_enter
from web.answers import as_json, described, for_form, inputs, labels, without_empty_reading
from web.approvals import OPINION
from web.case_view import Said, case_answers, rules_of, said_in, shown_deadlines
from web.disclosed import case_fields, case_files
from web.errors import STATUS_OF
from web.forms import Submission, new_submission_key, read_draft, read_submission
from web.i18n import _
from web.office_acts import offered_acts
from web.opened_task import OpenedTask, note_opened, open_task
from web.oral import may_note, noted, prepared
from web.pages.requests import offers
from web.phrases import phrases
from web.schemas import surroundings
from web.site import act, reading, site, today
from web.taking import files_taken
from web.viewer import viewer

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")


@blueprint.get("/<uuid:task_id>")
def page(task_id: UUID) -> str:
    """The task with its form; a task that has ended, or is another's, is shown for reading, with what one had typed."""
    opened = open_task(task_id)
    note_opened(opened)
    draft = drafts.read(reading(), task_id, viewer().person.id)
    if not opened.mine:
        return _show(opened, draft or {}, new_submission_key(), is_unsent=draft is not None)
    data = for_form(opened.form, case_fields(opened.case.id, opened.branch))
    data |= {key: as_json(value) for key, value in prepared(opened.task).items()}
    return _show(opened, {**data, **(draft or {})}, new_submission_key(), has_draft=draft is not None)


@blueprint.post("/<uuid:task_id>")
def answer(task_id: UUID) -> Response | tuple[str, int]:
    """Submit the form. What is wrong is shown at the fields, with everything typed kept."""
    opened = open_task(task_id)
    sent = read_submission()
    person = viewer()
    try:
        with files_taken(opened.case.id, person.person.login, sent.data) as data:
            done = _complete(task_id, data, sent.key)
    except Refused as refusal:
        return _again(task_id, sent, refusal), STATUS_OF[refusal.kind]
    flash(_("“%(task)s”已办结(%(number)s)。", task=opened.task.name, number=done.number), "done")
    return _onwards(task_id)


def _complete(task_id: UUID, data: dict[str, Any], key: str) -> Done:
    """Do the viewer's task; the draft of what is submitted goes in the same transaction."""
    person = viewer().person

    def forget(connection: Connection) -> None:
        drafts.forget(connection, task_id, person.id)

    return act(lambda engine: engine.complete(task_id, viewer().actor, data, key=key, beside=forget))


@blueprint.post("/<uuid:task_id>/draft")
def keep_draft(task_id: UUID) -> tuple[str, int]:
    """Keep what is typed so far."""
    opened = open_task(task_id)
    if not opened.mine:
        abort(409)
    drafts.keep(site().engine.database, task_id, viewer().person.id, read_draft())
    return "", 204


@blueprint.post("/<uuid:task_id>/claim")
def claim(task_id: UUID) -> Response:
    """认领: colleagues of the same post see that it is being done."""
    opened = open_task(task_id)
    act(lambda engine: engine.claim(task_id, viewer().actor))
    flash(_("您已认领“%(task)s”。", task=opened.task.name), "done")
    return redirect(url_for("tasks.page", task_id=task_id))


@blueprint.post("/<uuid:task_id>/unclaim")
def unclaim(task_id: UUID) -> Response:
    """放回: colleagues of the same post may take it again."""
    opened = open_task(task_id)
    act(lambda engine: engine.unclaim(task_id, viewer().actor))
    flash(_("您已放回“%(task)s”,同岗位的同事可以办理。", task=opened.task.name), "done")
    return redirect(url_for("inbox.open_list"))


def _show(opened: OpenedTask, data: dict[str, Any], key: str, **more: Any) -> str:
    connection, case, task = reading(), opened.case, opened.task
    known, files = case_fields(case.id, opened.branch), case_files(case.id)
    others = {each.engine_task for each in opened.tasks} - {task.engine_task}
    limits = deadlines_of(connection, case.id)
    given = {**surroundings(case.version_id, task.element, known), **data}
    return render_template(
        "task.html",
        case=case,
        task=task,
        **_phrases(opened),
        form=without_empty_reading(opened.form, given),
        mine=opened.mine,
        stands_in=opened.acts_for,
        data=given,
        key=key,
        problems=more.pop("problems", {}),
        typed=described(labels([opened.form]), data, today()),
        case_facts=case_answers(case, attachments.named(files, known)),
        documentation=opened.node.documentation if opened.node else "",
        rules=rules_of(opened.node),
        main_limit=main_limit(limits),
        deadlines=shown_deadlines(item for item in limits if _concerns(item, opened, others)),
        said=_said(opened),
        papers=papers_of(connection, case.id),
        files=files,
        offers=offers(case),
        acts=list(offered_acts(opened)),
        noted=noted(opened),
        may_note=may_note(opened),
        refusal=more.pop("refusal", None),
        **more,
    )


def _said(opened: OpenedTask) -> list[Said]:
    earlier = [each for each in opened.tasks if each.status == "completed" and each.id != opened.task.id]
    answers = answers_of(reading(), opened.case.id, earlier)
    files = case_files(opened.case.id)
    return said_in(
        opened.case, earlier, {key: attachments.named(files, each) for key, each in answers.items()}
    )


def _phrases(opened: OpenedTask) -> dict[str, Any]:
    """The viewer's phrases and the field they are written into, where the form has one for free words."""
    texts = [part for part in inputs(opened.form) if part["type"] == "textarea" and not part.get("readonly")]
    if not opened.mine or not texts:
        return {}
    field = next((part for part in texts if part["key"] == OPINION), texts[0])
    return {"phrases": phrases(), "phrase_field": field["id"]}


def _concerns(deadline: CaseDeadline, opened: OpenedTask, others: set[int]) -> bool:
    """Whether a deadline is the task's own, or still runs around it and is not that of another task or branch."""
    if deadline.engine_task == opened.task.engine_task:
        return True
    if not f"{opened.branch}/".startswith(f"{deadline.branch}/") and deadline.branch:
        return False
    return deadline.engine_task not in others and deadline.status in ("running", "paused")


def _again(task_id: UUID, sent: Submission, refusal: Refused) -> str:
    """The page once more, as things stand now, with what was typed and why it was refused."""
    rule = site().rules.find(refusal.rule)
    return _show(
        open_task(task_id), sent.data, sent.key, problems=refusal.problems, refusal=refusal, refusal_rule=rule
    )


def _onwards(task_id: UUID) -> Response:
    """To the inbox, which points at the task to do next; from the window back to its desk, with what to print."""
    if may_enter(viewer(), "window"):
        return redirect(url_for("window.page", case=case_of_task(reading(), task_id)))
    following = next_task(reading(), viewer().duties, after=task_id)
    target = url_for("inbox.open_list")
    return redirect(f"{target}#task-{following.id}" if following else target)
