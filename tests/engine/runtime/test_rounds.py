"""Going back: 退回 and 撤回."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

import pytest

from engine.refusals import Refused
from tests.support.office import Office, diagram, flows, task
from tests.support.walks import nothing_reloaded

VERBS = '<bj:verbs allow="return withdraw"/>'
LINE = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("draft", "承办人", VERBS, unit="住建局")
    + task("check", "承办人", VERBS, unit="发改局")
    + task("sign", "主要负责人", VERBS, unit="督查室")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>draft", "draft>check", "check>sign", "sign>e")
)
BESIDE = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("before")
    + '<bpmn:parallelGateway id="A"/>'
    + "".join(task(key, extensions=VERBS) for key in ("a1", "a2", "b1"))
    + '<bpmn:parallelGateway id="B"/>'
    + task("after", extensions=VERBS)
    + '<bpmn:endEvent id="e"/>'
    + flows("s>before", "before>A", "A>a1", "a1>a2", "a2>B", "A>b1", "b1>B", "B>after", "after>e")
)


WITHIN = diagram(
    '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="O"/><bpmn:parallelGateway id="A"/>'
    + "".join(task(key, extensions=VERBS) for key in ("a", "b", "after", "beside"))
    + '<bpmn:parallelGateway id="B"/><bpmn:parallelGateway id="P"/><bpmn:endEvent id="e"/>'
    + flows("s>O", "O>A", "A>a", "A>b", "a>B", "b>B", "B>after", "after>P", "O>beside", "beside>P", "P>e")
)
"""A split that is joined while a split around it is still open, so that its history is not pruned."""


def send_back(made: Office, case: UUID, element: str, to: str | None, by: str = "dcs.承办人") -> None:
    made.engine.return_to(made.task(case, element), made.actor(by), to, "缺附件")


def test_a_case_goes_back_to_whom_it_came_from(made: Office) -> None:
    made.publish(LINE)
    case = made.start()
    made.complete(case, "draft", text="初稿")
    made.complete(case, "check")
    send_back(made, case, "sign", "draft", "dcs.主要负责人")
    (row,) = made.open(case)
    assert row["element"] == "draft"
    assert row["assignee"] == made.actor("zjj.承办人").person_id
    assert made.events(case, "task.returned")[0]["reason"] == "缺附件"
    made.complete(case, "draft", text="二稿")
    assert made.elements(case) == ["check"]
    assert made.is_intact(case)


def test_without_a_target_it_goes_back_one_task(made: Office) -> None:
    made.publish(LINE)
    case = made.start()
    made.complete(case, "draft")
    made.complete(case, "check")
    send_back(made, case, "sign", None, "dcs.主要负责人")
    assert made.elements(case) == ["check"]


def test_going_back_needs_a_reason_and_the_diagrams_leave(made: Office) -> None:
    made.publish(BESIDE)
    case = made.start()
    with pytest.raises(Refused, match="没有允许"):
        send_back(made, case, "before", None)
    made.complete(case, "before")
    with pytest.raises(Refused, match="理由"):
        made.engine.return_to(made.task(case, "a1"), made.actor("dcs.承办人"), "before", " ")
    with pytest.raises(Refused, match="已经办过"):
        send_back(made, case, "a1", "after")


def test_inside_a_branch_what_runs_beside_it_stays(made: Office) -> None:
    made.publish(BESIDE)
    case = made.start()
    made.complete(case, "before")
    made.complete(case, "a1")
    send_back(made, case, "a2", "a1")
    assert made.elements(case) == ["a1", "b1"]
    made.complete(case, "b1")
    made.complete(case, "a1")
    assert made.elements(case) == ["a2"]
    made.complete(case, "a2")
    assert made.elements(case) == ["after"]


def test_before_the_split_every_branch_is_called_back(made: Office) -> None:
    made.publish(BESIDE)
    case = made.start()
    made.complete(case, "before")
    made.complete(case, "a1")
    send_back(made, case, "a2", "before")
    assert made.elements(case) == ["before"]
    made.complete(case, "before")
    assert made.elements(case) == ["a1", "b1"]


def test_through_a_join_the_join_waits_only_for_what_lives(made: Office) -> None:
    made.publish(BESIDE)
    case = made.start()
    for element in ("before", "a1", "a2", "b1"):
        made.complete(case, element)
    send_back(made, case, "after", "a1")
    assert made.elements(case) == ["a1"]
    made.complete(case, "a1")
    made.complete(case, "a2")
    assert made.elements(case) == ["after"]
    made.complete(case, "after")
    assert made.case(case)["status"] == "completed"


@pytest.mark.parametrize("history", [nullcontext, nothing_reloaded], ids=["pruned", "whole"])
@pytest.mark.parametrize(("first", "second", "target"), [("a", "b", "a"), ("a", "b", "b"), ("b", "a", "a")])
def test_a_joined_split_is_behind_though_one_around_it_is_open(
    made: Office, first: str, second: str, target: str, history: Callable[[], AbstractContextManager[None]]
) -> None:
    """Whichever branch came last to the join, and whether or not the way there is still known."""
    with history():
        made.publish(WITHIN)
        case = made.start()
        made.complete(case, first)
        made.complete(case, second)
        send_back(made, case, "after", target)
        assert made.elements(case) == sorted([target, "beside"])
        made.complete(case, target)
        assert made.elements(case) == ["after", "beside"]
        made.complete(case, "after")
        made.complete(case, "beside")
        assert made.case(case)["status"] == "completed"


def test_another_branch_cannot_be_sent_back_to(made: Office) -> None:
    made.publish(BESIDE)
    case = made.start()
    made.complete(case, "before")
    made.complete(case, "b1")
    with pytest.raises(Refused, match="并行的另一分支"):
        send_back(made, case, "a1", "b1")


def test_a_returned_task_has_its_deadline_anew_and_no_stale_timer(made: Office) -> None:
    late = (
        '<bpmn:boundaryEvent id="late" attachedToRef="draft" cancelActivity="false"><bpmn:timerEventDefinition>'
        '<bpmn:timeDate>due("拟稿")</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
        '<bpmn:serviceTask id="mark"><bpmn:extensionElements><bj:score points="-1" unit="住建局" rule="T"/>'
        '</bpmn:extensionElements></bpmn:serviceTask><bpmn:endEvent id="e2"/>'
    )
    made.publish(
        diagram(
            '<bpmn:startEvent id="s"/>'
            + task("draft", "承办人", '<bj:deadline name="拟稿" limit="3 wd"/>' + VERBS, unit="住建局")
            + task("check", extensions=VERBS)
            + '<bpmn:endEvent id="e"/>'
            + late
            + flows("s>draft", "draft>check", "check>e", "late>mark", "mark>e2")
        )
    )
    case = made.start()
    made.move("2020-03-11 09:00")
    made.complete(case, "draft")
    made.move("2020-03-20 09:00")
    send_back(made, case, "check", "draft")
    assert made.events(case, "score.recorded") == []
    made.move("2020-03-25 17:29")
    assert made.events(case, "score.recorded") == []
    made.move("2020-03-25 17:30")
    assert len(made.events(case, "score.recorded")) == 1


def test_withdrawing_works_until_somebody_opens_what_follows(made: Office) -> None:
    made.publish(LINE)
    case = made.start()
    first = made.task(case, "draft")
    made.complete(case, "draft", text="错的")
    with pytest.raises(Refused, match="自己办结"):
        made.engine.withdraw(first, made.actor("fgj.承办人"))
    made.engine.withdraw(first, made.actor("zjj.承办人"))
    assert made.elements(case) == ["draft"]
    second = made.task(case, "draft")
    made.complete(case, "draft", text="对的")
    made.engine.opened(made.task(case, "check"))
    with pytest.raises(Refused, match="已经打开"):
        made.engine.withdraw(second, made.actor("zjj.承办人"))
    assert made.is_intact(case)
