"""What the picture of a file says already: which shapes are open, how they are coloured, which ids they have."""

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from engine.definitions.diagram import BPMNDI
from engine.definitions.layout.shapes import Box

DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
_OURS: Final = frozenset({"bpmnElement", "isHorizontal", "isExpanded", "isMarkerVisible"})


@dataclass(frozen=True)
class Drawn:
    """One shape or edge as it stands in the file. `kept` are its other attributes, colours for example."""

    tag: str
    box: Box | None
    expanded: bool | None
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """The picture of a file by the id of the element that is drawn, and the planes it is drawn on."""

    drawn: dict[str, Drawn]
    planes: dict[str, dict[str, str]]


def read_picture(root: etree._Element) -> Picture:
    """What is drawn in the file; empty where the diagram part is missing."""
    drawn: dict[str, Drawn] = {}
    planes: dict[str, dict[str, str]] = {}
    for plane in root.iter(f"{{{BPMNDI}}}BPMNPlane"):
        parent = plane.getparent()
        ids = {"plane": plane.get("id", ""), "diagram": parent.get("id", "") if parent is not None else ""}
        planes[plane.get("bpmnElement", "").rpartition(":")[2]] = ids
        for item in plane:
            if isinstance(item.tag, str) and item.get("bpmnElement"):
                drawn.setdefault(item.get("bpmnElement", "").rpartition(":")[2], _drawn(item))
    return Picture(drawn, planes)


def _drawn(item: etree._Element) -> Drawn:
    expanded = item.get("isExpanded")
    kept = {str(name): str(value) for name, value in item.attrib.items() if name not in _OURS}
    return Drawn(
        etree.QName(item).localname,
        _bounds(item.find(f"{{{DC}}}Bounds")),
        None if expanded is None else expanded in ("true", "1"),
        kept,
    )


def _bounds(found: etree._Element | None) -> Box | None:
    if found is None:
        return None
    try:
        return Box(*(float(found.get(name, "0")) for name in ("x", "y", "width", "height")))
    except ValueError:
        return None
