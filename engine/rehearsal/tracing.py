"""Which element carries out which rule, and which scenarios pass through it (design: the law is visible)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.definitions.folder import ProcessFolder, read_folder
from engine.definitions.reader import read_diagram
from engine.rehearsal import Stage, run_folder


@dataclass(frozen=True, slots=True)
class Trace:
    """One rule on one element. `passed` and `failed` are the names of the scenarios that go through it."""

    rule: str
    process: str
    element: str
    name: str
    passed: tuple[str, ...]
    failed: tuple[str, ...]


def trace(processes: Path) -> list[Trace]:
    """Every rule that stands on an element of any process, in the order of rules; runs all scenarios once."""
    folders = [read_folder(path.parent) for path in sorted(processes.glob("*/*.bpmn")) if _is_main(path)]
    stage = Stage(processes)
    entered: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for folder in folders:
        for result in run_folder(processes / folder.key, stage):
            for event in result.timeline:
                if event["event"] == "element.entered":
                    entered[event["id"], result.passed].add(result.name)
    found = [
        Trace(
            rule,
            folder.key,
            element,
            name,
            tuple(sorted(entered[element, True])),
            tuple(sorted(entered[element, False])),
        )
        for folder in folders
        for rule, element, name in _carried(folder)
    ]
    return sorted(found, key=lambda item: (item.rule, item.process, item.element))


def _is_main(path: Path) -> bool:
    return path.stem == path.parent.name


def _carried(folder: ProcessFolder) -> Iterator[tuple[str, str, str]]:
    """Rule, element and name for every `bj:rule` of a folder's diagrams."""
    for file, content in folder.diagrams.items():
        for process in read_diagram(content, file).processes.values():
            for node in process.nodes.values():
                for written in node.all("rule"):
                    yield written.get("id"), node.id, node.label
