"""Playing scenarios: the clock, the answers, the acts, the verdict."""

from __future__ import annotations

from typing import Any

import pytest

from engine.rehearsal import RehearsalResult, Stage, run_folder, run_scenario
from engine.time import clock
from tests.engine.rehearsal.county import watched

OVERDUE = {"on": "2020-03-18", "event": "document.issued", "kind": "提醒单", "unit": "建设局"}
WORK = "办理事项"
START = watched()["start"]


def play(stage: Stage, **more: Any) -> RehearsalResult:
    return run_scenario(watched(**more), stage)


def at(result: RehearsalResult, event: str) -> list[str]:
    return [each["at"][:16] for each in result.timeline if each["event"] == event]


def step(do: str, **more: Any) -> dict[str, Any]:
    return {"at": "2020-03-10 09:00", "do": do, **more}


# --- the verdict ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "expectation",
    [
        OVERDUE,
        {**OVERDUE, "count": 1},
        {"at": "2020-03-18 17:30", "event": "document.issued", "number": "提〔2020〕1号"},
        {"before": "2020-03-18 17:30", "event": "document.issued", "count": 0},
        {"after": "2020-03-18", "event": "document.issued", "count": 0},
        {"after": "2020-03-17", "before": "2020-03-19", "event": "document.issued"},
        {"event": "element.entered", "id": "work", "name": WORK, "count": 1},
        {"event": "task.created", "name": "签收", "unit": "住建局", "post": "承办人"},
        {"event": "task.completed", "task": "签收", "by": "住建局"},
        {"event": "task.completed", "task": "签收", "by": "督查室", "count": 0},
        {"event": "score.recorded", "points": -1, "case": 1},
        {"score": "建设局", "points": -1, "year": 2020},
        {"score": "发改局", "points": 0},
        {"state": "running"},
        {"state": "completed", "count": 0},
        {"open": WORK, "unit": "住建局", "count": 1},
        {"open": "签收", "count": 0},
        {"fields": {"title": "整治占道经营", "unit": "建设局"}},
        {"deadline": "办理", "date": "2020-03-18", "provisional": False, "status": "running"},
    ],
)
def test_what_came_about_is_found(stage: Stage, expectation: dict[str, Any]) -> None:
    assert play(stage, expect=[expectation]).failures == []


@pytest.mark.parametrize(
    ("expectation", "there"),
    [
        ({**OVERDUE, "on": "2020-03-19"}, "2020-03-18 17:30"),
        ({**OVERDUE, "count": 0}, "应有 0 个,实有 1 个"),
        ({**OVERDUE, "count": 2}, "应有 2 个,实有 1 个"),
        ({**OVERDUE, "kind": "催办单"}, "提醒单"),
        ({**OVERDUE, "unit": "发改局"}, "住建局"),
        ({**OVERDUE, "colour": "蓝"}, "应有 至少 1 个,实有 0 个"),
        ({"state": "completed"}, "办理中"),
        ({"open": "签收"}, WORK),
        ({"fields": {"title": "别的"}}, "整治占道经营"),
        ({"deadline": "办理", "date": "2020-03-19"}, "2020-03-18"),
        ({"deadline": "办理", "provisional": True}, "2020-03-18"),
        ({"score": "住建局", "points": 0}, "合计 -1 分"),
    ],
)
def test_what_did_not_come_about_fails_and_shows_what_did(
    stage: Stage, expectation: dict[str, Any], there: str
) -> None:
    (failure,) = play(stage, expect=[expectation]).failures
    assert "expect 第 1 项" in failure
    assert there in failure


def test_the_same_scenario_gives_the_same_timeline(stage: Stage) -> None:
    first, second = (play(stage, start={**START, "count": 3}) for _ in range(2))
    assert first.timeline == second.timeline
    assert len(first.timeline) > 30


