"""网上办理: the public start a case – an application, a complaint, a question – and get number and query code."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import tables
from engine.people.actor import PUBLIC
from engine.records.query_codes import code_of
from engine.refusals import Refused
from web.case_view import rules_of
from web.errors import STATUS_OF
from web.forms import new_submission_key, read_submission
from web.limits import APPLY, limiter
from web.public.offers import MATTER, Offer, offer_or_404
from web.query_slips import QuerySlip
from web.schemas import program_of, start_form, surroundings
from web.site import end_reading, reading, site
from web.taking import start_with_files

blueprint = Blueprint("apply", __name__, url_prefix="/public/apply")

GIVEN = "given"
"""Where the session keeps what the last application was given: its case, until the browser is closed."""


@blueprint.get("/<process>")
def page(process: str) -> str:
    """The form, with the matter filled in that one came from."""
    asked = request.args.get("matter", "")[:40]
    return _show(offer_or_404(process), {MATTER: asked} if asked else {}, new_submission_key())


@blueprint.post("/<process>")
@limiter.limit(APPLY)
def submit(process: str) -> Response | tuple[str, int]:
    """Start the case; files wait under its key. What is wrong is shown at the fields, with everything typed kept."""
    offer, sent = offer_or_404(process), read_submission()
    try:
        started = start_with_files(process, PUBLIC, sent.data, f"public:{sent.key}")
    except Refused as refusal:
        return _show(offer, sent.data, sent.key, refusal), STATUS_OF[refusal.kind]
    session[GIVEN] = started.id.hex
    return redirect(url_for("apply.given"))


@blueprint.get("/given")
def given() -> str | Response:
    """The number and the query code, to be kept or printed."""
    kept = session.get(GIVEN)
    if not kept:
        return redirect(url_for("public.home"))
    case_id = UUID(hex=kept)
    end_reading()
    code = code_of(site().engine.database, case_id)
    return render_template("public/given.html", slip=QuerySlip(_number(case_id), code))


def _number(case_id: UUID) -> str:
    row = tables.instance.c
    found: str = reading().execute(select(row.number).where(row.id == case_id)).scalar_one()
    return found


def _show(offer: Offer, data: dict[str, Any], key: str, refusal: Refused | None = None) -> str:
    version = offer.version
    return render_template(
        "public/apply.html",
        offer=offer,
        form=start_form(version.id),
        data={**surroundings(version.id, None, {}), "actor": PUBLIC.login, **data},
        key=key,
        rules=rules_of(program_of(version.id).process),
        problems=refusal.problems if refusal else {},
        refusal=refusal,
        refusal_rule=site().rules.find(refusal.rule) if refusal else None,
    )
