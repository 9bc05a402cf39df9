"""会签, 或签, 比例签, 依次审批; 加签, 减签."""

from __future__ import annotations

from uuid import UUID

import pytest

from engine.refusals import Refused
from tests.support.office import Office, diagram, flows

UNITS = ["住建局", "发改局", "财政局"]


def countersign(vote: str, sequential: bool = False, verbs: str = "add_signer remove_signer") -> bytes:
    loop = f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"/>'
    body = (
        '<bpmn:startEvent id="s"/><bpmn:userTask id="opinion" name="会签"><bpmn:extensionElements>'
        f'<bj:assignment post="承办人" unit="= unit"/><bj:item in="= units" as="unit" result="opinions"/>{vote}'
        f'<bj:verbs allow="{verbs}"/></bpmn:extensionElements>{loop}</bpmn:userTask>'
        '<bpmn:exclusiveGateway id="g" default="g-no"/><bpmn:endEvent id="yes" name="通过"/><bpmn:endEvent id="no" name="不通过"/>'
    )
    return diagram(body + flows("s>opinion", "opinion>g", "g>yes?passed", "g>no"))


def vote(made: Office, case: UUID, unit: str, decision: str) -> None:
    (row,) = [row for row in made.open(case) if row["unit_id"] == unit]
    made.engine.complete(
        row["id"], made.actor(f"{unit}.承办人"), {"decision": decision, "opinion": f"{unit}的意见"}
    )


@pytest.mark.parametrize(
    ("rule", "cast", "outcome"),
    [
        ('<bj:vote mode="all"/>', [("zjj", "approve"), ("fgj", "approve"), ("czj", "approve")], "通过"),
        ('<bj:vote mode="all"/>', [("zjj", "reject")], "不通过"),
        ('<bj:vote mode="any"/>', [("fgj", "approve")], "通过"),
        ('<bj:vote mode="any"/>', [("zjj", "reject"), ("fgj", "reject"), ("czj", "reject")], "不通过"),
        ('<bj:vote mode="share" share="2/3"/>', [("zjj", "approve"), ("czj", "approve")], "通过"),
        ('<bj:vote mode="share" share="2/3"/>', [("zjj", "reject"), ("fgj", "reject")], "不通过"),
        ('<bj:vote mode="share" share="1/3" veto="reject"/>', [("zjj", "reject")], "不通过"),
    ],
)
def test_a_vote_closes_when_its_result_cannot_change(
    made: Office, rule: str, cast: list[tuple[str, str]], outcome: str
) -> None:
    made.publish(countersign(rule))
    case = made.start({"units": UNITS})
    for unit, decision in cast:
        assert made.case(case)["status"] == "running"
        vote(made, case, unit, decision)
    assert made.case(case)["outcome"] == outcome
    assert made.open(case) == []
    assert made.is_intact(case)


def test_in_order_one_after_the_other(made: Office) -> None:
    made.publish(countersign('<bj:vote mode="all"/>', sequential=True))
    case = made.start({"units": UNITS})
    for unit in ("zjj", "fgj", "czj"):
        assert [row["unit_id"] for row in made.open(case)] == [unit]
        vote(made, case, unit, "approve")
    assert made.case(case)["outcome"] == "通过"


def test_signers_join_and_leave_an_open_vote(made: Office) -> None:
    made.publish(countersign('<bj:vote mode="all"/>'))
    case = made.start({"units": ["住建局", "发改局"]})
    key = next(row["id"] for row in made.open(case) if row["unit_id"] == "zjj")
    actor = made.actor("zjj.承办人")
    made.engine.add_signer(key, actor, "财政局")
    assert {row["unit_id"] for row in made.open(case)} == {"zjj", "fgj", "czj"}
    made.engine.remove_signer(key, actor, "发改局")
    assert {row["unit_id"] for row in made.open(case)} == {"zjj", "czj"}
    with pytest.raises(Refused, match="不在加签、会签名单"):
        made.engine.remove_signer(key, actor, "发改局")
    with pytest.raises(Refused, match="已在会签名单"):
        made.engine.add_signer(key, actor, "财政局")
    vote(made, case, "czj", "approve")
    vote(made, case, "zjj", "approve")
    assert made.case(case)["outcome"] == "通过"


def test_removing_the_last_who_has_not_answered_closes_the_vote(made: Office) -> None:
    made.publish(countersign('<bj:vote mode="share" share="1/2"/>'))
    case = made.start({"units": ["住建局", "发改局", "财政局"]})
    vote(made, case, "zjj", "approve")
    key = next(row["id"] for row in made.open(case) if row["unit_id"] == "fgj")
    made.engine.remove_signer(key, made.actor("fgj.承办人"), "财政局")
    assert made.case(case)["outcome"] == "通过"


def test_an_empty_list_of_signers_is_passed_over(made: Office) -> None:
    made.publish(countersign('<bj:vote mode="all"/>'))
    case = made.start({"units": []})
    assert made.case(case)["status"] == "completed"


def test_what_branches_write_stays_side_by_side(made: Office) -> None:
    made.publish(countersign('<bj:vote mode="all"/>'))
    case = made.start({"units": UNITS})
    for unit in ("zjj", "fgj", "czj"):
        (row,) = [row for row in made.open(case) if row["unit_id"] == unit]
        made.engine.complete(row["id"], made.actor(f"{unit}.承办人"), {"decision": "approve", "days": 3})
    assert made.case(case)["outcome"] == "通过"
    assert [row["answer"]["decision"] for row in made.finished(case)] == ["approve"] * 3
    opinions = made.field(case, "opinions")
    assert [(o["unit"], o["decision"], o["days"]) for o in opinions] == [
        (unit, "approve", 3) for unit in UNITS
    ]
    assert made.scopes(case, "days") == {"opinion#0", "opinion#1", "opinion#2"}


def test_an_unnamed_task_may_be_handed_to_a_colleague(made: Office) -> None:
    made.publish(countersign('<bj:vote mode="any"/>', verbs="transfer delegate"))
    case = made.start({"units": ["住建局"]})
    (row,) = made.open(case)
    unit, head = made.actor("zjj.承办人"), made.actor("zjj.主要负责人")
    with pytest.raises(Refused, match="同事"):
        made.engine.transfer(row["id"], unit, "fgj.承办人")
    made.engine.delegate(row["id"], unit, "zjj.主要负责人")
    made.engine.complete(row["id"], head, {"decision": "reject"})
    assert made.case(case)["status"] == "running"
    made.engine.transfer(row["id"], unit, "zjj.主要负责人")
    with pytest.raises(Refused, match="认领"):
        made.engine.complete(row["id"], unit, {"decision": "approve"})
    made.engine.complete(row["id"], head, {"decision": "approve"})
    assert made.case(case)["outcome"] == "通过"
