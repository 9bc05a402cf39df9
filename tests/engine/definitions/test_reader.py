"""A BPMN file becomes the model that everything else reads."""

from collections import Counter
from pathlib import Path

import pytest

from engine.definitions.diagram import Expression
from engine.definitions.gate import check_file
from engine.definitions.reader import read_diagram
from tests.engine.definitions.building import (
    END,
    START,
    chain,
    definitions,
    document,
    duration,
    event,
    extension,
    flow,
    node,
    process,
)

MODELS = Path(__file__).parents[4] / "shared" / "bpmn-models"
CHECKING = Path(__file__).parents[3] / "docs" / "checking.md"


def test_nodes_flows_and_their_ends() -> None:
    gateway = node("exclusiveGateway", "g", default="g_b")
    parts = [START, gateway, node("task", "a"), node("task", "b"), node("exclusiveGateway", "j"), END]
    ways = chain("s", "g") + flow("g", "a", "x = 1") + flow("g", "b") + chain("a", "j", "e") + chain("b", "j")
    scope = read_diagram(document(*parts, ways)).processes["p"].scope
    assert [node.id for node in scope.targets(scope.nodes["g"])] == ["a", "b"]
    assert [node.id for node in scope.sources(scope.nodes["j"])] == ["a", "b"]
    assert scope.flows["g_a"].condition == Expression("x = 1")
    assert scope.flows["g_b"].is_default
    assert not scope.flows["g_a"].is_default


def test_subprocesses_are_scopes_of_their_process() -> None:
    inner = node("subProcess", "sp", node("startEvent", "is"), node("endEvent", "ie"), chain("is", "ie"))
    read = read_diagram(document(START, inner, END, chain("s", "sp", "e"))).processes["p"]
    assert list(read.scopes) == ["p", "sp"]
    assert read.scopes["sp"].parent == "p"
    assert set(read.nodes) == {"s", "sp", "e", "is", "ie"}
    assert set(read.scope.nodes) == {"s", "sp", "e"}
    assert read.nodes["is"].scope == "sp"


def test_lanes_from_the_outside_in() -> None:
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="县政府办"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        '<bpmn:childLaneSet id="cs"><bpmn:lane id="k" name="督查室"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
    )
    read = read_diagram(definitions(process(lanes, START, node("task", "a"), END, chain("s", "a", "e"))))
    assert read.processes["p"].nodes["a"].lanes == ("县政府办", "督查室")
    assert read.processes["p"].nodes["a"].lane == "督查室"
    assert read.processes["p"].nodes["s"].lane == ""


def test_a_boundary_event_and_its_host_know_each_other() -> None:
    late = node("boundaryEvent", "b", duration('"P1D"'), attachedToRef="a", cancelActivity="false")
    read = read_diagram(document(START, node("userTask", "a"), late, END, chain("s", "a", "e"))).processes[
        "p"
    ]
    assert read.nodes["a"].boundary == ("b",)
    assert read.nodes["b"].attached_to == "a"
    assert not read.nodes["b"].interrupting
    (timer,) = read.nodes["b"].events
    assert (timer.kind, timer.timer, timer.expression) == ("timer", "duration", Expression('"P1D"'))


def test_what_events_refer_to() -> None:
    message = (
        '<bpmn:message id="m" name="通知">'
        + extension('<bj:correlation key="= number"/>')
        + "</bpmn:message>"
    )
    error = '<bpmn:error id="x" name="不合格" errorCode="E1"/>'
    catch = node("intermediateCatchEvent", "c", event("message", messageRef="m"))
    read = read_diagram(document(START, catch, END, chain("s", "c", "e"), roots=[message, error]))
    (heard,) = read.processes["p"].nodes["c"].events
    assert heard.ref == "m"
    assert read.triggers["m"].extensions[0].get("key") == "= number"
    assert read.triggers["x"].code == "E1"


