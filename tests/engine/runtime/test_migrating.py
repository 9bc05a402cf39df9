"""Running cases go over to another version: what they are at, what runs, and who has it stay theirs."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from engine import bulk, tables
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from engine.runtime import migrating
from tests.support.block_drawing import drawn
from tests.support.blocks import Block
from tests.support.office import Office, diagram, flows, task

START, END = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e"/>'
DEADLINE = '<bj:deadline name="办理" limit="7 wd"/>'


def line(*keys: str, more: str = "", links: str = "", **extensions: str) -> bytes:
    """User tasks in a row."""
    path = ["s", *keys, "e"]
    body = START + "".join(task(key, extensions=extensions.get(key, "")) for key in keys) + more + END
    return diagram(body + flows(*(f"{a}>{b}" for a, b in pairwise(path))) + links)


def late(host: str, days: int, key: str = "late", interrupting: bool = False) -> str:
    """A timer on a task, with a task of its own behind it."""
    return (
        f'<bpmn:boundaryEvent id="{key}" attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}">'
        f"<bpmn:timerEventDefinition><bpmn:timeDuration>P{days}D</bpmn:timeDuration></bpmn:timerEventDefinition>"
        f'</bpmn:boundaryEvent>{task(key + "-t")}<bpmn:endEvent id="{key}-e"/>'
        + flows(f"{key}>{key}-t", f"{key}-t>{key}-e")
    )


def armed(made: Office) -> dict[str, Any]:
    """The armed timers that do not belong to a deadline: element → due."""
    row = tables.timer.c
    found = made.rows(select(tables.timer).where(row.status == "armed", row.engine_task > 0))
    return {r["element"]: r["due_at"] for r in found}


def test_a_case_goes_over_and_back(made: Office) -> None:
    """The task renamed, a step added before it and one after: claim, deadline and key of the task stay."""
    old = made.publish(line("a", "b", b=DEADLINE))
    case = made.start()
    made.complete(case, "a", amount=3)
    (before,) = made.open(case)
    made.engine.claim(before["id"], made.actor("dcs.主要负责人"))
    new = made.publish(line("a", "x", "check", "last", check=DEADLINE))
    made.move("2020-03-11 09:00")
    (planned,) = migrating.plan(made.engine, [case], new)
    assert planned.obstacles == ("正停在“b”,新版本的同一处没有这个环节;请在对应表里写明它成了哪个环节",)
    with pytest.raises(Refused, match="对应表"):
        made.engine.migrate(case, new, SYSTEM)
    assert migrating.plan(made.engine, [case], new, {"b": "check"})[0].is_possible
    made.engine.migrate(case, new, SYSTEM, {"b": "check"})
    (after,) = made.open(case)
    assert (after["id"], after["element"], after["name"]) == (before["id"], "check", "check")
    (deadline,) = made.rows(select(tables.deadline))
    assert (deadline["due_on"], deadline["element"]) == (date(2020, 3, 18), "check")
    made.engine.undo_migration(case, SYSTEM)
    assert made.elements(case) == ["b"]
    made.engine.migrate(case, new, SYSTEM, {"b": "check"})
    made.engine.complete(after["id"], made.actor("dcs.主要负责人"), {})
    made.complete(case, "last")
    assert made.case(case)["status"] == "completed"
    assert made.case(case)["version_id"] == new
    assert [e["was"] for e in made.events(case, "instance.migrated")] == [old.hex, new.hex, old.hex]
    assert made.is_intact(case)


def test_timers_are_derived_again_from_when_they_were_armed(made: Office) -> None:
    made.publish(line("a", more=late("a", 5)))
    case = made.start()
    new = made.publish(line("a", more=late("a", 3)))
    made.move("2020-03-10 09:00")
    made.engine.migrate(case, new, SYSTEM)
    assert {key: due.day for key, due in armed(made).items()} == {"late": 12}
    made.move("2020-03-12 09:00")
    assert made.elements(case) == ["a", "late-t"]


@pytest.mark.parametrize("interrupting", [False, True])
def test_a_boundary_event_may_be_added_and_taken_away(made: Office, interrupting: bool) -> None:
    """On a task that had none, beside one that fired, and off again."""
    plain = made.publish(line("a"))
    one = made.publish(line("a", more=late("a", 5, interrupting=interrupting)))
    two = made.publish(line("a", more=late("a", 5, interrupting=interrupting) + late("a", 9, "later")))
    case = made.engine.start("p", made.actor("dcs.承办人"), {}).id
    made.engine.migrate(case, plain, SYSTEM)
    assert armed(made) == {}
    made.move("2020-03-10 09:00")
    made.engine.migrate(case, one, SYSTEM)
    made.engine.migrate(case, two, SYSTEM)
    assert {key: due.day for key, due in armed(made).items()} == {"late": 15, "later": 19}
    made.move("2020-03-15 09:00")
    assert made.elements(case) == (["late-t"] if interrupting else ["a", "late-t"])
    if not interrupting:
        made.complete(case, "a")
    made.complete(case, "late-t")
    assert made.case(case)["status"] == "completed"


def test_what_has_fired_does_not_fire_again(made: Office) -> None:
    made.publish(line("a", more=late("a", 1)))
    case = made.start()
    made.move("2020-03-11 09:00")
    made.complete(case, "late-t")
    new = made.publish(line("a", "b", more=late("a", 1)))
    made.engine.migrate(case, new, SYSTEM)
    made.settle()
    assert made.elements(case) == ["a"]


def test_a_side_path_under_way_keeps_its_event(made: Office) -> None:
    made.publish(line("a", more=late("a", 1)))
    case = made.start()
    made.move("2020-03-11 09:00")
    extra = task("late-t") + '<bpmn:endEvent id="late-e"/>'
    new = made.publish(line("a", more=extra, links=flows("late-t>late-e")))
    (planned,) = migrating.plan(made.engine, [case], new)
    assert any("引出的环节还在办" in said for said in planned.obstacles)


SPLIT = (
    START
    + '<bpmn:parallelGateway id="p"/>'
    + task("a")
    + task("b")
    + '<bpmn:parallelGateway id="j"/>'
    + task("c")
    + END
)


def test_a_case_between_a_split_and_its_join_keeps_them(made: Office) -> None:
    made.publish(diagram(SPLIT + flows("s>p", "p>a", "p>b", "a>j", "b>j", "j>c", "c>e")))
    case = made.start()
    made.complete(case, "a")
    fits = made.publish(
        diagram(SPLIT + task("x") + flows("s>p", "p>a", "p>b", "a>j", "b>x", "x>j", "j>c", "c>e"))
    )
    alone = made.publish(line("a", "b", "c"))
    (planned,) = migrating.plan(made.engine, [case], alone)
    assert any("分支网关" in said or "没有它" in said for said in planned.obstacles)
    made.engine.migrate(case, fits, SYSTEM)
    made.complete(case, "b")
    assert made.elements(case) == ["x"]
    made.complete(case, "x")
    assert made.elements(case) == ["c"]


def test_inside_subprocesses_calls_and_votes(made: Office) -> None:
    def version(extra: str, sub: str = "sub") -> bytes:
        loop = "<bpmn:multiInstanceLoopCharacteristics/>"
        vote = '<bj:item in="= units" as="unit"/><bj:vote mode="all"/>'
        voters = (
            f'<bpmn:userTask id="vote"><bpmn:extensionElements><bj:assignment post="承办人" unit="= unit"/>{vote}'
            f"</bpmn:extensionElements>{loop}</bpmn:userTask>"
        )
        inner = (
            f'<bpmn:subProcess id="{sub}">'
            + START.replace('"s"', '"is"')
            + voters
            + task("then")
            + '<bpmn:endEvent id="ie"/>'
            + flows("is>vote", "vote>then", "then>ie")
            + "</bpmn:subProcess>"
        )
        return diagram(START + inner + extra + END + flows(f"s>{sub}", f"{sub}>e"))

    made.publish(version(""))
    case = made.start({"units": ["住建局", "发改局"]})
    (row,) = [r for r in made.open(case) if r["unit_id"] == "zjj"]
    made.engine.complete(row["id"], made.actor("zjj.承办人"), {"decision": "approve"})
    new = made.publish(version("", sub="work"))
    assert not migrating.plan(made.engine, [case], new)[0].is_possible
    made.engine.migrate(case, new, SYSTEM, {"sub": "work"})
    (row,) = made.open(case)
    made.engine.complete(row["id"], made.actor("fgj.承办人"), {"decision": "approve"})
    made.complete(case, "then")
    assert made.case(case)["status"] == "completed"


def test_waits_go_over_too(made: Office) -> None:
    roots = '<bpmn:message id="m" name="回函"/>'

    def version(key: str, days: int) -> bytes:
        body = (
            START
            + '<bpmn:eventBasedGateway id="g"/>'
            + f'<bpmn:intermediateCatchEvent id="{key}"><bpmn:messageEventDefinition messageRef="m"/>'
            + '</bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition>'
            + f"<bpmn:timeDuration>P{days}D</bpmn:timeDuration></bpmn:timerEventDefinition>"
            + "</bpmn:intermediateCatchEvent>"
            + task("a")
            + task("b")
            + END
        )
        return diagram(body + flows("s>g", f"g>{key}", "g>t", f"{key}>a", "t>b", "a>e", "b>e"), roots=roots)

    made.publish(version("answer", 5))
    cases = [made.start() for _ in range(3)]
    new = made.publish(version("letter", 2))
    progress = list(
        bulk.migrate(made.engine, [*cases, cases[0]], new, SYSTEM, {"answer": "letter"}, at_once=2)
    )
    assert [(p.done, len(p.refused)) for p in progress] == [(2, 0), (3, 0)]
    assert {r["element"] for r in made.rows(select(tables.subscription))} == {"letter"}
    made.engine.deliver_message(cases[0], SYSTEM, "回函", None, {})
    made.move("2020-03-11 09:00")
    assert [made.elements(case) for case in cases] == [["a"], ["b"], ["b"]]


def test_branches_go_over_where_a_cycle_repeats_beside_them(made: Office) -> None:
    """The library counts ahead there, and must not take what the activity handed out for a mistake."""
    xml = drawn(Block("often", (Block("task", number=0),), 1), "p")
    made.publish(xml)
    case = made.start()
    first, second = made.elements(case)
    new = made.publish(xml)
    made.engine.migrate(case, new, SYSTEM)
    assert made.elements(case) == [first, second]
    made.complete(case, first)
    made.complete(case, second)
    assert (made.case(case)["version_id"], made.case(case)["status"]) == (new, "completed")


def test_ended_cases_and_other_processes_stay(made: Office) -> None:
    made.publish(line("a"))
    case = made.start()
    other = made.publish(line("a"), "q")
    with pytest.raises(Refused, match="同一流程"):
        made.engine.migrate(case, other, SYSTEM)
    new = made.publish(line("a", "b"))
    made.complete(case, "a")
    with pytest.raises(Refused, match="已经结束"):
        made.engine.migrate(case, new, SYSTEM)
