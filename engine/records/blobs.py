"""Files by what is in them: issued papers and attachments, each under the digest of its bytes.

A file is complete and on disk before a row names it, is never changed, and lies there once however often it
is added. What no row names (an act that failed after its file was written) is swept.
"""

import hashlib
import os
from collections.abc import Container
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from engine.time import clock
from engine.words import words

_ALGORITHM = "sha256"


class MissingBlob(LookupError):
    """No file of this digest is here; the message says which, in Chinese."""


class DamagedBlob(ValueError):
    """The file's bytes are not those it was stored with; the message says which, in Chinese."""


def digest_of(content: bytes) -> str:
    """The digest of these bytes, naming its algorithm: `sha256:…`."""
    return f"{_ALGORITHM}:{hashlib.sha256(content).hexdigest()}"


class Blobs:
    """The files of one directory, `<sha256 hex>` each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep these bytes and return their digest; they are on disk when this returns."""
        digest = digest_of(content)
        path = self.path(digest)
        if path.exists():
            return digest
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as draft:
            try:
                draft.write(content)
                draft.flush()
                os.fsync(draft.fileno())
                os.replace(draft.name, path)
            except BaseException:
                os.unlink(draft.name)
                raise
        _sync(self._folder)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of this digest. Raises MissingBlob, DamagedBlob."""
        try:
            content = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise MissingBlob(
                words(
                    "数据目录中没有文件 %(digest)s,请从备份中恢复 %(name)s 目录",
                    digest=digest,
                    name=self._folder.name,
                )
            ) from error
        if digest_of(content) != digest:
            raise DamagedBlob(words("文件 %(digest)s 的内容已被改动或损坏,请从备份中恢复", digest=digest))
        return content

    def path(self, digest: str) -> Path:
        """Where the file of this digest lies, if it is here. Raises ValueError for what is no such digest."""
        algorithm, _, name = digest.partition(":")
        if algorithm != _ALGORITHM or len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise ValueError(f"not a digest: {digest!r}")
        return self._folder / name

    def sweep(self, named: Container[str], older_than: timedelta) -> list[str]:
        """Remove files whose digest is not in `named` and that are `older_than` at least; returns theirs.

        An act writes its file first and its row a moment later, so `older_than` must exceed any act.
        """
        limit = (clock.now() - older_than).timestamp()
        removed = []
        for path in sorted(self._folder.glob("*")) if self._folder.exists() else []:
            digest = f"{_ALGORITHM}:{path.name}"
            if digest not in named and path.stat().st_mtime <= limit:
                with suppress(FileNotFoundError):
                    path.unlink()
                    removed.append(digest)
        return removed


def _sync(folder: Path) -> None:
    """Make the directory entry itself durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
