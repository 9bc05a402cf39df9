"""The kinds of files taken as attachments: told by the ending of the name, believed by the content."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Final, Literal
from zipfile import BadZipFile, ZipFile

Preview = Literal["picture", "pdf", "word"]

_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0",)
BEGINNINGS: Final[Mapping[str, tuple[bytes, ...]]] = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".ofd", ".zip"), _ZIP),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".wps", ".et"), _OLE),
}
"""The kinds of files taken, by the ending of their name, with the bytes such a file begins with."""

_MEMBERS: Final = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".ofd": "OFD.xml",
}
"""What the packed kinds must hold."""

_MEDIA: Final = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
"""The media types of what a browser shows by itself."""


def is_taken(name: str) -> bool:
    """Whether files of this name's ending are taken."""
    return _ending(name) in BEGINNINGS


def is_what_it_says(name: str, content: bytes) -> bool:
    """Whether the content is of the kind that the name says."""
    ending = _ending(name)
    if not content.startswith(BEGINNINGS[ending]):
        return False
    member = _MEMBERS.get(ending)
    return member is None or _holds(content, member)


def preview_of(name: str) -> Preview | None:
    """How a file is shown in the page; None for what is only fetched."""
    ending = _ending(name)
    if ending == ".docx":
        return "word"
    if ending == ".pdf":
        return "pdf"
    return "picture" if ending in _MEDIA else None


def media_type(name: str) -> str | None:
    """The media type of a file that the browser shows by itself, else None."""
    return _MEDIA.get(_ending(name))


def _holds(content: bytes, member: str) -> bool:
    try:
        with ZipFile(BytesIO(content)) as package:
            return member in package.namelist()
    except BadZipFile:
        return False


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()
