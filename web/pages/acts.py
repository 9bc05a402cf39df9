"""办公动作: a verb on a task in two steps – what it asks, then what it would bring, then it is done."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.runtime.refusals import Refused
from engine.trial import Outcome, Trial
from web.act_choices import Choice, choices_of
from web.errors import STATUS_OF
from web.i18n import _
from web.office_acts import OfficeAct, Question, find_act
from web.opened_task import OpenedTask, open_task
from web.outcome import Consequence, consequences
from web.site import act, reading, site
from web.viewer import viewer

blueprint = Blueprint("acts", __name__, url_prefix="/tasks/<uuid:task_id>/acts")

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what may be chosen and what was said."""

    question: Question
    choices: list[Choice]
    said: str
    problem: str


@blueprint.get("/<verb>")
def page(task_id: UUID, verb: str) -> str:
    """What the verb asks; where it asks nothing, at once what it would bring."""
    opened, office_act = _open(task_id, verb)
    if not office_act.questions:
        return _foresee(opened, office_act, {})[0]
    return _ask(opened, office_act, {})


@blueprint.post("/<verb>")
def decide(task_id: UUID, verb: str) -> Response | tuple[str, int]:
    """Show what the verb would bring, or, once that has been confirmed, do it."""
    opened, office_act = _open(task_id, verb)
    said = {each.name: request.form.get(each.name, "").strip()[:LONGEST] for each in office_act.questions}
    missing = {
        each.name: _missing(each) for each in office_act.questions if each.required and not said[each.name]
    }
    if missing:
        return _ask(opened, office_act, said, problems=missing), 422
    if "confirmed" not in request.form:
        return _foresee(opened, office_act, said)
    actor = viewer().actor
    try:
        done = act(lambda engine: office_act.do(engine, task_id, actor, said))
    except Refused as refusal:
        return _ask(open_task(task_id), office_act, said, refusal=refusal), STATUS_OF[refusal.kind]
    flash(
        _("%(act)s:“%(task)s”(%(number)s)。", act=office_act.name, task=opened.task.name, number=done.number),
        "done",
    )
    return redirect(url_for("cases.page", case_id=done.instance_id))


def _open(task_id: UUID, verb: str) -> tuple[OpenedTask, OfficeAct]:
    opened = open_task(task_id)
    office_act = find_act(opened, verb)
    if office_act is None:
        abort(404)
    return opened, office_act


def _missing(question: Question) -> str:
    if question.kind in ("reason", "text"):
        return _("请填写“%(what)s”", what=question.label)
    return _("请选择“%(what)s”", what=question.label)


def _ask(
    opened: OpenedTask,
    office_act: OfficeAct,
    said: dict[str, str],
    refusal: Refused | None = None,
    problems: dict[str, str] | None = None,
) -> str:
    problems = problems or (dict(refusal.problems) if refusal else {})
    asked = [
        Asked(
            each,
            choices_of(opened, office_act.verb, each),
            said.get(each.name, ""),
            str(problems.get(each.name, "")),
        )
        for each in office_act.questions
    ]
    return render_template(
        "act.html",
        case=opened.case,
        task=opened.task,
        act=office_act,
        asked=asked,
        refusal=refusal,
        refusal_rule=site().rules.find(refusal.rule) if refusal else None,
    )


def _foresee(opened: OpenedTask, office_act: OfficeAct, said: dict[str, str]) -> tuple[str, int]:
    """The page that says what would come of it and asks to confirm; where it is refused, why."""
    try:
        outcome = _tried(opened, office_act, said)
    except Refused as refusal:
        return _ask(opened, office_act, said, refusal=refusal), STATUS_OF[refusal.kind]
    told: list[Consequence] = consequences(outcome)
    return render_template(
        "act_confirm.html",
        case=opened.case,
        task=opened.task,
        act=office_act,
        said=said,
        spoken=[
            (each.label, _spoken(opened, office_act, each, said))
            for each in office_act.questions
            if said[each.name]
        ],
        told=told,
    ), 200


def _spoken(opened: OpenedTask, office_act: OfficeAct, question: Question, said: dict[str, str]) -> str:
    chosen = said[question.name]
    labels = {choice.value: choice.label for choice in choices_of(opened, office_act.verb, question)}
    return labels.get(chosen, chosen)


def _tried(opened: OpenedTask, office_act: OfficeAct, said: dict[str, str]) -> Outcome:
    trial = Trial(site().engine, reading())
    office_act.do(trial, opened.task.id, viewer().actor, said)
    return trial.outcome
