"""What is true of every laid out picture: everything drawn, nothing on top of another, no line through a shape."""

from collections.abc import Iterator
from itertools import combinations, pairwise, product

from lxml import etree

from engine.definitions.diagram import BPMNDI, NODE_TYPES
from engine.definitions.layout import missing
from engine.definitions.layout.drawn import DC, DI
from engine.definitions.layout.shapes import Box

Point = tuple[float, float]

DATA = {"dataObjectReference", "dataStoreReference", "dataInput", "dataOutput", "textAnnotation"}


def faults(xml: bytes) -> list[str]:
    """What is wrong with the picture of a file, in words; nothing if it is as it should be."""
    return [f"undrawn {key}" for key in missing(xml)] + [
        fault
        for plane in etree.fromstring(xml).iter(f"{{{BPMNDI}}}BPMNPlane")
        for fault in _Plane(plane).faults()
    ]


def meetings(xml: bytes) -> list[str]:
    """What a person at the wall would stumble over: lines that cross or run on each other, names on lines or names,
    gaps between lanes."""
    return [
        meeting
        for plane in etree.fromstring(xml).iter(f"{{{BPMNDI}}}BPMNPlane")
        for meeting in _Plane(plane).meetings()
    ]


class _Plane:
    def __init__(self, plane: etree._Element) -> None:
        root = plane.getroottree().getroot()
        self.elements = {e.get("id"): e for e in root.iter() if e.get("id")}
        self.shapes: dict[str, Box] = {}
        self.labels: dict[str, Box] = {}
        self.lines: dict[str, list[Point]] = {}
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

    def meetings(self) -> Iterator[str]:
        """Each place where lines, names or lanes get into each other's way."""
        flows = {
            key: list(pairwise(points))
            for key, points in self.lines.items()
            if self._kind(key) in ("sequenceFlow", "messageFlow")
        }
        for one, other in combinations(flows, 2):
            pairs = list(product(flows[one], flows[other]))
            yield from (f"{one} crosses {other}" for a, b in pairs if _cross(a, b))
            if not self._akin(one, other) and any(_along(a, b) for a, b in pairs):
                yield f"{one} runs along {other}"
        for key, label in self.labels.items():
            for other, pieces in flows.items():
                if any(_through(label, a, b) for a, b in pieces):
                    yield f"the name of {key} lies on {other}"
        for one, other in combinations(self.labels, 2):
            if self.labels[one].overlaps(self.labels[other]):
                yield f"the name of {one} lies on that of {other}"
        yield from self._gaps()

    def _gaps(self) -> Iterator[str]:
        lanes: dict[object, list[Box]] = {}
        for key, box in self.shapes.items():
            if self._kind(key) == "lane":
                lanes.setdefault(self.elements[key].getparent(), []).append(box)
        for held in lanes.values():
            held.sort(key=lambda box: box.y)
            if any(abs(upper.bottom - lower.y) > 0.5 for upper, lower in pairwise(held)):
                yield "a gap between lanes"

    def _akin(self, one: str, other: str) -> bool:
        a, b = self.elements[one], self.elements[other]
        return a.get("sourceRef") == b.get("sourceRef") or a.get("targetRef") == b.get("targetRef")

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


def _through(box: Box, a: Point, b: Point) -> bool:
    low_x, high_x = sorted((a[0], b[0]))
    low_y, high_y = sorted((a[1], b[1]))
    return box.x < high_x and low_x < box.right and box.y < high_y and low_y < box.bottom


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two upright or level pieces cross, an end on the other line not counted."""
    ((x1, y1), (x2, y2)), ((u1, v1), (u2, v2)) = sorted(one), sorted(other)
    if x1 == x2 and v1 == v2:
        return u1 < x1 < u2 and min(y1, y2) < v1 < max(y1, y2)
    return u1 == u2 and y1 == y2 and x1 < u1 < x2 and min(v1, v2) < y1 < max(v1, v2)


def _along(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two pieces share more than a point."""
    ((x1, y1), (x2, y2)), ((u1, v1), (u2, v2)) = sorted(one), sorted(other)
    if x1 == x2 == u1 == u2:
        return min(y2, v2) - max(y1, v1) > 1
    return y1 == y2 == v1 == v2 and min(x2, u2) - max(x1, u1) > 1