def test_the_timeline_enters_what_it_leaves_and_stands_where_the_token_stands(stage: Stage) -> None:
    moves = [
        (event["event"], event["id"])
        for event in play(stage).timeline
        if event["event"].startswith("element.")
    ]
    assert moves == [
        ("element.entered", "发起"),
        ("element.left", "发起"),
        ("element.entered", "receive"),
        ("element.left", "receive"),
        ("element.entered", "work"),
        ("element.entered", "到期"),
        ("element.left", "到期"),
        ("element.entered", "已提醒"),
        ("element.left", "已提醒"),
    ]


def test_an_element_left_because_the_case_was_cancelled_says_so(stage: Stage) -> None:
    result = play(stage, steps=[step("cancel", by="督查室")])
    left = [event for event in result.timeline if event["event"] == "element.left" and event["id"] == "work"]
    assert [event["cancelled"] for event in left] == [True]


# --- the clock ------------------------------------------------------------------------------------------------
def test_a_rehearsal_moves_nobody_elses_clock(stage: Stage) -> None:
    before = clock.now()
    play(stage)
    assert before <= clock.now()
    assert clock.now().year > 2020


def test_without_until_it_runs_until_nothing_more_can_happen(stage: Stage) -> None:
    scenario = watched(expect=[OVERDUE])
    del scenario["until"]
    assert run_scenario(scenario, stage).failures == []


def test_what_is_due_at_the_end_still_happens_and_nothing_after_it(stage: Stage) -> None:
    assert at(play(stage, until="2020-03-18 17:30"), "document.issued") == ["2020-03-18T17:30"]
    assert at(play(stage, until="2020-03-18 17:29"), "document.issued") == []


def test_a_county_is_there_before_its_first_day(stage: Stage) -> None:
    result = play(stage, now="2019-03-04 09:00", until="2019-04-01", expect=[{"state": "running"}])
    assert result.failures == []
    assert at(result, "document.issued") == ["2019-03-13T17:30"]


def test_only_notices_known_then_count_and_one_that_becomes_known_moves_the_date(stage: Stage) -> None:
    result = play(
        stage,
        now="2020-01-16 09:00",
        until="2020-02-20",
        expect=[{"event": "deadline.changed", "was": "2020-01-31", "date": "2020-02-03"}],
    )
    assert result.failures == []
    assert at(result, "document.issued") == ["2020-02-03T17:30"]


def test_an_imported_notice_moves_what_is_not_yet_due(stage: Stage) -> None:
    notice = {"notice": "演练通知", "issued": "2020-03-11", "off": ["2020-03-18"], "work": []}
    result = play(stage, steps=[{"at": "2020-03-11 10:00", "do": "import_calendar", "notice": notice}])
    assert result.failures == []
    assert at(result, "deadline.changed") == ["2020-03-11T10:00"]
    assert at(result, "document.issued") == ["2020-03-19T17:30"]


# --- answers --------------------------------------------------------------------------------------------------
def test_a_plain_task_takes_what_is_known_and_the_first_option(stage: Stage) -> None:
    result = play(stage, expect=[{"fields": {"title": "整治占道经营", "way": "online", "note": "演练"}}])
    assert result.failures == []
    (done,) = [event for event in result.timeline if event["event"] == "task.completed"]
    assert (done["name"], done["by"]) == ("签收", "zjj.cb1")


def test_a_plain_task_waits_for_the_step_that_does_it(stage: Stage) -> None:
    data = {"title": "整治占道经营", "way": "in-person", "note": "已收"}
    result = play(stage, steps=[step("complete", task="签收", by="住建局", data=data)])
    assert result.failures == []
    assert at(result, "task.completed") == ["2020-03-10T09:00"]


def test_a_standing_answer_goes_before_the_plain_one(stage: Stage) -> None:
    answer = {"data": {"title": "整治占道经营", "way": "in-person", "note": "已收"}}
    result = play(stage, answers={"receive": answer}, expect=[{"fields": {"way": "in-person"}}])
    assert result.failures == []


def test_files_an_answer_names_count_as_uploaded(stage: Stage) -> None:
    answer = {"title": "甲", "way": "online", "note": "已收", "proof": ["照片.jpg", "合同.pdf"]}
    result = play(stage, answers={"签收": {"data": answer}})
    assert result.failures == []
    (done,) = [event for event in result.timeline if event["event"] == "task.completed"]
    assert "proof" in done["fields"]


