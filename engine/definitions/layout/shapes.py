"""What a picture is made of while it is being laid out: nodes, edges, bands and the scopes that hold them.

Lengths are pixels of the picture, `y` grows downwards. Everything here is mutable and belongs to one layout.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

Point = tuple[float, float]

TASK_WIDTH: Final = 100
TASK_HEIGHT: Final = 80
EVENT: Final = 36
GATEWAY: Final = 50
LABEL_WIDTH: Final = 90
"""Widest label beside an event, gateway or flow."""
LABEL_LINE: Final = 14
"""Height of one line of such a label."""
CAPTIONED: Final = frozenset({"dataObjectReference", "dataStoreReference", "dataInput", "dataOutput"})
"""Data, drawn small with the name below."""
HEADER: Final = 30
"""Width of the strip with a pool's or lane's name."""


@dataclass(slots=True)
class Box:
    """A rectangle."""

    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height

    @property
    def cx(self) -> float:
        """Middle from left to right."""
        return self.x + self.width / 2

    @property
    def cy(self) -> float:
        """Middle from top to bottom."""
        return self.y + self.height / 2

    def shift(self, dx: float, dy: float) -> None:
        """Move by `dx` and `dy`."""
        self.x += dx
        self.y += dy

    def overlaps(self, other: "Box", margin: float = 0) -> bool:
        """Whether the two share more than an edge; `margin` is kept free around."""
        return (
            self.x - margin < other.right
            and other.x < self.right + margin
            and self.y - margin < other.bottom
            and other.y < self.bottom + margin
        )


@dataclass(eq=False)
class Row:
    """One horizontal line of cells in a band; `spans` are the columns taken, from and to inclusive."""

    band: int
    spans: list[tuple[int, int]] = field(default_factory=list)
    up: float = 0
    down: float = 0
    y: float = 0
    order: int = 0

    def free(self, first: int, last: int) -> bool:
        """Whether the columns and one beside them on either side are free, so that no two lines meet."""
        return all(last + 1 < a or b + 1 < first for a, b in self.spans)


@dataclass(eq=False)
class Node:
    """A shape. A boundary event has a `host`; an expanded subprocess an `inner` scope."""

    id: str
    type: str
    name: str
    box: Box
    host: "Node | None" = None
    inner: "Scope | None" = None
    expanded: bool | None = None
    horizontal: bool | None = None
    boundary: list["Node"] = field(default_factory=list)
    artifacts: list["Node"] = field(default_factory=list)
    label: Box | None = None
    band: int = 0
    column: int = 0
    row: Row | None = None
    sides: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> "Node":
        """The node that holds the place in the grid: the host of a boundary event, else itself."""
        return self.host or self

    @property
    def is_gateway(self) -> bool:
        """Whether it is drawn as a diamond."""
        return self.type.endswith("Gateway")

    @property
    def is_event(self) -> bool:
        """Whether it is drawn as a circle."""
        return self.type.endswith("Event")

    def boxes(self) -> Iterator[Box]:
        """Its own rectangle, its label's and those of all that is placed with it."""
        yield self.box
        if self.label:
            yield self.label
        for other in (*self.boundary, *self.artifacts):
            yield from other.boxes()


@dataclass(eq=False)
class Edge:
    """A line from one node to another. `back` marks a flow that leads to an earlier column."""

    id: str
    type: str
    name: str
    source: Node
    target: Node
    back: bool = False
    points: list[Point] = field(default_factory=list)
    label: Box | None = None


@dataclass(eq=False)
class Band:
    """A pool or lane: a horizontal strip. Only a leaf has rows; `index` is its number among the leaves."""

    id: str
    name: str
    kind: str
    children: list["Band"] = field(default_factory=list)
    index: int = 0
    box: Box = field(default_factory=Box)
    empty: bool = False

    def leaves(self) -> Iterator["Band"]:
        """The innermost strips, from the top down."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def all(self) -> Iterator["Band"]:
        """Itself and every strip in it."""
        yield self
        for child in self.children:
            yield from child.all()


@dataclass(eq=False)
class Scope:
    """What is laid out on one grid: a process, several pools together, or the inside of a subprocess.

    `links` are the lines that follow no grid: message flows, associations, data associations.
    """

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    links: list[Edge] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    groups: list[Node] = field(default_factory=list)
    box: Box = field(default_factory=Box)

    def everything(self) -> Iterator[Node]:
        """Every node drawn on it, boundary events, artifacts and the inside of subprocesses included."""
        for node in self.nodes:
            yield node
            yield from node.boundary
            yield from node.artifacts
            if node.inner and node.expanded:
                yield from node.inner.everything()
        yield from self.groups

    def scopes(self) -> Iterator["Scope"]:
        """Itself and the insides of its expanded subprocesses."""
        yield self
        for node in self.nodes:
            if node.inner and node.expanded:
                yield from node.inner.scopes()

    def shift(self, dx: float, dy: float) -> None:
        """Move all that is drawn on it."""
        self.box.shift(dx, dy)
        for node in self.nodes:
            for box in node.boxes():
                box.shift(dx, dy)
            if node.inner and node.expanded:
                node.inner.shift(dx, dy)
        for edge in self.edges:
            edge.points = [(x + dx, y + dy) for x, y in edge.points]
            if edge.label:
                edge.label.shift(dx, dy)
        for band in self.bands:
            for strip in band.all():
                strip.box.shift(dx, dy)


@dataclass(eq=False)
class Sheet:
    """One diagram of the file: the element its plane stands for, and what is drawn on it."""

    element: str
    scope: Scope


def label_box(text: str, width: float = LABEL_WIDTH) -> Box:
    """A rectangle wide and high enough for `text`, its corner at 0, 0."""
    length = text_width(text, 11)
    lines = max(1, -(-int(length + 4) // int(width)))
    return Box(0, 0, min(width, length + 4), lines * LABEL_LINE)


def text_width(text: str, size: int) -> float:
    """Roughly how wide `text` is at `size` pixels: a Chinese character is square, a Latin one half as wide."""
    return sum(size if ord(character) > 0x2E80 else size * 0.56 for character in text)


def task_box(name: str) -> Box:
    """A task's rectangle: the usual 100 by 80, wider where the name would not fit in four lines."""
    length = text_width(name, 12)
    return Box(0, 0, TASK_WIDTH if length <= 300 else 130 if length <= 420 else 160, TASK_HEIGHT)
