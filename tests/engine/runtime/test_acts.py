"""The acts people do, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from sqlalchemy import event

from engine.people.actor import SYSTEM
from engine.queries.answers import answers_of
from engine.queries.case import tasks_of
from engine.refusals import Refused
from tests.support.office import Office, diagram, flows, task

THREE = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("a")
    + task("b", "承办人", unit="= unit")
    + task("c")
    + '<bpmn:endEvent id="e" name="办结"/>'
    + flows("s>a", "a>b", "b>c", "c>e"),
    extensions='<bj:case title="= title" unit="= unit" number="试〔{year}〕{n}号"/>',
)


def test_a_case_runs_from_start_to_end(made: Office) -> None:
    made.publish(THREE)
    case = made.start({"title": "修路", "unit": "县住建局"})
    assert made.elements(case) == ["a"]
    made.complete(case, "a")
    (row,) = made.open(case)
    assert (row["unit_id"], row["post_id"]) == ("zjj", "zjj/承办人")
    made.complete(case, "b", result="好")
    made.complete(case, "c")
    found = made.case(case)
    assert (found["status"], found["outcome"], found["title"], found["number"]) == (
        "completed",
        "办结",
        "修路",
        "试〔2020〕1号",
    )
    assert [e["event"] for e in made.events(case)][-1] == "instance.completed"
    assert made.is_intact(case)


def test_what_was_answered_stands_though_a_script_writes_over_it_at_once(made: Office) -> None:
    """The facts of the slip that was signed are not those that the diagram prepares for the next."""
    made.publish(
        diagram(
            '<bpmn:startEvent id="s"/>'
            + task("sign")
            + '<bpmn:scriptTask id="next"><bpmn:script>facts = "second"</bpmn:script></bpmn:scriptTask>'
            + task("wait")
            + flows("s>sign", "sign>next", "next>wait")
        )
    )
    case = made.start({})
    made.complete(case, "sign", facts="first", basis="clause 6")
    with made.engine.database.reading() as connection:
        tasks = tasks_of(connection, case)
        (answer,) = answers_of(connection, case, tasks).values()
    assert answer == {"facts": "first", "basis": "clause 6"}
    assert made.field(case, "facts") == "second"


def test_numbers_follow_without_gap_even_where_a_start_is_refused(made: Office) -> None:
    made.publish(THREE)
    made.start({"title": "一"})
    with pytest.raises(Refused):
        made.engine.start("missing", made.actor("dcs.承办人"), {})
    with pytest.raises(Refused):
        made.engine.start_many("p", made.actor("dcs.承办人"), [{"title": "二"}, {"title": object()}])
    second = made.start({"title": "二"})
    assert made.case(second)["number"] == "试〔2020〕2号"


def test_the_second_to_complete_is_told_who_was_first(made: Office) -> None:
    made.publish(THREE)
    case = made.start({"unit": "住建局"})
    key = made.task(case, "a")
    made.engine.complete(key, made.actor("dcs.主要负责人"), {})
    with pytest.raises(Refused, match="已由督查室主要负责人办结") as refused:
        made.engine.complete(key, made.actor("dcs.承办人"), {})
    assert refused.value.kind == "conflict"
    assert len(made.events(case, "task.completed")) == 1


def test_a_key_gives_the_first_answer_again(made: Office) -> None:
    made.publish(THREE)
    first = made.engine.start("p", made.actor("dcs.承办人"), {"unit": "住建局"}, key="k1")
    assert made.engine.start("p", made.actor("dcs.承办人"), {"unit": "住建局"}, key="k1") == first
    task_key = made.task(first.id, "a")
    done = made.engine.complete(task_key, made.actor("dcs.承办人"), {}, key="k2")
    assert made.engine.complete(task_key, made.actor("dcs.承办人"), {}, key="k2") == done
    assert made.elements(first.id) == ["b"]


def test_nobody_else_may_do_a_task(made: Office) -> None:
    made.publish(THREE)
    case = made.start({"unit": "住建局"})
    with pytest.raises(Refused) as refused:
        made.engine.complete(made.task(case, "a"), made.actor("zjj.承办人"), {})
    assert refused.value.kind == "forbidden"
    made.engine.claim(made.task(case, "a"), made.actor("dcs.主要负责人"))
    with pytest.raises(Refused, match="已由督查室主要负责人认领"):
        made.engine.complete(made.task(case, "a"), made.actor("dcs.承办人"), {})
    made.engine.unclaim(made.task(case, "a"), made.actor("dcs.主要负责人"))
    made.complete(case, "a")


def test_a_task_nobody_can_do_is_an_incident_and_is_not_lost(made: Office) -> None:
    made.publish(
        diagram(
            '<bpmn:startEvent id="s"/>'
            + task("a", "没有的岗位")
            + '<bpmn:endEvent id="e"/>'
            + flows("s>a", "a>e")
        )
    )
    case = made.start()
    (row,) = made.open(case)
    assert row["unit_id"] is None
    assert "没有的岗位" in made.events(case, "incident.raised")[0]["message"]


def test_a_condition_that_fails_leaves_the_task_as_it_was(made: Office) -> None:
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("a")
        + '<bpmn:exclusiveGateway id="g"/><bpmn:endEvent id="e"/><bpmn:endEvent id="f"/>'
        + flows("s>a", "a>g", "g>e?amount &gt; 10", "g>f?amount &lt; 5")
    )
    made.publish(diagram(body))
    case = made.start()
    with pytest.raises(Refused, match="已记为故障"):
        made.complete(case, "a", amount=7)
    assert made.elements(case) == ["a"]
    made.complete(case, "a", amount=70)
    assert made.case(case)["status"] == "completed"


def test_cancelling_needs_the_starter_and_a_reason(made: Office) -> None:
    made.publish(THREE)
    case = made.start({"unit": "住建局"})
    with pytest.raises(Refused, match="理由"):
        made.engine.cancel(case, made.actor("dcs.承办人"), " ")
    with pytest.raises(Refused, match="发起人"):
        made.engine.cancel(case, made.actor("zjj.承办人"), "不办了")
    made.engine.cancel(case, made.actor("dcs.承办人"), "不办了")
    assert made.case(case)["status"] == "cancelled"
    assert made.open(case) == []
    assert made.events(case, "instance.cancelled")[0]["reason"] == "不办了"


def test_a_suspended_case_stands_still(made: Office) -> None:
    made.publish(THREE)
    case = made.start({"unit": "住建局"})
    made.engine.suspend(case, SYSTEM, "等上级答复")
    with pytest.raises(Refused, match="已中止"):
        made.complete(case, "a")
    made.engine.resume(case, SYSTEM, "已答复")
    made.complete(case, "a")


@pytest.mark.parametrize(
    ("extensions", "most"),
    [("", 7), ('<bj:deadline name="办理" limit="7 wd" warn="1 wd"/><bj:notify to="督查室" text="好"/>', 10)],
)
def test_an_act_takes_few_statements_and_one_commit(made: Office, extensions: str, most: int) -> None:
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("a", extensions=extensions)
        + task("b", extensions=extensions)
        + '<bpmn:endEvent id="e"/>'
    )
    made.publish(diagram(body + flows("s>a", "a>b", "b>e")))
    case = made.start()
    key = made.task(case, "a")
    statements: list[str] = []
    commits: list[object] = []
    event.listen(
        made.engine.database.engine, "before_cursor_execute", lambda *args: statements.append(args[2])
    )
    event.listen(made.engine.database.engine, "commit", commits.append)
    made.engine.complete(key, made.actor("dcs.承办人"), {"note": "已办"})
    counted = [text for text in statements if not text.startswith(("BEGIN", "COMMIT"))]
    assert len(counted) <= most, counted
    assert len(commits) == 1


def test_ids_that_the_library_gives_to_its_own_tasks_may_be_drawn(small: Office) -> None:
    body = (
        '<bpmn:startEvent id="Start"/><bpmn:parallelGateway id="Root"/><bpmn:task id="plain"/>'
        + task("a")
        + '<bpmn:parallelGateway id="join"/><bpmn:endEvent id="End" name="完"/>'
        + flows("Start>Root", "Root>a", "Root>plain", "a>join", "plain>join", "join>End")
    )
    small.publish(diagram(body))
    case = small.start()
    small.complete(case, "a")
    assert small.case(case)["outcome"] == "完"
    passed = [element for event in small.events(case, "path") for element in event["elements"]]
    assert sorted(passed) == ["End", "Root", "Start", "a", "join", "plain"]


def test_an_assignment_that_is_no_name_is_an_incident(small: Office) -> None:
    small.publish(
        diagram(
            '<bpmn:startEvent id="s"/>'
            + task("a", "承办人", unit="= unit")
            + '<bpmn:endEvent id="e"/>'
            + flows("s>a", "a>e")
        )
    )
    case = small.start({"unit": ["住建局"]})
    (row,) = small.open(case)
    assert row["unit_id"] is None
    assert small.events(case, "incident.raised")


def test_a_copy_to_nobody_is_refused_and_told_to_nobody(small: Office) -> None:
    small.publish(THREE)
    case = small.start({"unit": "住建局"})
    with pytest.raises(Refused) as refused:
        small.engine.copy_to(case, small.actor("dcs.承办人"), ["住建局", "没有的单位"])
    assert refused.value.kind == "invalid"
    assert small.events(case, "notification.sent") == []


def test_two_starts_of_one_key_at_once_are_one_start(made: Office) -> None:
    made.publish(THREE)
    context = [copy_context() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        started = pool.map(
            lambda each: each.run(
                made.engine.start, "p", made.actor("dcs.承办人"), {"unit": "住建局"}, key="once"
            ),
            context,
        )
        assert len(set(started)) == 1
