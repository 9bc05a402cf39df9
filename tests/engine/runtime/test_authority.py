"""Who may stop, resume and end a case: whom the diagram names, nobody else, and the refusal names the rule."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from tests.support.elements import Publish
from tests.support.office import Office, diagram, flows, task

LIMIT = '<bj:deadline name="办理" limit="7 wd"/>'
WHOLE = '<bj:deadline name="总时限" limit="30 wd" owner="case"/>'


def steered(case: str = "", verbs: str = "", rule: str = '<bj:rule id="T-6"/>') -> bytes:
    return diagram(
        '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="f"/><bpmn:parallelGateway id="j"/>'
        + task("a", "承办人", LIMIT + verbs, unit="住建局")
        + task("b", "承办人", unit="发改局")
        + '<bpmn:endEvent id="e"/>'
        + flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>e"),
        extensions=f'<bj:case title="= title" {case}/>{WHOLE}{rule}',
    )


def statuses(made: Office) -> dict[str, str]:
    return {row["name"]: row["status"] for row in made.rows(select(tables.deadline))}


ACTS = {
    "suspend": lambda made, case, who: made.engine.suspend(case, who, "诉讼"),
    "pause_clock": lambda made, case, who: made.engine.pause_clock(case, who, "总时限", "鉴定"),
}


@pytest.mark.parametrize("verb", ACTS)
@pytest.mark.parametrize(
    ("steer", "who", "may"),
    [
        ("督查室", "dcs.承办人", True),
        ("督查室", "zjj.承办人", False),
        ("督查室/主要负责人 财政局", "czj.承办人", True),
        ("督查室/主要负责人 财政局", "dcs.承办人", False),
        ("= initiator", "dcs.承办人", True),
        ("= initiator", "dcs.主要负责人", False),
        ('= [unit, "财政局"]', "zjj.主要负责人", True),
        ('= [unit, "财政局"]', "fgj.承办人", False),
        ("无此单位", "dcs.承办人", False),
    ],
)
def test_whom_the_diagram_names_steers(made: Office, verb: str, steer: str, who: str, may: bool) -> None:
    made.publish(steered(f"steer='{steer}'"))
    case = made.start({"unit": "住建局"})
    if may:
        ACTS[verb](made, case, made.actor(who))
        return
    with pytest.raises(Refused, match="只有") as refused:
        ACTS[verb](made, case, made.actor(who))
    assert (refused.value.kind, refused.value.rule) == ("forbidden", "T-6")
    assert made.case(case)["status"] == "running"
    assert [(e["verb"], e["rule"]) for e in made.events(case, "refused")] == [(verb, "T-6")]


def test_where_nobody_is_named_only_the_system_steers(made: Office, publish: Publish) -> None:
    publish(steered())
    case = made.start({"unit": "住建局"})
    for act in ACTS.values():
        with pytest.raises(Refused, match="没有写明谁可以"):
            act(made, case, made.actor("dcs.承办人"))
    made.engine.suspend(case, SYSTEM, "诉讼")
    with pytest.raises(Refused, match="没有写明谁可以恢复办件"):
        made.engine.resume(case, made.actor("dcs.承办人"), "结案")
    made.engine.resume(case, SYSTEM, "结案")


def test_who_has_the_task_stops_its_own_clock_where_the_diagram_allows(
    made: Office, publish: Publish
) -> None:
    publish(steered(verbs='<bj:verbs allow="pause_clock resume_clock"/>'))
    case = made.start({"unit": "住建局"})
    mine, other = made.actor("zjj.承办人"), made.actor("fgj.承办人")
    with pytest.raises(Refused, match="没有写明谁可以暂停计时"):
        made.engine.pause_clock(case, other, "办理", "补正")
    made.engine.pause_clock(case, mine, "办理", "补正")
    with pytest.raises(Refused, match="没有写明谁可以恢复计时"):
        made.engine.resume_clock(case, other, "办理", "补齐")
    made.engine.resume_clock(case, mine, "办理", "补齐")
    made.engine.pause_clock(case, mine, "总时限", "补正")
    assert statuses(made) == {"办理": "running", "总时限": "paused"}
    made.complete(case, "a")
    with pytest.raises(Refused, match="没有写明谁可以恢复计时"):
        made.engine.resume_clock(case, mine, "总时限", "补齐")


@pytest.mark.parametrize(
    ("cancel", "who", "said"),
    [
        ("", "dcs.承办人", None),
        ("", "dcs.主要负责人", "只有发起人"),
        ('cancel="督查室/主要负责人"', "dcs.主要负责人", None),
        ('cancel="督查室/主要负责人"', "dcs.承办人", "只有督查室/主要负责人可以撤销办件"),
        ("cancel='= [initiator, \"财政局\"]'", "dcs.承办人", None),
        ("cancel='= [initiator, \"财政局\"]'", "czj.承办人", None),
    ],
)
def test_who_may_end_a_case(made: Office, publish: Publish, cancel: str, who: str, said: str | None) -> None:
    publish(steered(cancel))
    case = made.start({"unit": "住建局"})
    if said is None:
        made.engine.cancel(case, made.actor(who), "误立")
        assert made.case(case)["status"] == "cancelled"
        return
    with pytest.raises(Refused, match=said) as refused:
        made.engine.cancel(case, made.actor(who), "误立")
    assert refused.value.rule == "T-6"
    assert made.case(case)["status"] == "running"
