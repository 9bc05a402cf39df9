"""申请: what a case takes from its people beside its tasks, for example 申请延期 (`bj:request`).

Whether a request is in time is judged by the engine alone; the page offers the form to whom it is meant for,
and a late one is refused with its clause, everything typed kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.definitions.diagram import Node
from engine.queries.case import Case, tasks_of, waiting_elements
from engine.refusals import Refused
from engine.runtime.program import Program
from web.access import case_or_404, may_ask
from web.case_view import rules_of
from web.contest import contests
from web.disclosed import case_fields
from web.errors import STATUS_OF
from web.forms import new_submission_key, read_submission
from web.i18n import _
from web.schemas import program_of, surroundings, task_form
from web.shortcuts import REQUEST_KEYS
from web.site import act, reading, site
from web.taking import files_taken
from web.viewer import viewer

blueprint = Blueprint("requests", __name__, url_prefix="/cases/<uuid:case_id>/requests")


@dataclass(frozen=True, slots=True)
class Offer:
    """A request that a case's diagram knows: its verb, its name, the event that takes it, and its shortcut."""

    verb: str
    name: str
    node: Node
    keys: str


@blueprint.get("/<verb>")
def page(case_id: UUID, verb: str) -> str:
    """The form of a request."""
    case, offer = _open(case_id, verb)
    return _show(case, offer, {}, new_submission_key())


@blueprint.post("/<verb>")
def submit(case_id: UUID, verb: str) -> Response | tuple[str, int]:
    """Send the request."""
    case, offer = _open(case_id, verb)
    sent, person = read_submission(), viewer()
    try:
        with files_taken(case_id, person.person.login, sent.data) as data:
            act(lambda engine: engine.request(case_id, person.actor, verb, data, key=sent.key))
    except Refused as refusal:
        return _show(case, offer, sent.data, sent.key, refusal), STATUS_OF[refusal.kind]
    flash(_("已提出“%(name)s”,接下来到哪一步见下面。", name=offer.name), "done")
    return redirect(url_for("cases.page", case_id=case_id))


def offers(case: Case) -> list[Offer]:
    """The requests that the viewer may make of a running case."""
    if case.status != "running":
        return []
    program = program_of(case.version_id)
    under_way = {task.element for task in tasks_of(reading(), case.id) if task.status == "open"}
    under_way |= waiting_elements(reading(), case.id)
    found, keys = [], iter(REQUEST_KEYS)
    for node in (node for process in program.processes.values() for node in process.nodes.values()):
        written = node.extension("request")
        if written is None or not _may_wait(program, node, under_way):
            continue
        if may_ask(viewer(), case, written.get("by")):
            found.append(Offer(written.get("verb"), node.label, node, next(keys, "")))
    return found


def _may_wait(program: Program, node: Node, under_way: set[str]) -> bool:
    """Whether the activity a request stands on may be under way: something in it is open, or a timer beside it armed."""
    host = program.node(node.scope, node.attached_to) if node.attached_to else None
    if host is None:
        return True
    return not under_way.isdisjoint({*host.boundary, *_inside(program, host)})


def _inside(program: Program, host: Node) -> Iterator[str]:
    """The ids of an activity and of everything in it, what it calls included."""
    yield host.id
    called = program.processes.get(host.called) if host.called else None
    inner = called.scope if called is not None else program.scopes.get(host.id)
    for node in inner.nodes.values() if inner is not None else ():
        yield from _inside(program, node)


def _open(case_id: UUID, verb: str) -> tuple[Case, Offer]:
    case = case_or_404(case_id)
    offer = next((offer for offer in offers(case) if offer.verb == verb), None)
    if offer is None:
        abort(404)
    return case, offer


def _show(case: Case, offer: Offer, data: dict[str, Any], key: str, refusal: Refused | None = None) -> str:
    form = task_form(case.version_id, offer.node.id)
    known = case_fields(case.id)
    return render_template(
        "request.html",
        case=case,
        offer=offer,
        form=form,
        data={**surroundings(case.version_id, offer.node.id, known), **data},
        key=key,
        rules=rules_of(offer.node),
        problems=refusal.problems if refusal else {},
        refusal=refusal,
        contests=contests(case) if refusal is not None and not refusal.problems else [],
        refusal_rule=site().rules.find(refusal.rule) if refusal else None,
    )
