"""The gate for one BPMN file from anywhere: BPMN 2.0, and what the engine runs rightly."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.definitions.checks import (
    activities,
    attached,
    connected,
    data,
    engine_elements,
    engine_errors,
    engine_shapes,
    events,
    expressions,
    flows,
    gateways,
    payloads,
    references,
    repetition,
    schema,
    structure,
)
from engine.definitions.names import attribute, children, is_bpmn, local
from engine.definitions.problem import Check, Problem, Subject
from engine.definitions.reader import diagram_of
from engine.definitions.xml import UnreadableXml, parse_xml

CHECKS: tuple[Check, ...] = (
    *schema.CHECKS,
    *references.CHECKS,
    *structure.CHECKS,
    *flows.CHECKS,
    *gateways.CHECKS,
    *events.CHECKS,
    *attached.CHECKS,
    *activities.CHECKS,
    *repetition.CHECKS,
    *data.CHECKS,
    *payloads.CHECKS,
    *connected.CHECKS,
    *engine_elements.CHECKS,
    *engine_errors.CHECKS,
    *engine_shapes.CHECKS,
    *expressions.CHECKS,
)


def check_diagram(
    xml: bytes,
    file: str = "",
    neighbours: Mapping[str, str] | None = None,
    known_processes: Iterable[str] = (),
    imported: Iterable[str] = (),
) -> list[Problem]:
    """What is wrong with one BPMN file from anywhere: BPMN 2.0, and what the engine runs rightly.

    `imported` are the locations of imports that are at hand, `neighbours` maps ids of their elements to their
    BPMN type; `known_processes` are processes of other files that call activities may name.
    """
    try:
        root = parse_xml(xml)
        diagram = diagram_of(root, xml, file)
    except UnreadableXml as error:
        return [Problem("error", file, "", "", error.rule, error.message, error.remedy)]
    subject = Subject(root, diagram, neighbours or {}, frozenset(known_processes), frozenset(imported))
    return [problem for check in CHECKS for problem in check(subject)]


def check_file(path: Path) -> list[Problem]:
    """What is wrong with the BPMN file at `path`, which may import files beside it.

    Raises OSError when it cannot be read.
    """
    xml = path.read_bytes()
    imported, neighbours = _imports(xml, path.parent)
    return check_diagram(xml, str(path), neighbours=neighbours, imported=imported)


def _imports(xml: bytes, folder: Path) -> tuple[frozenset[str], dict[str, str]]:
    """Locations of the BPMN imports found inside `folder`, and the elements they hold by id."""
    imported, neighbours = set[str](), dict[str, str]()
    try:
        wanted = [attribute(item, "location") or "" for item in children(parse_xml(xml), "import")]
    except UnreadableXml:
        return frozenset(), {}
    for location in wanted:
        beside = folder / location
        if not location or not beside.resolve().is_relative_to(folder.resolve()) or not beside.is_file():
            continue
        try:
            root = parse_xml(beside.read_bytes())
        except UnreadableXml:
            continue
        imported.add(location)
        neighbours |= {str(e.get("id")): local(e) for e in root.iter("{*}*") if e.get("id") and is_bpmn(e)}
    return frozenset(imported), neighbours
