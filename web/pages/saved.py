"""常用筛选: keep what a list shows under a name, share it with one's unit, throw it away."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from web import saved_filters
from web.i18n import _
from web.saved_filters import LONGEST_NAME, TooMany
from web.site import end_reading, site
from web.viewer import viewer

blueprint = Blueprint("saved", __name__, url_prefix="/filters")

LISTS = {
    "inbox": ("inbox.open_list", ("q", "process")),
    "register": ("register.page", ("q", "process", "unit", "status", "paper", "due", "task", "sort", "col")),
}
"""The lists that have filters: their page and the parameters that are kept."""


@blueprint.post("/<of_list>")
def save(of_list: str) -> Response:
    """Keep the filter that the form carries."""
    endpoint, query = _query(of_list)
    name = request.form.get("name", "").strip()[:LONGEST_NAME]
    person, shared = viewer(), "shared" in request.form
    unit = min(person.units, default=None) if shared else None
    end_reading()
    if not name:
        flash(_("请给这个筛选起个名字。"), "warning")
    else:
        try:
            saved_filters.save(site().engine.database, of_list, person.person.id, name, query, unit)
            flash(_("已存为常用筛选“%(name)s”。", name=name), "done")
        except TooMany:
            flash(_("常用筛选已满,请先删去不用的。"), "warning")
    return redirect(url_for(endpoint, **query))


@blueprint.post("/<of_list>/<uuid:filter_id>/forget")
def forget(of_list: str, filter_id: UUID) -> Response:
    """Throw one's own filter away."""
    endpoint, _kept = _query(of_list)
    me = viewer().person.id
    end_reading()
    saved_filters.forget(site().engine.database, filter_id, me)
    return redirect(url_for(endpoint))


def _query(of_list: str) -> tuple[str, dict[str, Any]]:
    if of_list not in LISTS:
        abort(404)
    endpoint, names = LISTS[of_list]
    kept = {name: [each[:100] for each in request.form.getlist(name) if each] for name in names}
    return endpoint, {name: each for name, each in kept.items() if each}
