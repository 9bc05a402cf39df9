"""Scripts and styles travel compressed, so that a page is soon there on a slow line.

Only files that are the same for everybody: what answers to somebody's input beside a secret must not be (BREACH).
"""

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, Response, request

_WORTH: Final = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
_LEAST: Final = 500
"""Bytes below which it does not pay."""


def install(app: Flask) -> None:
    """Compress static files for browsers that take them so."""
    folder = Path(app.static_folder or "")

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


@lru_cache(maxsize=256)
def _gzipped(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)
