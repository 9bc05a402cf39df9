"""附件: fetched as they came, never opened in the page."""

from uuid import UUID

from flask import Blueprint, Response, abort

from engine.records.blobs import Blobs, MissingBlob
from web import attachments
from web.access import case_or_404
from web.disclosed import may_open
from web.downloads import attachment
from web.site import reading, site

blueprint = Blueprint("attachments", __name__, url_prefix="/attachments")


@blueprint.get("/<uuid:attachment_id>")
def file(attachment_id: UUID) -> Response:
    """The file, for those who may see its case."""
    found = attachments.find(reading(), attachment_id)
    if found is None:
        abort(404)
    case_or_404(found.instance_id)
    if not may_open(found):
        abort(404)
    try:
        content = Blobs(site().settings.files).get(found.digest)
    except MissingBlob:
        abort(404)
    return attachment(content, "application/octet-stream", found.name)
