"""Two at once, in every order: one is held before each of its statements in turn while the other runs."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from engine.runtime.acts import Done
from tests.support.invariants import check_all, check_numbers
from tests.support.office import Office, diagram, flows, task
from tests.support.steering import Act, Racer, race

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

EXTENDED = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("a")
    + task("b", "承办人", LIMIT, unit="= unit")
    + LATE
    + SLIP
    + '<bpmn:boundaryEvent id="ask" name="申请延期" attachedToRef="b" cancelActivity="false"><bpmn:extensionElements>'
    '<bj:request verb="request_extension" by="= unit" when="now &lt;= due(&quot;办理&quot;)"/><bj:rule id="SD-08"/>'
    '</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent>'
    '<bpmn:serviceTask id="grant"><bpmn:extensionElements><bj:extend deadline="办理" until="= date(until)" '
    'reason="= reason"/></bpmn:extensionElements></bpmn:serviceTask>'
    '<bpmn:endEvent id="e"/><bpmn:endEvent id="e2"/><bpmn:endEvent id="e3"/>'
    + flows("s>a", "a>b", "b>e", "late>slip", "slip>e2", "ask>grant", "grant>e3"),
    extensions='<bj:case title="= title" unit="= unit" number="试〔{year}〕{n}号"/>',
    roots='<bpmn:message id="m" name="申请延期"/>',
)


def _vote(mode: str) -> bytes:
    return diagram(
        '<bpmn:startEvent id="s"/>'
        + task("a")
        + '<bpmn:userTask id="v"><bpmn:extensionElements><bj:assignment post="承办人" unit="= u"/>'
        f'<bj:item in="= units" as="u"/><bj:vote mode="{mode}"/><bj:verbs allow="return"/></bpmn:extensionElements>'
        '<bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask><bpmn:endEvent id="e"/>'
        + flows("s>a", "a>v", "v>e"),
        extensions='<bj:case number="试〔{year}〕{n}号"/>',
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


def test_who_comes_second_waits_for_the_lock_before_anything_is_read(made: Office) -> None:
    """The lock comes first and stops the second; no key of the journal or a number has to tell them apart."""
    made.publish(TWO)
    key = made.task(_start(made), "a")
    first = Racer(
        made, lambda office: office.engine.complete(key, office.actor("dcs.承办人"), {}), hold_before=3
    )
    second = Racer(made, lambda office: office.engine.complete(key, office.actor("dcs.主要负责人"), {}))
    first.start()
    second.start()
    lock = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "FOR UPDATE"}[made.engine.database.dialect]
    waits, at = second.waits(), second.statement
    first.finish()
    second.finish()
    assert waits, f"the second act went on without the lock ({lock}) and was answered {second.answer!r}"
    assert lock in at, f"the second act passed the lock ({lock}) and came as far as {at}"
    one_wins(first.answer, second.answer)


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


def test_an_extension_against_the_timer_of_what_it_extends(made: Office) -> None:
    """Asked for in the last moment it is granted, and the slip that was due in that moment goes out once."""
    made.publish(EXTENDED)
    cases: list[UUID] = []

    def prepare() -> tuple[Act, Act]:
        case, _ = at_b(made)
        cases.append(case)
        made.clock.move_to(made.case(case)["next_due"])
        said = {"until": "2020-12-31", "reason": "雨季"}
        unit = made.actor("zjj.承办人")
        return (
            lambda office: office.engine.request(case, unit, "request_extension", said),
            lambda office: office.engine.fire_due(),
        )

    def check(answer: object, drained: object) -> None:
        assert isinstance(answer, Done), answer
        assert not isinstance(drained, Exception), drained
        papers = made.rows(select(tables.document).where(tables.document.c.instance_id == cases[-1]))
        assert [paper["due_at"] for paper in papers] == [made.clock()]
        (limit,) = made.rows(select(tables.deadline).where(tables.deadline.c.instance_id == cases[-1]))
        assert (limit["due_on"].isoformat(), limit["status"]) == ("2020-12-31", "running")
        armed = (tables.timer.c.instance_id == cases[-1], tables.timer.c.status == "armed")
        timers = made.rows(select(tables.timer).where(*armed))
        assert {timer["due_at"] for timer in timers} == {limit["due_at"]}
        assert sorted(timer["element"] for timer in timers) == ["late", "overdue"]
        made.engine.cancel(cases[-1], SYSTEM, "下一回")

    in_every_order(prepare, made, check)


@pytest.mark.parametrize("mode", ["any", "all"])
def test_a_return_against_a_vote(made: Office, mode: str) -> None:
    """A vote that decides and a return exclude each other; one that does not is lost with the round, or never cast."""
    made.publish(_vote(mode))
    cases: list[UUID] = []

    def prepare() -> tuple[Act, Act]:
        case = made.start({"units": ["住建局", "发改局", "财政局"]})
        made.complete(case, "a")
        cases.append(case)
        mine, other = (
            next(row["id"] for row in made.open(case) if row["unit_id"] == unit) for unit in ("zjj", "fgj")
        )
        return (
            lambda office: office.engine.return_to(mine, office.actor("zjj.承办人"), "a", "缺材料"),
            lambda office: office.engine.complete(
                other, office.actor("fgj.承办人"), {"decision": "approve", "opinion": "同意"}
            ),
        )

    def check(returned: object, voted: object) -> None:
        if mode == "any":
            one_wins(returned, voted)
        assert isinstance(voted, Done | Refused), voted
        passed = isinstance(voted, Done) and mode == "any"
        assert isinstance(returned, Refused if passed else Done), returned
        if passed:
            assert made.case(cases[-1])["status"] == "completed"
        else:
            assert made.elements(cases[-1]) == ["a"]
            made.complete(cases[-1], "a")
            assert made.elements(cases[-1]) == ["v", "v", "v"]

    in_every_order(prepare, made, check)


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
