"""The diagrams on a case's page: its own, and those it calls wherever something is under way there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import url_for

from engine.queries.case import Case
from web.schemas import program_of

UNDER_WAY: Final = frozenset({"running", "overdue", "waiting", "incident"})


@dataclass(frozen=True, slots=True)
class Drawing:
    """One diagram to draw: the name of its process, and where its XML is."""

    name: str
    url: str


def drawings(case: Case, states: Mapping[str, str]) -> list[Drawing]:
    """The case's own diagram, then every called one that holds an element under way."""
    program = program_of(case.version_id)
    own = program.diagram.file
    found = [Drawing(program.process.name, url_for("cases.diagram", case_id=case.id))]
    for key, process in program.processes.items():
        if program.drawn_in[key] != own and any(states.get(node) in UNDER_WAY for node in process.nodes):
            found.append(Drawing(process.name, url_for("cases.diagram", case_id=case.id, process=key)))
    return found


def diagram_file(case: Case, process: str | None) -> bytes | None:
    """The published XML of the case's own diagram, or of the process it calls; None where it calls none such."""
    program = program_of(case.version_id)
    file = program.drawn_in.get(process) if process else program.diagram.file
    return program.files[file] if file is not None else None
