"""催办, 抄送, 传阅: who may, whom the diagram names, and how often."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engine import administration, tables
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from tests.support.office import Office, diagram, flows, task


def one(case: str = "") -> bytes:
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("a", "承办人", unit="住建局")
        + task("b")
        + '<bpmn:endEvent id="e"/>'
    )
    said = f'<bj:case title="= title" unit="发改局" {case}/><bj:rule id="SD-04"/>'
    return diagram(body + flows("s>a", "a>b", "b>e"), extensions=said)


VERBS = {
    "remind": lambda made, case, who: made.engine.remind(made.open(case)[0]["id"], who),
    "copy_to": lambda made, case, who: made.engine.copy_to(case, who, ["财政局/主要负责人"]),
    "circulate": lambda made, case, who: made.engine.circulate(case, who, ["财政局/主要负责人"]),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("written", "who", "may"),
    [
        ("", "dcs.承办人", True),
        ("", "fgj.主要负责人", True),
        ("", "zjj.主要负责人", False),
        ("", "zjj.承办人", True),
        ("", "czj.承办人", False),
        ('steer="财政局"', "czj.承办人", True),
        ('remind="财政局" copy="财政局"', "czj.承办人", True),
        ('remind="财政局" copy="财政局"', "dcs.承办人", False),
        ('remind="= initiator" copy="= initiator"', "dcs.承办人", True),
        ('recuse="发改局"', "fgj.主要负责人", False),
    ],
)
def test_who_has_a_part_or_is_named_may(small: Office, verb: str, written: str, who: str, may: bool) -> None:
    small.publish(one(written))
    case = small.start({"title": "一件"})
    if may:
        VERBS[verb](small, case, small.actor(who))
        return
    with pytest.raises(Refused) as refused:
        VERBS[verb](small, case, small.actor(who))
    assert (refused.value.kind, refused.value.rule) == ("forbidden", "SD-04")


def test_being_told_of_a_case_gives_no_leave_to_tell_others(small: Office) -> None:
    small.publish(one())
    case = small.start({"title": "一件"})
    small.engine.copy_to(case, small.actor("dcs.承办人"), ["财政局"])
    with pytest.raises(Refused, match="产品默认"):
        small.engine.copy_to(case, small.actor("czj.承办人"), ["住建局"])


def test_who_has_done_a_step_keeps_a_part(small: Office) -> None:
    small.publish(one())
    case = small.start({"title": "一件"})
    small.complete(case, "a", by="zjj.承办人")
    small.engine.remind(small.task(case, "b"), small.actor("zjj.承办人"))


def test_one_reminds_again_only_after_a_while(made: Office) -> None:
    made.publish(one())
    case = made.start({"title": "一件"})
    key, who = made.task(case, "a"), made.actor("dcs.承办人")
    made.engine.remind(key, who, "请抓紧")
    made.move("2020-03-09 12:59")
    with pytest.raises(Refused, match=r"03-09 13:00 以后才能再催.*240 办公分钟,产品默认") as refused:
        made.engine.remind(key, who)
    assert refused.value.kind == "conflict"
    made.engine.remind(key, made.actor("fgj.主要负责人"))
    made.engine.remind(key, SYSTEM)
    made.move("2020-03-09 13:00")
    made.engine.remind(key, who)
    assert len(made.events(case, "notification.sent")) == 4


def test_the_pause_runs_in_office_hours_and_is_the_county_s_to_set(small: Office) -> None:
    small.publish(one())
    case = small.start({"title": "一件"})
    key, who = small.task(case, "a"), small.actor("dcs.承办人")
    small.move("2020-03-13 17:00")
    small.engine.remind(key, who)
    small.move("2020-03-16 11:59")
    with pytest.raises(Refused, match="03-16 12:00 以后"):
        small.engine.remind(key, who)
    administration.set_policy(
        small.engine, "office.remind.every", 0, date(2020, 3, 16), "县政府办通知", "不限", SYSTEM
    )
    small.engine.remind(key, who)
    small.engine.remind(key, who)


def test_nobody_lets_the_whole_county_know_in_a_day(small: Office) -> None:
    small.publish(one())
    case = small.start({"title": "一件"})
    who = small.actor("dcs.承办人")
    administration.set_policy(
        small.engine, "office.copy.daily", 2, date(2020, 3, 9), "县政府办通知", "精简", SYSTEM
    )
    small.engine.copy_to(case, who, ["财政局"])
    with pytest.raises(Refused, match=r"最多传阅 2 个单位或人\(县政府办通知\),您今天已送 1 个") as refused:
        small.engine.circulate(case, who, ["财政局", "发改局"])
    assert refused.value.problems == {"to": "今天还可以送 1 个"}
    small.engine.circulate(case, who, ["财政局"])
    small.move("2020-03-10 09:00")
    small.engine.circulate(case, who, ["发改局"])


@pytest.mark.parametrize(
    ("start", "who", "said"),
    [
        ("督查室", "dcs.承办人", None),
        ("承办人", "zjj.承办人", None),
        ("住建局/承办人 督查室", "zjj.承办人", None),
        ("督查室 承办人", "zjj.主要负责人", "只有督查室、承办人可以发起“试办”"),
        ("住建局/承办人", "fgj.承办人", "只有住建局/承办人可以发起“试办”"),
        ("", "dcs.承办人", "“试办”没有写明谁可以发起"),
    ],
)
def test_whom_the_diagram_lets_start(small: Office, start: str, who: str, said: str | None) -> None:
    small.publish(one(f'start="{start}"'))
    if said is None:
        small.start({"title": "一件"}, by=who)
        return
    with pytest.raises(Refused, match=said) as refused:
        small.start({"title": "一件"}, by=who)
    assert (refused.value.kind, refused.value.rule) == ("forbidden", "SD-04")
    assert small.rows(select(tables.instance)) == []
