"""Putting the picture into the file: only the diagram part changes, every other byte stays."""

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from engine.definitions.diagram import BPMN, BPMNDI
from engine.definitions.layout.drawn import DC, DI, Picture
from engine.definitions.layout.shapes import Band, Box, Edge, Node, Scope, Sheet

_OPENABLE: Final = frozenset({"subProcess", "transaction", "adHocSubProcess", "callActivity"})


def write_picture(xml: bytes, root: etree._Element, sheets: list[Sheet], picture: Picture) -> bytes:
    """`xml` with its diagram part replaced, or added before the end."""
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    text = xml.decode(encoding)
    break_ = "\r\n" if "\r\n" in text else "\n"
    lines = _Writer(root, picture).lines(sheets)
    part = break_.join(f"  {line}" for line in lines)
    prefixes = "|".join(re.escape(p) for p, space in root.nsmap.items() if space == BPMNDI and p) or "bpmndi"
    old = re.compile(rf"[ \t]*<(?P<p>{prefixes}|[\w.-]+):BPMNDiagram\b.*</(?P=p):BPMNDiagram\s*>", re.DOTALL)
    if found := old.search(text):
        text = text[: found.start()] + part + text[found.end() :]
    else:
        end = max((m.start() for m in re.finditer(r"</(?:[\w.-]+:)?definitions\s*>", text)), default=-1)
        if end < 0:
            return xml
        text = text[:end] + part + break_ + text[end:]
    return text.encode(encoding)


class _Writer:
    def __init__(self, root: etree._Element, picture: Picture) -> None:
        self.picture = picture
        self.spaces = {space: prefix for prefix, space in root.nsmap.items() if prefix}
        self.missing = [
            (prefix, space)
            for prefix, space in (("bpmndi", BPMNDI), ("dc", DC), ("di", DI))
            if space not in self.spaces
        ]
        self.spaces.update({space: prefix for prefix, space in self.missing})
        default = {space for prefix, space in root.nsmap.items() if not prefix}
        target = root.get("targetNamespace")
        self.own = next((p for p, s in root.nsmap.items() if p and s == target), None)
        self.qualify = bool(default - {BPMN, target}) and self.own is not None and BPMN not in default
        self.taken = {str(e.get("id")) for e in root.iter() if e.get("id")}
        self.extra: dict[str, str] = {}

    def lines(self, sheets: list[Sheet]) -> list[str]:
        """The diagram part, line by line."""
        di = self.spaces[BPMNDI]
        lines: list[str] = []
        for sheet in sheets:
            ids = self.picture.planes.get(sheet.element, {})
            diagram = ids.get("diagram") or self._fresh(f"BPMNDiagram_{sheet.element}")
            plane = ids.get("plane") or self._fresh(f"BPMNPlane_{sheet.element}")
            declared = "".join(f" xmlns:{p}={quoteattr(s)}" for p, s in self.missing)
            body = [line for part in self._scope(sheet.scope) for line in part]
            colours = "".join(f" xmlns:{p}={quoteattr(s)}" for s, p in self.extra.items())
            lines.append(f"<{di}:BPMNDiagram{declared}{colours} id={quoteattr(diagram)}>")
            self.extra.clear()
            lines.append(
                f"  <{di}:BPMNPlane id={quoteattr(plane)} bpmnElement={quoteattr(self._ref(sheet.element))}>"
            )
            lines += [f"    {line}" for line in body]
            lines += [f"  </{di}:BPMNPlane>", f"</{di}:BPMNDiagram>"]
        return lines

    def _ref(self, key: str) -> str:
        return f"{self.own}:{key}" if self.qualify else key

    def _fresh(self, wanted: str) -> str:
        key, count = wanted, 2
        while key in self.taken:
            key, count = f"{wanted}_{count}", count + 1
        self.taken.add(key)
        return key

    def _scope(self, scope: Scope) -> Iterator[list[str]]:
        for band in (b for top in scope.bands for b in top.all()):
            if band.id:
                yield self._band(band)
        for node in scope.nodes:
            yield self._node(node)
            if node.inner and node.expanded:
                yield from self._scope(node.inner)
            for other in (*node.boundary, *node.artifacts):
                yield self._node(other)
        for group in scope.groups:
            yield self._node(group)
        for edge in (*scope.edges, *scope.links):
            yield self._edge(edge)

    def _band(self, band: Band) -> list[str]:
        return self._shape(band.id, band.box, ' isHorizontal="true"', None)

    def _node(self, node: Node) -> list[str]:
        more = ""
        if node.type in _OPENABLE and (node.expanded is not None):
            more = f' isExpanded="{str(node.expanded).lower()}"'
        if node.type == "exclusiveGateway":
            more = ' isMarkerVisible="true"'
        return self._shape(node.id, node.box, more, node.label)

    def _shape(self, key: str, box: Box, more: str, label: Box | None) -> list[str]:
        di = self.spaces[BPMNDI]
        return [
            f"<{di}:BPMNShape{self._head(key, '_di')}{more}>",
            f"  {self._bounds(box)}",
            *self._label(label),
            f"</{di}:BPMNShape>",
        ]

    def _edge(self, edge: Edge) -> list[str]:
        di, point = self.spaces[BPMNDI], self.spaces[DI]
        return [
            f"<{di}:BPMNEdge{self._head(edge.id, '_di')}>",
            *(f'  <{point}:waypoint x="{_number(x)}" y="{_number(y)}"/>' for x, y in edge.points),
            *self._label(edge.label),
            f"</{di}:BPMNEdge>",
        ]

    def _head(self, key: str, suffix: str) -> str:
        """Id and element; what the old picture says beyond places, colours for example, is kept."""
        drawn = self.picture.drawn.get(key)
        kept = dict(drawn.kept) if drawn else {}
        own = kept.pop("id", "") or self._fresh(f"{key}{suffix}")
        kept.pop("sourceElement", None)
        kept.pop("targetElement", None)
        more = "".join(f" {self._name(name)}={quoteattr(value)}" for name, value in kept.items())
        return f" id={quoteattr(own)} bpmnElement={quoteattr(self._ref(key))}{more}"

    def _name(self, name: str) -> str:
        found = etree.QName(name)
        if not found.namespace:
            return found.localname
        if found.namespace not in self.spaces:
            self.extra.setdefault(found.namespace, f"ns{len(self.extra)}")
        return f"{self.spaces.get(found.namespace) or self.extra[found.namespace]}:{found.localname}"

    def _label(self, label: Box | None) -> list[str]:
        if label is None:
            return []
        di = self.spaces[BPMNDI]
        return [f"  <{di}:BPMNLabel>", f"    {self._bounds(label)}", f"  </{di}:BPMNLabel>"]

    def _bounds(self, box: Box) -> str:
        numbers = (box.x, box.y, box.width, box.height)
        attributes = zip(("x", "y", "width", "height"), numbers, strict=True)
        return f"<{self.spaces[DC]}:Bounds " + " ".join(f'{n}="{_number(v)}"' for n, v in attributes) + "/>"


def _number(value: float) -> str:
    return f"{round(value, 1):g}" if abs(value) < 100_000 else str(round(value))
