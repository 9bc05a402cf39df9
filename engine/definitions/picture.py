"""A diagram as an SVG picture, drawn from the places its file gives: for README files and pages without script."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from engine.definitions.diagram import BPMN, BPMNDI
from engine.definitions.layout.drawn import DC, DI
from engine.definitions.layout.shapes import Box, Point, label_box, text_width
from engine.definitions.picture_marks import event_mark, loop_mark, task_mark
from engine.definitions.xml import parse_xml
from engine.words import words

_STYLE: Final = (
    ".s{fill:#fff;stroke:#22303f;stroke-width:1.5}.w{stroke-width:3}.n{fill:none;stroke:#22303f;stroke-width:1.3}"
    ".d{stroke-dasharray:5 4}.o{stroke-dasharray:1 4;stroke-linecap:round}.f{fill:#22303f;stroke:none}"
    "text{font-family:'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif;"
    "fill:#1b2733;font-size:12px;text-anchor:middle}text.l{font-size:11px}text.a{text-anchor:start}"
)
_BORDER: Final = 12


class NoPicture(Exception):
    """The file says nowhere where its shapes stand; lay it out first."""


def svg_picture(xml: bytes) -> str:
    """The first diagram of the file as SVG. Raises NoPicture without one, UnreadableXml for bytes we do not read."""
    root = parse_xml(xml)
    plane = next(root.iter(f"{{{BPMNDI}}}BPMNPlane"), None)
    if plane is None or not any(isinstance(item.tag, str) for item in plane):
        raise NoPicture(words("文件中没有图形部分,请先运行 banjie layout 排版。"))
    elements = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    drawing = _Drawing(elements)
    items = [item for item in plane if isinstance(item.tag, str)]
    for item in sorted(items, key=_depth_first):
        drawing.add(item)
    return drawing.svg(root.get("name") or _title(elements.get(plane.get("bpmnElement", ""))))


def _depth_first(item: etree._Element) -> tuple[bool, float]:
    """Large shapes first, lines above shapes."""
    bounds = item.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return (True, 0)
    return (False, -float(bounds.get("width", "0")) * float(bounds.get("height", "0")))


def _title(element: etree._Element | None) -> str:
    return "流程图" if element is None else element.get("name") or "流程图"


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


class _Drawing:
    def __init__(self, elements: dict[str, etree._Element]) -> None:
        self.elements = elements
        self.parts: list[str] = []
        self.boxes: list[Box] = []

    def add(self, item: etree._Element) -> None:
        """Draw one shape or line of the plane."""
        key = item.get("bpmnElement", "").rpartition(":")[2]
        element = self.elements.get(key)
        if element is None:
            return
        label = _bounds(item.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds"))
        points = [(float(p.get("x", "0")), float(p.get("y", "0"))) for p in item.findall(f"{{{DI}}}waypoint")]
        box = _bounds(item.find(f"{{{DC}}}Bounds"))
        if points:
            self.parts += self._edge(element, points, label)
            self.boxes += [Box(x, y, 0, 0) for x, y in points]
        elif box:
            self.parts += self._shape(element, box, item, label)
            self.boxes.append(box)
        if label:
            self.boxes.append(label)

    def svg(self, title: str) -> str:
        """The whole picture."""
        left = min((b.x for b in self.boxes), default=0) - _BORDER
        top = min((b.y for b in self.boxes), default=0) - _BORDER
        width = max((b.right for b in self.boxes), default=0) + _BORDER - left
        height = max((b.bottom for b in self.boxes), default=0) + _BORDER - top
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}" role="img" aria-label={quoteattr(title)}>'
            f"<style>{_STYLE}</style>"
            '<defs><marker id="a" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" '
            'orient="auto"><path class="f" d="M0 1 10 5 0 9z"/></marker>'
            '<marker id="m" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="10" markerHeight="10" '
            'orient="auto"><path class="s" d="M1 1 9 5 1 9z"/></marker></defs>'
            + "".join(self.parts)
            + "</svg>\n"
        )

    def _shape(
        self, element: etree._Element, box: Box, item: etree._Element, label: Box | None
    ) -> Iterator[str]:
        kind, name = _local(element), element.get("name", "")
        fill, stroke = _colours(item)
        paint = (f' fill="{fill}"' if fill else "") + (f' stroke="{stroke}"' if stroke else "")
        style = f' style="{";".join(filter(None, (fill and f"fill:{fill}", stroke and f"stroke:{stroke}")))}"'
        own = style if paint else ""
        if kind.endswith("Event"):
            yield from _event(element, box, own)
        elif kind.endswith("Gateway"):
            yield from _gateway(kind, box, own)
        elif kind in ("participant", "lane"):
            yield from _strip(name, box, own)
            return
        elif kind == "textAnnotation":
            yield from _note(element, box)
            return
        elif kind == "group":
            yield f'<rect class="n d" rx="8" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"/>'
            return
        elif kind.startswith("data"):
            yield from _data(kind, box, own)
        else:
            yield from _activity(element, box, item, own)
            return
        if name:
            yield from _lines(name, label or _below(name, box), "l")

    def _edge(self, element: etree._Element, points: list[Point], label: Box | None) -> Iterator[str]:
        kind, name = _local(element), element.get("name", "")
        path = " ".join(f"{'L' if at else 'M'}{x:g} {y:g}" for at, (x, y) in enumerate(points))
        look = {
            "messageFlow": 'class="n d" marker-end="url(#m)"',
            "association": 'class="n o"',
            "dataInputAssociation": 'class="n o" marker-end="url(#a)"',
            "dataOutputAssociation": 'class="n o" marker-end="url(#a)"',
        }.get(kind, 'class="n" marker-end="url(#a)"')
        yield f'<path {look} d="{path}"/>'
        source = self.elements.get(element.get("sourceRef", ""))
        if source is not None and source.get("default") == element.get("id"):
            yield _slash(points)
        if name:
            yield from _lines(name, label or _middle(name, points), "l")


def _bounds(found: etree._Element | None) -> Box | None:
    if found is None:
        return None
    return Box(*(float(found.get(name, "0")) for name in ("x", "y", "width", "height")))


def _colours(item: etree._Element) -> tuple[str, str]:
    """Fill and line colour of a shape, from either of the two ways in which tools write them; `#rrggbb` only."""
    found = {etree.QName(str(name)).localname: str(value) for name, value in item.attrib.items()}
    pair = (
        found.get("background-color") or found.get("fill", ""),
        found.get("border-color") or found.get("stroke", ""),
    )
    fill, stroke = (value if value.startswith("#") and value[1:].isalnum() else "" for value in pair)
    return fill, stroke


def _event(element: etree._Element, box: Box, own: str) -> Iterator[str]:
    kind, radius = _local(element), box.width / 2
    dashed = " d" if "false" in (element.get("cancelActivity"), element.get("isInterrupting")) else ""
    thick = " w" if kind == "endEvent" else ""
    yield f'<circle class="s{thick}{dashed}"{own} cx="{box.cx:g}" cy="{box.cy:g}" r="{radius:g}"/>'
    if kind in ("boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"):
        yield f'<circle class="n{dashed}" cx="{box.cx:g}" cy="{box.cy:g}" r="{radius - 3:g}"/>'
    found = next(
        (_local(c) for c in element if isinstance(c.tag, str) and _local(c).endswith("EventDefinition")), ""
    )
    yield event_mark(
        found.removesuffix("EventDefinition"), box, kind in ("endEvent", "intermediateThrowEvent")
    )


def _gateway(kind: str, box: Box, own: str) -> Iterator[str]:
    points = f"{box.cx:g},{box.y:g} {box.right:g},{box.cy:g} {box.cx:g},{box.bottom:g} {box.x:g},{box.cy:g}"
    yield f'<polygon class="s"{own} points="{points}"/>'
    x, y = box.cx, box.cy
    if kind == "exclusiveGateway":
        yield f'<path class="n" stroke-width="3" d="M{x - 8:g} {y - 9:g}L{x + 8:g} {y + 9:g}M{x + 8:g} {y - 9:g}L{x - 8:g} {y + 9:g}"/>'
    elif kind in ("parallelGateway", "complexGateway"):
        yield f'<path class="n" d="M{x - 12:g} {y:g}H{x + 12:g}M{x:g} {y - 12:g}V{y + 12:g}"/>'
    else:
        yield f'<circle class="n" cx="{x:g}" cy="{y:g}" r="12"/>'
    if kind == "eventBasedGateway":
        yield f'<circle class="n" cx="{x:g}" cy="{y:g}" r="9"/>'


def _strip(name: str, box: Box, own: str) -> Iterator[str]:
    yield f'<rect class="s"{own} x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"/>'
    yield f'<path class="n" d="M{box.x + 30:g} {box.y:g}V{box.bottom:g}"/>'
    x, y = box.x + 19, box.cy
    yield f'<text transform="rotate(-90 {x:g} {y:g})" x="{x:g}" y="{y:g}">{escape(name)}</text>'


def _note(element: etree._Element, box: Box) -> Iterator[str]:
    text = "".join(found.text or "" for found in element.findall(f"{{{BPMN}}}text"))
    yield f'<path class="n" d="M{box.x + 10:g} {box.y:g}H{box.x:g}V{box.bottom:g}H{box.x + 10:g}"/>'
    for at, line in enumerate(wrapped(text, box.width - 14, 12)):
        yield f'<text class="a" x="{box.x + 8:g}" y="{box.y + 18 + at * 15:g}">{escape(line)}</text>'


def _data(kind: str, box: Box, own: str) -> Iterator[str]:
    x, y, right, low = box.x, box.y, box.right, box.bottom
    if kind == "dataStoreReference":
        yield (
            f'<path class="s"{own} d="M{x:g} {y + 8:g}C{x:g} {y - 2:g} {right:g} {y - 2:g} {right:g} {y + 8:g}V{low - 8:g}'
            f"C{right:g} {low + 2:g} {x:g} {low + 2:g} {x:g} {low - 8:g}zM{x:g} {y + 8:g}C{x:g} {y + 18:g} {right:g} "
            f'{y + 18:g} {right:g} {y + 8:g}"/>'
        )
        return
    yield f'<path class="s"{own} d="M{x:g} {y:g}H{right - 10:g}L{right:g} {y + 10:g}V{low:g}H{x:g}zM{right - 10:g} {y:g}V{y + 10:g}H{right:g}"/>'


def _activity(element: etree._Element, box: Box, item: etree._Element, own: str) -> Iterator[str]:
    kind, name = _local(element), element.get("name", "")
    opened = item.get("isExpanded") in ("true", "1")
    look = " w" if kind == "callActivity" else " o" if element.get("triggeredByEvent") == "true" else ""
    yield (
        f'<rect class="s{look}"{own} rx="8" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"/>'
    )
    if kind == "transaction":
        yield f'<rect class="n" rx="6" x="{box.x + 3:g}" y="{box.y + 3:g}" width="{box.width - 6:g}" height="{box.height - 6:g}"/>'
    yield task_mark(kind, box)
    loop = next(
        (c for c in element if isinstance(c.tag, str) and _local(c).endswith("LoopCharacteristics")), None
    )
    closed = kind in ("subProcess", "transaction", "adHocSubProcess", "callActivity") and not opened
    yield loop_mark(loop, box, closed)
    area = Box(box.x, box.y + 4, box.width, 24) if opened else box
    yield from _lines(name, area, "")


def _slash(points: list[Point]) -> str:
    """The mark of a default flow."""
    (x1, y1), (x2, y2) = points[0], points[1]
    x = x1 + (10 if x2 > x1 else -10 if x2 < x1 else 0)
    y = y1 + (10 if y2 > y1 else -10 if y2 < y1 else 0)
    return f'<path class="n" d="M{x - 4:g} {y + 5:g}L{x + 4:g} {y - 5:g}"/>'


def _below(name: str, box: Box) -> Box:
    label = label_box(name)
    label.x, label.y = box.cx - label.width / 2, box.bottom + 3
    return label


def _middle(name: str, points: list[Point]) -> Box:
    label = label_box(name)
    pairs = list(pairwise(points))
    (x1, y1), (x2, y2) = max(pairs, key=lambda p: abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1]))
    label.x, label.y = (x1 + x2) / 2 - label.width / 2, (y1 + y2) / 2 - label.height - 2
    return label


def _lines(text: str, box: Box, look: str) -> Iterator[str]:
    """The text in the middle of the box, on as many lines as it needs."""
    size = 11 if look == "l" else 12
    lines = wrapped(text, max(box.width, 20) - (0 if look == "l" else 10), size)
    step = size + 3
    y = box.cy - (len(lines) - 1) * step / 2 + size * 0.36
    for at, line in enumerate(lines):
        yield f'<text class="{look}" x="{box.cx:g}" y="{y + at * step:g}">{escape(line)}</text>'


def wrapped(text: str, width: float, size: int) -> list[str]:
    """`text` on lines no wider than `width`: between Chinese characters anywhere, in Latin words only between them."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for piece in _pieces(paragraph):
            if line and text_width(line + piece.rstrip(), size) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece if line or piece.strip() else ""
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for character in text:
        if ord(character) > 0x2E80:
            if piece:
                yield piece
                piece = ""
            yield character
            continue
        piece += character
        if character == " ":
            yield piece
            piece = ""
    if piece:
        yield piece