def test_an_answer_for_one_unit_is_given_to_that_unit_only(stage: Stage) -> None:
    items = [{"title": "甲", "unit": "住建局"}, {"title": "乙", "unit": "发改局"}]
    result = play(
        stage,
        start={"by": "督查室", "items": items},
        answers={WORK: {"by": "发改局", "unit": "试点县发展和改革局"}},
        expect=[{"state": "completed", "unit": "发改局"}, {"state": "running", "unit": "住建局"}],
    )
    assert result.failures == []


def test_by_a_unit_is_the_first_of_it_who_may(stage: Stage) -> None:
    result = play(stage, answers={WORK: {"by": "住建局"}})
    done = [event["by"] for event in result.timeline if event["event"] == "task.completed"]
    assert done == ["zjj.cb1", "zjj.fzr"]


def test_by_somebody_who_may_not_is_refused_and_fails(stage: Stage) -> None:
    result = play(stage, answers={WORK: {"by": "发改局"}})
    assert any("不由您办理" in failure for failure in result.failures)
    assert any(event["event"] == "refused" for event in result.timeline)


def test_by_a_post_that_many_units_have_is_the_holder_who_may(stage: Stage) -> None:
    result = play(stage, answers={WORK: {"by": "承办人"}})
    assert result.failures == []
    assert at(result, "task.completed")


def test_by_nobody_known_fails(stage: Stage) -> None:
    assert any(
        "名录中没有“水利局”" in failure for failure in play(stage, answers={WORK: {"by": "水利局"}}).failures
    )


def test_an_answer_the_form_refuses_fails_and_is_not_tried_again(stage: Stage) -> None:
    failures = play(stage, answers={"签收": {"data": {"title": "整治占道经营"}}}).failures
    assert len(failures) == 1
    assert "方式" in failures[0]


# --- refusals -------------------------------------------------------------------------------------------------
def test_an_expected_refusal_passes(stage: Stage) -> None:
    result = play(stage, steps=[step("complete", task=WORK, by="发改局", refused=True)])
    assert result.failures == []
    assert at(result, "refused") == ["2020-03-10T09:00"]


def test_a_refusal_by_another_rule_fails(stage: Stage) -> None:
    (failure,) = play(stage, steps=[step("complete", task=WORK, by="发改局", refused="SD-08")]).failures
    assert "应由规则 SD-08 拒绝" in failure


def test_what_should_be_refused_and_is_done_fails(stage: Stage) -> None:
    (failure,) = play(stage, steps=[step("complete", task=WORK, by="住建局", refused="SD-08")]).failures
    assert "应被拒绝(规则 SD-08),却办成了" in failure


def test_a_task_that_is_not_there_fails_and_says_what_is(stage: Stage) -> None:
    (failure,) = play(stage, steps=[step("complete", task="核验", by="督查室")]).failures
    assert f"没有待办的“核验”;待办的有:{WORK}" in failure


# --- acts -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("act", "event"),
    [
        (step("claim", task=WORK, by="zjj.cb2"), "task.claimed"),
        (step("transfer", task=WORK, by="zjj.cb1", to="zjj.cb2"), "task.transferred"),
        (step("remind", task=WORK, by="督查室", text="请抓紧"), "notification.sent"),
        (step("copy_to", by="督查室", to=["发改局", "住建局/主要负责人"]), "notification.sent"),
        (step("suspend", by="督查室", reason="等待批复"), "instance.suspended"),
        (step("cancel", by="督查室", reason="重复"), "instance.cancelled"),
        (step("pause_clock", by="督查室", reason="补正"), "deadline.changed"),
        (step("return", task=WORK, by="zjj.cb1", to="签收", reason="不属本单位"), "task.returned"),
    ],
)
def test_an_act_is_done_and_stands_in_the_timeline(stage: Stage, act: dict[str, Any], event: str) -> None:
    result = play(stage, until="2020-03-11", steps=[act])
    assert result.failures == []
    assert event in {each["event"] for each in result.timeline}


