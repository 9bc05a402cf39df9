"""Pools and lanes: how deep they lie in each other, how high they must be, and their rectangles."""

from typing import Final

from engine.definitions.layout.rows import Rows
from engine.definitions.layout.shapes import HEADER, Band, Box, Row, Scope, text_width

ROW_GAP: Final = 24
"""Room between two rows."""
THIN: Final = 12
"""Half the height of a row in which only lines run."""


def depth(band: Band) -> int:
    """How many strips lie in each other, the outer one counted."""
    return 1 + max((depth(child) for child in band.children), default=0)


def make_room(leaf: Band, held: list[Row]) -> None:
    """Make a strip's rows so high that its name, which runs upwards, fits in."""
    lacking = text_width(leaf.name, 12) + ROW_GAP
    lacking -= sum(max(row.up, THIN) + max(row.down, THIN) + ROW_GAP for row in held)
    if lacking > 0:
        held[-1].down = max(held[-1].down, THIN) + lacking


def frame_bands(scope: Scope, rows: Rows) -> None:
    """Give every pool and lane the rectangle around its rows."""
    leaves = [leaf for band in scope.bands for leaf in band.leaves()]
    for leaf in leaves:
        held: list[Row] = rows.bands[leaf.index]
        top = held[0].y - held[0].up - ROW_GAP / 2
        leaf.box = Box(0, top, 0, held[-1].y + held[-1].down + ROW_GAP / 2 - top)
    for band in scope.bands:
        _frame(band, 0, scope.box.width)


def _frame(band: Band, x: float, right: float) -> None:
    for child in band.children:
        _frame(child, x + HEADER, right)
    if band.children:
        first, last = band.children[0].box, band.children[-1].box
        band.box = Box(x, first.y, right - x, last.bottom - first.y)
    else:
        band.box.x, band.box.width = x, right - x
