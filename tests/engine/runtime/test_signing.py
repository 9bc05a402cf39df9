"""前加签, 后加签: somebody looks first and it comes back, or signs after and only then the token goes on."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from engine.records.rebuild import differences
from engine.refusals import Refused
from tests.support.elements import Publish
from tests.support.invariants import check_case
from tests.support.office import Office, diagram, flows, task

AGREED = {"decision": "approve", "opinion": "同意"}
PAPER = (
    '<bj:document kind="批复" template="" to="= unit" number="批〔{year}〕{n}号"/>'
    '<bj:deadline name="办理" limit="7 wd"/>'
)
VERBS = "add_signer remove_signer return withdraw transfer delegate"


def draft(verbs: str = f'<bj:verbs allow="{VERBS}"/>', rule: str = '<bj:rule id="XS-05"/>') -> bytes:
    return diagram(
        '<bpmn:startEvent id="s"/>'
        + task("a", "承办人", unit="= unit", name="拟办")
        + task("b", "承办人", f"{PAPER}{verbs}{rule}", name="审批", unit="= unit")
        + task("c", "督查室", '<bj:verbs allow="return"/>', name="归档")
        + '<bpmn:endEvent id="e"/>'
        + flows("s>a", "a>b", "b>c", "c>e"),
        extensions='<bj:case title="= title" unit="= unit"/>',
    )


def at_b(made: Office) -> tuple[UUID, UUID]:
    """A case whose task b is open, and that task."""
    case = made.start({"unit": "住建局", "title": "一件"})
    made.complete(case, "a")
    return case, made.task(case, "b")


def names(made: Office, case: UUID) -> list[str]:
    return [row["name"] for row in made.open(case)]


def signer(made: Office, case: UUID) -> UUID:
    (row,) = [row for row in made.open(case) if row["signer"]]
    key: UUID = row["id"]
    return key


def row_of(made: Office, key: UUID) -> dict[str, object]:
    (row,) = made.rows(select(tables.user_task).where(tables.user_task.c.id == key))
    return row


def test_before_they_look_and_it_comes_back(made: Office) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    unit = made.actor("zjj.承办人")
    made.engine.add_signer(mine, unit, "财政局", "before")
    assert names(made, case) == ["审批(前加签)"]
    assert [row["unit_id"] for row in made.open(case)] == ["czj"]
    assert row_of(made, mine)["status"] == "waiting"
    with pytest.raises(Refused, match="等加签人"):
        made.engine.complete(mine, unit, AGREED)
    with pytest.raises(Refused, match="不由您办理"):
        made.engine.complete(signer(made, case), unit, AGREED)
    made.engine.complete(
        signer(made, case), made.actor("czj.承办人"), {"decision": "reject", "opinion": "钱不够"}
    )
    assert names(made, case) == ["审批"]
    assert [row["id"] for row in made.open(case)] == [mine]
    assert row_of(made, mine)["assignee"] == unit.person_id
    made.engine.complete(mine, unit, AGREED)
    assert made.elements(case) == ["c"]
    assert {(row["name"], row["signer"]) for row in made.finished(case)} == {
        ("拟办", None),
        ("审批(前加签)", "before"),
        ("审批", None),
    }
    assert [e["place"] for e in made.events(case, "signer.added")] == ["before"]
    check_case(made.engine, case)
    assert differences(made.engine, case) == []


def test_after_all_must_agree_before_the_token_goes_on(made: Office) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    unit = made.actor("zjj.承办人")
    made.engine.add_signer(mine, unit, "财政局", "after")
    made.engine.add_signer(mine, unit, "发改局/主要负责人", "after")
    made.engine.complete(mine, unit, AGREED)
    assert names(made, case) == ["审批(后加签)"]
    assert made.rows(select(tables.document)) == []
    check_case(made.engine, case)
    assert differences(made.engine, case) == []
    made.engine.complete(signer(made, case), made.actor("czj.主要负责人"), AGREED)
    assert [row["post_id"] for row in made.open(case)] == ["fgj/主要负责人"]
    made.engine.complete(signer(made, case), made.actor("fgj.主要负责人"), AGREED)
    assert made.elements(case) == ["c"]
    (paper,) = made.rows(select(tables.document))
    assert paper["issued_by"] == "zjj.承办人"
    assert made.journal(case)[-1]["actor"] == "fgj.主要负责人"
    assert made.is_intact(case)


def test_who_signs_after_and_does_not_agree_sends_it_back(made: Office) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    unit = made.actor("zjj.承办人")
    made.engine.add_signer(mine, unit, "财政局", "after")
    made.engine.add_signer(mine, unit, "发改局", "after")
    made.engine.complete(mine, unit, AGREED)
    made.engine.complete(signer(made, case), made.actor("czj.承办人"), AGREED)
    with pytest.raises(Refused) as refused:
        made.engine.complete(signer(made, case), made.actor("fgj.承办人"), {"decision": "reject"})
    assert refused.value.problems == {"opinion": "不同意的,请写明理由"}
    made.engine.complete(
        signer(made, case), made.actor("fgj.承办人"), {"decision": "reject", "opinion": "数字不对"}
    )
    assert names(made, case) == ["审批"]
    (again,) = made.open(case)
    assert again["assignee"] == unit.person_id
    assert again["id"] != mine
    assert made.events(case, "task.returned")[-1]["reason"] == "数字不对"
    made.engine.complete(again["id"], unit, AGREED)
    for who in ("czj.承办人", "fgj.承办人"):
        made.engine.complete(signer(made, case), made.actor(who), AGREED)
    assert made.elements(case) == ["c"]
    assert len(made.rows(select(tables.document))) == 1
    check_case(made.engine, case)


def test_a_signer_asks_somebody_first_and_each_gets_it_back(made: Office) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    made.engine.add_signer(mine, made.actor("zjj.承办人"), "财政局", "before")
    treasury = made.actor("czj.承办人")
    with pytest.raises(Refused, match="前加签"):
        made.engine.add_signer(signer(made, case), treasury, "发改局", "after")
    made.engine.add_signer(signer(made, case), treasury, "fgj.主要负责人", "before")
    (row,) = made.open(case)
    assert row["assignee"] == made.actor("fgj.主要负责人").person_id
    made.engine.complete(row["id"], made.actor("fgj.主要负责人"), AGREED)
    (row,) = made.open(case)
    assert (row["unit_id"], row["assignee"]) == ("czj", treasury.person_id)
    made.engine.complete(row["id"], treasury, AGREED)
    assert [row["id"] for row in made.open(case)] == [mine]
    check_case(made.engine, case)


def test_who_added_a_signer_may_take_them_out_again(made: Office) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    unit = made.actor("zjj.承办人")
    made.engine.add_signer(mine, unit, "财政局", "before")
    with pytest.raises(Refused, match="只有加签的人"):
        made.engine.remove_signer(mine, made.actor("czj.承办人"), "财政局")
    made.engine.remove_signer(mine, unit, "财政局")
    assert [row["id"] for row in made.open(case)] == [mine]
    for name in ("财政局", "发改局"):
        made.engine.add_signer(mine, unit, name, "after")
    made.engine.remove_signer(mine, unit, "财政局")
    with pytest.raises(Refused, match="会签"):
        made.engine.remove_signer(mine, unit, "财政局")
    made.engine.complete(mine, unit, AGREED)
    assert [row["unit_id"] for row in made.open(case)] == ["fgj"]
    made.engine.remove_signer(mine, unit, "发改局")
    assert made.elements(case) == ["c"]
    assert [e["to"] for e in made.events(case, "signer.removed")] == ["财政局", "财政局", "发改局"]
    check_case(made.engine, case)


def test_withdrawing_from_a_signer_keeps_the_deadline(made: Office) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    unit = made.actor("zjj.承办人")
    due = row_of(made, mine)["due_at"]
    made.engine.add_signer(mine, unit, "财政局", "after")
    made.move("2020-03-11 09:00")
    made.engine.complete(mine, unit, AGREED)
    assert [row["due_at"] for row in made.open(case)] == [due]
    made.engine.withdraw(mine, unit)
    assert [(row["id"], row["due_at"], row["status"]) for row in made.open(case)] == [(mine, due, "open")]
    made.engine.complete(mine, unit, AGREED)
    made.engine.opened(signer(made, case))
    with pytest.raises(Refused, match="不能撤回"):
        made.engine.withdraw(mine, unit)
    made.engine.complete(signer(made, case), made.actor("czj.承办人"), AGREED)
    assert made.elements(case) == ["c"]
    check_case(made.engine, case)


def test_a_signer_does_not_send_the_case_back_but_its_own_person_does(made: Office) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    unit = made.actor("zjj.承办人")
    made.engine.add_signer(mine, unit, "财政局", "before")
    with pytest.raises(Refused, match="由经办人决定") as refused:
        made.engine.return_to(signer(made, case), made.actor("czj.承办人"), None, "缺材料")
    assert refused.value.rule == "XS-05"
    made.engine.complete(signer(made, case), made.actor("czj.承办人"), AGREED)
    made.engine.add_signer(mine, unit, "发改局", "after")
    made.engine.return_to(mine, unit, None, "缺材料")
    assert made.elements(case) == ["a"]
    made.complete(case, "a")
    made.complete(case, "b")
    assert made.elements(case) == ["c"]
    check_case(made.engine, case)


def test_a_later_task_goes_back_to_the_one_whose_it_was(made: Office) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    made.engine.add_signer(mine, made.actor("zjj.承办人"), "财政局", "after")
    made.engine.complete(mine, made.actor("zjj.承办人"), AGREED)
    made.engine.complete(signer(made, case), made.actor("czj.承办人"), AGREED)
    made.engine.return_to(made.task(case, "c"), made.actor("dcs.承办人"), None, "重办")
    (row,) = made.open(case)
    assert (row["element"], row["signer"], row["assignee"]) == (
        "b",
        None,
        made.actor("zjj.承办人").person_id,
    )


def test_a_cancelled_case_leaves_nobody_waiting(made: Office) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    made.engine.add_signer(mine, made.actor("zjj.承办人"), "财政局", "before")
    made.engine.cancel(case, SYSTEM, "误报")
    assert {row["status"] for row in made.rows(select(tables.user_task))} == {"completed", "cancelled"}
    check_case(made.engine, case)


def test_a_timer_that_interrupts_ends_the_waiting_and_the_signing(made: Office) -> None:
    late = (
        '<bpmn:boundaryEvent id="late" attachedToRef="b"><bpmn:timerEventDefinition>'
        '<bpmn:timeDate>due("办理")</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
    )
    made.publish(
        diagram(
            '<bpmn:startEvent id="s"/>'
            + task("b", "承办人", f'{PAPER}<bj:verbs allow="{VERBS}"/>', unit="= unit")
            + late
            + '<bpmn:endEvent id="e"/><bpmn:endEvent id="over" name="逾期"/>'
            + flows("s>b", "b>e", "late>over")
        )
    )
    case = made.start({"unit": "住建局"})
    made.engine.add_signer(made.task(case, "b"), made.actor("zjj.承办人"), "财政局", "before")
    made.move("2020-03-18 17:30")
    assert made.case(case)["outcome"] == "逾期"
    assert {row["status"] for row in made.rows(select(tables.user_task))} == {"cancelled"}
    check_case(made.engine, case)


@pytest.mark.parametrize(
    ("verbs", "place", "to", "said", "kind"),
    [
        ("", "before", "财政局", "没有允许在“审批”这一环节加签", "forbidden"),
        ('<bj:verbs allow="return"/>', "after", "财政局", "没有允许", "forbidden"),
        ('<bj:verbs allow="add_signer" signers="after"/>', "before", "财政局", "前加签", "forbidden"),
        ('<bj:verbs allow="add_signer"/>', "beside", "财政局", "会签", "invalid"),
        ('<bj:verbs allow="add_signer"/>', "before", "水利局", "没有岗位“水利局”", "invalid"),
        ('<bj:verbs allow="add_signer"/>', "before", "zjj.承办人", "自己", "invalid"),
        ('<bj:verbs allow="add_signer"/>', "aside", "财政局", "before、beside 或 after", "invalid"),
    ],
)
def test_what_is_refused(made: Office, verbs: str, place: str, to: str, said: str, kind: str) -> None:
    made.publish(draft(verbs))
    case, mine = at_b(made)
    with pytest.raises(Refused, match=said) as refused:
        made.engine.add_signer(mine, made.actor("zjj.承办人"), to, place)
    assert refused.value.kind == kind
    assert refused.value.rule == ("XS-05" if kind == "forbidden" else None)
    assert [row["id"] for row in made.open(case)] == [mine]
    with pytest.raises(Refused, match="不由您办理"):
        made.engine.add_signer(mine, made.actor("fgj.承办人"), "财政局", "after")


def test_nobody_is_added_twice(made: Office) -> None:
    made.publish(draft())
    _, mine = at_b(made)
    unit = made.actor("zjj.承办人")
    made.engine.add_signer(mine, unit, "财政局", "after")
    with pytest.raises(Refused, match="已在加签名单"):
        made.engine.add_signer(mine, unit, "财政局", "before")


def test_a_signer_whose_post_is_gone_by_then_is_an_incident_and_no_lost_task(
    made: Office,
) -> None:
    made.publish(draft())
    case, mine = at_b(made)
    unit = made.actor("zjj.承办人")
    made.engine.add_signer(mine, unit, "财政局", "after")
    with made.engine.database.transaction() as connection:
        connection.execute(
            tables.unit.update().where(tables.unit.c.id == "czj").values(valid_to=made.clock().date())
        )
        connection.execute(tables.setting.insert().values(name="directory_generation", value=99))
    made.move("2020-03-10 09:00")
    made.engine._worlds = type(made.engine._worlds)()
    made.engine.complete(mine, unit, AGREED)
    assert names(made, case) == ["审批(后加签)"]
    assert [e["message"] for e in made.events(case, "incident.raised")]
    made.engine.remove_signer(mine, unit, "财政局")
    assert made.elements(case) == ["c"]
    check_case(made.engine, case)


def test_votes_and_added_signers_do_not_mix_up(made: Office, publish: Publish) -> None:
    """A member of a 会签 asks somebody first; the ballot is the member's own."""
    publish(
        diagram(
            '<bpmn:startEvent id="s"/><bpmn:userTask id="v" name="会签"><bpmn:extensionElements>'
            '<bj:assignment post="承办人" unit="= u"/><bj:item in="= units" as="u"/><bj:vote mode="all"/>'
            '<bj:verbs allow="add_signer remove_signer" signers="before beside"/></bpmn:extensionElements>'
            "<bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>"
            '<bpmn:exclusiveGateway id="g" default="g-no"/><bpmn:endEvent id="yes" name="通过"/>'
            '<bpmn:endEvent id="no" name="不通过"/>' + flows("s>v", "v>g", "g>yes?passed", "g>no")
        )
    )
    case = made.start({"units": ["住建局", "发改局"]})
    mine = next(row["id"] for row in made.open(case) if row["unit_id"] == "zjj")
    unit = made.actor("zjj.承办人")
    made.engine.add_signer(mine, unit, "dcs.承办人", "before")
    made.engine.add_signer(
        next(row["id"] for row in made.open(case) if row["unit_id"] == "fgj"),
        made.actor("fgj.承办人"),
        "财政局",
    )
    asked = next(row for row in made.open(case) if row["signer"])
    assert asked["item"]["value"] == "住建局"
    made.engine.complete(asked["id"], made.actor("dcs.承办人"), {"decision": "reject", "opinion": "再议"})
    made.engine.complete(mine, unit, AGREED)
    for who in ("fgj", "czj"):
        key = next(row["id"] for row in made.open(case) if row["unit_id"] == who)
        made.engine.complete(key, made.actor(f"{who}.承办人"), AGREED)
    assert made.case(case)["outcome"] == "通过"
    check_case(made.engine, case)


def test_who_must_keep_out_does_not_sign_either(made: Office) -> None:
    made.publish(
        diagram(
            '<bpmn:startEvent id="s"/>'
            '<bpmn:userTask id="a" name="查办"><bpmn:extensionElements>'
            '<bj:assignment post="督查室" recuse="= unit"/><bj:verbs allow="add_signer"/>'
            "</bpmn:extensionElements></bpmn:userTask>"
            '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e")
        )
    )
    case = made.start({"unit": "财政局"})
    mine, actor = made.task(case, "a"), made.actor("dcs.承办人")
    for to in ("财政局", "财政局/承办人", "czj.承办人"):
        for place in ("before", "after"):
            with pytest.raises(Refused, match="须回避"):
                made.engine.add_signer(mine, actor, to, place)
    made.engine.add_signer(mine, actor, "住建局", "before")
    assert [row["recused"] for row in made.open(case)] == ["czj"]
