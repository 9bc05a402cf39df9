"""The table of references covers every reference the schema knows."""

from importlib import metadata
from pathlib import Path

from lxml import etree

from engine.definitions.reference_types import REFERENCES
from engine.definitions.schema import schema_elements

XSD = "{http://www.w3.org/2001/XMLSchema}"
OUTSIDE = {"structureRef", "implementationRef", "evaluatesToTypeRef", "definition", "type"}
"""These name types and services outside of BPMN."""
ABSTRACT = {"gateway", "callableElement", "implicitThrowEvent", "dataAssociation", "choreographyActivity"}


def declared() -> set[str]:
    folder = "SpiffWorkflow/bpmn/parser/schema/Semantic.xsd"
    root = etree.parse(str(Path(str(metadata.distribution("SpiffWorkflow").locate_file(folder))))).getroot()
    kinds = {"xsd:QName", "xsd:IDREF"}
    return {
        str(item.get("name"))
        for item in root.iter(f"{XSD}attribute", f"{XSD}element")
        if item.get("type") in kinds
    }


def test_every_reference_is_judged() -> None:
    judged = {name for targets in REFERENCES.values() for name in targets}
    assert declared() - OUTSIDE <= judged


def test_every_element_in_the_table_exists() -> None:
    local = {"inputDataItem", "outputDataItem"}
    assert set(REFERENCES) <= set(schema_elements()) | local | ABSTRACT


def test_every_target_names_elements_that_exist() -> None:
    local = {"inputDataItem", "outputDataItem"}
    named = {kind for targets in REFERENCES.values() for target in targets.values() for kind in target.types}
    assert named <= set(schema_elements()) | local
