"""Which processes begin by what another one says: a rehearsal publishes them with it."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from engine.definitions.diagram import Diagram, Node, Process
from engine.definitions.reader import read_diagram
from engine.definitions.xml import UnreadableXml
from engine.runtime import leads

Said = frozenset[tuple[str, str]]
"""Kind (message or signal) and name."""
NOTHING = ("", "")
LEAD = ("message", leads.MESSAGE)
"""What a diagram says that opens leads (bj:liability, or the attribute of a deadline)."""


class Neighbours:
    """The process folders of a county, by the messages and signals that start them."""

    def __init__(self, processes: Path) -> None:
        self._processes = processes

    def started_from(self, folders: Iterable[Path]) -> list[Path]:
        """The folders whose processes these start by message or signal, directly or one through another.

        Without those of `folders` themselves; folders that cannot be read start nothing.
        """
        reached = list(dict.fromkeys(folder.resolve() for folder in folders))
        given = len(reached)
        for folder in reached:  # grows while it is read
            said = _said(folder, thrown=True)
            fresh = [each for each, starts in self._starts.items() if starts & said and each not in reached]
            reached += fresh
        return reached[given:]

    @cached_property
    def _starts(self) -> dict[Path, Said]:
        folders = sorted({file.parent.resolve() for file in self._processes.glob("*/*.bpmn")})
        return {folder: _said(folder, thrown=False) for folder in folders}


def _said(folder: Path, thrown: bool) -> Said:
    """What the diagrams of a folder throw, or what starts their processes."""
    found: set[tuple[str, str]] = set()
    for file in sorted(folder.glob("*.bpmn")):
        try:
            diagram = read_diagram(file.read_bytes(), file.name)
        except (UnreadableXml, OSError):
            continue
        for process in diagram.processes.values():
            found |= {_trigger(diagram, node) for node in _speaking(process, thrown)}
            written = process.extension("case")
            if not thrown and written is not None and written.get("message"):
                found.add(("message", written.get("message")))
            if thrown and _opens_leads(process):
                found.add(LEAD)
    return frozenset(found - {NOTHING})


def _opens_leads(process: Process) -> bool:
    extensions = [*process.extensions, *(each for node in process.nodes.values() for each in node.extensions)]
    return any(each.name == "liability" or each.get("liability") for each in extensions)


def _speaking(process: Process, thrown: bool) -> Iterable[Node]:
    if not thrown:
        return [node for node in process.scope.nodes.values() if node.type == "startEvent"]
    throwing = ("intermediateThrowEvent", "endEvent", "sendTask")
    return [node for node in process.nodes.values() if node.type in throwing]


def _trigger(diagram: Diagram, node: Node) -> tuple[str, str]:
    ref = node.event.ref if node.event is not None else node.attributes.get("messageRef")
    found = diagram.triggers.get((ref or "").rpartition(":")[2])
    is_outward = found is not None and found.kind in ("message", "signal")
    return (found.kind, found.name) if found is not None and is_outward else NOTHING
