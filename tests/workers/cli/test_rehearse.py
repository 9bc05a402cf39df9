"""`banjie rehearse` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from tests.engine.rehearsal.county import watch_processes, watched
from tests.support.office import diagram, flows
from workers.cli import main

BODY = '<bpmn:startEvent id="s"/><bpmn:userTask id="a" name="填报"/><bpmn:endEvent id="e"/>' + flows(
    "s>a", "a>e"
)


def banjie(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["rehearse", *map(str, words)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The process folder `watch` with one scenario that passes."""
    found = watch_processes(tmp_path) / "watch"
    write(found / "scenarios" / "过.yaml", name="过", expect=[{"event": "document.issued", "count": 1}])
    return found


def write(file: Path, **more: Any) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(watched(**more), allow_unicode=True), encoding="utf-8")
    return file


def drawn(folder: Path, body: str = BODY) -> Path:
    file = folder / "drawn.bpmn"
    file.write_bytes(diagram(body))
    return file


def test_a_scenario_that_passes_ends_with_0_and_tells_its_timeline(folder: Path) -> None:
    result = banjie(folder / "scenarios" / "过.yaml")
    assert result.exit_code == 0
    assert "通过:过" in result.output
    assert "2020-03-18 17:30  出具 提醒单 提〔2020〕1号 住建局" in result.output


def test_a_scenario_that_fails_ends_with_1_and_says_why(folder: Path) -> None:
    result = banjie(write(folder / "scenarios" / "不过.yaml", expect=[{"state": "completed"}]))
    assert result.exit_code == 1
    assert "expect 第 1 项 {state: completed}:办件“办结”,应有 至少 1 个,实有 0 个" in result.output


def test_a_folder_means_all_its_scenarios_and_json_is_one_document(folder: Path) -> None:
    write(folder / "scenarios" / "不过.yaml", name="不过", expect=[{"state": "completed"}])
    result = banjie(folder, "--json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert {each["name"]: each["passed"] for each in document} == {"过": True, "不过": False}
    assert all(each.keys() == {"name", "passed", "failures", "timeline"} for each in document)
    (issued,) = [e for e in document[1]["timeline"] if e["event"] == "document.issued"]
    assert issued["at"] == "2020-03-18T17:30:00+08:00"
    assert (issued["kind"], issued["number"], issued["unit"]) == ("提醒单", "提〔2020〕1号", "住建局")


def test_the_processes_may_lie_elsewhere(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = write(tmp_path_factory.mktemp("elsewhere") / "用例.yaml")
    assert banjie(elsewhere, "--processes", folder.parent).exit_code == 0


def test_a_diagram_takes_data_answers_now_and_until(tmp_path: Path) -> None:
    body = BODY.replace(
        '<bpmn:endEvent id="e"/>',
        '<bpmn:endEvent id="e"/><bpmn:boundaryEvent id="t" attachedToRef="a" cancelActivity="false">'
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition>"
        '</bpmn:boundaryEvent><bpmn:endEvent id="f"/>' + flows("t>f"),
    )
    file = drawn(tmp_path, body)
    waiting = banjie(
        file, "--now", "2026-03-02 09:00", "--until", "2026-03-05", "--json", "--data", '{"n": 1}'
    )
    assert waiting.exit_code == 0
    (document,) = json.loads(waiting.stdout)
    assert [e["at"] for e in document["timeline"] if e["event"] == "timer.fired"] == [
        "2026-03-05T09:00:00+08:00"
    ]
    answers = tmp_path / "answers.yaml"
    answers.write_text("填报: {amount: 3}", encoding="utf-8")
    done = banjie(file, "--now", "2026-03-02", "--answers", answers)
    assert done.exit_code == 0
    assert "办结 e" in done.output


def test_a_diagram_the_gate_refuses_ends_with_1(tmp_path: Path) -> None:
    result = banjie(drawn(tmp_path, '<bpmn:startEvent id="s"/><bpmn:userTask id="a"/>' + flows("s>x")))
    assert result.exit_code == 1
    assert "未通过" in result.output


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere.yaml"],
        [],
        ["{drawn}", "--data", "{"],
        ["{drawn}", "--data", "[1]"],
        ["{drawn}", "--now", "昨天"],
        ["{scenario}", "--until", "2026-03-02"],
        ["{empty}"],
        ["{text}"],
    ],
)
def test_wrong_usage_ends_with_2(folder: Path, words: list[str]) -> None:
    (folder / "leer").mkdir()
    (folder / "a.txt").write_text("", encoding="utf-8")
    places = {
        "drawn": drawn(folder),
        "scenario": folder / "scenarios" / "过.yaml",
        "empty": folder / "leer",
        "text": folder / "a.txt",
    }
    assert (
        banjie(
            *(word.format(**places) if word.startswith("{") and word != "{" else word for word in words)
        ).exit_code
        == 2
    )
