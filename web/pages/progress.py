"""查进度: with number and query code the applicant sees the case, sends what is asked, fetches papers, rates."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.people.actor import PUBLIC
from engine.queries.answers import standing_fields
from engine.queries.case import find_paper
from engine.records.blobs import Blobs, MissingBlob
from engine.records.query_codes import case_of, code_of
from engine.records.ratings import rate
from engine.records.rendering import WORD
from engine.refusals import Refused
from web.downloads import attachment
from web.errors import STATUS_OF
from web.forms import new_submission_key, read_submission
from web.i18n import _
from web.limits import LOOK_UP, limiter
from web.pages.public import qr_code
from web.public.progress import Asked, Progress, progress_of
from web.schemas import surroundings, task_form
from web.site import act, end_reading, reading, site
from web.taking import files_taken

blueprint = Blueprint("progress", __name__, url_prefix="/public/progress")

OPENED = "opened"
"""Where the session keeps the case that its number and code have opened, until the browser is closed."""


@blueprint.get("")
def ask() -> str | AnyResponse:
    """Ask for number and code; a QR code brings both along."""
    number, code = request.args.get("number", ""), request.args.get("code", "")
    return render_template("public/progress_ask.html", number=number[:60], code=code[:20], wrong=False)


@blueprint.post("")
@limiter.limit(LOOK_UP)
def open_case() -> AnyResponse | tuple[str, int]:
    """Open the case of number and code. A wrong number and a wrong code are answered alike."""
    number, code = request.form.get("number", "")[:60], request.form.get("code", "")[:20]
    found = case_of(reading(), number, code)
    if found is None or progress_of(found) is None:
        page = render_template("public/progress_ask.html", number=number, code="", wrong=True)
        return page, 404
    session[OPENED] = found.hex
    return redirect(url_for("progress.page"))


@blueprint.get("/case")
def page() -> str | AnyResponse:
    """Where the case stands."""
    found = _opened()
    return _show(found) if found is not None else redirect(url_for("progress.ask"))


@blueprint.get("/case/send/<element>")
def form(element: str) -> str:
    """The form of something the applicant may send now."""
    found, asked = _asked(element)
    return _form(found, asked, {}, new_submission_key())


@blueprint.post("/case/send/<element>")
@limiter.limit(LOOK_UP)
def send(element: str) -> AnyResponse | tuple[str, int]:
    """Send it; everything typed is kept where it is refused."""
    found, asked = _asked(element)
    sent, case_id = read_submission(), found.case.id
    try:
        with files_taken(case_id, PUBLIC.login, sent.data) as data:
            act(lambda engine: engine.from_applicant(case_id, element, data, key=f"public:{sent.key}"))
    except Refused as refusal:
        return _form(found, asked, sent.data, sent.key, refusal), STATUS_OF[refusal.kind]
    flash(_("已收到“%(name)s”。", name=asked.name), "done")
    return redirect(url_for("progress.page"))


@blueprint.post("/case/rate")
@limiter.limit(LOOK_UP)
def rate_case() -> AnyResponse:
    """好差评: once a case (PY-01)."""
    found = _opened_or_404()
    case_id, words = found.case.id, request.form.get("words", "")
    level = request.form.get("level", 0, type=int)
    try:
        act(lambda engine: rate(engine, case_id, level, words))
        flash(_("谢谢您的评价。"), "done")
    except Refused as refusal:
        flash(refusal.message, "warning")
    return redirect(url_for("progress.page"))


@blueprint.get("/case/papers/<uuid:paper_id>")
def paper(paper_id: UUID) -> Response:
    """A paper that is the applicant's, as the file that was issued."""
    found = _opened_or_404()
    issued = next((each for each in found.papers if each.id == paper_id), None)
    kept = find_paper(reading(), paper_id) if issued is not None else None
    if kept is None or kept.file_digest is None:
        abort(404)
    try:
        content = Blobs(site().settings.files).get(kept.file_digest)
    except MissingBlob:
        abort(404)
    return attachment(content, WORD, f"{kept.kind} {kept.number or ''}".strip() + ".docx")


@blueprint.get("/case/qr.svg")
def case_code() -> Response:
    """Number and code of the opened case as a QR code that leads here."""
    found = _opened_or_404()
    case = found.case
    end_reading()
    code = code_of(site().engine.database, case.id)
    return qr_code(url_for("progress.ask", number=case.number, code=code, _external=True))


@blueprint.post("/leave")
def leave() -> AnyResponse:
    """Close the case on this device."""
    session.pop(OPENED, None)
    return redirect(url_for("public.home"))


def _opened() -> Progress | None:
    kept = session.get(OPENED)
    return progress_of(UUID(hex=kept)) if kept else None


def _opened_or_404() -> Progress:
    found = _opened()
    if found is None:
        abort(404)
    return found


def _asked(element: str) -> tuple[Progress, Asked]:
    """What is asked there; who comes after the case has gone on is led back to where it stands."""
    found = _opened_or_404()
    asked = next((each for each in found.asked if each.element == element), None)
    if asked is None:
        flash(_("这一件已经往下办了,请看现在可以做什么。"), "warning")
        abort(redirect(url_for("progress.page")))
    return found, asked


def _show(found: Progress) -> str:
    return render_template("public/progress.html", progress=found, case=found.case)


def _form(
    found: Progress, asked: Asked, data: dict[str, Any], key: str, refusal: Refused | None = None
) -> str:
    version, known = found.case.version_id, standing_fields(reading(), found.case.id)
    return render_template(
        "public/send.html",
        case=found.case,
        asked=asked,
        form=task_form(version, asked.element),
        data={**surroundings(version, asked.element, known), "actor": PUBLIC.login, **data},
        key=key,
        problems=refusal.problems if refusal else {},
        refusal=refusal,
        refusal_rule=site().rules.find(refusal.rule) if refusal else None,
    )
