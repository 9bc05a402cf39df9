"""What crosses from one case to another: messages to one, signals to all, each once."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import administration, tables
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from tests.support.office import Office, diagram, flows, task

ROOTS = (
    '<bpmn:message id="m" name="回函"><bpmn:extensionElements><bj:correlation key="= number"/></bpmn:extensionElements>'
    '</bpmn:message><bpmn:message id="plain" name="通报"/><bpmn:signal id="g" name="停工"/>'
)


def catch(key: str, kind: str, ref: str) -> str:
    """An intermediate event that waits for a message or signal."""
    return (
        f'<bpmn:intermediateCatchEvent id="{key}"><bpmn:{kind}EventDefinition {kind}Ref="{ref}"/>'
        "</bpmn:intermediateCatchEvent>"
    )


def throw(key: str, kind: str, ref: str, extensions: str = "") -> str:
    """An intermediate event that throws a message or signal."""
    return (
        f'<bpmn:intermediateThrowEvent id="{key}"><bpmn:extensionElements>{extensions}</bpmn:extensionElements>'
        f'<bpmn:{kind}EventDefinition {kind}Ref="{ref}"/></bpmn:intermediateThrowEvent>'
    )


def line(*between: str) -> str:
    """A start, some elements in a row, an end; the elements' ids are read from their text."""
    names = [text.split('id="')[1].split('"')[0] for text in between]
    path = ["s", *names, "e"]
    links = flows(*(f"{a}>{b}" for a, b in pairwise(path)))
    return '<bpmn:startEvent id="s"/>' + "".join(between) + '<bpmn:endEvent id="e"/>' + links


def waits_for_message() -> bytes:
    return diagram(line(catch("wait", "message", "m"), task("after")), "receiver", roots=ROOTS)


def sends_message() -> bytes:
    said = '<bj:input name="opinion" value="= opinion"/>'
    return diagram(line(task("write"), throw("send", "message", "m", said)), "sender", roots=ROOTS)


def subscriptions(made: Office) -> list[tuple[UUID, str, str, str | None]]:
    row = tables.subscription.c
    return [
        (r["instance_id"], r["kind"], r["name"], r["key"])
        for r in made.rows(select(tables.subscription).order_by(row.instance_id, row.element))
    ]


def test_a_message_reaches_the_one_case_of_its_key(made: Office) -> None:
    made.publish(waits_for_message(), "receiver")
    made.publish(sends_message(), "sender")
    first, second = (made.start({"number": n}, "receiver") for n in ("甲1", "乙2"))
    assert sorted(subscriptions(made)) == sorted(
        [(first, "message", "回函", "甲1"), (second, "message", "回函", "乙2")]
    )
    sender = made.start({"number": "乙2"}, "sender")
    made.complete(sender, "write", opinion="同意")
    assert made.elements(second) == []
    made.settle()
    assert (made.elements(first), made.elements(second)) == ([], ["after"])
    assert made.field(second, "opinion") == "同意"
    assert made.case(sender)["status"] == "completed"
    assert subscriptions(made) == [(first, "message", "回函", "甲1")]
    assert made.engine.fire_due().instances == 0


def test_a_message_delivered_again_changes_nothing(made: Office) -> None:
    made.publish(waits_for_message(), "receiver")
    case = made.start({"number": "1"}, "receiver")
    first = made.engine.message("回函", "1", {}, SYSTEM, once="abc")
    assert first.instance_id == case
    assert made.engine.message("回函", "1", {}, SYSTEM, once="abc") == first
    with pytest.raises(Refused, match="没有送达"):
        made.engine.message("回函", "1", {}, SYSTEM)
    assert len(made.events(case, "message.received")) == 1


def test_a_message_that_fits_several_reaches_none(made: Office) -> None:
    """Two cases with one key: nothing tells them apart (peers: a message ended other cases)."""
    made.publish(waits_for_message(), "receiver")
    cases = [made.start({"number": "1"}, "receiver") for _ in range(2)]
    with pytest.raises(Refused, match="有 2 处在等"):
        made.engine.message("回函", "1", {}, SYSTEM)
    with pytest.raises(Refused, match="没有送达"):
        made.engine.message("回函", None, {}, SYSTEM)
    assert all(made.elements(case) == [] for case in cases)


def test_a_message_nobody_waits_for_is_an_incident_of_its_sender_and_can_be_retried(made: Office) -> None:
    made.publish(waits_for_message(), "receiver")
    made.publish(sends_message(), "sender")
    sender = made.start({"number": "7"}, "sender")
    made.complete(sender, "write")
    made.settle()
    (incident,) = made.rows(select(tables.incident))
    assert (incident["instance_id"], incident["element"], incident["kind"]) == (sender, "send", "inbox")
    assert "对应键 7" in incident["message"]
    assert made.engine.fire_due().instances == 0
    late = made.start({"number": "7"}, "receiver")
    administration.retry_incident(made.engine, incident["id"], made.actor("dcs.承办人"))
    made.settle()
    assert made.elements(late) == ["after"]


def test_a_key_that_changes_is_found_by_its_new_value(made: Office) -> None:
    """The correlation follows the case's record, act by act."""
    body = (
        '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="p"/>'
        + catch("wait", "message", "m")
        + task("fill")
        + '<bpmn:parallelGateway id="j"/><bpmn:endEvent id="e"/>'
        + flows("s>p", "p>wait", "p>fill", "wait>j", "fill>j", "j>e")
    )
    made.publish(diagram(body, roots=ROOTS))
    case = made.start({"number": "1"})
    made.complete(case, "fill", number="2")
    assert [row[3] for row in subscriptions(made)] == ["2"]
    with pytest.raises(Refused):
        made.engine.message("回函", "1", {}, SYSTEM)
    made.engine.message("回函", "2", {}, SYSTEM)
    assert made.case(case)["status"] == "completed"
    assert subscriptions(made) == []


