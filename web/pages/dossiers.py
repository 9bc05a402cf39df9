"""卷宗: a case as one file, with the digest by which it is known again."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for
from flask import request as asked
from werkzeug.wrappers import Response as Answer

from engine.dossier.bundle import Bundle, DamagedDossier, bundle, check
from engine.dossier.collecting import collect
from engine.records.blobs import Blobs
from engine.time import clock
from web.access import case_or_404
from web.downloads import attachment
from web.i18n import _
from web.site import reading, site
from web.viewer import viewer

blueprint = Blueprint("dossiers", __name__, url_prefix="/cases")

ZIP = "application/zip"
DIGEST = "X-Dossier-Digest"
"""The header that holds the digest of what is fetched."""
LARGEST = 200 * 1024 * 1024


@blueprint.get("/<uuid:case_id>/dossier.zip")
def file(case_id: UUID) -> Response:
    """The dossier as the viewer may see it, for whoever may see the case."""
    case = case_or_404(case_id)
    made = dossier_of(case_id)
    response = attachment(made.content, ZIP, _("卷宗 %(number)s.zip", number=case.number))
    response.headers[DIGEST] = made.digest
    return response


@blueprint.post("/<uuid:case_id>/dossier/check")
def verify(case_id: UUID) -> Answer:
    """Whether a dossier handed in is whole, and still says what the case's record says."""
    case = case_or_404(case_id)
    sent = asked.files.get("dossier")
    try:
        found = check(sent.stream.read(LARGEST) if sent is not None else b"")
    except DamagedDossier as error:
        flash(_("核验未通过:%(why)s。", why=str(error)), "warning")
    else:
        _say(found.number == case.number, found.digest)
    return redirect(url_for("cases.page", case_id=case_id))


def _say(is_this_case: bool, digest: str) -> None:
    if is_this_case:
        flash(_("卷宗完整,是本办件的。摘要 %(digest)s", digest=digest), "done")
    else:
        flash(_("卷宗完整,但不是本办件的。"), "warning")


def dossier_of(case_id: UUID) -> Bundle:
    """The dossier of a case as the viewer may see it."""
    blobs = Blobs(site().settings.files)
    collected = collect(site().engine, reading(), blobs, case_id, viewer().duties)
    return bundle(collected, viewer().person.login, clock.now())
