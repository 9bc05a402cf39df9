"""附件: looked at in the page, or fetched as they came. What is shown cannot act: no script, no form, no link of it runs."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template

from engine.queries.case import Case
from engine.records.blobs import Blobs, MissingBlob
from engine.records.word_text import NoWordText, paragraphs
from web import attachments
from web.access import case_or_404
from web.attachments import Attachment
from web.disclosed import case_files, may_open
from web.downloads import attachment
from web.file_kinds import media_type, preview_of
from web.security import framed, framing
from web.site import reading, site

blueprint = Blueprint("attachments", __name__, url_prefix="/attachments")


@blueprint.get("/<uuid:attachment_id>")
def file(attachment_id: UUID) -> Response:
    """The file, for those who may see its case."""
    found, _case = _open(attachment_id)
    return attachment(_content(found), "application/octet-stream", found.name)


@blueprint.get("/<uuid:attachment_id>/view")
def page(attachment_id: UUID) -> Response:
    """The file shown in the page, with what is known of it and its other versions."""
    found, case = _open(attachment_id)
    group = next(each for each in attachments.versions(case_files(case.id)) if found in each)
    kind = preview_of(found.name)
    answer = make_response(
        render_template(
            "attachment.html",
            file=found,
            case=case,
            versions=group,
            kind=kind,
            text=_words(found) if kind == "word" else None,
        )
    )
    return framing(answer)


@blueprint.get("/<uuid:attachment_id>/shown")
def shown(attachment_id: UUID) -> Response:
    """A picture or a PDF as the browser shows it, within our own page alone."""
    found, _case = _open(attachment_id)
    media = media_type(found.name)
    if media is None:
        abort(404)
    return framed(Response(_content(found), mimetype=media))


def _open(attachment_id: UUID) -> tuple[Attachment, Case]:
    found = attachments.find(reading(), attachment_id)
    if found is None:
        abort(404)
    case = case_or_404(found.instance_id)
    if not may_open(found):
        abort(404)
    return found, case


def _content(found: Attachment) -> bytes:
    try:
        return Blobs(site().settings.files).get(found.digest)
    except MissingBlob:
        abort(404)


def _words(found: Attachment) -> list[str] | None:
    """The words of a Word file; None where it cannot be read."""
    try:
        return paragraphs(_content(found))
    except NoWordText:
        return None
