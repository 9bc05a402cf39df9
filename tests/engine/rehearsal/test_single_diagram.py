"""Single diagrams from anywhere on the simulated clock."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.rehearsal import RehearsalResult, Stage, read_answers, run_diagram
from tests.support.office import HEAD, civil, diagram, flows, task

NOW = civil("2026-03-02 09:00")
TWO = '<bpmn:startEvent id="s"/><bpmn:userTask id="a" name="填报"/><bpmn:userTask id="b" name="审批"/><bpmn:endEvent id="e"/>'
LINE = flows("s>a", "a>b", "b>e")


def play(folder: Path, xml: bytes, answers: Mapping[str, Any] | None = None, **more: Any) -> RehearsalResult:
    file = folder / "drawn.bpmn"
    file.write_bytes(xml)
    return run_diagram(file, answers=read_answers(answers or {}), now=NOW, **more)


def told(result: RehearsalResult, event: str) -> list[str]:
    return [each.get("name") or each.get("id") or "" for each in result.timeline if each["event"] == event]


def test_a_task_without_an_answer_is_left_as_it_is(tmp_path: Path) -> None:
    result = play(tmp_path, diagram(TWO + LINE), {"填报": {}})
    assert result.failures == []
    assert told(result, "task.completed") == ["填报"]
    assert told(result, "task.created") == ["填报", "审批"]
    assert told(result, "instance.completed") == []


def test_answers_by_name_or_id_carry_it_to_its_end(tmp_path: Path) -> None:
    result = play(tmp_path, diagram(TWO + LINE), {"填报": {"amount": 3}, "b": None})
    assert told(result, "element.left") == ["s", "填报", "审批", "e"]
    assert len(told(result, "instance.completed")) == 1


def test_rounds_take_their_answers_in_turn_and_then_the_last_again(tmp_path: Path) -> None:
    body = (
        TWO
        + '<bpmn:exclusiveGateway id="g" default="g-e"/>'
        + flows("s>a", "a>b", "b>g", 'g>a?decision = "return"', "g>e")
    )
    rounds = [{"decision": "return"}, {"decision": "return"}, {"decision": "approve"}]
    result = play(tmp_path, diagram(body), {"填报": {}, "审批": rounds})
    assert result.failures == []
    assert told(result, "task.completed") == ["填报", "审批"] * 3
    assert len(told(result, "instance.completed")) == 1


def test_the_start_has_data_and_conditions_read_it(tmp_path: Path) -> None:
    body = (
        '<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="g" default="g-small"/>'
        '<bpmn:endEvent id="big"/><bpmn:endEvent id="small"/>'
        + flows("s>g", "g>big?amount &gt; 10", "g>small")
    )
    assert "big" in told(play(tmp_path, diagram(body), data={"amount": 11}), "element.left")
    assert "small" in told(play(tmp_path, diagram(body), data={"amount": 9}), "element.left")


def test_time_jumps_to_the_next_timer_and_stops_where_it_should(tmp_path: Path) -> None:
    body = (
        '<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait" name="公示期"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>P400D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
        '<bpmn:endEvent id="e"/>' + flows("s>wait", "wait>e")
    )
    result = play(tmp_path, diagram(body))
    assert [event["at"] for event in result.timeline if event["event"] == "timer.fired"] == [
        "2027-04-06T09:00:00+08:00"
    ]
    assert told(play(tmp_path, diagram(body), until=civil("2027-04-06 08:59")), "timer.fired") == []


def test_thousands_of_days_a_second_pass_where_nothing_happens(tmp_path: Path) -> None:
    """Of the processor's time, reading and checking the diagram and a throw-away county included."""
    days = 3650
    late = (
        '<bpmn:boundaryEvent id="late" attachedToRef="a" cancelActivity="true"><bpmn:timerEventDefinition>'
        f"<bpmn:timeDuration>P{days}D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    xml = diagram(
        '<bpmn:startEvent id="s"/>'
        + task("a")
        + late
        + '<bpmn:endEvent id="e"/>'
        + flows("s>a", "a>e", "late>e")
    )
    play(tmp_path, xml)
    before = time.process_time()
    result = play(tmp_path, xml)
    assert days / (time.process_time() - before) > 2_000
    assert [each["at"][:10] for each in result.timeline if each["event"] == "timer.fired"] == ["2036-02-28"]