def test_a_message_nobody_waits_for_starts_the_process_it_begins(made: Office) -> None:
    start = '<bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="plain"/></bpmn:startEvent>'
    made.publish(
        diagram(start + task("a") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e"), "new", roots=ROOTS),
        "new",
    )
    said = '<bj:input name="title" value="= &quot;转来:&quot; + title"/>'
    sending = (
        '<bpmn:startEvent id="s"/><bpmn:sendTask id="send" messageRef="plain"><bpmn:extensionElements>'
        + said
        + '</bpmn:extensionElements></bpmn:sendTask><bpmn:endEvent id="e"/>'
        + flows("s>send", "send>e")
    )
    made.publish(diagram(sending, "sender", roots=ROOTS), "sender")
    with pytest.raises(Refused, match="由消息“通报”启动"):
        made.start({}, "new")
    made.start({"title": "修路"}, "sender")
    made.settle()
    (row,) = made.rows(select(tables.instance).where(tables.instance.c.process == "new"))
    assert made.elements(row["id"]) == ["a"]
    assert made.field(row["id"], "title") == "转来:修路"
    assert made.is_intact(row["id"])


def test_a_message_end_event_sends(made: Office) -> None:
    made.publish(waits_for_message(), "receiver")
    body = (
        '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"><bpmn:messageEventDefinition messageRef="m"/></bpmn:endEvent>'
        + flows("s>e")
    )
    made.publish(diagram(body, "sender", roots=ROOTS), "sender")
    case = made.start({"number": "1"}, "receiver")
    made.start({"number": "1"}, "sender")
    made.settle()
    assert made.elements(case) == ["after"]


def test_a_signal_reaches_every_running_case_that_waits(made: Office) -> None:
    made.publish(
        diagram(line(catch("wait", "signal", "g"), task("after")), "listener", roots=ROOTS), "listener"
    )
    body = (
        '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="p"/>'
        + catch("own", "signal", "g")
        + task("before")
        + throw("call", "signal", "g")
        + catch("next", "signal", "g")
        + '<bpmn:parallelGateway id="j"/><bpmn:endEvent id="e"/>'
        + flows("s>p", "p>own", "p>before", "before>call", "call>next", "own>j", "next>j", "j>e")
    )
    made.publish(diagram(body, "caller", roots=ROOTS), "caller")
    waiting = [made.start({}, "listener") for _ in range(3)]
    made.engine.suspend(waiting[2], SYSTEM, "中止")
    caller = made.start({}, "caller")
    made.complete(caller, "before")
    assert [row[1:3] for row in subscriptions(made) if row[0] == caller] == [("signal", "停工")]
    made.settle()
    assert [made.elements(case) for case in waiting] == [["after"], ["after"], []]
    assert made.case(caller)["status"] == "running"
    assert made.engine.signal("停工", {}, SYSTEM, once="k") == 1
    assert made.engine.signal("停工", {}, SYSTEM, once="k") == 1
    made.settle()
    assert made.case(caller)["status"] == "completed"
    assert [len(made.events(case, "signal.received")) for case in (*waiting, caller)] == [1, 1, 0, 2]


def test_a_case_that_cannot_go_on_keeps_the_message_and_its_sender_the_incident(made: Office) -> None:
    body = (
        '<bpmn:startEvent id="s"/>'
        + catch("wait", "message", "m")
        + '<bpmn:exclusiveGateway id="x"/><bpmn:endEvent id="e"/><bpmn:endEvent id="f"/>'
        + flows("s>wait", "wait>x", "x>e?amount &gt; 1", "x>f?amount &lt; 0")
    )
    made.publish(diagram(body, "receiver", roots=ROOTS), "receiver")
    made.publish(sends_message(), "sender")
    receiver, sender = made.start({"number": "1"}, "receiver"), made.start({"number": "1"}, "sender")
    made.complete(sender, "write")
    made.settle()
    (incident,) = made.rows(select(tables.incident))
    assert incident["instance_id"] == sender
    assert subscriptions(made) == [(receiver, "message", "回函", "1")]
    assert made.events(receiver, "message.received") == []


def test_a_request_takes_no_message(made: Office) -> None:
    """What people ask for by its verb is guarded by who and when; a message of that name does not pass by."""
    asked = (
        '<bpmn:boundaryEvent id="ask" attachedToRef="a" cancelActivity="false"><bpmn:extensionElements>'
        '<bj:request verb="request_extension" by="督查室"/></bpmn:extensionElements>'
        '<bpmn:messageEventDefinition messageRef="plain"/></bpmn:boundaryEvent><bpmn:endEvent id="f"/>'
    )
    body = '<bpmn:startEvent id="s"/>' + task("a") + asked + '<bpmn:endEvent id="e"/>'
    made.publish(diagram(body + flows("s>a", "a>e", "ask>f"), roots=ROOTS))
    case = made.start()
    assert subscriptions(made) == []
    with pytest.raises(Refused):
        made.engine.deliver_message(case, SYSTEM, "通报", None, {})


def test_a_message_starts_a_process_that_people_start_too(made: Office) -> None:
    made.publish(diagram(line(task("register")), "both", '<bj:case title="= title" message="回函"/>'), "both")
    by_hand = made.start({"title": "来访"}, "both")
    done = made.engine.message("回函", None, {"title": "来信"}, SYSTEM)
    assert made.case(done.instance_id)["title"] == "来信"
    assert [made.elements(case) for case in (by_hand, done.instance_id)] == [["register"], ["register"]]
    assert len(made.events(done.instance_id, "start.happened")) == 1
    assert made.events(by_hand, "start.happened") == []
