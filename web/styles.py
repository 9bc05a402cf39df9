"""The style sheet: the files of static/css as one, so that a page waits for a single answer before it is drawn.

Its address holds a digest of what is in it; browsers keep it for a year.
"""

import gzip
import hashlib
from functools import cached_property
from pathlib import Path
from typing import Final

from flask import Flask, Response, abort, request, url_for

ORDER: Final = (
    "base",
    "frame",
    "parts",
    "forms",
    "lists",
    "register",
    "papers",
    "rooms",
    "scores",
    "sign_in",
    "clock",
    "public",
    "print",
)
"""Later ones prevail; the last speaks of paper alone."""
_ONE_YEAR: Final = "public, max-age=31536000, immutable"


class StyleSheet:
    """The files of a folder in their order, read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def text(self) -> bytes:
        """The whole sheet."""
        return b"".join((self._folder / f"{name}.css").read_bytes() for name in ORDER)

    @cached_property
    def compressed(self) -> bytes:
        """The whole sheet for browsers that take gzip."""
        return gzip.compress(self.text, 9, mtime=0)

    @cached_property
    def digest(self) -> str:
        """What its address changes with."""
        return hashlib.sha256(self.text).hexdigest()[:16]


def install(app: Flask) -> None:
    """Serve the sheet and let templates ask for `style_sheet()`."""
    sheet = StyleSheet(Path(app.static_folder or "") / "css")

    def serve(digest: str) -> Response:
        if digest != sheet.digest:
            abort(404)
        takes = request.accept_encodings["gzip"] > 0
        response = Response(sheet.compressed if takes else sheet.text, mimetype="text/css")
        if takes:
            response.content_encoding = "gzip"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = _ONE_YEAR
        return response

    app.add_url_rule("/styles/<digest>.css", "styles", serve)
    app.jinja_env.globals["style_sheet"] = lambda: url_for("styles", digest=sheet.digest)
