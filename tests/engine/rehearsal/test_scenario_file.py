"""Reading scenario files: what is wrong is said with its line, all of it at once."""

from __future__ import annotations

from typing import Any

import pytest

from engine.rehearsal.scenario_file import ScenarioError, read_answers, read_scenario
from engine.rehearsal.scenario_words import EVENTS, VERBS
from tests.support.office import civil

GOOD = """
name: 试
process: watch
now: 2020-03-09 09:00
start: {by: 督查室, data: {title: 整治占道经营, due: 2020-04-30}}
answers:
  签收: {by: 住建局}
  核验: [{by: 督查室, data: {decision: return}}, {by: 督查室, data: {decision: approve}}]
steps:
  - {at: 2020-03-20 09:00, do: request_extension, by: 住建局, data: {until: 2020-04-30}, refused: SD-08}
  - {do: remind, task: 签收}
until: 2020-05-01 00:00
expect:
  - {on: 2020-03-18, event: document.issued, kind: 蓝色督办单, count: 1}
  - {state: running}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text)
    return caught.value.problems


def test_the_start_is_the_first_step_and_a_step_without_a_time_follows_at_once() -> None:
    scenario = read_scenario(GOOD)
    assert [(step.do, step.at) for step in scenario.steps] == [
        ("start", civil("2020-03-09 09:00")),
        ("request_extension", civil("2020-03-20 09:00")),
        ("remind", civil("2020-03-20 09:00")),
    ]
    assert scenario.steps[1].refused == "SD-08"
    assert len(scenario.answers["核验"]) == 2
    assert scenario.expect[0].count == 1


def test_the_bare_key_on_is_read_as_written() -> None:
    assert read_scenario(GOOD).expect[0].words["on"].isoformat() == "2020-03-18"


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("name: 试\n", "", "缺少 name"),
        ("name: 试", "name: 试\nanswer: {}", "不认识“answer”"),
        ("now: 2020-03-09 09:00", "now: 明天", "now:“明天”不是时刻"),
        ("do: remind, task: 签收", "do: remind", "第 11 行 steps 第 2 项:缺少 task"),
        ("do: remind, task: 签收", "do: remnd, task: 签收", "第 11 行 steps 第 2 项:不认识动作“remnd”"),
        ("do: remind, task: 签收", "do: remind, task: 签收, too: 1", "第 11 行 steps 第 2 项:不认识“too”"),
        ("{do: remind,", "{at: 2020-03-10, do: remind,", "第 11 行 steps 第 2 项:早于前一个动作"),
        ("签收: {by: 住建局}", "签收: {who: 住建局}", "不认识“who”"),
        (
            "event: document.issued",
            "event: document.isued",
            "第 14 行 expect 第 1 项:没有“document.isued”这种事件",
        ),
        ("{state: running}", "{status: running}", "第 15 行 expect 第 2 项:须写明期望什么"),
        ("{state: running}", "{state: running, outcom: 销号}", "第 15 行 expect 第 2 项:不认识“outcom”"),
        ("count: 1", "count: 多", "第 14 行 expect 第 1 项 › count:应为 0 到 10000 的整数"),
        ("until: 2020-05-01 00:00", "until: 2020-03-10", "早于最后一个步骤"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(was: str, becomes: str, said: str) -> None:
    assert was in GOOD
    found = problems(GOOD.replace(was, becomes))
    assert any(said in problem for problem in found), found


def test_every_problem_is_said_at_once() -> None:
    broken = (
        GOOD.replace("name: 试\n", "").replace("task: 签收", "tsk: 签收").replace("count: 1", "count: 多")
    )
    assert len(problems(broken)) == 4


def test_answers_of_a_single_diagram_may_be_just_the_data() -> None:
    answers = read_answers(
        {"审批": {"decision": "approve"}, "补正": [{"text": "一"}, {"text": "二"}], "会签": None}
    )
    assert answers["审批"][0].data == {"decision": "approve"}
    assert [answer.data for answer in answers["补正"]] == [{"text": "一"}, {"text": "二"}]
    assert answers["会签"][0].data == {}


def test_answers_of_a_single_diagram_may_have_the_shape_of_a_scenario() -> None:
    answer = read_answers({"会签": {"data": {"decision": "approve"}, "item": "财政局"}})["会签"][0]
    assert (answer.data, answer.item) == ({"decision": "approve"}, "财政局")


@pytest.mark.parametrize("content", [["审批"], {"审批": "同意"}])
def test_answers_of_another_shape_are_refused(content: Any) -> None:
    with pytest.raises(ScenarioError, match="应为"):
        read_answers(content)


def test_every_verb_and_event_of_the_design_is_known() -> None:
    designed = (
        "start claim unclaim complete return withdraw transfer delegate add_signer remove_signer "
        "request_extension pause_clock resume_clock suspend resume cancel remind copy_to message signal migrate "
        "set_policy import_calendar"
    )
    assert set(designed.split()) <= VERBS.keys()
    events = (
        "instance.started instance.completed instance.cancelled element.entered element.left task.created "
        "task.claimed task.completed task.returned task.transferred task.delegated deadline.set deadline.changed "
        "deadline.warning deadline.overdue timer.fired document.issued notification.sent score.recorded "
        "liability.opened refused incident.raised"
    )
    assert set(events.split()) <= EVENTS
