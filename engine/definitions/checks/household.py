"""What the house's checks of one folder know, and how they go through what its diagram says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.definitions.diagram import Extension, Flow, Node, Process
from engine.definitions.folder import ProcessFolder
from engine.definitions.problem import Problem, Subject
from engine.definitions.services import Service


@dataclass(frozen=True, slots=True)
class House:
    """What the checks of one folder know: its numbers and decisions, the county's rules.

    `files` are its own and those of the processes it calls, which are in its closure. `rules` is None where there is no rules.yaml to look into, `services` where the county lists none.
    """

    folder: ProcessFolder
    files: frozenset[str]
    numbers: frozenset[str]
    decisions: frozenset[str]
    rules: frozenset[str] | None
    services: Mapping[str, Service] | None = None


HouseCheck = Callable[[Subject, House], Iterator[Problem]]


def extensions(subject: Subject, name: str | None) -> Iterator[tuple[Node | Flow | Process, Extension]]:
    """Extensions called `name` (all, for None) of running processes, with the element they stand on."""
    for process in subject.runnable:
        places: list[Node | Flow | Process] = [process, *process.nodes.values(), *process.flows.values()]
        for place in places:
            for extension in place.extensions:
                if name is None or extension.name == name:
                    yield place, extension
