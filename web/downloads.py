"""Files as answers."""

from urllib.parse import quote

from flask import Response


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """A file to be kept under a name, which may be Chinese (RFC 6266, RFC 8187)."""
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
