"""The table of what runs is complete, true to the gate's rules, and up to date in docs/."""

import re
from pathlib import Path

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser

import engine.definitions
from engine.definitions.schema import schema_elements
from engine.definitions.support import ATTRIBUTES, ELEMENTS, PARTS, support_page

ROOT = Path(__file__).parents[3]


def test_every_element_of_the_schema_is_judged() -> None:
    assert set(ELEMENTS) == set(schema_elements())


def test_every_element_the_library_has_a_parser_for_is_judged() -> None:
    claimed = {etree.QName(tag).localname for tag in BpmnParser.PARSER_CLASSES}
    assert claimed
    assert claimed <= set(ELEMENTS)


def test_every_attribute_judged_exists() -> None:
    elements = schema_elements()
    known = {name for names in elements.values() for name in names}
    for element, attribute in ATTRIBUTES:
        if element == "*":
            assert attribute in known, attribute
        else:
            assert attribute in elements[element], (element, attribute)


def test_rules_named_in_the_table_exist() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in Path(engine.definitions.__path__[0]).glob("checks/*.py")
    )
    notes = [support.note for table in (ELEMENTS, ATTRIBUTES, PARTS) for support in table.values()]
    named = {slug for note in notes for slug in re.findall(r"[a-z]+(?:-[a-z]+)+", note)}
    assert named
    known = set(re.findall(r"\"([a-z]+(?:-[a-z]+)+)\"", source))
    assert named <= known


def test_the_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "bpmn-support.md").read_text(encoding="utf-8") == support_page()