def test_a_claimed_task_is_given_back_and_a_suspended_case_resumed(stage: Stage) -> None:
    steps = [
        step("claim", task=WORK, by="zjj.cb2"),
        step("unclaim", task=WORK, by="zjj.cb2"),
        step("suspend", by="督查室"),
        step("resume", by="督查室"),
        step("complete", task=WORK, by="zjj.cb1"),
    ]
    assert (
        play(
            stage, steps=steps, expect=[{"state": "completed", "outcome": "销号"}, {"state": "销号"}]
        ).failures
        == []
    )


def test_a_paused_clock_lets_nothing_fall_due(stage: Stage) -> None:
    steps = [
        step("pause_clock", by="督查室", reason="补正"),
        {"at": "2020-03-13 09:00", "do": "resume_clock", "by": "督查室"},
    ]
    result = play(stage, steps=steps)
    assert result.failures == []
    assert at(result, "document.issued") == ["2020-03-24T17:30"]


def test_many_cases_are_started_at_once_and_told_apart(stage: Stage) -> None:
    steps = [
        step("complete", task=WORK, by="住建局", case=2),
        step("complete", task=WORK, by="住建局"),
    ]
    result = play(
        stage,
        start={**START, "count": 3},
        steps=steps,
        expect=[
            {"state": "completed", "count": 2},
            {"state": "running", "case": 3},
            {"event": "document.issued", "count": 1},
        ],
    )
    assert result.failures == []


# --- what cannot be played ------------------------------------------------------------------------------------
def test_an_unknown_process_fails(stage: Stage) -> None:
    assert "没有流程“nowhere”的文件夹" in play(stage, process="nowhere").failures[0]


def test_a_start_nobody_could_make_fails_with_the_reason(stage: Stage) -> None:
    (failure, *_) = play(stage, start={"by": "水利局", "data": {}}).failures
    assert "名录中没有“水利局”" in failure


def test_a_task_nobody_can_be_found_for_is_an_incident_and_fails(stage: Stage) -> None:
    result = play(stage, start={"by": "督查室", "data": {"title": "甲", "unit": "水利局"}})
    assert any("出现故障" in failure for failure in result.failures)
    expected = play(
        stage,
        start={"by": "督查室", "data": {"title": "甲", "unit": "水利局"}},
        expect=[{"event": "incident.raised"}],
    )
    assert expected.failures == []


def test_a_folder_plays_all_its_scenarios(stage: Stage) -> None:
    assert stage.processes is not None
    folder = stage.processes / "watch"
    (folder / "scenarios").mkdir()
    text = "name: {n}\nprocess: watch\nnow: 2020-03-09 09:00\nstart: {{by: 督查室, data: {{title: 甲, unit: 住建局}}}}\n"
    for name in ("一", "二"):
        (folder / "scenarios" / f"{name}.yaml").write_text(text.format(n=name), encoding="utf-8")
    (folder / "scenarios" / "三.yaml").write_text("name: 三", encoding="utf-8")
    results = {result.name: result for result in run_folder(folder)}
    assert results.keys() == {"一", "二", "三"}
    assert [results[name].passed for name in ("一", "二", "三")] == [True, True, False]
    assert "缺少 process" in results["三"].failures[0]


def test_a_pilot_is_for_its_units_until_it_is_published_for_all(stage: Stage) -> None:
    others = {"at": "2020-03-09 09:00", "do": "start", "by": "住建局", "data": START["data"]}
    pilot = {
        "pilot": "督查室",
        "until": "2020-03-10 12:00",
        "expect": [{"event": "instance.started", "count": 1}],
    }
    assert play(stage, steps=[{**others, "refused": "SF-01"}], **pilot).failures == []
    (told,) = play(stage, steps=[], **{**pilot, "pilot": ["没有的局"]}).failures
    assert "名录中没有单位“没有的局”" in told
    (told,) = play(stage, steps=[step("publish", folder="新版")], **pilot).failures
    assert "不是文件" in told
