"""What travels compressed, so that a page is soon there on a slow line.

Files that are the same for everybody, and the first pages of those who have not signed in. Any other page does
not: its length would tell of secrets that stand beside what somebody else has written or asked (BREACH).
"""

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, Response, request
from flask_login import current_user

_WORTH: Final = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
_FIRST: Final = frozenset(
    {"public.home", "public.matter", "public.published", "public.promises", "progress.ask", "sign_in.page"}
)
"""Pages that hold nothing anybody may write; asked for with words of one's own they are not compressed either."""
_LEAST: Final = 500
"""Bytes below which it does not pay."""


def install(app: Flask) -> None:
    """Compress static files for browsers that take them so."""
    folder = Path(app.static_folder or "")

    def compress_page(response: Response) -> Response:
        if request.endpoint not in _FIRST or request.args or response.status_code != 200:
            return response
        response.vary.add("Accept-Encoding")
        if request.method == "GET" and request.accept_encodings["gzip"] and current_user.is_anonymous:
            response.set_data(gzip.compress(response.get_data(), 5, mtime=0))
            response.content_encoding = "gzip"
        return response

    def compress(response: Response) -> Response:
        if request.endpoint != "static" or response.mimetype not in _WORTH:
            return response
        response.vary.add("Accept-Encoding")
        path = folder / str((request.view_args or {}).get("filename"))
        if response.status_code != 200 or not request.accept_encodings["gzip"] or not path.is_file():
            return response
        seen = path.stat()
        if seen.st_size >= _LEAST:
            response.close()
            response.direct_passthrough = False
            response.set_data(_gzipped(path, seen.st_mtime_ns))
            response.content_encoding = "gzip"
            etag, _ = response.get_etag()
            if etag is not None:
                response.set_etag(etag, weak=True)
        return response

    app.after_request(compress)
    app.after_request(compress_page)


@lru_cache(maxsize=256)
def _gzipped(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)
