"""The words of a Word file (.docx), for reading without opening it."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from engine.safe_xml import safe_parser

MOST_PARAGRAPHS = 2000
"""So many paragraphs are read; whoever wants more opens the file."""

_UNREADABLE = (BadZipFile, KeyError, OSError, RuntimeError, zlib.error, etree.XMLSyntaxError)
_LARGEST = 32 * 1024 * 1024
_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _PARAGRAPH = f"{_NAMESPACE}t", f"{_NAMESPACE}p"
_BREAKS = {f"{_NAMESPACE}tab": "\t", f"{_NAMESPACE}br": "\n", f"{_NAMESPACE}cr": "\n"}


class NoWordText(ValueError):
    """The file cannot be read as a Word file."""


def paragraphs(content: bytes) -> list[str]:
    """The paragraphs that say something, those of tables included, in their order; pictures are left out.

    Raises NoWordText. Nothing outside the file is fetched, and a file that unpacks to too much is not unpacked.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            part = package.getinfo("word/document.xml")
            if part.file_size > _LARGEST:
                raise NoWordText
            with package.open(part) as opened:
                document = opened.read(_LARGEST)
        parser = safe_parser()
        root = etree.fromstring(document, parser)
    except _UNREADABLE as error:
        raise NoWordText from error
    found = (text for paragraph in root.iter(_PARAGRAPH) if (text := _words(paragraph)))
    return [text for text, _number in zip(found, range(MOST_PARAGRAPHS), strict=False)]


def _words(paragraph: etree._Element) -> str:
    return "".join(_pieces(paragraph)).strip()


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    """The texts of a paragraph, without those of paragraphs inside it (text boxes), which come by themselves."""
    for element in paragraph:
        if element.tag == _TEXT:
            yield element.text or ""
        elif element.tag in _BREAKS:
            yield _BREAKS[str(element.tag)]
        elif element.tag != _PARAGRAPH:
            yield from _pieces(element)
