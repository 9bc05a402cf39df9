"""The whole layout of a sheet: insides of subprocesses first, then its own grid, then what follows no grid."""

from typing import Final

from engine.definitions.layout.detours import draw_links
from engine.definitions.layout.drawn import Picture
from engine.definitions.layout.layers import assign_columns
from engine.definitions.layout.placing import place
from engine.definitions.layout.routes import plan_routes
from engine.definitions.layout.rows import assign_rows
from engine.definitions.layout.shapes import Box, Node, Scope, Sheet
from engine.definitions.layout.untangling import untangle

_TITLE: Final = 34
_PADDING: Final = 16
_ORIGIN: Final = 60


def draw(sheet: Sheet, picture: Picture, effort: int) -> None:
    """Give everything on the sheet its place; `effort` is the most rounds spent on crossings, none for 0."""
    _lay_out(sheet.scope, effort)
    sheet.scope.shift(_ORIGIN, _ORIGIN)
    for scope in sheet.scope.scopes():
        for group in scope.groups:
            _enclose(group, sheet.scope, picture)
    draw_links(sheet.scope)


def _lay_out(scope: Scope, effort: int) -> None:
    for node in scope.nodes:
        if node.inner and node.expanded:
            _lay_out(node.inner, effort)
            inside = node.inner.box
            lanes = 0 if node.inner.bands else _PADDING
            node.inner.shift(lanes, _TITLE)
            node.inner.box = Box(0, 0, inside.width + 2 * lanes, inside.height + _TITLE + _PADDING)
            node.box.width = max(node.box.width, node.inner.box.width)
            node.box.height = max(node.box.height, node.inner.box.height)
    assign_columns(scope)
    leaves = sum(1 for band in scope.bands for _ in band.leaves())
    rows = assign_rows(scope, max(1, leaves))
    untangle(scope, rows, effort)
    place(scope, rows, plan_routes(scope, rows))


def _enclose(group: Node, scope: Scope, picture: Picture) -> None:
    """Draw a group around what lay in it before; an empty one below the rest."""
    before = picture.drawn.get(group.id)
    held = [
        node.box
        for node in scope.everything()
        if node.type != "group" and before and before.box and _was_inside(node, before.box, picture)
    ]
    if not held:
        group.box = Box(scope.box.x, scope.box.bottom + 20, group.box.width, group.box.height)
        scope.box.height += group.box.height + 40
        return
    left, top = min(b.x for b in held) - 14, min(b.y for b in held) - 20
    group.box = Box(left, top, max(b.right for b in held) + 14 - left, max(b.bottom for b in held) + 14 - top)


def _was_inside(node: Node, box: Box, picture: Picture) -> bool:
    drawn = picture.drawn.get(node.id)
    if drawn is None or drawn.box is None:
        return False
    return box.x <= drawn.box.cx <= box.right and box.y <= drawn.box.cy <= box.bottom
