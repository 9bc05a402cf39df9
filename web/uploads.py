"""A file between its dry run and its import: kept for its uploader, for a day."""

import re
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from engine.time import clock

KEPT = timedelta(days=1)
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Uploads:
    """Files of one folder, each under its digest and the id of who brought it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, person_id: UUID) -> str:
        """Keep a file and return its digest; files older than a day go."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._outdated():
            old.unlink(missing_ok=True)
        digest = sha256(content).hexdigest()
        self._path(digest, person_id).write_bytes(content)
        return digest

    def find(self, digest: str, person_id: UUID) -> bytes | None:
        """The file this person brought, or None."""
        if not _DIGEST.fullmatch(digest):
            return None
        path = self._path(digest, person_id)
        return path.read_bytes() if path.is_file() else None

    def drop(self, digest: str, person_id: UUID) -> None:
        """Throw a file away once it has been imported."""
        if _DIGEST.fullmatch(digest):
            self._path(digest, person_id).unlink(missing_ok=True)

    def _path(self, digest: str, person_id: UUID) -> Path:
        return self._folder / f"{digest}-{person_id.hex}"

    def _outdated(self) -> Iterator[Path]:
        limit = (clock.now() - KEPT).timestamp()
        return (path for path in self._folder.iterdir() if path.stat().st_mtime < limit)
