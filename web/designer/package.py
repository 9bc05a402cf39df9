"""A procedure as one file between counties: its folder zipped, with a note of what it is and its digest."""

from collections.abc import Mapping
from typing import Final

import orjson

from engine.definitions.drafts import DraftError, digest_of
from web.i18n import _

PACKAGE: Final = "package.json"
"""The note's name beside the files of the folder."""
_FORMAT: Final = "banjie-process/1"


def package_of(process: str, files: Mapping[str, bytes]) -> bytes:
    """The note for these files."""
    note = {"format": _FORMAT, "process": process, "digest": digest_of(files)}
    return orjson.dumps(note, option=orjson.OPT_INDENT_2)


def unpacked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files without the note; where there is one they must be what it says. Raises DraftError."""
    found = {path: content for path, content in files.items() if path != PACKAGE}
    if PACKAGE not in files:
        return found
    try:
        note = orjson.loads(files[PACKAGE])
    except orjson.JSONDecodeError:
        note = {}
    if not isinstance(note, dict) or note.get("digest") != digest_of(found):
        raise DraftError(_("文件与导出时不一致(摘要不符),可能在传送中损坏或被改动。请向对方重新要一份。"))
    return found