def test_our_extensions_are_kept_whole() -> None:
    ours = extension(
        '<bj:rule id="SD-04"/>',
        '<bj:rule id="SD-05"/>',
        '<bj:service operation="短信"><bj:input name="to" value="= unit"/></bj:service>',
        '<other:thing xmlns:other="urn:other"/>',
    )
    task = read_diagram(document(START, node("serviceTask", "a", ours), END, chain("s", "a", "e"))).processes[
        "p"
    ]
    read = task.nodes["a"]
    assert [rule.get("id") for rule in read.all("rule")] == ["SD-04", "SD-05"]
    service = read.extension("service")
    assert service is not None
    assert service.all("input")[0].attributes == {"name": "to", "value": "= unit"}
    assert read.extension("form") is None


def test_repetition() -> None:
    many = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="1">'
        "<bpmn:loopDataInputRef>units</bpmn:loopDataInputRef>"
        '<bpmn:inputDataItem id="i" name="unit"/><bpmn:completionCondition>votes() &gt; 2'
        "</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>"
    )
    read = read_diagram(document(START, node("userTask", "a", many), END, chain("s", "a", "e")))
    loop = read.processes["p"].nodes["a"].loop
    assert loop is not None
    assert (loop.multiple, loop.sequential, loop.collection, loop.item) == (True, True, "units", "unit")
    assert loop.completion == Expression("votes() > 2")


def test_references_lose_their_prefix() -> None:
    call = node("callActivity", "a", calledElement="tns:q")
    read = read_diagram(document(START, call, END, chain("s", "a", "e")))
    assert read.called_elements == {"q"}


def test_what_dangles_is_still_read() -> None:
    read = read_diagram(document(START, node("task", "a"), chain("s", "a", "nowhere")))
    scope = read.processes["p"].scope
    assert list(scope.targets(scope.nodes["a"])) == []


def test_the_digest_is_that_of_the_bytes() -> None:
    xml = document(START, END, chain("s", "e"))
    assert read_diagram(xml).digest == read_diagram(xml).digest
    assert read_diagram(xml).digest != read_diagram(xml + b"\n").digest


@pytest.mark.skipif(not MODELS.is_dir(), reason="the 21 models of the interchange group are not at hand")
@pytest.mark.parametrize("path", sorted(MODELS.glob("*.bpmn")), ids=lambda path: path.stem)
def test_models_from_elsewhere_are_read_and_judged(path: Path) -> None:
    read = read_diagram(path.read_bytes(), path.name)
    assert read.processes
    problems = check_file(path)
    assert all(problem.message and problem.remedy for problem in problems)
    # None of them breaks the schema; what refuses them is said of an element.
    assert not {"misplaced-element", "schema", "invalid-value"} & {problem.rule for problem in problems}


@pytest.mark.skipif(not MODELS.is_dir(), reason="the 21 models of the interchange group are not at hand")
@pytest.mark.parametrize("path", sorted(MODELS.glob("*.bpmn")), ids=lambda path: path.stem)
def test_what_becomes_of_a_model_from_elsewhere_is_written_down(path: Path) -> None:
    refused = Counter(problem.rule for problem in check_file(path) if problem.severity == "error")
    reasons = "、".join(f"`{rule}` {count}" for rule, count in sorted(refused.items()))
    line = f"| {path.stem} | {'不予接受' if refused else '接受'} | {reasons} |"
    assert line in CHECKING.read_text(encoding="utf-8").splitlines()


def test_an_import_beside_the_file_is_found(tmp_path: Path) -> None:
    other = definitions('<bpmn:message id="m" name="通知"/>', process(START, END, chain("s", "e"), id="q"))
    (tmp_path / "other.bpmn").write_bytes(other.replace(b"urn:test", b"urn:other"))
    imported = (
        '<bpmn:import namespace="urn:other" location="other.bpmn"'
        ' importType="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    )
    main = definitions(imported, process(START, END, chain("s", "e")))
    (tmp_path / "main.bpmn").write_bytes(main)
    assert check_file(tmp_path / "main.bpmn") == []
    (tmp_path / "other.bpmn").unlink()
    assert [problem.rule for problem in check_file(tmp_path / "main.bpmn")] == ["missing-import"]
