"""Nothing of a procedure needs raw XML: the panel has a field for all that our schema allows and all that the library says."""

from __future__ import annotations

from pathlib import Path

from lxml import etree
from playwright.sync_api import Page

from tests.browser.conftest import ServedSite
from tests.browser.test_designer import open_new
from tests.web.site_support import ROOT

XSD = ROOT / "engine" / "definitions" / "banjie.xsd"
LIBRARY = sorted((ROOT / "processes").glob("*/*.bpmn"))
_SCHEMA = {"x": "http://www.w3.org/2001/XMLSchema"}

PLACES = {
    "userTask": "assignment deadline form rule verbs plain item vote document notify score liability reverse extend "
    "pause resume standstill keep register public",
    "businessRuleTask": "decision",
    "serviceTask": "service",
    "boundaryEvent": "request public",
    "callActivity": "input output",
    "message": "correlation",
    "process": "case matter public release roster",
}
"""On which element each of ours is looked for."""

SWEEP = Path(__file__).with_name("panel_sweep.js").read_text("utf-8")
"""For the diagram that is open: what elements say that the panel shows no control for."""


def unreachable(page: Page, xml: str) -> tuple[list[str], int]:
    """What of a diagram the panel cannot change, and how much was looked at."""
    found = page.evaluate(SWEEP, xml)
    return found["missing"], found["seen"]


def test_the_panel_has_a_field_for_all_the_schema_allows(served: ServedSite, page: Page) -> None:
    open_new(served, page)
    missing, seen = unreachable(page, everything())
    assert missing == []
    assert seen > len(etree.parse(XSD).findall(".//x:attribute", _SCHEMA))


def everything() -> str:
    """A diagram on which everything of the schema stands with every attribute."""
    allowed = {
        element.get("name", ""): [each.get("name", "") for each in attributes(element)]
        for element in etree.parse(XSD).getroot().findall("x:element", _SCHEMA)
    }
    placed = {name for names in PLACES.values() for name in names.split()}
    assert placed == allowed.keys()

    def ours(place: str) -> str:
        parts = []
        for name in PLACES[place].split():
            values = " ".join(f'{key}="{name} {key}"' for key in allowed[name])
            inner = (
                '<bj:input name="a" value="b"/><bj:output name="c" value="d"/>' if name == "service" else ""
            )
            parts.append(f"<bj:{name} {values}>{inner}</bj:{name}>")
        return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>"

    shapes = [("userTask", 0), ("businessRuleTask", 200), ("serviceTask", 400), ("callActivity", 600)]
    tasks = "".join(f'<bpmn:{kind} id="{kind}">{ours(kind)}</bpmn:{kind}>' for kind, _ in shapes)
    drawn = "".join(_shape(kind, x, 100, 80) for kind, x in shapes)
    return f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
      xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
      xmlns:bj="urn:banjie:bpmn:1" id="d" targetNamespace="t">
      <bpmn:message id="m" name="补交">{ours("message")}</bpmn:message>
      <bpmn:process id="p" isExecutable="true">{ours("process")}{tasks}
      <bpmn:boundaryEvent id="boundaryEvent" attachedToRef="userTask">{ours("boundaryEvent")}
      <bpmn:messageEventDefinition id="e" messageRef="m"/></bpmn:boundaryEvent></bpmn:process>
      <bpmndi:BPMNDiagram id="v"><bpmndi:BPMNPlane id="pl" bpmnElement="p">{drawn}{_shape("boundaryEvent", 40, 36, 36, 62)}
      </bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"""


def attributes(element: etree._Element) -> list[etree._Element]:
    """The attributes of an element of the schema, its own or those of its type."""
    kind = element.get("type")
    holder = (
        element if kind is None else element.getroottree().find(f".//x:complexType[@name='{kind}']", _SCHEMA)
    )
    assert holder is not None
    inner = holder if kind is not None else holder.find("x:complexType", _SCHEMA)
    return [] if inner is None else inner.findall("x:attribute", _SCHEMA)


def _shape(name: str, x: int, width: int, height: int, y: int = 0) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}">{bounds}</bpmndi:BPMNShape>'


def test_no_procedure_of_the_library_needs_raw_xml(served: ServedSite, page: Page) -> None:
    open_new(served, page)
    found = {str(file.relative_to(ROOT)): unreachable(page, file.read_text("utf-8")) for file in LIBRARY}
    assert {name: missing for name, (missing, _) in found.items() if missing} == {}
    assert sum(seen for _, seen in found.values()) > 5_000
