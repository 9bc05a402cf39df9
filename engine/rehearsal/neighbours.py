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
_THROWING = ("intermediateThrowEvent", "endEvent", "sendTask")
LEAD = ("message", leads.MESSAGE)
"""What a diagram says that opens leads (bj:liability, or the attribute of a deadline)."""


class Neighbours:
    """The process folders of a county, by the messages and signals that start them."""

    def __init__(self, processes: Path) -> None:
        self._processes = processes

    def started_from(self, folders: Iterable[Path]) -> list[Path]:
        """The folders whose processes these start by message or signal, directly or one through another.

        What a called process says counts as said by who calls it. Without those of `folders` themselves; folders
        that cannot be read start nothing.
        """
        reached = list(dict.fromkeys(folder.resolve() for folder in folders))
        given = len(reached)
        for folder in reached:  # grows while it is read
            said = frozenset[tuple[str, str]]().union(*(_thrown(each) for each in self._run_by(folder)))
            fresh = [each for each, starts in self._starts.items() if starts & said and each not in reached]
            reached += fresh
        return reached[given:]

    def _run_by(self, folder: Path) -> list[Diagram]:
        """The diagrams of a folder and of the folders it calls, however deep."""
        places = [folder]
        for place in places:  # grows while it is read
            called = {name for diagram in self._read(place) for name in diagram.called_elements}
            homes = {self._homes[name] for name in called & self._homes.keys()}
            places += sorted(homes - set(places))
        return [diagram for place in places for diagram in self._read(place)]

    def _read(self, folder: Path) -> list[Diagram]:
        return self._diagrams[folder] if folder in self._diagrams else _diagrams(folder)

    @cached_property
    def _diagrams(self) -> dict[Path, list[Diagram]]:
        folders = sorted({file.parent.resolve() for file in self._processes.glob("*/*.bpmn")})
        return {folder: _diagrams(folder) for folder in folders}

    @cached_property
    def _homes(self) -> dict[str, Path]:
        """The folder of each process, by its id."""
        return {
            key: folder
            for folder, diagrams in self._diagrams.items()
            for diagram in diagrams
            for key in diagram.processes
        }

    @cached_property
    def _starts(self) -> dict[Path, Said]:
        return {
            folder: frozenset[tuple[str, str]]().union(*(_caught(each) for each in diagrams))
            for folder, diagrams in self._diagrams.items()
        }


def _diagrams(folder: Path) -> list[Diagram]:
    """The diagrams of a folder that can be read."""
    found = []
    for file in sorted(folder.glob("*.bpmn")):
        try:
            found.append(read_diagram(file.read_bytes(), file.name))
        except (UnreadableXml, OSError):
            continue
    return found


def _thrown(diagram: Diagram) -> Said:
    """What the processes of a diagram throw; a lead opened is a message too."""
    found = {
        _trigger(diagram, node)
        for process in diagram.processes.values()
        for node in process.nodes.values()
        if node.type in _THROWING
    }
    if any(_opens_leads(process) for process in diagram.processes.values()):
        found.add(LEAD)
    return frozenset(found - {NOTHING})


def _caught(diagram: Diagram) -> Said:
    """What starts the processes of a diagram."""
    found: set[tuple[str, str]] = set()
    for process in diagram.processes.values():
        starts = [node for node in process.scope.nodes.values() if node.type == "startEvent"]
        found |= {_trigger(diagram, node) for node in starts}
        written = process.extension("case")
        if written is not None and written.get("message"):
            found.add(("message", written.get("message")))
    return frozenset(found - {NOTHING})


def _opens_leads(process: Process) -> bool:
    extensions = [*process.extensions, *(each for node in process.nodes.values() for each in node.extensions)]
    return any(each.name == "liability" or each.get("liability") for each in extensions)


def _trigger(diagram: Diagram, node: Node) -> tuple[str, str]:
    ref = node.event.ref if node.event is not None else node.attributes.get("messageRef")
    found = diagram.triggers.get((ref or "").rpartition(":")[2])
    is_outward = found is not None and found.kind in ("message", "signal")
    return (found.kind, found.name) if found is not None and is_outward else NOTHING
