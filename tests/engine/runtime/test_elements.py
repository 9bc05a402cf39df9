"""Tasks, gateways, subprocesses and circles the gate accepts, run through the engine: each act loads and saves."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from engine.runtime import stepping
from tests.support.elements import (
    END,
    FORMAL,
    MESSAGE,
    ROOTS,
    SIGNAL,
    START,
    Publish,
    condition,
    ended,
    event,
    many,
    on,
    run,
    script,
    sub,
    timer,
)
from tests.support.office import Office, diagram, flows, task


# --- tasks ---------------------------------------------------------------------------------------------------
def test_tasks_that_need_nobody(made: Office, publish: Publish) -> None:
    body = (
        START
        + '<bpmn:task id="t"/>'
        + script("x", "n = 1 + 1")
        + '<bpmn:manualTask id="m1"><bpmn:extensionElements>'
    )
    body += '<bj:assignment post="督查室"/></bpmn:extensionElements></bpmn:manualTask>' + END
    case = run(made, publish, body + flows("s>t", "t>x", "x>m1", "m1>e"))
    assert made.field(case, "n") == 2
    assert made.elements(case) == ["m1"]
    made.complete(case, "m1")
    assert ended(made, case)


def test_a_service_task_waits_for_its_answer(made: Office, publish: Publish) -> None:
    service = (
        '<bpmn:serviceTask id="ask"><bpmn:extensionElements><bj:service operation="查询"><bj:input name="id" '
        'value="= number"/><bj:output name="owner" value="= answer.owner"/></bj:service></bpmn:extensionElements>'
        "</bpmn:serviceTask>"
    )
    case = run(made, publish, START + service + on("ask", "late", timer("P1D")) + task("a") + END
               + flows("s>ask", "ask>a", "a>e"), {"number": "7"})  # fmt: skip
    (call,) = made.rows(select(tables.outbox))
    assert call["payload"]["input"] == {"id": "7"}
    made.engine.answer_service(case, call["payload"]["task"], {"owner": "住建局"}, key="k")
    made.engine.answer_service(case, call["payload"]["task"], {"owner": "发改局"}, key="k")
    assert (made.field(case, "owner"), made.elements(case)) == ("住建局", ["a"])
    made.move("2020-03-12 09:00")
    assert made.elements(case) == ["a"]


def test_a_receive_task_and_a_message_event_wait(made: Office, publish: Publish) -> None:
    body = (
        START
        + '<bpmn:receiveTask id="r" messageRef="m"/>'
        + event("c", "intermediateCatchEvent", MESSAGE)
        + END
    )
    case = run(made, publish, body + flows("s>r", "r>c", "c>e"))
    for _ in range(2):
        assert not ended(made, case)
        made.engine.message("回函", None, {}, SYSTEM)
    assert ended(made, case)


def test_a_table_decides(made: Office, publish: Publish) -> None:
    table = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
      <decision id="level" name="level"><decisionTable id="t" hitPolicy="UNIQUE">
        <input id="i"><inputExpression id="ie"><text>amount</text></inputExpression></input>
        <output id="o" name="level"/>
        <rule id="r1"><inputEntry id="a1"><text>&lt; 10</text></inputEntry><outputEntry id="b1"><text>"科长"</text></outputEntry></rule>
        <rule id="r2"><inputEntry id="a2"><text>&gt;= 10</text></inputEntry><outputEntry id="b2"><text>"局长"</text></outputEntry></rule>
      </decisionTable></decision></definitions>""".encode()  # fmt: skip
    decide = (
        '<bpmn:businessRuleTask id="d"><bpmn:extensionElements><bj:decision ref="level" result="who"/>'
        "</bpmn:extensionElements></bpmn:businessRuleTask>"
    )
    body = START + decide + '<bpmn:exclusiveGateway id="x" default="x-b"/>' + task("a") + task("b") + END
    body += flows("s>d", "d>x", 'x>a?who = "局长"', "x>b", "a>e", "b>e")
    case = run(made, publish, body, {"amount": 12}, files={"level.dmn": table})
    assert made.elements(case) == ["a"]


