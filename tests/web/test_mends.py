"""The table of 一键修复 in docs/checking.md is what the page and the server really mend; the file's own mends work."""

from __future__ import annotations

import re

import pytest

from engine.definitions.diagram_gate import check_diagram
from engine.definitions.mending import MENDS, mended
from tests.web.site_support import ROOT

PAGE = ROOT / "web" / "frontend" / "src" / "designer" / "mends"
ENTRY = re.compile(
    r"^  (?:'([a-z-]+)'|([a-z]+)): (?:\{ ?\s*text: _\('([^']+)'\)|(\w+)(?:\(_\('([^']+)'\)\))?,)",
    re.MULTILINE,
)
NAMED = re.compile(r"const (\w+) = \{\s*text: _\('([^']+)'")
RULE = re.compile(r'"([a-z]+(?:-[a-z]+)*)"')


def _on_the_page() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(PAGE.glob("*.js")):
        text = file.read_text("utf-8")
        words = dict(NAMED.findall(text))
        for quoted, bare, own, shared, argument in ENTRY.findall(text):
            if said := own or argument or words.get(shared):
                found[quoted or bare] = said
    return found


def test_the_table_of_mends_is_complete() -> None:
    mends = _on_the_page()
    assert mends.keys() >= MENDS.keys()
    assert len(mends) >= 40
    table = dict(
        re.findall(
            r"^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$", (ROOT / "docs/checking.md").read_text("utf-8"), re.M
        )
    )
    assert table == mends
    checks = "".join(file.read_text("utf-8") for file in (ROOT / "engine" / "definitions").rglob("*.py"))
    assert mends.keys() <= set(RULE.findall(checks))


HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">'
    '<process id="p" isExecutable="true"><startEvent id="s">{start}</startEvent>'
)
TAIL = '<endEvent id="e"/>{more}<sequenceFlow id="b" sourceRef="t" targetRef="e"/></process></definitions>'
TASK = '<sequenceFlow id="a" sourceRef="s" targetRef="t"/><manualTask id="t" name="办"/>'
FILES = {
    "duplicate-id": (
        HEAD.format(start="") + TASK + TAIL.format(more='<manualTask id="t" name="再办"/>'),
        "t",
    ),
    "missing-id": (HEAD.format(start="") + TASK.replace(' id="a"', "") + TAIL.format(more=""), ""),
    "unlisted-flow": (HEAD.format(start="<outgoing>a</outgoing>") + TASK + TAIL.format(more=""), "t"),
    "contradicting-flow": (
        HEAD.format(start="<outgoing>a</outgoing><outgoing>b</outgoing>") + TASK + TAIL.format(more=""),
        "s",
    ),
    "dangling-reference": (
        HEAD.format(start="")
        + TASK.replace("/><manual", "/><exclusiveGateway id='g' default='none'/><manual")
        + TAIL.format(more=""),
        "g",
    ),
    "empty-reference": (
        HEAD.format(start="")
        + TASK.replace("<manualTask id=", "<receiveTask messageRef='' id=").replace("name", "name")
        + TAIL.format(more=""),
        "t",
    ),
}


@pytest.mark.parametrize("rule", FILES)
def test_the_file_is_mended(rule: str) -> None:
    xml, element = FILES[rule]
    assert rule in {problem.rule for problem in check_diagram(xml.encode())}
    after = mended(xml.encode(), rule, element)
    assert rule not in {problem.rule for problem in check_diagram(after)}
    assert b"BPMNShape" in after


def test_a_picture_of_nothing_goes() -> None:
    xml = mended(FILES["duplicate-id"][0].encode(), "duplicate-id", "t")
    odd = xml.replace(b'bpmnElement="e"', b'bpmnElement="gone"')
    (found,) = [problem for problem in check_diagram(odd) if problem.rule == "dangling-shape"]
    assert "dangling-shape" not in {
        each.rule for each in check_diagram(mended(odd, "dangling-shape", found.element_id))
    }
