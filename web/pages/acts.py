"""办公动作: a verb on a task, in two steps."""

from uuid import UUID

from flask import Blueprint, abort, url_for
from werkzeug.wrappers import Response

from web.act_choices import choices_of
from web.office_acts import every_act, find_act
from web.opened_task import open_task
from web.two_steps import Steps, once_offered

blueprint = Blueprint("acts", __name__, url_prefix="/tasks/<uuid:task_id>/acts")


@blueprint.get("/<verb>")
def page(task_id: UUID, verb: str) -> str:
    """What the verb asks; where it asks nothing, at once what it would bring."""
    return _steps(task_id, verb).begin()


@blueprint.post("/<verb>")
def decide(task_id: UUID, verb: str) -> Response | tuple[str, int]:
    """Show what the verb would bring, or, once that has been confirmed, do it."""
    return _steps(task_id, verb).decide()


def _steps(task_id: UUID, verb: str) -> Steps:
    opened = open_task(task_id)
    offered = find_act(opened, verb)
    office_act = offered or once_offered(every_act(), verb)
    if office_act is None:
        abort(404)
    return Steps(
        office_act,
        opened.case,
        task_id,
        subject=opened.task.name,
        here=url_for("acts.page", task_id=task_id, verb=verb),
        back=url_for("tasks.page", task_id=task_id),
        choices=lambda question: choices_of(opened, verb, question),
        offered=offered is not None,
    )
