"""From a BPMN file to what is to be drawn: the shapes with their sizes, the lines and the strips, without places."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from engine.definitions.diagram import BPMN, EVENT_TYPES, GATEWAY_TYPES, NODE_TYPES, SUBPROCESS_TYPES
from engine.definitions.layout.drawn import Picture
from engine.definitions.layout.shapes import (
    EVENT,
    GATEWAY,
    Band,
    Box,
    Edge,
    Node,
    Scope,
    Sheet,
    task_box,
    text_width,
)

_DATA: Final = {"dataObjectReference": (36, 50), "dataStoreReference": (50, 50)}
_PORTS: Final = {"dataInput": (36, 50), "dataOutput": (36, 50)}
_BOUNDARY_STEP: Final = 84
_NOTE_WIDTH: Final = 140


def read_sheets(root: etree._Element, picture: Picture) -> list[Sheet]:
    """The diagrams to be drawn: one for a collaboration, else one for each process; more for closed subprocesses."""
    return _Reading(root, picture).sheets()


def local(element: etree._Element) -> str:
    """The element's name where it is BPMN's, else an empty text."""
    name = etree.QName(element)
    return name.localname if name.namespace == BPMN else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The direct BPMN children with one of these names."""
    for child in element:
        if isinstance(child.tag, str) and local(child) in names:
            yield child


