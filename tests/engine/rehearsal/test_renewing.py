"""Scenarios brought up to a change, the rest of the file left as it was written."""

from __future__ import annotations

import pytest

from engine.rehearsal import Stage
from engine.rehearsal.renewing import renamings, renewed

WRITTEN = """# 依据 SD-03
name: 逾期发提醒单
process: watch
now: 2020-03-09 09:00
start: {by: 督查室, data: {title: 整治占道经营, unit: 住建局}}
until: 2020-05-01 00:00
steps:
  - {at: 2020-03-10 09:00, do: remind, by: 督查室, task: %(task)s, text: "催: 办理"}   # 先催
expect:
  - {on: %(day)s, event: document.issued, kind: 提醒单}
  - {at: "%(day)s 17:30", event: document.issued}
  - {deadline: 办理, date: %(day)s}
  - {open: %(task)s}
  - {state: %(state)s}
"""
RIGHT = WRITTEN % {"task": "办理事项", "day": "2020-03-18", "state": "running"}


def test_names_and_days_are_brought_up_and_nothing_else(stage: Stage) -> None:
    old = WRITTEN % {"task": "承办", "day": "2020-03-11", "state": "running"}
    found = renewed(old, {"承办": "办理事项"}, stage)
    assert found is not None
    assert found.text == RIGHT.replace('"2020-03-18 17:30"', "2020-03-18 17:30")
    assert found.changes == (
        "环节“承办”改叫“办理事项”",
        "2020-03-11 改为 2020-03-18",
        "2020-03-11 17:30 改为 2020-03-18 17:30",
    )


@pytest.mark.parametrize(
    "text",
    [RIGHT, WRITTEN % {"task": "办理事项", "day": "2020-03-11", "state": "completed"}, "steps: [", "- 1"],
)
def test_what_passes_or_fails_for_another_reason_is_left_alone(stage: Stage, text: str) -> None:
    assert renewed(text, {}, stage) is None


def test_names_are_compared_element_by_element() -> None:
    line = '<process id="p">{}</process>'
    head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="u">{}</definitions>'
    task = '<task id="{}" name="{}"/>'

    def drawn(*tasks: tuple[str, str]) -> dict[str, bytes]:
        return {"p.bpmn": head.format(line.format("".join(task.format(*each) for each in tasks))).encode()}

    before = drawn(("a", "受理"), ("b", "审查"), ("c", "办结"))
    after = drawn(("a", "接件"), ("b", "复核"), ("c", "办结"), ("d", "审查"))
    assert renamings(before, after) == {"受理": "接件", "审查": "复核"}
    assert renamings({"p.bpmn": b"<"}, after) == {}
