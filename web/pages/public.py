"""公众: the catalogue of matters with the seven items, results, and how promises are kept. No account needed."""

from datetime import datetime, time
from io import BytesIO
from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.definitions.picture import NoPicture, svg_picture
from engine.queries.public_cases import count_results, promises_kept, results
from engine.queries.versions import current_version, current_versions
from engine.time import clock
from engine.time.clock import CIVIL
from web.paging import asked_page
from web.public import offers
from web.public.blank import blanks
from web.public.offers import MATTER
from web.rosters import rosters
from web.schemas import program_of
from web.site import directory, reading, today

blueprint = Blueprint("public", __name__, url_prefix="/public")

LARGE = "large-print"
"""The cookie of the large-print mode."""
SVG = "image/svg+xml"
RECEPTIONS_AHEAD = 92
"""Days of 领导接待日 shown ahead: a quarter."""
_YEAR = 365 * 24 * 3600


@blueprint.get("")
def home() -> str:
    """What the public can do here, and the matters, by department."""
    text, unit = request.args.get("q", "")[:50], request.args.get("unit") or None
    found = offers.matters(text, unit)
    units = sorted({each.matter.unit for each in offers.matters()}, key=list(directory().units).index)
    return render_template(
        "public/home.html",
        found=found,
        text=text,
        unit=unit,
        units=[directory().units[each] for each in units],
        receives=any(each.turns for each in rosters(RECEPTIONS_AHEAD, public=True)),
        offers=[each for each in offers.offers() if each.version.process not in _processes_of_matters()],
    )


@blueprint.get("/matters/<code>")
def matter(code: str) -> str:
    """The guide of one matter: the seven items of GK-02, its flow picture, and the way to apply."""
    found = offers.matter_or_404(code)
    return render_template(
        "public/matter.html", listed=found, matter=found.matter, offer=offers.offer_of(found.matter.process)
    )


@blueprint.get("/matters/<code>/form")
def blank_form(code: str) -> str:
    """The form of a matter on paper, for whoever fills it in by hand and brings it to the window."""
    found = offers.matter_or_404(code)
    offer = offers.offer_of(found.matter.process)
    if offer is None:
        abort(404)
    return render_template(
        "public/blank.html", listed=found, matter=found.matter, blanks=blanks(offer, MATTER, code)
    )


@blueprint.get("/matters/<code>/flow.svg")
def flow(code: str) -> Response:
    """The diagram by which a matter is handled, as a picture (XS-08)."""
    found = offers.matter_or_404(code)
    version = current_version(reading(), found.matter.process, offers.NOBODYS)
    if version is None:
        abort(404)
    program = program_of(version.id)
    try:
        return Response(svg_picture(program.files[program.diagram.file]), mimetype=SVG)
    except NoPicture:
        abort(404)


@blueprint.get("/matters/<code>/qr.svg")
def matter_code(code: str) -> Response:
    """The address of a matter's guide as a QR code, for the counter and the wall."""
    offers.matter_or_404(code)
    return qr_code(url_for("public.matter", code=code, _external=True))


@blueprint.get("/results")
def published() -> str:
    """结果公开: concluded cases, without names (GK-01)."""
    processes = offers.published_processes()
    pager = asked_page(count_results(reading(), processes))
    return render_template(
        "public/results.html",
        results=results(reading(), processes, MATTER, pager.size, pager.offset),
        names={each.process: each.name for each in current_versions(reading())},
        matters=_matter_names(),
        pager=pager,
    )


@blueprint.get("/promises")
def promises() -> str:
    """承诺兑现: by department, how many cases were concluded within their limit this year (DJ-03, QT-03)."""
    january = datetime.combine(today().replace(month=1, day=1), time(), CIVIL)
    kept = promises_kept(reading(), offers.published_processes(), january, clock.now())
    return render_template("public/promises.html", kept=kept, year=today().year)


@blueprint.get("/roster")
def reception() -> str:
    """领导接待日: the days on which leaders receive the public (XF-01)."""
    return render_template("public/roster.html", planned=list(rosters(RECEPTIONS_AHEAD, public=True)))


@blueprint.post("/large-print")
def large_print() -> AnyResponse:
    """Large print on or off, kept for a year; back to where one was."""
    path = urlsplit(request.form.get("back", "")).path
    answer = redirect(path if path.startswith("/public") else url_for("public.home"))
    on = request.cookies.get(LARGE) != "yes"
    answer.set_cookie(
        LARGE, "yes" if on else "no", max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return answer


def qr_code(address: str) -> Response:
    """An address as a QR code."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=2)
    return Response(drawn.getvalue(), mimetype=SVG)


def _matter_names() -> dict[str, str]:
    """Every matter's name by its code, of those that may be published."""
    return {each.matter.code: each.matter.name for each in offers.matters()}


def _processes_of_matters() -> set[str]:
    return {each.matter.process for each in offers.matters()}
