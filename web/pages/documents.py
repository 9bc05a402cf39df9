"""文书: shown, printed and fetched as the very file that was issued."""

from uuid import UUID

from flask import Blueprint, Response, abort, render_template

from engine.queries.case import Case, Paper, find_paper
from engine.records.blobs import Blobs, MissingBlob
from engine.records.rendering import WORD
from web.access import case_or_404
from web.contest import contests
from web.downloads import attachment
from web.site import reading, site

blueprint = Blueprint("documents", __name__, url_prefix="/documents")


@blueprint.get("/<uuid:paper_id>")
def page(paper_id: UUID) -> str:
    """The paper on the screen, with buttons to print and to fetch it."""
    paper, case = _open(paper_id)
    return render_template(
        "document.html",
        paper=paper,
        case=case,
        contests=[each for each in contests(case) if each.paper.id == paper.id],
    )


@blueprint.get("/<uuid:paper_id>/file")
def file(paper_id: UUID) -> Response:
    """The Word file. 404 until it has been rendered."""
    paper, _case = _open(paper_id)
    if paper.file_digest is None:
        abort(404)
    try:
        content = Blobs(site().settings.files).get(paper.file_digest)
    except MissingBlob:
        abort(404)
    name = f"{paper.kind} {paper.number or ''}".strip() + ".docx"
    return attachment(content, WORD, name)


def _open(paper_id: UUID) -> tuple[Paper, Case]:
    paper = find_paper(reading(), paper_id)
    if paper is None:
        abort(404)
    return paper, case_or_404(paper.instance_id)
