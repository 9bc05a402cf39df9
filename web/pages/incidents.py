"""故障: what has stopped a case, why, and trying it again once it was mended, alone or with its like."""

from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import administration, bulk
from engine.bulk import Kind
from engine.queries.incidents import (
    IncidentLine,
    count_open_incidents,
    find_incident,
    open_incidents,
    resolved_incidents,
)
from engine.refusals import Refused, StuckError
from web.access import require_room
from web.i18n import _
from web.paging import asked_page
from web.schemas import node_of
from web.site import act, reading
from web.viewer import viewer

blueprint = Blueprint("incidents", __name__, url_prefix="/incidents")

MOST_RESOLVED = 20
MOST_AT_ONCE: Final = 100
"""Incidents tried again by one press of a button (product default)."""


@blueprint.get("")
def page() -> str:
    """What waits to be mended, and what was mended last."""
    require_room("incidents")
    pager = asked_page(count_open_incidents(reading()))
    return render_template(
        "incidents.html",
        incidents=open_incidents(reading(), pager.size, pager.offset),
        resolved=resolved_incidents(reading(), MOST_RESOLVED),
        alike=_alike(),
        most=MOST_AT_ONCE,
        element_name=_element_name,
        pager=pager,
    )


@blueprint.post("/<uuid:incident_id>/retry")
def retry(incident_id: UUID) -> Response:
    """Try again. Where the trouble is still there, it is said and the incident stays."""
    require_room("incidents")
    incident = find_incident(reading(), incident_id)
    if incident is None:
        abort(404)
    actor = viewer().actor
    try:
        act(lambda engine: administration.retry_incident(engine, incident_id, actor))
        flash(_("%(number)s 的故障已排除,办件继续办理。", number=incident.number), "done")
    except Refused as refusal:
        flash(refusal.message, "warning")
    except StuckError as error:
        flash(
            _("%(number)s 仍不能继续:%(message)s", number=incident.number, message=error.message), "warning"
        )
    return redirect(url_for("incidents.page"))


@blueprint.post("/retry")
def retry_alike() -> Response:
    """Try again every incident of the same making, up to MOST_AT_ONCE; those that cannot go on yet stay."""
    require_room("incidents")
    asked = request.form.get("incident", type=UUID)
    kind = next((each for each in _alike() if asked in each.incidents), None)
    if kind is None:
        abort(404)
    actor = viewer().actor
    for progress in act(lambda engine: bulk.retry(engine, kind.incidents[:MOST_AT_ONCE], actor)):
        tried = progress
    done = tried.done - len(tried.refused)
    if done:
        flash(_("已排除 %(n)s 个故障,办件继续办理。", n=done), "done")
    if tried.refused:
        why = next(iter(tried.refused.values()))
        said = _("%(n)s 个仍不能继续:%(message)s", n=len(tried.refused), message=why)
        flash(said, "warning")
    return redirect(url_for("incidents.page"))


def _alike() -> list[Kind]:
    """The kinds of incidents of which several wait."""
    return [kind for kind in bulk.kinds_of_incidents(reading()) if len(kind.incidents) > 1]


def _element_name(incident: IncidentLine) -> str:
    node = node_of(incident.version_id, incident.element) if incident.element else None
    return node.label if node is not None else incident.element or ""
