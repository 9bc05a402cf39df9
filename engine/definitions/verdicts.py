"""Of every process at a place: whether its cases can always finish. For people who want to hear it, not only of faults."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.definitions.closure import ClosureError, called_folders
from engine.definitions.diagram import Diagram
from engine.definitions.folder import FolderError, ProcessFolder, read_folder
from engine.definitions.reader import read_diagram
from engine.definitions.soundness import Verdict
from engine.definitions.statespace import process_soundness
from engine.definitions.xml import UnreadableXml


@dataclass(frozen=True, slots=True)
class Finishing:
    """A process of a file, and what playing it has shown."""

    file: str
    process: str
    name: str
    verdict: Verdict


def verdicts(path: Path) -> Iterator[Finishing]:
    """The verdict on every process of a BPMN file, or of a process folder with what it calls."""
    if path.is_file():
        own = known = _readable([(path.name, path.read_bytes())])
    else:
        try:
            folder = read_folder(path)
        except FolderError:
            return
        own, known = _readable(folder.diagrams.items()), diagrams_around(folder)
    for diagram in own:
        for process in diagram.processes.values():
            verdict = process_soundness(diagram, process.id, known)
            yield Finishing(diagram.file, process.id, process.name or process.id, verdict)


def diagrams_around(folder: ProcessFolder) -> list[Diagram]:
    """The diagrams of a folder and of those it calls; what cannot be read is the gate's to say."""
    try:
        called = called_folders(folder)
    except ClosureError:
        called = []
    return [diagram for each in (folder, *called) for diagram in _readable(each.diagrams.items())]


def _readable(files: Iterable[tuple[str, bytes]]) -> list[Diagram]:
    found = []
    for name, xml in files:
        try:
            found.append(read_diagram(xml, name))
        except UnreadableXml:
            continue
    return found