def test_posts_units_and_receivers_need_not_exist(tmp_path: Path) -> None:
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("a", "海事处", '<bj:notify to="航道科" text="请查收"/>', "登记")
        + task("b", "主任", "", "批准", "某单位")
        + '<bpmn:endEvent id="e"/>'
        + LINE
    )
    result = play(tmp_path, diagram(body), {"登记": {}, "批准": {}})
    assert result.failures == []
    assert told(result, "incident.raised") == []
    assert len(told(result, "notification.sent")) == len(told(result, "instance.completed")) == 1


def test_a_start_that_waits_for_a_message_begins_at_once(tmp_path: Path) -> None:
    body = TWO.replace(
        '<bpmn:startEvent id="s"/>',
        '<bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>',
    )
    result = play(tmp_path, diagram(body + LINE, roots='<bpmn:message id="m" name="来文"/>'))
    assert result.failures == []
    assert told(result, "task.created") == ["填报"]


def test_a_start_that_waits_for_its_time_begins_at_once(tmp_path: Path) -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/P7D</bpmn:timeCycle></bpmn:timerEventDefinition>"
    body = TWO.replace('<bpmn:startEvent id="s"/>', f'<bpmn:startEvent id="s">{timer}</bpmn:startEvent>')
    result = play(tmp_path, diagram(body + LINE))
    assert result.failures == []
    assert [event["at"] for event in result.timeline if event["event"] == "task.created"] == [
        "2026-03-02T09:00:00+08:00"
    ]


def test_a_message_somebody_waits_for_comes_as_an_answer(tmp_path: Path) -> None:
    body = (
        '<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait" name="等回函">'
        '<bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>'
        '<bpmn:endEvent id="e"/>' + flows("s>wait", "wait>e")
    )
    xml = diagram(body, roots='<bpmn:message id="m" name="回函"/>')
    assert told(play(tmp_path, xml), "instance.completed") == []
    for answered in ("等回函", "wait", "回函"):
        result = play(tmp_path, xml, {answered: {"agreed": True}})
        assert result.failures == []
        assert len(told(result, "instance.completed")) == 1


def test_a_service_with_an_answer_goes_on_and_one_without_our_words_passes(tmp_path: Path) -> None:
    service = (
        '<bpmn:extensionElements><bj:service operation="查询信用"><bj:output name="score" value="= answer.score"/>'
        "</bj:service></bpmn:extensionElements>"
    )
    body = (
        '<bpmn:startEvent id="s"/><bpmn:serviceTask id="plain"/>'
        f'<bpmn:serviceTask id="ask" name="查信用">{service}</bpmn:serviceTask><bpmn:endEvent id="e"/>'
        + flows("s>plain", "plain>ask", "ask>e")
    )
    assert told(play(tmp_path, diagram(body)), "instance.completed") == []
    result = play(tmp_path, diagram(body), {"查信用": {"score": 90}})
    assert result.failures == []
    assert len(told(result, "instance.completed")) == 1


def test_forms_beside_the_file_hold_and_missing_ones_do_not_matter(tmp_path: Path) -> None:
    asking = task("a", "督查室", '<bj:form ref="forms/a.json"/>', "填报")
    body = f'<bpmn:startEvent id="s"/>{asking}<bpmn:endEvent id="e"/>' + flows("s>a", "a>e")
    assert play(tmp_path, diagram(body), {"填报": {}}).failures == []
    (tmp_path / "forms").mkdir()
    form = '{"components": [{"type": "number", "key": "n", "label": "数量", "validate": {"required": true}}]}'
    (tmp_path / "forms" / "a.json").write_text(form, encoding="utf-8")
    (failure,) = play(tmp_path, diagram(body), {"填报": {}}).failures
    assert "请填写“数量”" in failure
    assert play(tmp_path, diagram(body), {"填报": {"n": 3}}).failures == []


def test_what_the_gate_refuses_does_not_run(tmp_path: Path) -> None:
    result = play(tmp_path, diagram('<bpmn:startEvent id="s"/><bpmn:task id="a"/>' + flows("s>nowhere")))
    assert not result.passed
    assert result.timeline == []


def test_a_process_that_cannot_go_on_fails(tmp_path: Path) -> None:
    body = (
        TWO
        + '<bpmn:exclusiveGateway id="g"/><bpmn:endEvent id="f"/>'
        + flows("s>a", "a>g", "g>b?x = 1", "g>f?x = 2", "b>e")
    )
    result = play(tmp_path, diagram(body), {"填报": {"x": 3}})
    assert not result.passed
    assert len(told(result, "incident.raised")) == 1
    assert told(result, "task.completed") == []


