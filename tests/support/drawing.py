"""What is true of every laid out picture: everything drawn, nothing on top of another, no line through a shape."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from lxml import etree

from engine.definitions.diagram import BPMNDI, NODE_TYPES
from engine.definitions.layout import missing
from engine.definitions.layout.drawn import DC, DI
from engine.definitions.layout.shapes import Box

DATA = {"dataObjectReference", "dataStoreReference", "dataInput", "dataOutput", "textAnnotation"}


def faults(xml: bytes) -> list[str]:
    """What is wrong with the picture of a file, in words; nothing if it is as it should be."""
    return [f"undrawn {key}" for key in missing(xml)] + [
        fault
        for plane in etree.fromstring(xml).iter(f"{{{BPMNDI}}}BPMNPlane")
        for fault in _Plane(plane).faults()
    ]


class _Plane:
    def __init__(self, plane: etree._Element) -> None:
        root = plane.getroottree().getroot()
        self.elements = {e.get("id"): e for e in root.iter() if e.get("id")}
        self.shapes: dict[str, Box] = {}
        self.labels: dict[str, Box] = {}
        self.lines: dict[str, list[tuple[float, float]]] = {}
        for item in plane:
            key = item.get("bpmnElement", "").rpartition(":")[2]
            label = item.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds")
            if label is not None:
                self.labels[key] = _box(label)
            bounds = item.find(f"{{{DC}}}Bounds")
            if bounds is not None:
                self.shapes[key] = _box(bounds)
            else:
                points = item.findall(f"{{{DI}}}waypoint")
                self.lines[key] = [(float(p.get("x", "")), float(p.get("y", ""))) for p in points]

    def faults(self) -> Iterator[str]:
        """Each fault found."""
        nodes = {key: box for key, box in self.shapes.items() if self._kind(key) in NODE_TYPES | DATA}
        yield from self._overlaps(nodes)
        for key, points in self.lines.items():
            kind = self._kind(key)
            if len(points) < 2:
                yield f"line {key} has no length"
            if kind not in ("sequenceFlow", "messageFlow"):
                continue
            pieces = list(pairwise(points))
            yield from (f"line {key} is not orthogonal" for a, b in pieces if a[0] != b[0] and a[1] != b[1])
            mine = self._own(key)
            for other, box in nodes.items():
                if other not in mine and any(_through(box, a, b) for a, b in pieces):
                    yield f"line {key} runs through {other}"

    def _overlaps(self, nodes: dict[str, Box]) -> Iterator[str]:
        for one, other in combinations(nodes, 2):
            if nodes[one].overlaps(nodes[other]) and not self._belong(one, other):
                yield f"{one} lies on {other}"
        for key, label in self.labels.items():
            for other, box in nodes.items():
                inside = other in self._around(key) or self._host(key) == other
                if label.overlaps(box) and not inside:
                    yield f"label of {key} lies on {other}"

    def _own(self, key: str) -> set[str]:
        """Shapes a line may touch: its ends, what they stand in and, for a boundary event, its host."""
        element = self.elements[key]
        ends = filter(None, (element.get("sourceRef"), element.get("targetRef")))
        return {each for end in ends for each in (end, self._host(end), *self._around(end))}

    def _belong(self, one: str, other: str) -> bool:
        return (
            one in self._around(other)
            or other in self._around(one)
            or self._host(one) == other
            or self._host(other) == one
        )

    def _around(self, key: str) -> set[str]:
        element = self.elements.get(key)
        return {a.get("id", "") for a in element.iterancestors()} if element is not None else set()

    def _host(self, key: str) -> str:
        element = self.elements.get(key)
        return "" if element is None else element.get("attachedToRef", "")

    def _kind(self, key: str) -> str:
        element = self.elements.get(key)
        return "" if element is None else etree.QName(element).localname


def _box(found: etree._Element) -> Box:
    return Box(*(float(found.get(name, "0")) for name in ("x", "y", "width", "height")))


def _through(box: Box, a: tuple[float, float], b: tuple[float, float]) -> bool:
    low_x, high_x = sorted((a[0], b[0]))
    low_y, high_y = sorted((a[1], b[1]))
    return box.x < high_x and low_x < box.right and box.y < high_y and low_y < box.bottom
