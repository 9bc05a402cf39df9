"""Whether every case of a process folder can finish, told for its designer."""

from pathlib import Path
from typing import Any, Final

from engine.definitions.diagram import Diagram
from engine.definitions.folder import ProcessFolder, read_folder
from engine.definitions.reader import read_diagram
from engine.definitions.soundness import Verdict
from engine.definitions.statespace import process_soundness
from engine.definitions.verdicts import diagrams_around
from engine.definitions.xml import UnreadableXml

PLAYED: Final = 12_000
"""Most positions looked at for a designer who waits; the gate, which answers at every change, looks at fewer."""


def finishing(path: Path, budget: int = PLAYED) -> dict[str, Any]:
    """The verdict on the main process of the folder at `path`, with the processes it calls, as plain data.

    `kind` is sound, blocked, doubled, undecided, or beginless where no case can begin, `way` the elements passed on the way to the trouble (id, name
    and the file they are drawn in), `never` the elements of the main diagram that no case reaches.
    """
    folder = read_folder(path)
    main = _diagram(folder, folder.main_diagram)
    if main is None or main.main_process is None:
        return {"kind": "undecided", "way": [], "element": "", "never": []}
    if not any(node.type == "startEvent" for node in main.main_process.scope.nodes.values()):
        return {"kind": "beginless", "way": [], "element": "", "never": []}
    others = [diagram for diagram in diagrams_around(folder) if diagram.file != folder.main_diagram]
    verdict = process_soundness(main, None, others, budget)
    places = {
        key: {"id": key, "name": node.label, "file": diagram.file}
        for diagram in (*reversed(others), main)
        for process in diagram.processes.values()
        for key, node in process.nodes.items()
    }
    return {
        "kind": verdict.kind,
        "way": [places[key] for key in _way(main, verdict) if key in places],
        "element": verdict.element,
        "never": [places[key] for key in verdict.never if key in places],
    }


def _way(main: Diagram, verdict: Verdict) -> list[str]:
    """The way from where a case begins to where the trouble shows, both ends included."""
    if not verdict.path or main.main_process is None:
        return []
    nodes = main.main_process.scope.nodes
    entered = next((nodes[key] for key in verdict.path if key in nodes), None)
    begins = [key for key, node in nodes.items() if node.type == "startEvent"]
    first = [
        key
        for key in begins
        if entered is not None and entered in main.main_process.scope.targets(nodes[key])
    ]
    way = [*(first or begins)[:1], *verdict.path, verdict.element]
    return [key for at, key in enumerate(way) if at == 0 or way[at - 1] != key]


def _diagram(folder: ProcessFolder, path: str) -> Diagram | None:
    try:
        return read_diagram(folder.files[path], path) if path else None
    except UnreadableXml:
        return None
