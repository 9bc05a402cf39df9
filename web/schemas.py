"""The forms of a published version, as the JSON that form-js draws."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from uuid import UUID

from engine.definitions.diagram import Node, Process
from engine.runtime.program import Program
from web.answers import Form, inputs
from web.site import directory, reading, site

UNITS = "_units"
"""The `valuesKey` by which a form offers the county's units."""


def program_of(version_id: UUID) -> Program:
    """What a version runs."""
    return site().engine.program(version_id, reading())


def node_of(version_id: UUID, element: str) -> Node | None:
    """The element of this id in any process of a version."""
    processes = program_of(version_id).processes.values()
    return next((process.nodes[element] for process in processes if element in process.nodes), None)


def start_form(version_id: UUID) -> Form | None:
    """The form that starts a case."""
    program = program_of(version_id)
    return _form_of(program, program.process)


def task_form(version_id: UUID, element: str) -> Form | None:
    """The form of a user task."""
    node = node_of(version_id, element)
    return _form_of(program_of(version_id), node) if node is not None else None


def all_forms(version_id: UUID) -> Iterator[Form]:
    """Every form of a version, that of the start first."""
    program = program_of(version_id)
    nodes = [node for process in program.processes.values() for node in process.nodes.values()]
    elements: list[Node | Process] = [program.process, *nodes]
    for element in elements:
        form = _form_of(program, element)
        if form is not None:
            yield form


def choices(form: Form | None) -> dict[str, Any]:
    """What a form needs to offer besides its own words: the county's units by short name."""
    if not any(component.get("valuesKey") == UNITS for component in inputs(form)):
        return {}
    names = (unit.short_name for unit in directory().units.values())
    return {UNITS: [{"label": name, "value": name} for name in names]}


def _form_of(program: Program, element: Node | Process) -> Form | None:
    written = element.extension("form")
    return _read(program.files[written.get("ref")]) if written is not None else None


@lru_cache(maxsize=256)
def _read(content: bytes) -> Form:
    form: Form = json.loads(content)
    return form