@pytest.mark.parametrize(("a", "b"), [(10, 200), (200, 10)])
def test_ways_out_are_tried_as_they_are_written_wherever_they_are_drawn(
    made: Office, publish: Publish, a: int, b: int
) -> None:
    body = START + '<bpmn:exclusiveGateway id="x" default="x-e"/>' + task("a") + task("b") + END
    body += flows("s>x", "x>a?n > 0", "x>b?n > 1", "x>e", "a>e", "b>e").replace("n > ", "n &gt; ")
    shape = '<bpmndi:BPMNShape bpmnElement="{0}"><dc:Bounds x="300" y="{1}" width="90" height="60"/></bpmndi:BPMNShape>'
    picture = (
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane bpmnElement="p">'
        f"{shape.format('a', a)}{shape.format('b', b)}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    )
    publish(diagram(body).replace(b"</bpmn:definitions>", picture.encode()))
    case = made.start({"n": 2})
    assert made.elements(case) == ["a"]


@pytest.mark.parametrize(
    ("before", "begin", "rounds"), [("false", 0, 3), ("true", 0, 3), ("false", 9, 10), ("true", 9, 9)]
)
def test_a_standard_loop_repeats_while_its_condition_holds(
    made: Office, publish: Publish, before: str, begin: int, rounds: int
) -> None:
    loop = (
        f'<bpmn:standardLoopCharacteristics testBefore="{before}"><bpmn:loopCondition {FORMAL}>n &lt; 3'
        "</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    )
    body = (
        START + f'<bpmn:scriptTask id="x">{loop}<bpmn:script>n = n + 1</bpmn:script></bpmn:scriptTask>' + END
    )
    case = run(made, publish, body + flows("s>x", "x>e"), {"n": begin})
    assert ended(made, case)
    assert made.field(case, "n") == rounds


def test_a_standard_loop_of_user_tasks(made: Office, publish: Publish) -> None:
    loop = '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'
    work = task("a").replace("</bpmn:userTask>", loop + "</bpmn:userTask>")
    case = run(made, publish, START + work + END + flows("s>a", "a>e"))
    for _ in range(3):
        assert made.elements(case) == ["a"]
        made.complete(case, "a")
    assert ended(made, case)


@pytest.mark.parametrize(("x", "stand"), [(2, ["a", "c"]), (0, ["b", "c"])])
def test_a_default_beside_a_flow_that_is_always_taken(
    made: Office, publish: Publish, x: int, stand: list[str]
) -> None:
    begin = task("begin").replace('id="begin"', 'id="begin" default="begin-b"', 1)
    ends = "".join(f'<bpmn:endEvent id="{key}-e"/>' for key in "abc")
    body = START + begin + task("a") + task("b") + task("c") + ends
    body += flows("s>begin", "begin>a?x &gt; 1", "begin>b", "begin>c", "a>a-e", "b>b-e", "c>c-e")
    case = run(made, publish, body, {"x": x})
    made.complete(case, "begin")
    assert made.elements(case) == stand


# --- gateways ------------------------------------------------------------------------------------------------
def test_an_inclusive_block_inside_a_loop(made: Office, publish: Publish) -> None:
    body = (
        START + '<bpmn:exclusiveGateway id="in"/><bpmn:inclusiveGateway id="o" default="o-c"/>'
        + task("a") + task("b") + task("c") + '<bpmn:inclusiveGateway id="j"/>'
        + '<bpmn:exclusiveGateway id="out" default="out-e"/>' + END
        + flows("s>in", "in>o", "o>a?x &gt; 0", "o>b?x &gt; 1", "o>c", "a>j", "b>j", "c>j", "j>out", "out>in?again", "out>e")
    )  # fmt: skip
    case = run(made, publish, body, {"x": 2, "again": True})
    made.complete(case, "b")
    made.complete(case, "a")
    assert made.elements(case) == ["a", "b"]
    made.complete(case, "a", x=0)
    assert made.elements(case) == ["b"]
    made.complete(case, "b")
    assert made.elements(case) == ["c"]
    made.complete(case, "c", again=False)
    assert ended(made, case)


@pytest.mark.parametrize("first", ["message", "signal", "timer", "condition", "receive"])
def test_the_first_event_behind_an_event_gateway_wins(made: Office, publish: Publish, first: str) -> None:
    body = START + '<bpmn:eventBasedGateway id="g1"/><bpmn:parallelGateway id="fork"/>' + task("other") + END
    parts = {"message": MESSAGE, "signal": SIGNAL, "timer": timer("P3D"), "condition": condition("x = 1")}
    if first == "receive":
        parts.pop("message")
        body += '<bpmn:receiveTask id="receive" messageRef="m"/>'
    for key, definition in parts.items():
        body += event(key, "intermediateCatchEvent", definition)
    keys = [*parts, *(["receive"] if first == "receive" else [])]
    body += "".join(task(f"{key}-t") + f'<bpmn:endEvent id="{key}-e"/>' for key in keys)
    body += flows("s>fork", "fork>g1", "fork>other", "other>e")
    body += flows(*(link for key in keys for link in (f"g1>{key}", f"{key}>{key}-t", f"{key}-t>{key}-e")))
    case = run(made, publish, body)
    match first:
        case "message" | "receive":
            made.engine.message("回函", None, {"said": "同意"}, SYSTEM)
            assert made.field(case, "said") == "同意"
        case "signal":
            made.engine.signal("停工", {}, SYSTEM)
            made.settle()
        case "timer":
            made.move("2020-03-12 09:00")
        case "condition":
            made.complete(case, "other", x=1)
    expected = [f"{first}-t"] if first == "condition" else ["other", f"{first}-t"]
    assert made.elements(case) == sorted(expected)
    assert made.rows(select(tables.subscription)) == []
    assert all(row["status"] != "armed" for row in made.rows(select(tables.timer)))
    for element in made.elements(case):
        made.complete(case, element)
    assert ended(made, case)


# --- nesting -------------------------------------------------------------------------------------------------
def test_time_and_limits_inside_a_called_process(made: Office, publish: Publish) -> None:
    """The called process has a limit, a timer that follows it, and a subprocess of its own."""
    inner = task("a", extensions='<bj:deadline name="初审" limit="2 wd"/>') + '<bpmn:endEvent id="ie"/>'
    inner += on("a", "late", timer('due("初审")', "timeDate"), True) + flows("w-s>a", "a>ie")
    called = f'<bpmn:process id="q" name="初审" isExecutable="true"><bpmn:startEvent id="qs"/>{sub("w", inner)}<bpmn:endEvent id="qe"/>{flows("qs>w", "w>qe")}</bpmn:process>'
    body = START + '<bpmn:callActivity id="call" calledElement="q"><bpmn:extensionElements>'
    body += '<bj:deadline name="总" limit="5 wd"/></bpmn:extensionElements></bpmn:callActivity>'
    body += (
        on("call", "stop", timer('due("总")', "timeDate"))
        + task("b")
        + END
        + flows("s>call", "call>b", "b>e")
    )
    xml = diagram(body, roots=ROOTS).replace(b"</bpmn:definitions>", called.encode() + b"</bpmn:definitions>")
    publish(xml)
    case, other = made.start(), made.start()
    assert sorted(
        row["name"] for row in made.rows(select(tables.deadline)) if row["instance_id"] == case
    ) == ["初审", "总"]
    made.move("2020-03-11 18:00")
    assert made.elements(case) == ["a", "late-t"]
    made.complete(case, "a")
    made.complete(case, "late-t")
    assert made.elements(case) == ["b"]
    made.move("2020-03-17 09:00")
    assert made.elements(other) == ["stop-t"]
    assert {row["status"] for row in made.rows(select(tables.deadline)) if row["instance_id"] == case} == {
        "met"
    }


def test_subprocess_in_subprocess_in_branches(made: Office, publish: Publish) -> None:
    deep = sub("d", task("a", "承办人", unit="= unit") + '<bpmn:endEvent id="de"/>' + flows("d-s>a", "a>de"))
    branches = many("w", deep + '<bpmn:endEvent id="we"/>' + flows("w-s>d", "d>we"))
    case = run(
        made,
        publish,
        START + branches + task("b") + END + flows("s>w", "w>b", "b>e"),
        {"units": ["住建局", "发改局"]},
    )
    for _ in range(2):
        made.complete(case, "a", days=3)
    assert made.elements(case) == ["b"]
    assert made.scopes(case, "days") == {"w#0", "w#1"}


# --- circles -------------------------------------------------------------------------------------------------
CIRCLE = (
    START + '<bpmn:exclusiveGateway id="x"/>' + script("more", "n = n + 1")
    + '<bpmn:exclusiveGateway id="y" default="y-x"/>' + END + flows("s>x", "x>more", "more>y", "y>x", "y>e?n &gt;= most")
)  # fmt: skip


def test_a_circle_that_ends_by_itself_ends(made: Office, publish: Publish) -> None:
    case = run(made, publish, CIRCLE, {"n": 0, "most": 1500})
    assert ended(made, case)
    assert made.field(case, "n") == 1500


def test_a_circle_that_never_ends_is_refused(
    made: Office, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stepping, "MOST_ROUNDS", 100)
    with pytest.raises(Refused, match="100 圈"):
        run(made, publish, CIRCLE, {"n": 0, "most": 10**9})
    body = (
        START
        + task("a")
        + '<bpmn:exclusiveGateway id="x"/>'
        + script("more", "n = n + 1")
        + '<bpmn:exclusiveGateway id="y" default="y-x"/>'
        + END
    )
    case = run(made, publish, body + flows("s>a", "a>x", "x>more", "more>y", "y>x", "y>e?n &lt; 0"), {"n": 0})
    with pytest.raises(Refused, match="已记为故障"):
        made.complete(case, "a")
    (incident,) = made.rows(select(tables.incident))
    assert incident["element"] in ("x", "more", "y")
    assert made.elements(case) == ["a"]
