"""The pictures of a handbook: each diagram on paper wide enough to read it, cut in pieces where none is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Final

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.section import Section
from docx.shared import Cm

from engine.definitions.layout import lay_out, missing
from engine.definitions.picture import NoPicture, svg_picture
from engine.definitions.raster import NoPng, png_pictures, size_of, strip_of

MARGIN: Final = 2.0
A4: Final = (29.7, 21.0)
"""On its side: width and height in centimetres."""
_A3: Final = (42.0, 29.7)
_WORDS_ABOVE: Final = 2.8
_READABLE: Final = 0.5 * 2.54 / 72
"""Centimetres a pixel of the drawing, so that its words are six points high."""
_NATURAL: Final = 0.75 * 2.54 / 72
_SQUEEZED: Final = 0.15
"""By how much of a page a picture may be too wide before it is cut once more rather than made smaller."""
_SHARED: Final = 0.01
"""What two pieces of a picture that follow each other both show, as a share of the whole."""


@dataclass(frozen=True)
class Shown:
    """A diagram of the handbook: what it is called and its file."""

    name: str
    xml: bytes


@dataclass(frozen=True)
class Plan:
    """How a picture is put on paper: which, in how many pieces side by side, how large a pixel is in centimetres."""

    paper: tuple[float, float]
    pieces: int
    scale: float


def plan(width: float, height: float) -> Plan:
    """The smallest paper on which a picture of so many pixels can be read, in as few pieces as that takes."""
    for paper in (A4, _A3):
        across, down = paper[0] - 2 * MARGIN, paper[1] - 2 * MARGIN - _WORDS_ABOVE
        scale = min(_NATURAL, across / width, down / height)
        if scale >= _READABLE:
            return Plan(paper, 1, scale)
    scale = min(_READABLE, down / height)
    pieces = max(1, ceil(width * scale / across - _SQUEEZED))
    shared = 0 if pieces == 1 else 2 * _SHARED
    return Plan(_A3, pieces, min(scale, across / (width * (1 / pieces + shared))))


def write_pictures(document: WordDocument, heading: str, diagrams: Sequence[Shown]) -> None:
    """Write the diagrams under a heading, each on a page of its own, then go on with a page of A4; nothing is drawn of an empty one."""
    pages = [page for shown in diagrams for page in _pages(shown)]
    if not pages:
        return
    try:
        pictures = png_pictures([page.svg for page in pages])
    except NoPng:
        document.add_heading(heading, 1)
        document.add_paragraph("服务器上没有中文字体,画不出流程图。请系统管理员安装一种(见运行说明),再导出。")
        return
    for page, png in zip(pages, pictures, strict=True):
        on_its_side(document.add_section(), page.plan.paper)
        if page is pages[0]:
            document.add_heading(heading, 1)
        document.add_paragraph(page.title)
        width, height = (side * page.plan.scale for side in size_of(page.svg))
        shape = document.add_picture(BytesIO(png), Cm(width), Cm(height))
        shape._inline.docPr.set("descr", f"流程图:{page.title}")
    on_its_side(document.add_section(), A4)


@dataclass(frozen=True)
class _Page:
    title: str
    svg: str
    plan: Plan


def _pages(shown: Shown) -> Iterator[_Page]:
    try:
        svg = svg_picture(lay_out(shown.xml) if missing(shown.xml) else shown.xml)
    except NoPicture:
        return
    found = plan(*size_of(svg))
    if found.pieces == 1:
        yield _Page(shown.name, svg, found)
        return
    for at in range(found.pieces):
        left, right = max(0.0, at / found.pieces - _SHARED), min(1.0, (at + 1) / found.pieces + _SHARED)
        title = f"{shown.name}(第 {at + 1} 幅,共 {found.pieces} 幅)"
        yield _Page(title, strip_of(svg, left, right), found)


def on_its_side(section: Section, paper: tuple[float, float]) -> None:
    """Give a section this paper, wider than it is high."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Cm(side) for side in paper)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
