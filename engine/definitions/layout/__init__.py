"""Laying out a BPMN file: writing where every shape stands and how every line runs.

Left to right; pools and lanes as horizontal strips; subprocesses from the inside out; loops led back above or
below. The same file always gives the same picture. Nothing but the diagram part of the file changes.
"""

from engine.definitions.layout.drawing import draw
from engine.definitions.layout.drawn import read_picture
from engine.definitions.layout.reading import read_sheets
from engine.definitions.layout.undrawn import undrawn
from engine.definitions.layout.writing import write_picture
from engine.definitions.xml import parse_xml

__all__ = ["lay_out", "missing"]


def lay_out(xml: bytes, effort: int = 1) -> bytes:
    """The file with its picture drawn anew; more `effort` finds pictures with fewer crossings, 0 takes the first.

    Raises UnreadableXml where the bytes are no diagram we read.
    """
    root = parse_xml(xml)
    picture = read_picture(root)
    sheets = read_sheets(root, picture)
    for sheet in sheets:
        draw(sheet, picture, effort)
    return write_picture(xml, root, sheets, picture)


def missing(xml: bytes) -> list[str]:
    """Ids of the elements a picture shows that have no shape or line in the file. Raises UnreadableXml."""
    return undrawn(parse_xml(xml))
