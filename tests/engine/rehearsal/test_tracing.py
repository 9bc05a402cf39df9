"""The law is visible: each rule leads to its elements and to the scenario that misses it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from engine.rehearsal.proof import Prover
from engine.rehearsal.trace_table import COLUMNS, as_workbook
from engine.rehearsal.tracing import Trace

PROCESSES = Path(__file__).parents[3] / "processes"
DIAGRAM = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bj="urn:banjie:bpmn:1"
  id="D" targetNamespace="urn:test"><bpmn:process id="asked" name="问询" isExecutable="true">
 <bpmn:extensionElements><bj:case title="问询" start="督查室"/></bpmn:extensionElements>
 <bpmn:startEvent id="s" name="来件"/>
 <bpmn:userTask id="reply" name="答复"><bpmn:extensionElements><bj:rule id="R-1"/><bj:rule id="R-2" of="notify"/>
  <bj:assignment post="督查室"/><bj:deadline name="答复" limit="3 wd"/>
  <bj:notify to="督查室" text="已答复"/></bpmn:extensionElements></bpmn:userTask>
 <bpmn:boundaryEvent id="late" name="三天未答复" attachedToRef="reply" cancelActivity="false">
  <bpmn:extensionElements><bj:rule id="R-3"/></bpmn:extensionElements>
  <bpmn:timerEventDefinition><bpmn:timeDate>due("答复")</bpmn:timeDate></bpmn:timerEventDefinition>
 </bpmn:boundaryEvent>
 <bpmn:endEvent id="told" name="已提醒"><bpmn:extensionElements><bj:rule id="R-4"/>
  <bj:notify to="督查室" text="请答复"/></bpmn:extensionElements></bpmn:endEvent>
 <bpmn:exclusiveGateway id="which" name="满意吗" default="yes"><bpmn:extensionElements><bj:rule id="R-5"/>
 </bpmn:extensionElements></bpmn:exclusiveGateway>
 <bpmn:endEvent id="good" name="满意"/>
 <bpmn:endEvent id="bad" name="不满意"><bpmn:extensionElements><bj:rule id="R-6"/></bpmn:extensionElements></bpmn:endEvent>
 <bpmn:sequenceFlow id="a" sourceRef="s" targetRef="reply"/>
 <bpmn:sequenceFlow id="b" sourceRef="reply" targetRef="which"/>
 <bpmn:sequenceFlow id="c" sourceRef="late" targetRef="told"/>
 <bpmn:sequenceFlow id="yes" sourceRef="which" targetRef="good"/>
 <bpmn:sequenceFlow id="no" sourceRef="which" targetRef="bad">
  <bpmn:conditionExpression>content = false</bpmn:conditionExpression></bpmn:sequenceFlow>
</bpmn:process></bpmn:definitions>"""
LATE = """name: 迟复而不满意
process: asked
now: 2020-03-09 09:00
start: {by: 督查室}
steps:
  - {at: 2020-03-13 09:00, do: complete, task: 答复, by: 督查室, data: {content: false}}
until: 2020-03-14 09:00
expect:
  - {event: notification.sent, text: 请答复}
  - {event: notification.sent, text: 已答复}
  - {state: 不满意}
"""
SOON = """name: 照常
process: asked
now: 2020-03-09 09:00
start: {by: 督查室}
answers: {答复: {data: {content: true}}}
until: 2020-03-14 09:00
expect:
  - {state: completed}
"""


def rule(key: str, status: str, scenario: str = "") -> str:
    """One entry of a rulebook."""
    proved = f"\n    scenario: {scenario}" if scenario else ""
    return f"  - id: {key}\n    basis: 试\n    reading: 试\n    status: {status}{proved}\n"


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of processes in which one element after another carries a rule."""
    tmp_path = tmp_path_factory.mktemp("processes")
    shutil.copy(PROCESSES / "county.yaml", tmp_path / "county.yaml")
    folder = tmp_path / "asked"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "asked.bpmn").write_text(DIAGRAM, encoding="utf-8")
    (folder / "scenarios" / "迟复.yaml").write_text(LATE, encoding="utf-8")
    (folder / "scenarios" / "照常.yaml").write_text(SOON, encoding="utf-8")
    entries = [rule(f"R-{n}", "carried", "asked/迟复") for n in range(1, 7)]
    entries += [rule("R-7", "carried", "asked/迟复"), rule("R-8", "planned")]
    (tmp_path / "rules.yaml").write_text("sources: {}\nrules:\n" + "".join(entries), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def prover(processes: Path) -> Prover:
    """Proves its rules."""
    return Prover(processes)


@pytest.mark.parametrize("key", [f"R-{number}" for number in range(1, 7)])
def test_each_kind_of_element_is_missed_when_it_is_disabled(prover: Prover, key: str) -> None:
    proof = prover.prove(key, "asked/迟复")
    assert proof.holds, proof.trouble
    assert proof.said


def test_a_part_of_an_element_is_disabled_alone(prover: Prover) -> None:
    """`of` leaves the rest of the element: the task is still there, and only its message is missing."""
    assert "已答复" in prover.prove("R-2", "asked/迟复").said
    assert "没有待办" in prover.prove("R-1", "asked/迟复").said


@pytest.mark.parametrize(
    ("key", "scenario", "said"),
    [
        ("R-3", "asked/照常", "仍然通过"),
        ("R-7", "asked/迟复", "没有元素"),
        ("R-3", "", "没有写明"),
        ("R-3", "asked/没有", "没有用例"),
    ],
)
def test_what_proves_nothing_says_why(prover: Prover, key: str, scenario: str, said: str) -> None:
    proof = prover.prove(key, scenario)
    assert not proof.holds
    assert said in proof.trouble


def test_a_scenario_that_notices_is_proposed(processes: Path) -> None:
    trace = Trace(processes)
    assert [each.scenario for each in trace.proposals("R-3", 3)] == ["asked/迟复"]


def test_the_last_results_are_kept_and_listed(processes: Path, tmp_path: Path) -> None:
    kept = tmp_path / "data" / "trace.json"
    made = Trace(processes, kept)
    assert {line.proof for line in made.lines()} == {None}
    made.proved(made.lines(["R-3", "R-7", "R-8"]))
    lines = {line.rule.id: line for line in Trace(processes, kept).lines()}
    assert [(key, line.proof.holds) for key, line in lines.items() if line.proof] == [
        ("R-3", True),
        ("R-7", False),
    ]
    assert [line.rule.id for line in made.lines(status="planned")] == ["R-8"]
    assert len(made.lines(process="asked")) == 6
    file = tmp_path / "对照.xlsx"
    as_workbook(lines.values()).save(file)
    table = [[cell.value for cell in row] for row in load_workbook(file).active]
    assert table[0] == list(COLUMNS)
    assert [row[0] for row in table[1:]] == [f"R-{number}" for number in range(1, 9)]
    assert table[3][6:10] == ["late", "三天未答复", "asked/迟复", "停用后用例不通过,成立"]
