"""The forms of a published version, as the JSON that form-js draws."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from engine.definitions.diagram import Node, Process
from engine.matters.contexts import offered
from engine.runtime.program import Program
from web.answers import Form, as_json
from web.site import directory, reading, site, today, world


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


def surroundings(version_id: UUID, element: str | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a form's expressions read beside its own fields: the day, the units, some of the case data.

    `element` is a user task, or None for the start. The server judges with the same names (docs/forms.md).
    """
    program = program_of(version_id)
    owner = program.process if element is None else node_of(version_id, element)
    form = program.form(owner.extension("form")) if owner is not None else None
    if form is None:
        return {}
    names = [unit.short_name for unit in directory().units.values()]
    lists = offered(world().catalogue, directory(), today())
    read = {name: as_json(data[name]) for name in form.reads if data.get(name) is not None}
    return {
        "today": today().isoformat(),
        "units": names,
        **{name: value for name, value in lists.items() if name in form.given},
        **read,
    }


def _form_of(program: Program, element: Node | Process) -> Form | None:
    written = element.extension("form")
    return _read(program.files[written.get("ref")]) if written is not None else None


@lru_cache(maxsize=256)
def _read(content: bytes) -> Form:
    form: Form = json.loads(content)
    return form