def test_a_timer_without_end_stops_after_its_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.rehearsal.play.MOST_JUMPS", 50)
    body = (
        '<bpmn:startEvent id="s"/><bpmn:userTask id="a"/><bpmn:boundaryEvent id="t" attachedToRef="a" '
        'cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1H</bpmn:timeCycle>'
        '</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="e"/><bpmn:endEvent id="f"/>'
        + flows("s>a", "a>e", "t>f")
    )
    result = play(tmp_path, diagram(body))
    assert len(told(result, "timer.fired")) == 50
    assert "超过 50 次" in result.failures[0]


def test_of_several_pools_the_main_one_runs(tmp_path: Path) -> None:
    other = '<bpmn:process id="other" isExecutable="false"><bpmn:startEvent id="os"/><bpmn:endEvent id="oe"/>'
    other += flows("os>oe") + "</bpmn:process>"
    xml = diagram(TWO + LINE).replace(HEAD.encode(), HEAD.encode() + other.encode())
    result = play(tmp_path, xml, {"填报": {}, "审批": {}})
    assert result.failures == []
    assert len(told(result, "instance.completed")) == 1


def test_a_pool_that_a_message_begins_plays_along(tmp_path: Path) -> None:
    body = (
        '<bpmn:startEvent id="s"/><bpmn:intermediateThrowEvent id="t" name="发出">'
        '<bpmn:messageEventDefinition id="md" messageRef="m"/></bpmn:intermediateThrowEvent><bpmn:endEvent id="e"/>'
    )
    other = (
        '<bpmn:process id="other" isExecutable="true"><bpmn:startEvent id="os" name="收到">'
        '<bpmn:messageEventDefinition id="od" messageRef="m"/></bpmn:startEvent><bpmn:endEvent id="oe" name="收毕"/>'
    )
    other += flows("os>oe") + "</bpmn:process>"
    xml = diagram(body + flows("s>t", "t>e"), roots='<bpmn:message id="m" name="来函"/>')
    result = play(tmp_path, xml.replace(b"</bpmn:definitions>", f"{other}</bpmn:definitions>".encode()))
    assert result.failures == []
    assert told(result, "element.left") == ["s", "发出", "e", "收到", "收毕"]


def test_a_pool_that_waits_for_a_signal_is_begun_first(tmp_path: Path) -> None:
    definition = '<bpmn:signalEventDefinition id="{}" signalRef="sig"/>'
    body = (
        f'<bpmn:startEvent id="s"/><bpmn:intermediateThrowEvent id="t">{definition.format("d1")}'
        '</bpmn:intermediateThrowEvent><bpmn:endEvent id="e"/>'
    )
    other = (
        '<bpmn:process id="other" isExecutable="true"><bpmn:startEvent id="os"/>'
        f'<bpmn:intermediateCatchEvent id="c" name="收到">{definition.format("d2")}</bpmn:intermediateCatchEvent>'
        '<bpmn:endEvent id="oe"/>'
    )
    other += flows("os>c", "c>oe") + "</bpmn:process>"
    xml = diagram(body + flows("s>t", "t>e"), roots='<bpmn:signal id="sig" name="停电"/>')
    result = play(tmp_path, xml.replace(b"</bpmn:definitions>", f"{other}</bpmn:definitions>".encode()))
    assert result.failures == []
    assert "收到" in told(result, "element.left")
    assert len(told(result, "instance.completed")) == 2


def test_each_round_of_an_automatic_activity_is_told(tmp_path: Path) -> None:
    loop = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
    body = (
        f'<bpmn:startEvent id="s"/><bpmn:scriptTask id="a">{loop}</bpmn:multiInstanceLoopCharacteristics>'
        '<bpmn:script>x = 1</bpmn:script></bpmn:scriptTask><bpmn:endEvent id="e"/>'
    )
    result = play(tmp_path, diagram(body + flows("s>a", "a>e")))
    assert result.failures == []
    assert told(result, "element.left") == ["s", "a", "a", "a", "e"]


def test_a_county_that_is_given_answers_for_its_people(tmp_path: Path, stage: Stage) -> None:
    body = '<bpmn:startEvent id="s"/>' + task("a", "承办人", unit="建设局") + '<bpmn:endEvent id="e"/>'
    result = play(tmp_path, diagram(body + flows("s>a", "a>e")), stage=stage)
    (created,) = [event for event in result.timeline if event["event"] == "task.created"]
    assert created["unit"] == "住建局"
