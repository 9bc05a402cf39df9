"""Two at once, in every order: one is held before each of its statements in turn while the other runs."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.runtime.acts import Done
from engine.runtime.refusals import Refused
from tests.support.invariants import check_all, check_numbers
from tests.support.office import Office, diagram, flows, task
from tests.support.steering import Act, race

LIMIT = '<bj:deadline name="办理" limit="7 wd"/><bj:verbs allow="return pause_clock"/>'
SLIP = (
    '<bpmn:serviceTask id="slip"><bpmn:extensionElements><bj:document kind="蓝色督办单" template="" to="= unit" '
    'number="督办〔{year}〕{n}号"/></bpmn:extensionElements></bpmn:serviceTask>'
)
LATE = (
    '<bpmn:boundaryEvent id="late" attachedToRef="b" cancelActivity="false"><bpmn:timerEventDefinition>'
    '<bpmn:timeDate>due("办理")</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
)
TWO = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("a")
    + task("b", "承办人", LIMIT, unit="= unit")
    + LATE
    + SLIP
    + '<bpmn:endEvent id="e"/><bpmn:endEvent id="e2"/>'
    + flows("s>a", "a>b", "b>e", "late>slip", "slip>e2"),
    extensions='<bj:case title="= title" unit="= unit" number="试〔{year}〕{n}号"/>',
)


def in_every_order(
    prepare: Callable[[], tuple[Act, Act]], made: Office, check: Callable[[object, object], None]
) -> None:
    """Race the two acts from a fresh start with the first, then the second, held at each point."""
    for swapped in (False, True):
        point, was_held = 1, True
        while was_held:
            one, other = prepare()
            held, free = (other, one) if swapped else (one, other)
            first, second, was_held = race(made, held, free, point)
            check(*((second, first) if swapped else (first, second)))
            point += 1
        assert point > 3
    check_all(made.engine)
    check_numbers(made.engine)


def at_b(made: Office) -> tuple[UUID, UUID]:
    """A case at task b and the key of that task."""
    case = made.start({"unit": "住建局", "title": "一"})
    made.complete(case, "a")
    return case, made.task(case, "b")


def one_wins(*answers: object) -> None:
    """One act was done, the other told who was first."""
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert refused.kind == "conflict"
    assert sum(isinstance(answer, Done) for answer in answers) == 1


def test_two_completions(made: Office) -> None:
    made.publish(TWO)

    def prepare() -> tuple[Act, Act]:
        key = made.task(_start(made), "a")
        return (
            lambda office: office.engine.complete(key, office.actor("dcs.承办人"), {}),
            lambda office: office.engine.complete(key, office.actor("dcs.主要负责人"), {}),
        )

    in_every_order(prepare, made, one_wins)


def test_a_return_against_a_completion(made: Office) -> None:
    made.publish(TWO)

    def prepare() -> tuple[Act, Act]:
        _, key = at_b(made)
        return (
            lambda office: office.engine.return_to(key, office.actor("zjj.承办人"), "a", "缺材料"),
            lambda office: office.engine.complete(key, office.actor("zjj.承办人"), {}),
        )

    in_every_order(prepare, made, one_wins)


@pytest.mark.parametrize("act", ["complete", "pause"])
def test_an_act_against_a_timer_that_is_due(made: Office, act: str) -> None:
    """The slip goes out once, whoever is first, for it was due before the act."""
    made.publish(TWO)
    cases: list[UUID] = []

    def prepare() -> tuple[Act, Act]:
        case, key = at_b(made)
        cases.append(case)
        due = made.case(case)["next_due"]
        made.clock.move_to(due)
        return (lambda office: _act(office, act, case, key), lambda office: office.engine.fire_due())

    def check(answer: object, drained: object) -> None:
        assert isinstance(answer, Done), answer
        assert not isinstance(drained, Exception), drained
        papers = made.rows(select(tables.document).where(tables.document.c.instance_id == cases[-1]))
        assert [paper["due_at"] for paper in papers] == [made.clock()]

    in_every_order(prepare, made, check)


def _act(office: Office, act: str, case: UUID, key: UUID) -> object:
    unit = office.actor("zjj.承办人")
    if act == "complete":
        return office.engine.complete(key, unit, {})
    return office.engine.pause_clock(case, unit, "办理", "专家评审")


def test_publishing_against_a_start(made: Office) -> None:
    """A case is pinned to the version that was current when it started, old or new, and runs it to its end."""
    made.publish(TWO)
    started: list[UUID] = []

    def check(_: object, case: object) -> None:
        assert isinstance(case, UUID), case
        started.append(case)
        made.complete(case, "a")
        made.complete(case, "b")
        assert made.case(case)["status"] == "completed"

    in_every_order(lambda: (lambda office: office.publish(TWO), _start), made, check)
    assert len({made.case(case)["version_id"] for case in started}) > 1


def _start(office: Office) -> UUID:
    return office.start({"unit": "住建局", "title": "二"})


def test_two_starts_take_two_numbers(made: Office) -> None:
    made.publish(TWO)

    def check(*cases: object) -> None:
        assert len({made.case(case)["number"] for case in cases if isinstance(case, UUID)}) == 2

    in_every_order(lambda: (_start, _start), made, check)