class _Reading:
    def __init__(self, root: etree._Element, picture: Picture) -> None:
        self.root = root
        self.picture = picture
        self.found: dict[str, Node] = {}
        self.home: dict[Node, Scope] = {}
        self.edges: dict[str, Edge] = {}
        self.inner_sheets: list[Sheet] = []
        self.links: list[tuple[etree._Element, str, str, str, str]] = []
        self.categories = {
            value.get("id", ""): value.get("value", "") for value in root.iter(f"{{{BPMN}}}categoryValue")
        }

    def sheets(self) -> list[Sheet]:
        """See read_sheets."""
        processes = {p.get("id", ""): p for p in children(self.root, "process")}
        sheets: list[Sheet] = []
        for at, collaboration in enumerate(children(self.root, "collaboration")):
            scope = self._pools(collaboration, processes)
            if at == 0:
                self._without_pool(scope, processes)
            sheets.append(Sheet(collaboration.get("id", ""), scope))
        for key, process in processes.items():
            scope = Scope()
            self._fill(scope, process)
            sheets.append(Sheet(key, scope))
        sheets += self.inner_sheets
        self._connect(sheets)
        return sheets

    def _pools(self, collaboration: etree._Element, processes: dict[str, etree._Element]) -> Scope:
        """All pools on one grid; a process drawn in a pool is taken out of `processes`."""
        scope = Scope()
        for participant in children(collaboration, "participant"):
            process = processes.pop((participant.get("processRef") or "").rpartition(":")[2], None)
            pool = Band(participant.get("id", ""), participant.get("name", ""), "participant")
            scope.bands.append(pool)
            self._register_band(pool)
            if process is None:
                _number(scope)
                pool.empty = True
                continue
            pool.children = self._lanes(process)
            before = len(scope.nodes)
            _number(scope)
            self._fill(scope, process, next(iter(pool.leaves())).index)
            pool.empty = not pool.children and len(scope.nodes) == before
        self._artifacts(scope, collaboration, 0)
        for flow in children(collaboration, "messageFlow"):
            self._link(flow, "messageFlow", flow.get("sourceRef", ""), flow.get("targetRef", ""))
        return scope

    def _without_pool(self, scope: Scope, processes: dict[str, etree._Element]) -> None:
        """Processes that no pool names stand on the collaboration's sheet too, in strips without a frame."""
        for process in list(processes.values()) if scope.bands else ():
            strip = Band("", "", "", self._lanes(process))
            scope.bands.append(strip)
            _number(scope)
            self._fill(scope, process, next(iter(strip.leaves())).index)
            processes.pop(process.get("id", ""))

    def _lanes(self, holder: etree._Element) -> list[Band]:
        found: list[Band] = []
        for lanes in children(holder, "laneSet", "childLaneSet"):
            for lane in children(lanes, "lane"):
                band = Band(lane.get("id", ""), lane.get("name", ""), "lane", self._lanes(lane))
                self._register_band(band)
                found.append(band)
        return found

    def _register_band(self, band: Band) -> None:
        """A strip is an end of message flows like a shape; it shares its rectangle."""
        self.found[band.id] = Node(band.id, band.kind, band.name, band.box)

    def _fill(self, scope: Scope, holder: etree._Element, band: int | None = None) -> None:
        """Read the flow elements of `holder` into `scope`; outside a pool its lanes are the bands."""
        if band is None:
            scope.bands = self._lanes(holder)
            _number(scope)
            band = 0
        lanes = _lane_of(holder, scope)
        for element in holder:
            if isinstance(element.tag, str) and local(element) in NODE_TYPES:
                self._node(scope, element, lanes.get(element.get("id", ""), band))
        for node in [n for n in scope.nodes if n.type == "boundaryEvent"]:
            self._attach(scope, node)
        for flow in children(holder, "sequenceFlow"):
            source, target = (self.found.get(flow.get(end, "")) for end in ("sourceRef", "targetRef"))
            if source and target and self._on_one_grid(scope, source, target):
                edge = Edge(flow.get("id", ""), "sequenceFlow", flow.get("name", ""), source, target)
                scope.edges.append(edge)
                self.edges[edge.id] = edge
        self._artifacts(scope, holder, band)

    def _node(self, scope: Scope, element: etree._Element, band: int) -> None:
        kind, key, name = local(element), element.get("id", ""), element.get("name", "")
        node = Node(key, kind, name, _size(kind, name), band=band)
        if kind == "boundaryEvent":
            node.sides["host"] = element.get("attachedToRef", "")
        if kind in SUBPROCESS_TYPES:
            self._open(node, element)
        self.found[key] = node
        self.home[node] = scope
        scope.nodes.append(node)
        for data in children(element, "dataInputAssociation", "dataOutputAssociation"):
            away = "sourceRef" if local(data) == "dataInputAssociation" else "targetRef"
            for end in children(data, away):
                pair = ((end.text or "").strip(), key)
                self._link(data, local(data), *(pair if away == "sourceRef" else pair[::-1]))

    def _open(self, node: Node, element: etree._Element) -> None:
        """Read the inside of a subprocess: drawn in place, or on a diagram of its own where it is closed."""
        drawn = self.picture.drawn.get(node.id)
        inner = Scope()
        self._fill(inner, element)
        filled = bool(inner.nodes)
        node.expanded = filled and (drawn is None or drawn.expanded is not False)
        if node.expanded:
            node.inner = inner
        elif filled:
            self.inner_sheets.append(Sheet(node.id, inner))

    def _on_one_grid(self, scope: Scope, source: Node, target: Node) -> bool:
        """Whether a flow joins two shapes of this grid; what breaks that rule of BPMN is left out."""
        return self.home.get(source) is scope and self.home.get(target) is scope and target.host is None

    def _attach(self, scope: Scope, event: Node) -> None:
        host = self.found.get(event.sides.pop("host", ""))
        if host is None or host.host or self.home.get(host) is not scope:
            return
        scope.nodes.remove(event)
        event.host = host
        host.boundary.append(event)
        host.box.width = max(host.box.width, len(host.boundary) * _BOUNDARY_STEP)

    def _artifacts(self, scope: Scope, holder: etree._Element, band: int) -> None:
        for element in children(holder, "textAnnotation", "group", "association", *_DATA, *_PORTS):
            kind, key = local(element), element.get("id", "")
            if kind == "association":
                self._link(element, kind, element.get("sourceRef", ""), element.get("targetRef", ""))
            elif kind == "group":
                name = self.categories.get(element.get("categoryValueRef", ""), "")
                self.found[key] = Node(key, kind, name, Box(0, 0, 140, 100))
                scope.groups.append(self.found[key])
            else:
                self.found[key] = self._artifact(element, kind, band)
                scope.nodes.append(self.found[key])
        for held in children(holder, "ioSpecification"):
            for element in children(held, *_PORTS):
                if element.get("id", "") in self.picture.drawn:
                    self.found[element.get("id", "")] = self._artifact(element, local(element), band)
                    scope.nodes.append(self.found[element.get("id", "")])

    def _artifact(self, element: etree._Element, kind: str, band: int) -> Node:
        name = element.get("name", "")
        if kind == "textAnnotation":
            name = "".join(text.text or "" for text in children(element, "text"))
            lines = -(-int(text_width(name, 12) + 1) // (_NOTE_WIDTH - 20)) + name.count("\n")
            width = min(_NOTE_WIDTH, max(60, text_width(name, 12) + 24))
            box = Box(0, 0, width, max(30, lines * 15 + 12))
            return Node(element.get("id", ""), kind, name, box, band=band)
        width, height = {**_DATA, **_PORTS}[kind]
        return Node(element.get("id", ""), kind, name, Box(0, 0, width, height), band=band)

    def _link(self, element: etree._Element, kind: str, source: str, target: str) -> None:
        self.links.append(
            (element, kind, source.rpartition(":")[2], target.rpartition(":")[2], element.get("name", ""))
        )

    def _connect(self, sheets: list[Sheet]) -> None:
        """Lines between shapes of one sheet; an artifact stands with the first shape it is connected to."""
        home = {
            node: (sheet.scope, scope)
            for sheet in sheets
            for scope in sheet.scope.scopes()
            for top in scope.nodes
            for node in (top, *top.boundary)
        }
        for sheet in sheets:
            for band in (b for top in sheet.scope.scopes() for each in top.bands for b in each.all()):
                if band.id:
                    home[self.found[band.id]] = (sheet.scope, sheet.scope)
        for element, kind, source_key, target_key, name in self.links:
            source, target = self.found.get(source_key), self.found.get(target_key)
            via = self.edges.get(source_key) or self.edges.get(target_key)
            if via is not None:
                source, target = source or via.source, target or via.source
            if source is None or target is None or source not in home or target not in home:
                continue
            if home[source][0] is not home[target][0]:
                continue
            edge = Edge(element.get("id", ""), kind, name, source, target)
            home[source][0].links.append(edge)
            for one, other in ((source, target), (target, source)):
                self._carry(one, other, home)

    def _carry(self, artifact: Node, node: Node, home: dict[Node, tuple[Scope, Scope]]) -> None:
        """Take an artifact out of the grid and place it with the node, if both stand in one scope."""
        scope = home[artifact][1]
        body = node.body
        if artifact.type in NODE_TYPES or body.type not in NODE_TYPES or artifact not in scope.nodes:
            return
        if self.home.get(body) is scope and len(body.artifacts) < 3:
            scope.nodes.remove(artifact)
            body.artifacts.append(artifact)
            body.sides["top"] = "artifact"


def _size(kind: str, name: str) -> Box:
    if kind in EVENT_TYPES:
        return Box(0, 0, EVENT, EVENT)
    if kind in GATEWAY_TYPES:
        return Box(0, 0, GATEWAY, GATEWAY)
    return task_box(name)


def _number(scope: Scope) -> None:
    for place, leaf in enumerate(leaf for band in scope.bands for leaf in band.leaves()):
        leaf.index = place


def _lane_of(holder: etree._Element, scope: Scope) -> dict[str, int]:
    """The number of the innermost lane of each node of `holder`."""
    indexes = {band.id: band.index for top in scope.bands for band in top.leaves()}
    found: dict[str, int] = {}

    def read(element: etree._Element) -> None:
        for lanes in children(element, "laneSet", "childLaneSet"):
            for lane in children(lanes, "lane"):
                read(lane)
                first = _first_leaf(lane)
                for ref in children(lane, "flowNodeRef"):
                    found.setdefault((ref.text or "").strip().rpartition(":")[2], indexes.get(first, 0))

    read(holder)
    return found


def _first_leaf(lane: etree._Element) -> str:
    for lanes in children(lane, "childLaneSet"):
        for child in children(lanes, "lane"):
            return _first_leaf(child)
    return lane.get("id", "")
