"""What the gate says, and what it looks at."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

from lxml import etree

from engine.definitions.diagram import BPMN, Diagram, Flow, Node, Participant, Process, Scope
from engine.definitions.names import attribute, local
from engine.definitions.reader import element_id
from engine.words import words

Severity = Literal["error", "warning"]
Place = etree._Element | Node | Flow | Process | Participant | Scope | None


_OMG = "{http://www.omg.org/spec/"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, for the person who can mend it.

    `rule` is a stable slug; `message` says what is wrong and `remedy` how to mend it, both in Chinese;
    `element_id` and `element_name` say where, empty for the file as a whole. An error refuses the file, a
    warning does not. `path` are the ids of the elements a case passes on the way to the trouble, in order, where
    there is such a way.
    """

    severity: Severity
    file: str
    element_id: str
    element_name: str
    rule: str
    message: str
    remedy: str
    path: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The problem as plain data, in the order a reader wants; the path only where there is one."""
        return {key: value for key, value in asdict(self).items() if key != "path" or value}


@dataclass(frozen=True)
class Subject:
    """One file under judgement: its document, its model, and what is known of the files around it.

    `imported` are the locations of the imports that were found, `neighbours` maps ids of their elements to
    their BPMN type; `known_processes` are the ids a call activity may name besides those of this file.
    """

    root: etree._Element
    diagram: Diagram
    neighbours: Mapping[str, str] = field(default_factory=dict)
    known_processes: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()

    @cached_property
    def ids(self) -> Mapping[str, Sequence[etree._Element]]:
        """Elements by id, whole document, pictures included; ids inside extensions are no ids of BPMN."""
        found = defaultdict[str, list[etree._Element]](list)
        for element in self.root.iter("{*}*"):
            key = attribute(element, "id")
            if key and str(element.tag).startswith(_OMG):
                found[key].append(element)
        return dict(found)

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[etree._Element]]:
        found = defaultdict[str, list[etree._Element]](list)
        for element in self.root.iter(f"{{{BPMN}}}*"):
            found[local(element)].append(element)
        return dict(found)

    def elements(self, *names: str) -> Iterator[etree._Element]:
        """The BPMN elements that bear one of `names`, wherever they stand."""
        for name in names:
            yield from self._by_name.get(name, ())

    def element(self, key: str | None) -> etree._Element | None:
        """The first element with this id, or None."""
        return next(iter(self.ids.get(key or "", ())), None)

    @cached_property
    def runnable(self) -> tuple[Process, ...]:
        """The processes the engine is asked to run.

        The executable ones and those they call; every process of the file where none says it is executable.
        """
        processes = self.diagram.processes
        chosen = [process for process in processes.values() if process.executable]
        if not chosen:
            return tuple(processes.values())
        called = self.diagram.called_elements
        return tuple(p for p in processes.values() if p in chosen or p.id in called)

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """Every process and subprocess of the file."""
        return tuple(s for process in self.diagram.processes.values() for s in process.scopes.values())

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every flow node of the file."""
        return tuple(node for scope in self.scopes for node in scope.nodes.values())

    @cached_property
    def node_by_id(self) -> Mapping[str, Node]:
        """Flow nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def running_scopes(self) -> frozenset[str]:
        """Ids of the processes and subprocesses the engine is asked to run."""
        return frozenset(scope for process in self.runnable for scope in process.scopes)

    def is_run(self, element: etree._Element) -> bool:
        """Whether an XML element stands in a process the engine is asked to run."""
        return any(attribute(above, "id") in self.running_scopes for above in element.iterancestors())

    def problem(
        self,
        rule: str,
        place: Place,
        message: str,
        remedy: str,
        severity: Severity = "error",
        path: tuple[str, ...] = (),
    ) -> Problem:
        """A problem at `place`, which may be an XML element, a node, a flow, or None for the whole file."""
        if isinstance(place, etree._Element):
            key, name = element_id(place), attribute(place, "name") or ""
        elif place is None:
            key, name = "", ""
        else:
            key, name = place.id, place.name
        return Problem(severity, self.diagram.file, key, name, rule, message, remedy, path)


Check = Callable[[Subject], Iterator[Problem]]
"""A check looks at one subject and yields what it finds wrong."""


def quoted(place: etree._Element | Node | Flow | Scope | Process | Participant) -> str:
    """How a message names an element: its name in quotation marks, else its id."""
    if isinstance(place, etree._Element):
        return words("“%(name)s”", name=attribute(place, "name") or element_id(place))
    return words("“%(name)s”", name=place.name or place.id)
