"""What is different between two texts, word for word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from io import BytesIO
from typing import Final, Literal
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from engine.definitions.xml import UnreadableXml, parse_xml

Piece = tuple[Literal["same", "added", "removed"], str]
"""A stretch of text and what became of it."""

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PIECES: Final = re.compile(r"[A-Za-z0-9_.]+|\s+|.", re.DOTALL)
_LONGEST: Final = 20_000
_AROUND: Final = 24
"""How much of what stayed is shown on either side of a change."""


def changed(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one: what stayed, what went, what came, in order; long stretches that stayed are cut."""
    old, new = _PIECES.findall(before[:_LONGEST]), _PIECES.findall(after[:_LONGEST])
    found: list[Piece] = []
    for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[first:last])))
            continue
        if first < last:
            found.append(("removed", "".join(old[first:last])))
        if begin < end:
            found.append(("added", "".join(new[begin:end])))
    return tuple(_cut(found))


def _cut(pieces: list[Piece]) -> Iterator[Piece]:
    for at, (kind, text) in enumerate(pieces):
        first, last = at == 0, at == len(pieces) - 1
        if kind != "same" or len(text) <= 2 * _AROUND + 1:
            yield kind, text
        elif first:
            yield kind, "…" + text[-_AROUND:]
        elif last:
            yield kind, text[:_AROUND] + "…"
        else:
            yield kind, f"{text[:_AROUND]}…{text[-_AROUND:]}"


def word_text(content: bytes) -> str | None:
    """The paragraphs of a Word file, one a line; None where it cannot be read."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            body = parse_xml(archive.read("word/document.xml"))
    except (BadZipFile, KeyError, ParseError, UnreadableXml):
        return None
    lines = (
        "".join(str(run.text or "") for run in paragraph.iter(f"{_WORD}t"))
        for paragraph in body.iter(f"{_WORD}p")
    )
    return "\n".join(line for line in lines if line.strip())
