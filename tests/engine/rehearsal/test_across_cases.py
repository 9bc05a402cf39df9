"""What crosses cases in a rehearsal: messages, signals, processes that start by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.rehearsal import RehearsalResult, Stage, run_scenario
from tests.engine.rehearsal.county import write_processes
from tests.support.office import diagram, flows, task

ROOTS = '<bpmn:message id="m" name="回函"/><bpmn:signal id="g" name="预警"/>'


def _catching(kind: str, key: str) -> str:
    ref = {"message": 'messageRef="m"', "signal": 'signalRef="g"'}[kind]
    return (
        f'<bpmn:intermediateCatchEvent id="{key}"><bpmn:{kind}EventDefinition {ref}/>'
        "</bpmn:intermediateCatchEvent>"
    )


def _waiting(kind: str) -> bytes:
    body = f'<bpmn:startEvent id="s"/>{_catching(kind, "wait")}<bpmn:endEvent id="e"/>' + flows(
        "s>wait", "wait>e"
    )
    return diagram(body, f"awaits_{kind}", roots=ROOTS)


def _begun_by(definition: str, process: str) -> bytes:
    start = f'<bpmn:startEvent id="s">{definition}</bpmn:startEvent>'
    body = start + task("a", name="处置") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e")
    return diagram(body, process, roots=ROOTS)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Processes that wait for others, and processes that begin by themselves."""
    weekly = "<bpmn:timerEventDefinition><bpmn:timeCycle>R3/P7D</bpmn:timeCycle></bpmn:timerEventDefinition>"
    folder: Path = tmp_path_factory.mktemp("across")
    return Stage(
        write_processes(
            folder,
            {
                "awaits_message": _waiting("message"),
                "awaits_signal": _waiting("signal"),
                "weekly": _begun_by(weekly, "weekly"),
                "by_message": _begun_by('<bpmn:messageEventDefinition messageRef="m"/>', "by_message"),
            },
        )
    )


def play(stage: Stage, process: str, **more: Any) -> RehearsalResult:
    scenario = {"name": "试", "process": process, "now": "2020-03-09 09:00", "until": "2020-06-01", **more}
    return run_scenario(scenario, stage)


def test_a_message_reaches_the_case_that_waits(stage: Stage) -> None:
    result = play(
        stage,
        "awaits_message",
        start={"by": "督查室"},
        steps=[{"at": "2020-03-10", "do": "message", "name": "回函", "data": {"agreed": True}}],
        expect=[{"on": "2020-03-10", "event": "instance.completed"}, {"fields": {"agreed": True}}],
    )
    assert result.failures == []


def test_a_message_of_a_named_case_reaches_that_one(stage: Stage) -> None:
    result = play(
        stage,
        "awaits_message",
        start={"by": "督查室", "count": 3},
        steps=[{"do": "message", "name": "回函", "case": 2}],
        expect=[{"state": "completed", "case": 2, "count": 1}, {"state": "running", "count": 2}],
    )
    assert result.failures == []


def test_a_message_for_several_reaches_none_and_is_refused(stage: Stage) -> None:
    result = play(
        stage,
        "awaits_message",
        start={"by": "督查室", "count": 2},
        steps=[{"do": "message", "name": "回函", "refused": True}],
        expect=[{"state": "running", "count": 2}],
    )
    assert result.failures == []


def test_a_signal_reaches_all_who_wait(stage: Stage) -> None:
    result = play(
        stage,
        "awaits_signal",
        start={"by": "督查室", "count": 3},
        steps=[{"at": "2020-03-10", "do": "signal", "name": "预警"}],
        expect=[{"on": "2020-03-10", "event": "instance.completed", "count": 3}],
    )
    assert result.failures == []


def test_a_process_begins_by_its_own_timer(stage: Stage) -> None:
    result = play(stage, "weekly", expect=[{"event": "instance.started", "count": 3}])
    assert result.failures == []
    started = [event["at"][:10] for event in result.timeline if event["event"] == "instance.started"]
    assert started == ["2020-03-16", "2020-03-23", "2020-03-30"]


def test_a_message_begins_a_process(stage: Stage) -> None:
    result = play(
        stage,
        "by_message",
        steps=[{"at": "2020-03-10", "do": "message", "name": "回函"}],
        expect=[{"on": "2020-03-10", "event": "instance.started", "count": 1}, {"open": "处置"}],
    )
    assert result.failures == []
