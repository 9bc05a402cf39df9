"""Several tasks at once: 认领所选, 签收所选. Each is an act of its own; what is refused is said, the rest is done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.engine import Done, Engine
from engine.people.actor import Actor
from engine.queries.case import CaseTask
from engine.queries.waiting import RECEIPT
from engine.refusals import Refused
from web.case_view import rules_of
from web.disclosed import case_fields
from web.errors import STATUS_OF
from web.forms import new_submission_key, read_submission
from web.i18n import _
from web.opened_task import OpenedTask, open_task
from web.schemas import surroundings
from web.site import act, site
from web.together import MOST, chosen_together, common_form, complete_each
from web.viewer import viewer

blueprint = Blueprint("bulk", __name__, url_prefix="/inbox/bulk")

SHOWN = 5
"""Refusals that are told one by one."""


@blueprint.post("/claim")
def claim() -> Response:
    """认领 every chosen task."""
    return _each(_("已认领 %(n)s 项。"), _claimed)


@blueprint.post("/receive")
def receive() -> Response:
    """签收 every chosen task that is a receipt; one whose form asks for something must be opened."""
    return _each(_("已签收 %(n)s 项。"), _received)


@blueprint.post("/form")
def together() -> Response | str:
    """One form for every chosen task of a step that may be done together (批量办理)."""
    try:
        return _form(chosen_together(_chosen()), new_submission_key(), {})
    except Refused as refusal:
        flash(refusal.message, "warning")
        return redirect(url_for("inbox.open_list"))


@blueprint.post("/answer")
def answer() -> Response | tuple[str, int]:
    """Submit the one form for all of them; where none could be done, it is shown again with what was typed."""
    sent = read_submission()
    try:
        tasks = chosen_together(_chosen())
    except Refused as refusal:
        flash(refusal.message, "warning")
        return redirect(url_for("inbox.open_list"))
    done, refused = complete_each(tasks, sent.data, sent.key)
    if not done:
        return _form(tasks, new_submission_key(), sent.data, refused[0].refusal), STATUS_OF[
            refused[0].refusal.kind
        ]
    _tell(
        _("已办结 %(n)s 项。"),
        len(tasks),
        [f"{each.opened.case.number}:{each.refusal.message}" for each in refused],
    )
    return redirect(url_for("inbox.open_list"))


def _form(tasks: list[OpenedTask], key: str, data: dict[str, Any], refusal: Refused | None = None) -> str:
    first = tasks[0]
    known = case_fields(first.case.id, first.branch)
    return render_template(
        "bulk.html",
        tasks=tasks,
        task=first.task,
        form=common_form(first.form),
        data={**surroundings(first.case.version_id, first.task.element, known), **data},
        key=key,
        rules=rules_of(first.node),
        refusal=refusal,
        refusal_rule=site().rules.find(refusal.rule) if refusal else None,
        problems=refusal.problems if refusal else {},
    )


def _claimed(engine: Engine, task: CaseTask, actor: Actor) -> Done:
    return engine.claim(task.id, actor)


def _received(engine: Engine, task: CaseTask, actor: Actor) -> Done:
    if not task.name.startswith(RECEIPT):
        raise Refused(_("“%(task)s”不是签收,请打开办理。", task=task.name), kind="invalid")
    return engine.complete(task.id, actor, {})


def _each(words: str, work: Callable[[Engine, CaseTask, Actor], Done]) -> Response:
    chosen = _chosen()
    refused: list[str] = []
    for task_id in chosen:
        opened = open_task(task_id)
        try:
            act(_on(opened.task, work))
        except Refused as refusal:
            refused.append(f"{opened.case.number}:{refusal.message}")
    _tell(words, len(chosen), refused)
    back = "inbox.receipts" if request.form.get("back") == "receipts" else "inbox.open_list"
    return redirect(url_for(back))


def _on(task: CaseTask, work: Callable[[Engine, CaseTask, Actor], Done]) -> Callable[[Engine], Done]:
    actor = viewer().actor
    return lambda engine: work(engine, task, actor)


def _tell(words: str, chosen: int, refused: list[str]) -> None:
    if not chosen:
        flash(_("没有勾选环节。请先在左边勾选。"), "warning")
    elif chosen > len(refused):
        flash(words % {"n": chosen - len(refused)}, "done")
    for message in refused[:SHOWN]:
        flash(message, "warning")
    if len(refused) > SHOWN:
        flash(_("另有 %(n)s 项未能办理。", n=len(refused) - SHOWN), "warning")


def _chosen() -> list[UUID]:
    found: list[UUID] = []
    for text in request.form.getlist("task")[:MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
