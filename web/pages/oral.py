"""代记口头批示: the office of a leader writes down what was said; the leader confirms it in their own 待办."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.refusals import Refused
from web.answers import for_form, without_empty_reading
from web.case_view import rules_of
from web.disclosed import case_fields
from web.errors import STATUS_OF
from web.forms import new_submission_key, read_submission
from web.i18n import _
from web.opened_task import OpenedTask, open_task
from web.oral import may_note
from web.schemas import surroundings
from web.site import act, site
from web.viewer import viewer

blueprint = Blueprint("oral", __name__, url_prefix="/tasks/<uuid:task_id>/oral")


@blueprint.get("")
def page(task_id: UUID) -> str:
    """The form of the leader's task, to be filled with what was said."""
    return _show(_open(task_id), {}, new_submission_key())


@blueprint.post("")
def note(task_id: UUID) -> Response | tuple[str, int]:
    """Write it down. What is wrong is shown at the fields, with everything typed kept."""
    opened, sent = _open(task_id), read_submission()
    actor = viewer().actor
    try:
        act(lambda engine: engine.record_oral(task_id, actor, sent.data, key=sent.key))
    except Refused as refusal:
        return _show(_open(task_id), sent.data, sent.key, refusal), STATUS_OF[refusal.kind]
    flash(_("已记下,等本人确认;确认前不生效。"), "done")
    return redirect(url_for("cases.page", case_id=opened.case.id))


def _open(task_id: UUID) -> OpenedTask:
    opened = open_task(task_id)
    if not may_note(opened):
        abort(404)
    return opened


def _show(opened: OpenedTask, data: dict[str, Any], key: str, refusal: Refused | None = None) -> str:
    known = case_fields(opened.case.id, opened.branch)
    given = {
        **surroundings(opened.case.version_id, opened.task.element, known),
        **for_form(opened.form, known),
        **data,
    }
    return render_template(
        "oral.html",
        case=opened.case,
        task=opened.task,
        form=without_empty_reading(opened.form, given),
        data=given,
        key=key,
        rules=rules_of(opened.node),
        problems=refusal.problems if refusal else {},
        refusal=refusal,
        refusal_rule=site().rules.find(refusal.rule) if refusal else None,
    )
