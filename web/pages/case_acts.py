"""办公动作: a verb on a whole case, in two steps."""

from uuid import UUID

from flask import Blueprint, abort, url_for
from werkzeug.wrappers import Response

from engine.queries.case import Case
from web.access import case_or_404
from web.act_choices import Choice, everybody
from web.case_acts import every_case_act, find_case_act, may_now
from web.office_acts import Question
from web.two_steps import Steps, once_offered

blueprint = Blueprint("case_acts", __name__, url_prefix="/cases/<uuid:case_id>/acts")


@blueprint.get("/<verb>")
def page(case_id: UUID, verb: str) -> str:
    """What the verb asks."""
    return _steps(case_id, verb).begin()


@blueprint.post("/<verb>")
def decide(case_id: UUID, verb: str) -> Response | tuple[str, int]:
    """Show what the verb would bring, or, once that has been confirmed, do it."""
    return _steps(case_id, verb).decide()


def _steps(case_id: UUID, verb: str) -> Steps:
    case = case_or_404(case_id)
    offered = find_case_act(case, verb)
    office_act = offered or once_offered(every_case_act(), verb)
    if office_act is None:
        abort(404)
    return Steps(
        office_act,
        case,
        case_id,
        subject=case.title,
        here=url_for("case_acts.page", case_id=case_id, verb=verb),
        back=url_for("cases.page", case_id=case_id),
        choices=lambda question: _choices(case, verb, question),
        offered=offered is not None,
    )


def _choices(case: Case, verb: str, question: Question) -> list[Choice]:
    if question.kind == "people":
        return everybody()
    if question.kind == "clock":
        may = may_now(case)
        return [Choice(name, name) for name in (may.stoppable if verb == "pause_clock" else may.startable)]
    return []
