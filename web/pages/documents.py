"""文书: shown, printed and fetched as the very file that was issued."""

from uuid import UUID

import structlog
from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.queries.case import Case, Paper, find_paper, papers_of
from engine.records.blobs import Blobs, MissingBlob
from engine.records.pdf import NotConverted, find_program, pdf_of
from engine.records.rendering import WORD
from web.access import case_or_404
from web.addressed import is_for_applicant
from web.contest import contests
from web.downloads import attachment
from web.i18n import _
from web.query_slips import QuerySlip, query_slip
from web.site import reading, site

_log = structlog.get_logger(__name__)
blueprint = Blueprint("documents", __name__, url_prefix="/documents")


@blueprint.get("/<uuid:paper_id>")
def page(paper_id: UUID) -> str:
    """The paper on the screen, with buttons to print and to fetch it."""
    paper, case = _open(paper_id)
    return render_template(
        "document.html",
        slip=_slip(paper, case),
        paper=paper,
        case=case,
        makes_pdf=find_program(site().settings.soffice) is not None,
        contests=[each for each in contests(case) if each.paper.id == paper.id],
    )


@blueprint.get("/<uuid:paper_id>/file")
def file(paper_id: UUID) -> Response:
    """The Word file. 404 until it has been rendered."""
    paper, _case = _open(paper_id)
    return attachment(_content(paper), WORD, _name(paper, ".docx"))


@blueprint.get("/<uuid:paper_id>/pdf")
def pdf(paper_id: UUID) -> AnyResponse:
    """The paper as PDF, where LibreOffice is present; 404 where it is not."""
    paper, _case = _open(paper_id)
    program, content = find_program(site().settings.soffice), _content(paper)
    if program is None:
        abort(404)
    try:
        made = pdf_of(program, content, site().settings.pdf_folder)
    except NotConverted as error:
        _log.error("no PDF", reason=str(error))
        flash(_("这份文书没有转成 PDF。请用“打印”,或下载 Word 文件;一直这样,请告诉系统管理员。"), "warning")
        return redirect(url_for("documents.page", paper_id=paper_id))
    return attachment(made, "application/pdf", _name(paper, ".pdf"))


def _slip(paper: Paper, case: Case) -> QuerySlip | None:
    """What goes along with the first paper that is the applicant's: they know the case by it from then on."""
    theirs = [each.id for each in papers_of(reading(), case.id) if is_for_applicant(case, each)]
    return query_slip(case) if theirs[-1:] == [paper.id] else None


def _content(paper: Paper) -> bytes:
    if paper.file_digest is None:
        abort(404)
    try:
        return Blobs(site().settings.files).get(paper.file_digest)
    except MissingBlob:
        abort(404)


def _name(paper: Paper, ending: str) -> str:
    return f"{paper.kind} {paper.number or ''}".strip() + ending


def _open(paper_id: UUID) -> tuple[Paper, Case]:
    paper = find_paper(reading(), paper_id)
    if paper is None:
        abort(404)
    return paper, case_or_404(paper.instance_id)
